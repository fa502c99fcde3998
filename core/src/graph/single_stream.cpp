// SPDX-License-Identifier: MIT
#include "graph/single_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

[[noreturn]] void refuse_stream(std::string message, std::string hint) {
  throw Error(Problem{std::move(message), {.field = "stream"}, std::move(hint)});
}

/// A stream is called by its title or its name, in any case.
bool is_called(const Stream& stream, std::string_view name) {
  return lower_case(stream.title) == lower_case(name) ||
         lower_case(stream.name) == lower_case(name);
}

std::vector<std::string> names_of(const Graph& graph) {
  std::vector<std::string> names;
  for (const Stream& stream : graph.streams) {
    names.push_back(lower_case(stream.title.empty() ? stream.name : stream.title));
  }
  return names;
}

/// The numbers of one stream's model: towers come before what reads them, in both.
ModelArchitecture model_of(const Graph& graph, std::size_t stream) {
  const std::vector<ModelArchitecture>& towers = graph.model.encoders;
  if (stream >= towers.size()) {
    ModelArchitecture model = graph.model;
    model.encoders.clear();
    return model;
  }
  ModelArchitecture model = towers[stream];
  model.model_name = graph.model.model_name;
  model.title = graph.model.title;
  return model;
}

}  // namespace

bool reads_another(const Graph& graph, const Stream& stream) {
  const auto outside = components_outside_blocks(stream);
  return std::any_of(graph.links.begin(), graph.links.end(), [&](const Link& link) {
    return link.to == stream.name &&
           std::none_of(outside.begin(), outside.end(),
                        [&](const Component* each) { return each->path == link.into; });
  });
}

Graph single_stream(const Graph& graph, std::string_view stream) {
  const auto found = std::find_if(graph.streams.begin(), graph.streams.end(),
                                  [&](const Stream& each) { return is_called(each, stream); });
  const std::vector<std::string> names = names_of(graph);
  if (found == graph.streams.end()) {
    const std::string near = did_you_mean(stream, names);
    refuse_stream(fmt::format("{} has no stream '{}'", graph.model.model_name, stream),
                  near.empty() ? fmt::format("available: {}", fmt::join(names, ", ")) : near);
  }
  if (reads_another(graph, *found)) {
    refuse_stream(fmt::format("the blocks of '{}' read another stream", stream),
                  "draw the whole model instead");
  }
  Graph alone;
  alone.model = model_of(graph, static_cast<std::size_t>(found - graph.streams.begin()));
  const std::string& name = alone.model.title.empty() ? alone.model.model_name : alone.model.title;
  if (!found->title.empty()) alone.model.title = fmt::format("{} · {}", name, found->title);
  alone.streams = {*found};
  alone.streams.front().title.clear();
  return alone;
}

}  // namespace tviz
