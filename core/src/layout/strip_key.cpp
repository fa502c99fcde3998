// SPDX-License-Identifier: MIT
#include "layout/strip_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "layout/cards.hpp"
#include "layout/general_block.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kStripKeyLine = 1.35;  // From one line to the next, in em.
constexpr double kKeySwatchGap = 5;     // From a swatch to its words.
constexpr double kKeySwatchSize = 9;    // As wide as the strip.
constexpr double kAroundKey = 8;        // Around the key.

/// "local attention, window 512: 22 layers".
std::string text_of(const std::string& name, std::size_t count) {
  return fmt::format("{}: {} {}", name, count, count == 1 ? "layer" : "layers");
}

/// A line of a key. Its swatch is that of a kind of block, if it has one.
struct KeyLine {
  TextLine text;
  std::optional<BoxStyle> swatch;

  double width() const { return text.width + (swatch ? kKeySwatchSize + kKeySwatchGap : 0); }
};

/// A line for each kind, with its full name or its short one.
std::vector<KeyLine> lines_of_kinds(const Stream& stream, const LayerRun& run, const Style& style,
                                    std::string BlockStructure::*name) {
  std::vector<KeyLine> lines;
  for (const Repeat& kind : totals_of(stream, run)) {
    const std::string text = text_of(stream.structures[kind.structure].*name, kind.count);
    lines.push_back({typeset(style.fonts, text, Face::Sans, card_text_size(style.theme)),
                     chip_style(style.theme, kind.structure)});
  }
  return lines;
}

/// The order of the kinds in words, where no strip shows it.
std::vector<KeyLine> lines_of_order(const Stream& stream, const LayerRun& run, double width,
                                    const Style& style) {
  const double size = card_text_size(style.theme);
  std::vector<KeyLine> lines;
  for (const std::string& line :
       wrap(style.fonts, describe_run(stream, run), Face::Sans, size, width)) {
    lines.push_back({typeset(style.fonts, line, Face::Sans, size), {}});
  }
  return lines;
}

/// Where a box of this size stands in the entry, as high as it can, without touching one of its
/// parts or what runs from them to the stream.
std::optional<Rect> free_place(const EndDrawing& entry, double left, double width, double height) {
  Rect place{left, kAroundKey, width, height};
  std::vector<Rect> parts;
  for (const PlacedComponent& part : entry.parts) parts.push_back(part.bounds);
  std::ranges::sort(parts, {}, &Rect::y);
  for (const Rect& part : parts) {
    const bool is_beside = part.x >= place.right() + kAroundKey;
    const bool is_above = part.bottom() + kAroundKey <= place.y;
    const bool is_below = part.y >= place.bottom() + kAroundKey;
    if (!is_beside && !is_above && !is_below) place.y = part.bottom() + kAroundKey;
  }
  if (place.bottom() > entry.band.height) return std::nullopt;
  return place;
}

void draw_lines(Canvas& canvas, const std::vector<KeyLine>& lines, const Rect& place) {
  const Theme& theme = canvas.style().theme;
  const double size = card_text_size(theme);
  double middle = place.y + kStripKeyLine * size / 2;
  for (const KeyLine& line : lines) {
    if (line.swatch) {
      canvas.add(Rectangle{{place.x, middle - kKeySwatchSize / 2, kKeySwatchSize, kKeySwatchSize},
                           0,
                           line.swatch->fill,
                           Stroke{line.swatch->stroke, theme.box_line_width / 2, {}}});
    }
    canvas.text_beside(line.text, {place.x + line.width() - line.text.width, middle}, 0.36 * size,
                       theme.muted);
    middle += kStripKeyLine * size;
  }
}

}  // namespace

bool draw_strip_key(const Stream& stream, const LayerRun& run, const Columns& columns,
                    const Style& style, EndDrawing& entry) {
  const double size = card_text_size(style.theme);
  const double left = columns.left - general_width(stream, style.theme, columns.strips);
  const double right = columns.stream - style.theme.end_box_width / 2 - kAroundKey;
  std::vector<std::vector<KeyLine>> ways;
  if (shows_strips(stream, columns)) {
    for (const auto name : {&BlockStructure::name, &BlockStructure::short_name}) {
      ways.push_back(lines_of_kinds(stream, run, style, name));
    }
  } else {
    ways.push_back(lines_of_order(stream, run, right - left, style));
  }
  for (const std::vector<KeyLine>& lines : ways) {
    double width = 0;
    for (const KeyLine& line : lines) width = std::max(width, line.width());
    const double height = kStripKeyLine * size * static_cast<double>(lines.size());
    const auto place = free_place(entry, left, width, height);
    if (!place || place->right() > right) continue;
    Canvas canvas(style);
    draw_lines(canvas, lines, *place);
    std::ranges::move(std::move(canvas).take(), std::back_inserter(entry.band.primitives));
    return true;
  }
  return false;
}

}  // namespace tviz
