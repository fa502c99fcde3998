// SPDX-License-Identifier: MIT
#include "hook_table.hpp"

#include <algorithm>

#include "tviz/base/document.hpp"

extern "C" const char tviz_transformer_lens_hook_names_begin[];
extern "C" const char tviz_transformer_lens_hook_names_end[];

namespace transformer_lens {

namespace {

std::string text(const tviz::Node& row, std::string_view key) {
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

const std::vector<tviz::Node>& rows(const tviz::Document& document, std::string_view key) {
  const tviz::Node* list = document.root.find(key);
  if (list == nullptr || list->items.empty()) {
    throw tviz::Error(tviz::Problem{"no such list", {document.source, 0, 0, std::string(key)}, {}});
  }
  return list->items;
}

}  // namespace

HookTable::HookTable() {
  const std::string_view json(tviz_transformer_lens_hook_names_begin,
                              static_cast<std::size_t>(tviz_transformer_lens_hook_names_end -
                                                       tviz_transformer_lens_hook_names_begin));
  const tviz::Document document = tviz::parse_json(json, "hook_names.json");
  for (const tviz::Node& row : rows(document, "points")) {
    points_.push_back({text(row, "kind"), text(row, "site"), text(row, "path"),
                       text(row, "architecture"), text(row, "name"), text(row, "needs")});
  }
  for (const tviz::Node& row : rows(document, "never_fire")) {
    dead_points_.push_back(
        {text(row, "without"), text(row, "positions"), text(row, "name"), text(row, "needs")});
  }
}

const Point* HookTable::find(std::string_view kind, std::string_view site, std::string_view path,
                             std::string_view architecture) const {
  for (const Point& point : points_) {
    if (point.kind != kind || point.site != site) continue;
    if (!point.path.empty() && point.path != path) continue;
    if (is_in_list(architecture, point.architectures)) return &point;
  }
  return nullptr;
}

}  // namespace transformer_lens
