// SPDX-License-Identifier: MIT
// What tests look at in a graph.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz::inspection {

using Paths = std::vector<std::string>;

inline Paths paths(const std::vector<Component>& components) {
  Paths paths;
  for (const Component& component : components) paths.push_back(component.path);
  return paths;
}

inline const Component& find(const Graph& graph, std::string_view path) {
  const Component* component = find_component(graph, path).component;
  EXPECT_NE(component, nullptr) << path;
  static const Component none;
  return component == nullptr ? none : *component;
}

inline Paths sites(const Component& component) {
  Paths sites;
  for (const HookPoint& point : component.hook_points) sites.push_back(point.site);
  return sites;
}

/// "batch, seq_len, 768"; empty if there is no such point.
inline std::string shape(const Component& component, std::string_view site) {
  for (const HookPoint& point : component.hook_points) {
    if (point.site != site) continue;
    const std::string text = shape_text(point.shape);
    return text.substr(1, text.size() - 2);
  }
  return {};
}

/// "router, expert": the roles of a component's parts.
inline std::string roles(const Component& component) {
  std::string text;
  for (const Part& part : component.parts) text += (text.empty() ? "" : ", ") + part.role;
  return text;
}

inline void append(std::string& text, const std::vector<Component>& components) {
  for (const Component& each : components) text += (text.empty() ? "" : " ") + each.path;
}

/// What stands where: "ln1 attn; ln2 mlp" in a sequential block, "ln1: attn + mlp" behind a
/// shared norm, "attn, ln1" with the norm on the stream.
inline std::string layout_of(const BlockStructure& block) {
  std::string text;
  for (const Addition& addition : block.additions) {
    if (!text.empty()) text += "; ";
    std::string shared;
    append(shared, addition.shared);
    if (!shared.empty()) text += shared + ": ";
    for (const Branch& branch : addition.branches) {
      std::string path;
      append(path, branch.components);
      text += (&branch == &addition.branches.front() ? "" : " + ") + path;
    }
    for (const Component& each : addition.on_stream) text += ", " + each.path;
  }
  return text;
}

/// "local ×5, global ×1, ...": the runs of equal layers by their short names.
inline std::string runs(const Stream& stream) {
  std::string text;
  for (std::size_t first = 0; first < stream.blocks.size();) {
    const std::size_t structure = stream.blocks[first].structure;
    std::size_t end = first;
    while (end < stream.blocks.size() && stream.blocks[end].structure == structure) ++end;
    text += (text.empty() ? "" : "; ") + stream.structures[structure].short_name + " ×" +
            std::to_string(end - first);
    first = end;
  }
  return text;
}

/// "resid_pre 0, resid_post 2": the points on the stream and the ⊕ below them.
inline std::string stream_points(const BlockStructure& block) {
  std::string text;
  for (const StreamPoint& place : block.stream_points) {
    text +=
        (text.empty() ? "" : ", ") + place.point.site + ' ' + std::to_string(place.after_additions);
  }
  return text;
}

}  // namespace tviz::inspection
