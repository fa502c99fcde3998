// SPDX-License-Identifier: MIT
#include "layout/detours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "layout/ends.hpp"
#include "layout/links.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kLane = 11;           // Between the frames and a line, and between two lines.
constexpr double kRow = 24;            // Height of what one end takes.
constexpr double kNameGap = 7;         // Between the stream and a name left of it.
constexpr double kTimesGap = 6;        // Between a line and how often it is gone.
constexpr double kLetterWidth = 0.62;  // Of a letter's size, for room before it is typeset.

std::string times_of(const Detour& detour) { return R"("× ")" + detour.times; }

double letters_of(const std::string& markup) {
  constexpr unsigned kContinuation = 0xC0;
  return static_cast<double>(std::ranges::count_if(
      plain_math(markup), [](unsigned char byte) { return (byte & kContinuation) != 0x80; }));
}

std::size_t lowest(const Detour& detour) { return std::min(detour.leaves, detour.arrives); }
std::size_t highest(const Detour& detour) { return std::max(detour.leaves, detour.arrives); }

bool pass_each_other(const Detour& a, const Detour& b) {
  return lowest(a) <= highest(b) && lowest(b) <= highest(a);
}

/// Gives each its lane, the shortest first.
void choose_lanes(std::vector<Detour>& detours) {
  std::vector<std::size_t> order(detours.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {},
                           [&](std::size_t i) { return highest(detours[i]) - lowest(detours[i]); });
  for (auto each = order.begin(); each != order.end(); ++each) {
    for (auto other = order.begin(); other != each; ++other) {
      if (!pass_each_other(detours[*each], detours[*other])) continue;
      detours[*each].lane = std::max(detours[*each].lane, detours[*other].lane + 1);
    }
  }
}

std::vector<std::size_t> by_lane(const std::vector<Detour>& detours) {
  std::vector<std::size_t> order(detours.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return detours[i].lane; });
  return order;
}

/// The number of the state above the first `below` blocks, before anything joins there.
std::int64_t state_at(const Stream& stream, std::size_t below) {
  if (below == 0) return 0;
  const Block& block = stream.blocks[below - 1];
  return states_before(stream, block) +
         static_cast<std::int64_t>(stream.structures[block.structure].additions.size());
}

/// Draws one junction from its bottom upwards.
class JunctionPainter {
 public:
  JunctionPainter(const std::vector<Detour>& detours, const Columns& columns, const Style& style)
      : detours_(detours), columns_(columns), theme_(style.theme), style_(style), canvas_(style) {}

  /// Where a loop or a skip takes the state.
  void leave(std::size_t detour, std::int64_t state) {
    const double y = next_row();
    canvas_.read_dot({columns_.stream, y});
    canvas_.line({{columns_.stream, y}, {far_side(detour), y}});
    name(fmt::format("x_{{{}}}", state), y, kReadDot);
    end(detour, y);
    if (detours_[detour].times.empty()) return;
    const TextLine times =
        typeset_math(style_.fonts, times_of(detours_[detour]), theme_.state_size);
    canvas_.text_beside(times, {outermost() + kTimesGap, y}, 0.3 * theme_.state_size, theme_.text);
  }

  /// Where a loop gives it back.
  void return_to(std::size_t detour, std::int64_t state) {
    const double y = next_row();
    canvas_.arrow({{far_side(detour), y}, {columns_.stream + theme_.stream_width, y}});
    name(fmt::format("x_{{{}}}", state), y, 0);
    end(detour, y);
  }

  /// Where a skip joins; `state` is what comes out.
  void join(std::size_t detour, std::int64_t state) {
    const double y = next_row();
    const bool is_sum = detours_[detour].join == "sum";
    canvas_.arrow({{far_side(detour), y}, {columns_.stream + theme_.sum_radius, y}});
    is_sum ? canvas_.sum({columns_.stream, y}) : canvas_.concatenation({columns_.stream, y});
    name(fmt::format("x_{{{}}}", state), y, theme_.sum_radius);
    end(detour, y);
  }

  /// Boxes that stand at the bottom of what is drawn next.
  void read_out(EndDrawing drawing) {
    for (PlacedComponent& part : drawing.parts) {
      part.bounds.y -= height_ + drawing.band.height;
      parts_.push_back(part);
    }
    for (Primitive& each :
         moved(std::move(drawing.band.primitives), {0, -height_ - drawing.band.height})) {
      canvas_.add(std::move(each));
    }
    height_ += drawing.band.height;
  }

