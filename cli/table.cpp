// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "messages.hpp"
#include "output.hpp"

namespace tviz::cli {

void print_table(std::vector<std::vector<std::string>> rows, std::string lines_above) {
  for (auto& row : rows) {
    for (std::string& cell : row) cell = escaped(cell);
  }
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string lines = std::move(lines_above);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      lines += i + 1 < row.size() ? fmt::format("{:<{}}  ", row[i], widths[i]) : row[i];
    }
    lines += '\n';
  }
  print_text(lines);
}

}  // namespace tviz::cli
