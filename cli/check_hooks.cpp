// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "output.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/hooks/hook_check.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

void print_as_json(const std::vector<HookFinding>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const HookFinding& finding : findings) {
    nlohmann::ordered_json entry{{"name", finding.hook.name},
                                 {"line", finding.hook.line},
                                 {"fault", name_of(finding.fault)},
                                 {"reason", finding.reason},
                                 {"instead", nullptr}};
    if (!finding.instead.empty()) entry["instead"] = finding.instead;
    list.push_back(std::move(entry));
  }
  print_json(list);
}

void print_lines(const std::vector<HookFinding>& findings, const std::string& file) {
  for (const HookFinding& finding : findings) {
    const std::string& instead = finding.instead;
    print_text(format(Problem{fmt::format("'{}' is {}: {}", finding.hook.name,
                                          name_of(finding.fault), finding.reason),
                              {file, finding.hook.line, 0, {}},
                              instead.empty() ? "" : "nearest: '" + instead + "'"}) +
               "\n");
  }
}

}  // namespace

void check_hooks(const Arguments& arguments) {
  const std::string file = arguments.check_file.value_or("");
  if (file.empty()) throw Error(Problem{"must not be empty", {"", 0, 0, "--check"}, {}});
  const std::string dialect = figure_settings(arguments.figure).options.dialect;
  const auto registry = make_registry(arguments);
  const Graph graph =
      build_graph(read_model(arguments.figure.source, make_model_types(arguments)), *registry);
  const std::vector<ListedHook> hooks = read_hook_list(read_file(file, Limits{}.document_bytes));
  const std::vector<HookFinding> findings = tviz::check_hooks(graph, *registry, dialect, hooks);
  arguments.json ? print_as_json(findings) : print_lines(findings, file);
  if (findings.empty()) return;
  throw Error(Problem{fmt::format("{} of {} names are at fault", findings.size(), hooks.size()),
                      {.source = file},
                      {}});
}

}  // namespace tviz::cli
