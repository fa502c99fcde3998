// SPDX-License-Identifier: MIT
#include "batch_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kStates{BatchState::Drawn, BatchState::Unchanged, BatchState::Failed,
                             BatchState::Waiting};

std::size_t count(const std::vector<BatchResult>& results, BatchState state) {
  return static_cast<std::size_t>(std::ranges::count(results, state, &BatchResult::state));
}

Json texts(const std::vector<std::filesystem::path>& paths) {
  Json list = Json::array();
  for (const std::filesystem::path& path : paths) list.push_back(path.string());
  return list;
}

Json problems_json(const std::vector<Problem>& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) {
    list.push_back(
        {{"message", problem.message}, {"where", format(problem.where)}, {"hint", problem.hint}});
  }
  return list;
}

}  // namespace

std::string report_json(const Manifest& manifest, const std::vector<BatchResult>& results) {
  Json report{{"manifest", manifest.file.string()}, {"folder", manifest.folder.string()}};
  for (const BatchState state : kStates) {
    report[std::string(name_of(state))] = count(results, state);
  }
  Json& figures = report["figures"] = Json::array();
  for (const BatchResult& result : results) {
    figures.push_back({{"name", result.figure->name},
                       {"state", name_of(result.state)},
                       {"files", texts(result.files)},
                       {"inputs", texts(result.inputs)},
                       {"problems", problems_json(result.problems)},
                       {"warnings", result.warnings}});
  }
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string summary(const std::vector<BatchResult>& results) {
  std::vector<std::string> parts;
  for (const BatchState state : kStates) {
    const std::size_t number = count(results, state);
    if (number > 0) parts.push_back(fmt::format("{} {}", number, name_of(state)));
  }
  return fmt::format("{} figure{}: {}", results.size(), results.size() == 1 ? "" : "s",
                     fmt::join(parts, ", "));
}

}  // namespace tviz::cli
