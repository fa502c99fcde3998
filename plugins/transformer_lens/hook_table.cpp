// SPDX-License-Identifier: MIT
#include "hook_table.hpp"

#include <algorithm>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"

extern "C" const char tviz_transformer_lens_hook_names_begin[];
extern "C" const char tviz_transformer_lens_hook_names_end[];

namespace transformer_lens {

namespace {

std::string field(const tviz::Node& row, std::string_view key) {
  const tviz::Node* value = row.find(key);
  return value == nullptr ? std::string() : value->scalar;
}

/// Whether `word` is one of the words of `list`; an empty list has all.
bool is_in_list(std::string_view word, std::string_view list) {
  if (list.empty()) return true;
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(' ', begin), list.size());
    if (list.substr(begin, end - begin) == word) return true;
    begin = end + 1;
  }
  return false;
}

Row read(const tviz::Node& node) {
  Row row{.kind = field(node, "kind"),
          .site = field(node, "site"),
          .conditions = {.path = field(node, "path"),
                         .architectures = field(node, "architecture"),
                         .placements = field(node, "placement"),
                         .positions = field(node, "positions"),
                         .heads = field(node, "output_head"),
                         .layer = field(node, "layer"),
                         .without = field(node, "without")},
          .name = field(node, "name"),
          .needs = field(node, "needs"),
          .shape = {},
          .repeats_heads = field(node, "repeats_heads") == "true",
          .listed = field(node, "listed") != "false"};
  if (const tviz::Node* shape = node.find("shape"); shape != nullptr) {
    for (const tviz::Node& axis : shape->items) row.shape.push_back(axis.scalar);
  }
  return row;
}

std::vector<Row> read_rows(const tviz::Document& document, std::string_view key) {
  std::vector<Row> rows;
  if (const tviz::Node* list = document.root.find(key); list != nullptr) {
    for (const tviz::Node& node : list->items) rows.push_back(read(node));
  }
  return rows;
}

bool hold(const Conditions& conditions, const Place& place, const Surroundings& surroundings) {
  const tviz::ModelArchitecture& model = surroundings.graph.model;
  const bool at_path = conditions.path.empty() ||
                       (place.component != nullptr && place.component->path == conditions.path);
  const bool in_layer =
      conditions.layer.empty() || (surroundings.block != nullptr && surroundings.block->layer == 0);
  return at_path && in_layer && is_in_list(model.kind, conditions.architectures) &&
         is_in_list(place.placement, conditions.placements) &&
         is_in_list(tviz::name_of(model.positional_embedding), conditions.positions) &&
         is_in_list(tviz::name_of(model.output_head), conditions.heads) &&
         (conditions.without.empty() || !surroundings.has(conditions.without));
}

bool is_for(const Row& row, const Place& place, const Surroundings& surroundings) {
  const bool of_kind =
      place.component == nullptr ? row.kind == "stream" : row.kind == place.component->kind;
  return of_kind && row.site == place.point->site && hold(row.conditions, place, surroundings);
}

tviz::Document carried() {
  const std::string_view json(tviz_transformer_lens_hook_names_begin,
                              static_cast<std::size_t>(tviz_transformer_lens_hook_names_end -
                                                       tviz_transformer_lens_hook_names_begin));
  return tviz::parse_json(json, "hook_names.json");
}

}  // namespace

HookTable::HookTable() : HookTable(carried()) {}

HookTable::HookTable(const tviz::Document& document)
    : text_alone_(field(document.root, "text_alone")),
      points_(read_rows(document, "points")),
      dead_points_(read_rows(document, "never_fire")) {}

bool HookTable::is_loaded(const tviz::Graph& graph, const tviz::Stream& stream) const {
  // It cannot load a model of which only the tensors are known.
  if (graph.model.kind == "tensors") return false;
  const bool is_text = &stream == &graph.streams.back();
  return is_text || text_alone_.empty() || !is_in_list(graph.model.model_type, text_alone_);
}

std::vector<const Row*> HookTable::find(const Place& place,
                                        const Surroundings& surroundings) const {
  std::vector<const Row*> found;
  const auto fits = [&](const Row& row) { return is_for(row, place, surroundings); };
  const auto first = std::ranges::find_if(points_, fits);
  if (first != points_.end() && !first->name.empty()) found.push_back(&*first);
  if (place.is_copy) return found;
  for (const Row& row : dead_points_) {
    if (fits(row)) found.push_back(&row);
  }
  return found;
}

std::vector<Row> HookTable::rows() const {
  std::vector<Row> rows = points_;
  rows.insert(rows.end(), dead_points_.begin(), dead_points_.end());
  std::erase_if(rows, [](const Row& row) { return row.name.empty(); });
  return rows;
}

}  // namespace transformer_lens
