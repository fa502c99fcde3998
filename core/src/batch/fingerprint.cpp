// SPDX-License-Identifier: MIT
#include "batch/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/digest.hpp"
#include "figure/option_table.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/base/version.hpp"
#include "tviz/figure/input_files.hpp"
#include "tviz/model/reader.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

using Json = nlohmann::ordered_json;

bool is_file(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

Json theme_json(const RenderOptions& options) {
  Json values = Json::array();
  const auto add = [&values](const Theme& theme) {
    for (const ThemeValue& value : theme_values(theme)) values.push_back(value.value);
  };
  Theme theme = load_theme(options.theme, options.overrides);
  const std::optional<Theme> dark = take_dark_partner(theme, options.overrides);
  add(theme);
  if (dark) add(*dark);
  return values;
}

Json options_json(const FigureSettings& settings) {
  Json json;
  for (const OptionRow& row : option_table()) {
    json[std::string(row.name)] = identity_of(row, settings);
  }
  json["date"] = settings.options.output.date;
  json["fields of the theme"] = theme_json(settings.options);
  return json;
}

/// Of a file its name and its folder's, by which a figure may call the model; not the way to it,
/// which is another one from another folder.
std::string name_of_source(const std::string& source) {
  if (!is_file(source)) return source;
  std::error_code error;  // There may be no folder that a relative path starts from.
  const std::filesystem::path path = std::filesystem::absolute(source, error).lexically_normal();
  return (path.parent_path().filename() / path.filename()).string();
}

Json figure_json(const BatchFigure& figure) {
  Json json{{"source", name_of_source(figure.source)},
            {"dimensions", figure.dimensions},
            {"formats", figure.formats},
            {"options", options_json(figure)},
            {"caption", figure.caption}};
  Json& parts = json["sub_figures"] = Json::array();
  for (const BatchFigure& part : figure.sub_figures) parts.push_back(figure_json(part));
  return json;
}

}  // namespace

std::string digest_of_file(const std::filesystem::path& file) {
  constexpr std::size_t kBeginning = 1U << 20U;
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (!error && size > Limits{}.document_bytes) {
    std::string beginning(kBeginning, '\0');
    std::ifstream(file, std::ios::binary).read(beginning.data(), kBeginning);
    const auto time = std::filesystem::last_write_time(file, error).time_since_epoch().count();
    return digest(fmt::format("{} {} {}", size, time, beginning));
  }
  return digest(read_file(file, Limits{}.document_bytes));
}

std::string program_fingerprint(const Registry& registry) {
  Json program{{"version", version()}};
  for (const PluginRecord& plugin : registry.records()) {
    const std::string bytes = is_file(plugin.path) ? digest_of_file(plugin.path) : std::string();
    program["plugins"].push_back({plugin.name, plugin.version, bytes});
  }
  return digest(program.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::vector<std::filesystem::path> inputs_of(const BatchFigure& figure) {
  std::vector<std::filesystem::path> inputs;
  std::vector<std::filesystem::path> files = files_of_model(figure.source);
  std::ranges::move(files_of_theme(figure.options), std::back_inserter(files));
  std::ranges::move(option_files(figure), std::back_inserter(files));
  for (const std::filesystem::path& path : files) {
    if (is_file(path)) inputs.push_back(path.lexically_normal());
  }
  for (const BatchFigure& part : figure.sub_figures) {
    for (std::filesystem::path& path : inputs_of(part)) inputs.push_back(std::move(path));
  }
  return inputs;
}

std::string fingerprint(const BatchFigure& figure, const std::vector<std::filesystem::path>& inputs,
                        std::string_view program) {
  Json all{{"program", program}, {"figure", figure_json(figure)}};
  for (const std::filesystem::path& input : inputs) {
    all["inputs"].push_back(digest_of_file(input));
  }
  return digest(all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace tviz
