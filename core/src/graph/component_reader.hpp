// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The text of a field; empty if it is not there.
inline std::string text_of(FieldReader& fields, std::string_view key) {
  return fields.text(key).value_or("");
}

/// Calls `read` with each item of a list and its place.
void each_item(FieldReader& fields, const std::string& key, const auto& read,
               const std::string& inside = {}) {
  const Node* list = fields.list(key);
  if (list == nullptr) return;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    read(list->items[i], fmt::format("{}{}{}[{}]", inside, inside.empty() ? "" : ".", key, i));
  }
}

/// Numbers that are no sizes, such as the number of an axis, are at most this.
inline constexpr std::int64_t kMostInt = 1'000'000;

/// Reads the components of a graph file. Problems of what is read are collected.
class ComponentReader {
 public:
  using Places = std::map<std::string, Location, std::less<>>;
  using ReadMore = std::function<void(FieldReader&)>;

  ComponentReader(const Document& file, const Limits& limits, std::vector<Problem>& problems)
      : file_(file), limits_(limits), problems_(problems) {}

  /// The words for sizes, and the map of components with names. Comes first.
  void read_maps(FieldReader& root);
  /// Components as maps, or as names of some in the map.
  /// A hook point; `read_more` reads what else a map has.
  HookPoint read_point(const std::string& site, const Node& node, const std::string& path,
                       const ReadMore& read_more);
  std::vector<Component> read_components(FieldReader& fields, const std::string& key,
                                         const std::string& path);
  Branch read_branch(const Node& node, const std::string& path);
  /// Reports components in the map that no list has: mistakes in writing, most likely.
  void check_all_used();

  /// Where the paths and names that were read so far stand.
  Places& places() { return places_; }

 private:
  void report(const Node& node, const std::string& path, std::string message,
              std::string hint = {});
  std::int64_t number(FieldReader& fields, std::string_view key) const;
  std::string nearest_dimension(const std::string& word) const;
  std::optional<std::int64_t> size_of(const Node& node, const std::string& path);
  Dimension read_axis(const Node& node, const std::string& path);
  const Node* axes_of(const Node& node, const std::string& path, const ReadMore& read_more);
  Weight read_weight(const std::string& name, const Node& node, const std::string& path);
  Part read_part(const Node& node, const std::string& path);
  Step read_step(const Node& node, const std::string& path);
  int read_wire_end(FieldReader& fields, std::string_view key, int otherwise);
  Interior read_interior(const Node& node, const std::string& path);
  Component read_component(const Node& node, const std::string& path);
  Component read_component(const Node& node, const std::string& name, const std::string& path);
  void read_low_ranks(const Node& node, const std::string& path, Component& component);
  std::int64_t head_count(FieldReader& fields, std::string_view key);
  static std::string label_of(const Component& component);
  void read_dimensions(FieldReader& root);

  const Document& file_;
  const Limits& limits_;
  std::vector<Problem>& problems_;
  const Node* components_ = nullptr;
  std::set<std::string, std::less<>> used_;
  std::map<std::string, std::int64_t, std::less<>> sizes_;  ///< 0: only a run knows it.
  Places places_;
};

}  // namespace tviz
