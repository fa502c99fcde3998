// SPDX-License-Identifier: MIT
#include "layout/stream_title.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kTitleLine = 1.2;  // From one line of a stream's title to the next, in em.
constexpr double kTitleDrop = 8;    // From a stream's title to the frames.

}  // namespace

void add_title_at_entry(const Stream& stream, const Columns& columns, const Style& style,
                        EndDrawing& entry) {
  const Theme& theme = style.theme;
  if (stream.title.empty() || !style.flows_right()) return;
  Canvas canvas(style);
  canvas.text(typeset(style.fonts, stream.title, Face::SerifBold, theme.label_size),
              {columns.left - kTitleDrop, entry.band.height}, theme.title);
  std::ranges::move(std::move(canvas).take(), std::back_inserter(entry.band.primitives));
}

void add_title(const Stream& stream, const Columns& columns, const Style& style, EndDrawing& exit) {
  const Theme& theme = style.theme;
  if (stream.title.empty() || style.flows_right()) return;
  const double size = theme.label_size;
  const double room = columns.stream - theme.end_box_width / 2 - columns.left;
  const std::vector<std::string> lines =
      wrap(style.fonts, stream.title, Face::SerifBold, size, room);
  const double height = kTitleLine * size * static_cast<double>(lines.size() - 1) + size;
  const double missing = height + kTitleDrop - exit.band.height;
  if (missing > 0) heighten(exit, std::ceil(missing));
  Canvas canvas(style);
  double baseline = exit.band.height - kTitleDrop - height + size;
  for (const std::string& line : lines) {
    canvas.text(typeset(style.fonts, elide(style.fonts, line, Face::SerifBold, size, room),
                        Face::SerifBold, size),
                {columns.left, baseline}, theme.title);
    baseline += kTitleLine * size;
  }
  std::ranges::move(std::move(canvas).take(), std::back_inserter(exit.band.primitives));
}

}  // namespace tviz
