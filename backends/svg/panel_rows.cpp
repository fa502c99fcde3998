// SPDX-License-Identifier: MIT
#include "panel_rows.hpp"

#include <algorithm>
#include <cctype>

namespace tviz::svg {
namespace {

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// The name with "{expert}" for the first whole number that is the expert's.
std::string general_name(const std::string& name, std::int64_t expert) {
  const std::string number = std::to_string(expert);
  for (auto at = name.find(number); at != std::string::npos; at = name.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    const bool begins = at == 0 || !is_letter_or_digit(name[at - 1]);
    const bool ends = end == name.size() || !is_letter_or_digit(name[end]);
    if (begins && ends) return name.substr(0, at) + "{expert}" + name.substr(end);
  }
  return name;
}

/// Whether a point is the same as those of a row, of the next expert.
bool continues(const PanelRow& row, const DetailRow& point) {
  return row.n_experts > 0 && row.point.expert + row.n_experts == point.expert &&
         row.point.name == point.name && row.point.site == point.site &&
         row.point.shape == point.shape && row.point.note == point.note;
}

}  // namespace

std::vector<PanelRow> panel_rows(const std::vector<DetailRow>& points) {
  std::vector<PanelRow> rows;
  for (const DetailRow& each : points) {
    if (each.expert < 0) {
      rows.push_back({each, 0});
      continue;
    }
    DetailRow point = each;
    point.name = general_name(each.name, each.expert);
    const auto row = std::ranges::find_if(
        rows, [&point](const PanelRow& known) { return continues(known, point); });
    if (row != rows.end()) {
      ++row->n_experts;
    } else {
      rows.push_back({std::move(point), 1});
    }
  }
  return rows;
}

}  // namespace tviz::svg
