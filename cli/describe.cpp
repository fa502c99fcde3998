// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "commands.hpp"
#include "messages.hpp"
#include "tviz/figure/figure.hpp"
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
    fmt::print("{:<{}}  {:>15}  {}{}{}\n", reference.path(), width, grouped(component.parameters()),
               component.title, component.summary.empty() ? "" : ": ", component.summary);
  }
  fmt::print("{:<{}}  {:>15}  parameters\n", "total", width, grouped(count_parameters(graph)));
}

}  // namespace

void describe(const Arguments& arguments) {
  const Graph graph = build_graph(read_model(arguments.figure.source), *make_registry(arguments));
  if (arguments.json) {
    fmt::print("{}", to_json(graph));
    return;
  }
  fmt::print("{}\n\n", graph.model.title.empty() ? graph.model.model_name : graph.model.title);
  print_components(graph);
  print_warnings(graph.model.warnings);
}

}  // namespace tviz::cli
