// SPDX-License-Identifier: MIT
#include "layout/component_drawing.hpp"

#include <algorithm>
#include <utility>

#include "layout/captions.hpp"
#include "layout/opened_component.hpp"
#include "layout/painted_component.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

// Sizes of the text of parts, of those of boxes and of notes.
constexpr double kPartLabel = 0.9;
constexpr double kPartNote = 0.9;
constexpr double kBesideLabel = 6;  // Of a box, beside its label.

void move(Point& point, Point offset) {
  point.x += offset.x;
  point.y += offset.y;
}

void move(Rect& rect, Point offset) {
  rect.x += offset.x;
  rect.y += offset.y;
}

}  // namespace

std::vector<const Part*> parts_with_role(const Component& component, std::string_view role) {
  std::vector<const Part*> parts;
  for (const Part& part : component.parts) {
    if (part.role == role) parts.push_back(&part);
  }
  return parts;
}

ComponentDrawing draw_box(const Component& component, const std::string& label, const Room& room) {
  const Theme& theme = room.style.theme;
  const Rect bounds{room.left, -theme.box_height, room.width(), theme.box_height};
  const auto styles = room.marks.inside(room.path);
  Canvas canvas(room.style);
  canvas.box(bounds, theme.learned, styles);
  const bool fits = least_label_width(label, room.style) <= bounds.width;
  draw_label(canvas, component, fits ? label : words_of_label(label), bounds, theme.label_size,
             theme.learned, styles);
  const double middle = bounds.center().x;
  return {.primitives = std::move(canvas).take(),
          .bounds = bounds,
          .inlets = {{{middle, 0}}},
          .outlets = {{middle, bounds.y}},
          .placed = {{&component, bounds}},
          .holds_caption = true};
}

std::string words_of_label(const std::string& label) {
  if (!label.starts_with('"')) return label;
  std::string words = label.substr(0, label.find('"', 1));
  while (words.ends_with(' ')) words.pop_back();
  return words + '"';
}

double least_label_width(const std::string& label, const Style& style) {
  const TextLine line = typeset_math(style.fonts, label, style.theme.label_size);
  return line.width * least_label_size(line, style.theme) / style.theme.label_size + kBesideLabel;
}

std::string label_within(const std::string& label, double width, const Style& style) {
  const std::size_t end = label.find('"', 1);
  const bool has_symbol = label.starts_with('"') && end < label.size() - 1;
  return has_symbol && least_label_width(label, style) > width - kBesideLabel
             ? label.substr(end + 1)
             : label;
}

void draw_part(Canvas& canvas, const Part& part, const Rect& bounds, const BoxStyle& role,
               const std::vector<MarkStyle>& highlights) {
  canvas.box(bounds, role, highlights);
  const Style& style = canvas.style();
  const std::string label =
      style.flows_right() ? part.label : label_within(part.label, bounds.width, style);
  canvas.label(label, bounds, kPartLabel * style.theme.label_size, role, highlights);
}

double usual_part_width(const Part& part, const Style& style) {
  return typeset_math(style.fonts, part.label, kPartLabel * style.theme.label_size).width +
         kBesideLabel;
}

namespace {

double part_note_size(const Theme& theme) {
  return std::max(kPartNote * theme.note_size, theme.minimum_size);
}

TextLine part_note(const Style& style, const Part& part) {
  return typeset(style.fonts, part.note, Face::Sans, part_note_size(style.theme));
}

}  // namespace

double part_note_length(const Style& style, const Part& part) {
  return style.flows_right() ? part_note(style, part).width : part_note_size(style.theme);
}

void draw_part_note(Canvas& canvas, const Part& part, double left, double right, double middle) {
  const Theme& theme = canvas.style().theme;
  const TextLine line = part_note(canvas.style(), part);
  const double size = part_note_size(theme);
  const double width = canvas.style().flows_right() ? size : line.width;
  if (left + width > right) return;
  canvas.text_beside(line, {left, middle}, 0.36 * size, theme.muted);
}

bool spreads(const Component& component) {
  return component.n_heads > 0 || component.n_experts > 0 || component.kind == "mixer";
}

ComponentDrawing draw_component(const Component& component, const Room& room) {
  if (room.opened != nullptr && room.opened->opens(component)) {
    return draw_opened(component, *room.opened, room);
  }
  if (const ComponentPainter* painter = painter_of(component, room.style)) {
    return draw_painted(*painter, component, room);
  }
  if (component.n_heads > 0) return draw_attention(component, room);
  if (component.n_experts > 0) return draw_experts(component, room);
  if (component.kind == "mixer") return draw_mixer(component, room);
  return draw_box(component, component.label, room);
}

ComponentDrawing moved(ComponentDrawing drawing, Point offset) {
  drawing.primitives = moved(std::move(drawing.primitives), offset);
  move(drawing.bounds, offset);
  for (Inlet& inlet : drawing.inlets) move(inlet.at, offset);
  for (Point& outlet : drawing.outlets) move(outlet, offset);
  for (PlacedComponent& part : drawing.placed) {
    move(part.bounds, offset);
    for (RegionCell& cell : part.cells) move(cell.bounds, offset);
  }
  if (drawing.link) move(*drawing.link, offset);
  return drawing;
}

}  // namespace tviz
