// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "layout/bus.hpp"
#include "layout/component_drawing.hpp"

namespace tviz {
namespace {

// A latent is lower than other boxes: it has fewer dimensions than the stream.
constexpr double kLatentHeight = 0.72;
constexpr double kLatentNoteGap = 6;
constexpr double kNoteEnd = 4;  // From a note to the next latent.

/// Draws latents below a row of heads, and the lines between them.
class LatentsPainter {
 public:
  LatentsPainter(const Component& attention, std::vector<const Part*> latents, const Room& room)
      : attention_(attention),
        latents_(std::move(latents)),
        room_(room),
        theme_(room.style.theme),
        height_(kLatentHeight * theme_.box_height),
        bus_(-height_ - theme_.riser),
        canvas_(room.style) {}

  ComponentDrawing paint() && {
    ComponentDrawing drawing = moved(draw_heads(attention_, room_), {0, bus_ - theme_.arrow_gap});
    std::vector<Inlet> heads = std::exchange(drawing.inlets, {});
    std::vector<Point> sources;
    // One latent alone is that of keys and values: queries come from the norm directly.
    const bool direct = latents_.size() == 1;
    const auto slots = static_cast<double>(latents_.size() + (direct ? 1 : 0));
    const double slot = room_.width() / slots;
    for (std::size_t i = 0; i < latents_.size(); ++i) {
      const double left = room_.left + static_cast<double>(i) * slot;
      const Rect bounds = paint_latent(*latents_[i], left, left + slot, heads);
      sources.push_back({bounds.center().x, bounds.y});
      drawing.inlets.push_back({{bounds.center().x, 0}});
      drawing.placed.push_back({&attention_, bounds, latents_[i]});
    }
    if (direct) drawing.inlets.push_back({{room_.right - theme_.head_width / 2, bus_}, false});
    if (direct) heads.push_back({{room_.right - theme_.head_width / 2, bus_}, false});
    draw_bus(canvas_, sources, bus_, heads);
    std::ranges::move(std::move(canvas_).take(), std::back_inserter(drawing.primitives));
    drawing.bounds.height = -drawing.bounds.y;
    drawing.placed.front().bounds = drawing.bounds;
    return drawing;
  }

 private:
  Rect paint_latent(const Part& latent, double left, double right,
                    const std::vector<Inlet>& heads) {
    // As wide as a head of a full row, so that the first latent and the first head are flush.
    const double width = std::min(
        {theme_.head_width, 2 * (heads.front().at.x - room_.left), right - left - theme_.head_gap});
    Rect bounds{left, -height_, width, height_};
    bounds.x += to_nearest(bounds.center().x, heads);
    draw_part(canvas_, latent, bounds, theme_.latent,
              room_.marks.part(room_.path, attention_, latent));
    draw_part_note(canvas_, latent, bounds.right() + kLatentNoteGap, right - kNoteEnd,
                   bounds.center().y);
    return bounds;
  }

  /// How far a latent moves to stand right under a head that it stands nearly under.
  double to_nearest(double x, const std::vector<Inlet>& heads) const {
    const double nearest = std::ranges::min_element(heads, {}, [x](const Inlet& head) {
                             return std::abs(head.at.x - x);
                           })->at.x;
    return std::abs(nearest - x) < theme_.head_width / 4 ? nearest - x : 0;
  }

  const Component& attention_;
  std::vector<const Part*> latents_;
  const Room& room_;
  const Theme& theme_;
  double height_;
  double bus_;
  Canvas canvas_;
};

}  // namespace

ComponentDrawing draw_attention(const Component& attention, const Room& room) {
  std::vector<const Part*> latents = parts_with_role(attention, "latent");
  if (latents.empty()) return draw_heads(attention, room);
  return LatentsPainter(attention, std::move(latents), room).paint();
}

}  // namespace tviz
