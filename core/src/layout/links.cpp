// SPDX-License-Identifier: MIT
#include "layout/links.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tviz {
namespace {

constexpr double kNameGap = 3;         // From a name to the line that begins there.
constexpr double kMiddleOfName = 0.3;  // From the middle of small letters to their baseline, in em.

/// Lines begin at the far side of their rail, so that the corner at its end is whole.
double rail_side(const LinkPath& link, const Style& style) {
  return link.rail - style.theme.line_width / 2;
}

}  // namespace

bool enters(const LinkPath& link, const Component& component) {
  return std::ranges::find(link.into, component.path) != link.into.end();
}

std::vector<Read> draw_reads(const std::vector<const LinkPath*>& links,
                             const std::vector<PlacedLink>& places, double height,
                             const Style& style, Band& band) {
  std::vector<Read> reads;
  for (const LinkPath* link : links) {
    for (const PlacedLink& place : places) {
      if (!enters(*link, *place.component)) continue;
      const double y = place.at.y + height;
      Canvas canvas(style);
      canvas.line({{rail_side(*link, style), y}, {place.at.x, y}});
      append(std::move(canvas).take(), band);
      reads.push_back({link, y});
    }
  }
  return reads;
}

void draw_names_of_sources(std::string_view name, const std::vector<const LinkPath*>& links,
                           const std::vector<PlacedLink>& places, double height, const Style& style,
                           Band& band) {
  const double size = style.theme.state_size;
  const TextLine line = typeset_math(style.fonts, name, size);
  const double across = style.flows_right() ? 2 * kMiddleOfName * size : line.width;
  for (const PlacedLink& place : places) {
    const bool is_linked = std::ranges::any_of(
        links, [&](const LinkPath* link) { return enters(*link, *place.component); });
    if (is_linked) continue;
    Canvas canvas(style);
    canvas.text_beside(line, {place.at.x - kNameGap - across, place.at.y + height},
                       kMiddleOfName * size, style.theme.muted);
    append(std::move(canvas).take(), band);
  }
}

std::vector<Read> draw_reads(const std::vector<const LinkPath*>& links,
                             const std::vector<PlacedComponent>& parts, const Style& style,
                             Band& band) {
  std::vector<Read> reads;
  for (const LinkPath* link : links) {
    for (const PlacedComponent& part : parts) {
      if (part.part != nullptr || !enters(*link, *part.component)) continue;
      const double y = part.bounds.center().y;
      draw_read(*link, {part.bounds.x, y}, style, band);
      reads.push_back({link, y});
    }
  }
  return reads;
}

void draw_read(const LinkPath& link, Point tip, const Style& style, Band& band) {
  Canvas canvas(style);
  canvas.arrow({{rail_side(link, style), tip.y}, tip});
  append(std::move(canvas).take(), band);
}

void append(std::vector<Primitive> primitives, Band& band) {
  std::ranges::move(primitives, std::back_inserter(band.primitives));
}

}  // namespace tviz
