// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/graph/difference.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

/// 124439808 as "124,439,808".
std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

void print_components(const Graph& graph) {
  std::size_t width = 0;
  const auto components = components_of(graph);
  for (const ComponentReference& reference : components) {
    width = std::max(width, reference.path().size());
  }
  for (const ComponentReference& reference : components) {
    const Component& component = *reference.component;
    print_text(fmt::format("{:<{}}  {:>15}  {}{}{}\n", reference.path(), width,
                           grouped(component.parameters()), component.title,
                           component.summary.empty() ? "" : ": ", component.summary));
  }
  print_text(fmt::format("{:<{}}  {:>15}  parameters\n", "total", width,
                         grouped(count_parameters(graph))));
}

void print_differences(const std::vector<Difference>& differences) {
  for (const Difference& each : differences) {
    print_text(fmt::format("{}: {} expected, {} found\n", escaped(each.what),
                           escaped(each.expected), escaped(each.found)));
  }
}

void print_differences_as_json(const std::vector<Difference>& differences) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Difference& each : differences) {
    list.push_back({{"what", each.what}, {"expected", each.expected}, {"found", each.found}});
  }
  print_json({{"equal", differences.empty()}, {"differences", std::move(list)}});
}

/// Prints what differs, and throws Error if anything does.
void compare(const Graph& graph, const Arguments& arguments) {
  const ModelArchitecture file = read_tensors(arguments.against);
  const auto found = differences(graph, build_graph(file, *make_registry(arguments)));
  arguments.json ? print_differences_as_json(found) : print_differences(found);
  if (found.empty()) return;
  throw Error(Problem{fmt::format("{} difference{} from {}", found.size(),
                                  found.size() == 1 ? "" : "s", arguments.figure.source),
                      {.source = arguments.against},
                      {}});
}

}  // namespace

void describe(const Arguments& arguments) {
  const ModelArchitecture model = read_model(arguments.figure.source, make_model_types(arguments));
  const Graph graph = build_graph(model, *make_registry(arguments));
  if (arguments.strict) check_no_doubts(graph.model, arguments.figure.source);
  if (!arguments.against.empty()) return compare(graph, arguments);
  if (arguments.graph) {
    print_bytes(to_graph_file(graph, arguments.json ? GraphFormat::Json : GraphFormat::Yaml));
    return;
  }
  if (arguments.json) {
    print_bytes(to_json(graph));
    return;
  }
  // A name is one line, whatever it holds.
  print_text(escaped(graph.model.title.empty() ? graph.model.model_name : graph.model.title) +
             "\n\n");
  print_components(graph);
  print_warnings(graph.model.warnings);
}

}  // namespace tviz::cli
