// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "output.hpp"
#include "table.hpp"
#include "tviz/compare/compare.hpp"
#include "tviz/figure/compared_models.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/input_files.hpp"
#include "tviz/figure/write_files.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string title_of_model(const Graph& graph) {
  return graph.model.title.empty() ? graph.model.model_name : graph.model.title;
}

Json json_of(const std::vector<ModelDifference>& differences, const Graph& left,
             const Graph& right) {
  Json list = Json::array();
  for (const ModelDifference& each : differences) {
    list.push_back(
        {{"name", each.name}, {"part", each.part}, {"left", each.left}, {"right", each.right}});
  }
  return {{"left", left.model.model_name},
          {"right", right.model.model_name},
          {"equal", differences.empty()},
          {"differences", std::move(list)}};
}

/// Draws everything before anything is written.
void draw(const Arguments& arguments, const ModelArchitecture& left, const ModelArchitecture& right,
          const std::shared_ptr<const Registry>& registry) {
  if (arguments.outputs.empty()) return;
  const FigureSettings settings = figure_settings(arguments.figure);
  std::vector<std::filesystem::path> inputs = files_of_theme(settings.options);
  for (const std::string& source : arguments.words) {
    std::ranges::move(files_of_model(source), std::back_inserter(inputs));
  }
  check_targets({arguments.outputs.begin(), arguments.outputs.end()}, inputs);
  const ComparedModels figure(left, right, settings.options, registry);
  std::vector<FileContent> files;
  for (const std::string& output : arguments.outputs) {
    files.push_back({output, figure.render(format_of(output))});
  }
  write_files(files);
}

}  // namespace

bool print_differences(const Arguments& arguments) {
  const ModelTypes types = make_model_types(arguments);
  const auto registry = make_registry(arguments);
  const ModelArchitecture left_model = read_model(arguments.words.at(0), types);
  const ModelArchitecture right_model = read_model(arguments.words.at(1), types);
  const Graph left = build_graph(left_model, *registry);
  const Graph right = build_graph(right_model, *registry);
  const std::vector<ModelDifference> differences = differences_of(left, right);
  draw(arguments, left_model, right_model, registry);
  if (arguments.json) {
    print_json(json_of(differences, left, right));
  } else if (!differences.empty()) {
    std::vector<std::vector<std::string>> rows{
        {"", "", title_of_model(left), title_of_model(right)}};
    std::string part;
    for (const ModelDifference& each : differences) {
      rows.push_back({each.part == part ? "" : each.part, each.name, each.left, each.right});
      part = each.part;
    }
    print_table(std::move(rows));
  }
  return differences.empty();
}

}  // namespace tviz::cli
