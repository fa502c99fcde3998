// SPDX-License-Identifier: MIT
#include "layout/positions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tviz {

bool is_of_layer(const Value& value, const Stream& stream) {
  const Block* block = find_block(stream, value.component);
  return block != nullptr && block->path == value.component;
}

std::size_t positions_of(const Values& values, const Stream& stream) {
  std::int64_t positions = 0;
  for (const Value& value : values.list) {
    // Numbers of a row are many, so that which block has it is asked only if that matters.
    if (value.head >= positions && is_of_layer(value, stream)) positions = value.head + 1;
  }
  return static_cast<std::size_t>(positions);
}

std::size_t positions_of(const Values& values, const Graph& graph) {
  std::size_t most = 0;
  for (const Stream& stream : graph.streams) most = std::max(most, positions_of(values, stream));
  return most;
}

std::string position_text(const Values& values, std::int64_t position) {
  std::string text = fmt::format("position {}", position);
  const auto index = static_cast<std::size_t>(position);
  if (index < values.tokens.size()) text += ", " + values.tokens[index];
  return text;
}

}  // namespace tviz
