// SPDX-License-Identifier: MIT
#include "layout/frame_label.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

/// How far a label at the top of a frame reaches: up to the stream, or to a box as high.
double end_of_frame_label(const BlockDrawing& drawing, const Columns& columns, const Theme& theme,
                          double baseline) {
  double end = columns.stream - theme.sum_radius;
  for (const PlacedComponent& part : drawing.parts) {
    if (part.bounds.y < baseline + kFrameLabelIndent / 2) end = std::min(end, part.bounds.x);
  }
  return std::min(end, drawing.top_label.value_or(end)) - kFrameLabelIndent;
}

/// How long a label above the heads may be: it ends before a line that comes from above.
double length_of_frame_label(const BlockDrawing& drawing) {
  double end = drawing.height;
  for (const PlacedLink& link : drawing.links) end = std::min(end, -link.at.y);
  return end - 2 * kFrameLabelIndent;
}

}  // namespace

std::vector<std::string> frame_labels(const Stream& stream, const Block& block) {
  const BlockStructure& structure = stream.structures[block.structure];
  const std::string number = fmt::format("Layer {}", block.layer);
  std::vector<std::string> labels;
  if (stream.shared_weights && block.layer > 0) {
    labels.push_back(number + " · same weights as layer 0");
  }
  for (const std::string& name : {structure.name, structure.short_name}) {
    labels.push_back(name.empty() ? number : fmt::format("{} · {}", number, name));
  }
  return labels;
}

double draw_frame_label(Canvas& canvas, const std::vector<std::string>& labels,
                        const BlockDrawing& drawing, const Columns& columns,
                        std::span<const MarkStyle> number) {
  const Style& style = canvas.style();
  const Theme& theme = style.theme;
  const double size = theme.frame_label_size;
  const double left = columns.left + kFrameLabelIndent;
  const double baseline = -drawing.height + size + kFrameLabelDrop;
  const double room = style.flows_right()
                          ? length_of_frame_label(drawing)
                          : end_of_frame_label(drawing, columns, theme, baseline) - left;
  const auto fitting = std::ranges::find_if(labels, [&](const std::string& label) {
    return style.fonts.width(label, Face::Sans, size) <= room;
  });
  const std::string& text = fitting == labels.end() ? labels.back() : *fitting;
  const TextLine line =
      typeset(style.fonts, elide(style.fonts, text, Face::Sans, size, room), Face::Sans, size);
  if (style.flows_right()) {
    canvas.text(line, {columns.left + size + kFrameLabelDrop, -kFrameLabelIndent},
                theme.frame_label);
  } else {
    if (!number.empty()) {
      canvas.add(Rectangle{{left - kFrameLabelDrop, baseline - size,
                            line.width + 2 * kFrameLabelDrop, size + kFrameLabelDrop},
                           theme.box_radius,
                           number.front().ground,
                           Stroke{number.front().colors.stroke, theme.box_line_width, {}}});
    }
    canvas.text(line, {left, baseline}, number.empty() ? theme.frame_label : number.front().ink);
  }
  return left + line.width;
}

}  // namespace tviz
