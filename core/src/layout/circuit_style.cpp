// SPDX-License-Identifier: MIT
#include "layout/circuit_style.hpp"

#include "layout/value_colors.hpp"

namespace tviz {
namespace {

constexpr double kFillOfClass = 0.26;  // Of its colour in the area of a cell.
constexpr double kOutsideFill = 0.16;  // Of what is learned, in cells outside the circuit.
constexpr double kOutsideStroke = 0.38;

}  // namespace

BoxStyle circuit_class_style(const Circuit& circuit, std::optional<std::size_t> role,
                             const Theme& theme) {
  if (!role) return {theme.learned.fill, theme.line, theme.learned.text};
  const CircuitClass& own = circuit.classes[*role];
  const BoxStyle& highlight = theme.highlights[*role % theme.highlights.size()];
  const Color color = own.color.value_or(highlight.stroke);
  BoxStyle style{mix(theme.page, color, kFillOfClass), color, theme.text};
  if (contrast(style.fill, style.text) < kLeastContrast) style.text = highlight.text;
  return style;
}

BoxStyle outside_circuit_style(const Theme& theme) {
  return {mix(theme.page, theme.learned.fill, kOutsideFill),
          mix(theme.page, theme.learned.stroke, kOutsideStroke), theme.muted};
}

}  // namespace tviz
