// SPDX-License-Identifier: MIT
#include "layout/row_captions.hpp"

#include <algorithm>

#include "layout/captions.hpp"

namespace tviz {
namespace {

constexpr double kBelowLine = 3;    // From a line to the caption below it.
constexpr double kBesideRiser = 6;  // From a caption to the line that rises beside it.
constexpr double kBetweenCaptions = 12;
constexpr double kAboveRow = 3;   // From a caption to the row below it.
constexpr double kBesideBus = 4;  // From a caption to the lines on both sides of its row.

double widest_of(const std::vector<TextLine>& lines) {
  double widest = 0;
  for (const TextLine& line : lines) widest = std::max(widest, line.width);
  return widest;
}

double height_of_lines(const std::vector<TextLine>& lines, const Theme& theme) {
  return caption_line(theme) * static_cast<double>(lines.size());
}

/// Seen above a row, whose heads are so long as this.
std::vector<TextLine> lines_above(const Component& component, const Style& style) {
  const double width = style.theme.head_height + 2 * (style.theme.arrow_gap - kBesideBus);
  return caption_of(component, style, width, kMostCaptionLines);
}

}  // namespace

std::vector<RowCaption> row_captions(const std::vector<Slot>& slots,
                                     const std::vector<ComponentDrawing>& mains, double end,
                                     bool apart, const Style& style) {
  std::vector<RowCaption> captions(slots.size());
  if (style.flows_right()) return captions;
  double start = slots.front().left;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (mains[i].holds_caption) continue;
    if (apart) start = slots[i].left;
    const double room = end - kBesideRiser - start;
    captions[i].lines = caption_of(*slots[i].main, style, room, kMostCaptionLines);
    const double width = widest_of(captions[i].lines);
    captions[i].left = std::clamp(slots[i].left, start, std::max(start, start + room - width));
    if (width > 0) start = captions[i].left + width + kBetweenCaptions;
  }
  return captions;
}

double height_of(const RowCaption& caption, const Theme& theme) {
  return caption.lines.empty() ? 0 : kBelowLine + height_of_lines(caption.lines, theme);
}

void draw_row_caption(Canvas& canvas, const RowCaption& caption, double y) {
  const Theme& theme = canvas.style().theme;
  y += kBelowLine;
  for (const TextLine& line : caption.lines) {
    canvas.text(line, {caption.left, y + line.ascent}, theme.muted);
    y += caption_line(theme);
  }
}

double room_above_row(const Component& component, const Room& room) {
  if (!room.style.flows_right() || !spreads(component)) return 0;
  const std::vector<TextLine> lines = lines_above(component, room.style);
  return lines.empty() ? 0 : kAboveRow + height_of_lines(lines, room.style.theme);
}

void draw_caption_above(Canvas& canvas, const Component& component, const Rect& bounds,
                        double side) {
  // As it is laid out: upright texts come from the side, one to the left of the next.
  const Theme& theme = canvas.style().theme;
  const double middle = bounds.center().y;
  for (const TextLine& line : lines_above(component, canvas.style())) {
    canvas.text(line, {side + line.ascent, middle + line.width / 2}, theme.muted,
                TextAnchor::Middle);
    side += caption_line(theme);
  }
}

}  // namespace tviz
