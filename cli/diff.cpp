// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.hpp"
#include "output.hpp"
#include "table.hpp"
#include "tviz/compare/compare.hpp"
#include "tviz/figure/figure.hpp"
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

}  // namespace

bool print_differences(const Arguments& arguments) {
  const ModelTypes types = make_model_types(arguments);
  const auto registry = make_registry(arguments);
  const Graph left = build_graph(read_model(arguments.words.at(0), types), *registry);
  const Graph right = build_graph(read_model(arguments.words.at(1), types), *registry);
  const std::vector<ModelDifference> differences = differences_of(left, right);
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