  Junction finish() && {
    const double height = std::ceil(height_ + theme_.frame_gap / 2);
    for (DetourEnd& each : ends_) each.y += height;
    for (PlacedComponent& part : parts_) part.bounds.y += height;
    return {std::move(canvas_).finish(height), std::move(parts_), std::move(ends_)};
  }

 private:
  double next_row() {
    height_ += kRow;
    return kRow / 2 - height_;
  }

  void end(std::size_t detour, double y) { ends_.push_back({detour, y}); }

  /// The x of the last lane: beyond it no line runs through a word.
  double outermost() const {
    const Detour& last = *std::ranges::max_element(detours_, {}, &Detour::lane);
    return detour_x(last, columns_);
  }

  /// The corner at the end of a line is whole.
  double far_side(std::size_t detour) const {
    return detour_x(detours_[detour], columns_) + theme_.line_width / 2;
  }

  /// The name of a state, left of the stream.
  void name(const std::string& markup, double y, double reach) {
    const TextLine line = typeset_math(style_.fonts, markup, theme_.state_size);
    const double extent = style_.flows_right() ? 0.6 * theme_.state_size : line.width;
    canvas_.text_beside(line, {columns_.stream - reach - kNameGap - extent, y},
                        0.3 * theme_.state_size, theme_.muted);
  }

  const std::vector<Detour>& detours_;
  const Columns& columns_;
  const Theme& theme_;
  const Style& style_;
  Canvas canvas_;
  double height_ = 0;
  std::vector<PlacedComponent> parts_;
  std::vector<DetourEnd> ends_;
};

}  // namespace

std::vector<Detour> detours_of(const Stream& stream) {
  std::vector<Detour> detours;
  for (const Loop& loop : stream.loops) {
    detours.push_back({.leaves = static_cast<std::size_t>(loop.last) + 1,
                       .arrives = static_cast<std::size_t>(loop.first),
                       .times = loop.times});
  }
  for (const Skip& skip : stream.skips) {
    detours.push_back({.leaves = static_cast<std::size_t>(skip.from + 1),
                       .arrives = static_cast<std::size_t>(skip.to),
                       .join = skip.join});
  }
  choose_lanes(detours);
  return detours;
}

double detours_width(const Stream& stream, const Theme& theme, Direction direction) {
  double lanes = 0;
  double words = 0;
  for (const Detour& detour : detours_of(stream)) {
    lanes = std::max(lanes, static_cast<double>(detour.lane + 1));
    if (detour.times.empty()) continue;
    const bool stands = direction == Direction::Right;
    const double letters = stands ? 1 : kLetterWidth * letters_of(times_of(detour));
    words = std::max(words, kTimesGap + theme.state_size * letters);
  }
  return std::ceil(kLane * lanes + words);
}

std::set<std::size_t> junctions_of(const Stream& stream) {
  std::set<std::size_t> places;
  for (const Detour& detour : detours_of(stream)) {
    places.insert(detour.leaves);
    places.insert(detour.arrives);
  }
  for (const ReadOut& read_out : stream.read_outs) {
    places.insert(static_cast<std::size_t>(read_out.after) + 1);
  }
  return places;
}

double detour_x(const Detour& detour, const Columns& columns) {
  return columns.frame_right + kLane * static_cast<double>(detour.lane + 1);
}

Junction draw_junction(const Stream& stream, const std::vector<Detour>& detours, std::size_t below,
                       const Columns& columns, const Marks& marks, const Style& style) {
  JunctionPainter painter(detours, columns, style);
  std::int64_t state = state_at(stream, below);
  std::vector<const ReadOut*> read_outs;
  for (const ReadOut& each : stream.read_outs) {
    if (static_cast<std::size_t>(each.after) + 1 == below) read_outs.push_back(&each);
  }
  if (!read_outs.empty()) {
    painter.read_out(draw_read_outs(read_outs, state, columns, marks, style));
  }
  const std::vector<std::size_t> inner_first = by_lane(detours);
  // So no line crosses another that ends at the same place.
  for (auto i = inner_first.rbegin(); i != inner_first.rend(); ++i) {
    if (detours[*i].leaves == below) painter.leave(*i, state);
  }
  for (const std::size_t i : inner_first) {
    if (detours[i].arrives == below && detours[i].join.empty()) painter.return_to(i, state);
  }
  for (const std::size_t i : inner_first) {
    if (detours[i].arrives == below && !detours[i].join.empty()) painter.join(i, ++state);
  }
  return std::move(painter).finish();
}

}  // namespace tviz
