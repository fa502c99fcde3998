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
constexpr double kNoteEnd = 4;     // From a note to the next latent.
constexpr double kRailsApart = 8;  // From the line of keys and values up to that of queries.
constexpr double kAside = 0.18;    // Of the distance of heads.

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
    ComponentDrawing row = draw_heads(attention_, room_);
    // In a grid heads have one inlet together.
    const bool apart = row.inlets.size() > 1 && !is_grouped();
    const double queries = apart ? bus_ - kRailsApart : bus_;
    ComponentDrawing drawing = moved(std::move(row), {0, queries - theme_.arrow_gap});
    const std::vector<Inlet> heads = std::exchange(drawing.inlets, {});
    // One latent alone is that of keys and values: queries come from the norm directly.
    const bool direct = latents_.size() == 1;
    const auto slots = static_cast<double>(latents_.size() + (direct ? 1 : 0));
    const double slot = room_.width() / slots;
    std::vector<Point> tops;
    for (std::size_t i = 0; i < latents_.size(); ++i) {
      const double left = room_.left + static_cast<double>(i) * slot;
      const Rect bounds = paint_latent(*latents_[i], left, left + slot, heads);
      tops.push_back({bounds.center().x, bounds.y});
      drawing.inlets.push_back({{bounds.center().x, 0}});
      drawing.placed.push_back({&attention_, bounds, latents_[i]});
    }
    if (apart) {
      const double aside = (direct ? 1 : -1) * aside_of(heads);
      const std::vector<Inlet> query_inlets = shifted(heads, aside);
      if (direct) tops.insert(tops.begin(), {query_inlets.back().at.x, queries});
      paint_rails(tops, queries, query_inlets, shifted(heads, -aside));
      if (direct) drawing.inlets.push_back({tops.front(), false});
    } else {
      paint_bus(tops, heads, direct, drawing);
    }
    std::ranges::move(std::move(canvas_).take(), std::back_inserter(drawing.primitives));
    drawing.bounds.height = -drawing.bounds.y;
    drawing.placed.front().bounds = drawing.bounds;
    return drawing;
  }

 private:
  bool is_grouped() const { return attention_.n_key_value_heads < attention_.n_heads; }

  /// How far from the middle of a head its queries enter, and on the other side keys and values.
  double aside_of(const std::vector<Inlet>& heads) const {
    double apart = theme_.head_width;
    for (std::size_t i = 1; i < heads.size(); ++i) {
      apart = std::min(apart, heads[i].at.x - heads[i - 1].at.x);
    }
    return kAside * apart;
  }

  static std::vector<Inlet> shifted(std::vector<Inlet> inlets, double by) {
    for (Inlet& inlet : inlets) inlet.at.x += by;
    return inlets;
  }

  /// Queries on one line, keys and values on another below it, from where each leaves.
  void paint_rails(const std::vector<Point>& from, double queries,
                   const std::vector<Inlet>& query_inlets,
                   const std::vector<Inlet>& key_value_inlets) {
    std::vector<double> passing;
    passing.reserve(key_value_inlets.size());
    for (const Inlet& inlet : key_value_inlets) passing.push_back(inlet.at.x);
    draw_bus(canvas_, {from.front()}, queries, query_inlets, passing);
    draw_bus(canvas_, {from.back()}, bus_, key_value_inlets);
  }

  /// One line for all, where heads cannot be told apart.
  void paint_bus(const std::vector<Point>& tops, std::vector<Inlet> heads, bool direct,
                 ComponentDrawing& drawing) {
    const Inlet beside{{room_.right - theme_.head_width / 2, bus_}, false};
    if (direct) drawing.inlets.push_back(beside);
    if (direct) heads.push_back(beside);
    draw_bus(canvas_, tops, bus_, heads);
  }

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
