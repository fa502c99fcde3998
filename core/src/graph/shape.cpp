// SPDX-License-Identifier: MIT
#include <string>

#include "tviz/graph/graph.hpp"

namespace tviz {
namespace {

template <class Text>
std::string in_brackets(const std::vector<Dimension>& shape, Text text_of) {
  std::string text = "(";
  for (const Dimension& dimension : shape) {
    if (text.size() > 1) text += ", ";
    if (!dimension.joined_to.empty()) text += dimension.joined_to + '*';
    text += text_of(dimension);
  }
  return text + ")";
}

}  // namespace

std::string shape_text(const std::vector<Dimension>& shape) {
  return in_brackets(shape, [](const Dimension& dimension) {
    const bool known = dimension.size > 0 || dimension.symbol.empty();
    return known ? std::to_string(dimension.size) : dimension.symbol;
  });
}

std::string symbolic_shape_text(const std::vector<Dimension>& shape) {
  return in_brackets(shape, [](const Dimension& dimension) {
    return dimension.symbol.empty() ? std::to_string(dimension.size) : dimension.symbol;
  });
}

}  // namespace tviz
