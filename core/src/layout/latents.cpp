// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "layout/bus.hpp"
#include "layout/component_drawing.hpp"
#include "layout/heads.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

// A latent is lower than other boxes: it has fewer dimensions than the stream.
constexpr double kLatentHeight = 0.72;
constexpr double kLatentNoteGap = 5;   // From a line to the number of its dimensions.
constexpr double kNoteEnd = 4;         // From a note to the next latent.
constexpr double kNoteAir = 5;         // Above a note and below it.
constexpr double kRailsApart = 8;      // From the line of keys and values up to that of queries.
constexpr double kLinesApart = 3;      // Of lines in one direction that are not one.
constexpr double kRailNameGap = 4;     // From the end of a line to its name.
constexpr double kAside = 0.18;        // Of the distance of heads.
constexpr double kDirectColumn = 0.5;  // Of a column of boxes: where queries rise without any.
constexpr double kArrowToPart = 4;     // Line before an arrowhead into a norm or a rotation.

/// What queries, or keys and values, pass on their way to the heads.
struct LatentLane {
  const Part* latent = nullptr;  ///< None where queries come from what the attention reads.
  const Part* norm = nullptr;
  const Part* rotary = nullptr;
};

struct Lanes {
  LatentLane queries;
  LatentLane keys_and_values;
  std::vector<const Part*> others;  ///< Latents beyond these, and what picks keys.
};

/// One latent alone is that of keys and values.
Lanes lanes_of(const Component& attention) {
  Lanes lanes;
  const bool direct = parts_with_role(attention, "latent").size() == 1;
  std::size_t n_latents = direct ? 1 : 0;
  LatentLane* lane = &lanes.queries;
  for (const Part& part : attention.parts) {
    if (part.role == "latent") {
      lane = n_latents == 0 ? &lanes.queries : &lanes.keys_and_values;
      if (n_latents < 2) lane->latent = &part;
      if (n_latents >= 2) lanes.others.push_back(&part);
      ++n_latents;
    } else if (part.role == "norm") {
      lane->norm = &part;
    } else if (part.role == "rotary") {
      lane->rotary = &part;
    } else if (part.role == "indexer") {
      lanes.others.push_back(&part);
    }
  }
  return lanes;
}

/// Draws latents below a row of heads, with their norms and rotations, and the lines between them.
class LatentsPainter {
 public:
  LatentsPainter(const Component& attention, const Room& room)
      : attention_(attention),
        lanes_(lanes_of(attention)),
        room_(room),
        theme_(room.style.theme),
        height_(kLatentHeight * theme_.box_height),
        canvas_(room.style) {
    double note = 0;
    for (const Part& part : attention.parts) {
      note = std::max(note, part_note_length(room.style, part));
      if (room.style.flows_right()) continue;
      usual_label_ = std::max(usual_label_, usual_part_width(part, room.style));
      least_label_ = std::max(least_label_, least_label_width(part.label, room.style));
    }
    bus_ = upper_top() - std::max(theme_.riser, note + 2 * kNoteAir);
    column_end_ = room.left - room.width();
    slot_ = room.width() / columns();
  }

  /// Whether the text of each box can be read.
  bool fits() const { return least_label_ <= slot_ - gap(); }

  ComponentDrawing paint() && {
    ComponentDrawing row = draw_heads(attention_, room_);
    // In a grid heads have one inlet together.
    has_groups_ = row.inlets.back().is_key_value;
    apart_ = row.inlets.size() > 1 && !row.inlets.front().is_key_value;
    for (const Point& outlet : row.outlets) middles_.push_back(outlet.x);
    queries_ = apart_ ? bus_ - kRailsApart : bus_;
    drawing_ = moved(std::move(row), {0, queries_ - theme_.arrow_gap});
    heads_ = std::exchange(drawing_.inlets, {});
    // Queries that come directly stand at the right, where what the attention reads arrives.
    if (!is_direct()) paint_lane(lanes_.queries, query_sources_, false);
    paint_lane(lanes_.keys_and_values, key_value_sources_, true);
    for (const Part* part : lanes_.others) {
      key_value_sources_.push_back(paint_latent(*part, theme_.latent));
    }
    if (is_direct()) paint_lane(lanes_.queries, query_sources_, true);
    if (apart_) {
      paint_rails();
    } else {
      paint_bus();
    }
    std::ranges::move(std::move(canvas_).take(), std::back_inserter(drawing_.primitives));
    drawing_.bounds.height = -drawing_.bounds.y;
    drawing_.placed.front().bounds = drawing_.bounds;
    return std::move(drawing_);
  }

 private:
  bool is_direct() const { return lanes_.queries.latent == nullptr; }

  static double columns_of(const LatentLane& lane) {
    return (lane.latent == nullptr && lane.norm == nullptr ? kDirectColumn : 1) +
           (lane.rotary == nullptr ? 0 : 1);
  }
  double columns() const {
    return columns_of(lanes_.queries) + columns_of(lanes_.keys_and_values) +
           static_cast<double>(lanes_.others.size());
  }

  /// Whether norms or rotations stand between the latents and the heads.
  bool has_upper_row() const {
    for (const LatentLane& lane : {lanes_.queries, lanes_.keys_and_values}) {
      if (lane.norm != nullptr || lane.rotary != nullptr) return true;
    }
    return false;
  }
  double upper_bottom() const { return -height_ - theme_.arrow_length - kArrowToPart; }
  double upper_top() const {
    return has_upper_row() ? upper_bottom() - theme_.norm_height : -height_;
  }
  double upper_middle() const { return upper_bottom() - theme_.norm_height / 2; }

  /// The middle of the next column from the left.
  double take_column() {
    const double middle = room_.left + static_cast<double>(taken_++) * slot_ + width() / 2;
    const double x = clear_of_inlets(middle + to_nearest(middle));
    column_end_ = x + width() / 2;
    return x;
  }

  /// Of a box: as wide as a head of a full row, so that the first latent and the first head are
  /// flush, unless its text needs more or an arrow to the next box needs the room.
  double width() const {
    const double flush = std::min(theme_.head_width, 2 * (middles_.front() - room_.left));
    return std::min(std::max(flush, usual_label_), slot_ - gap());
  }
  /// Between boxes, at least: an arrow leads from a norm to the rotation beside it.
  double gap() const {
    if (!has_upper_row()) return theme_.head_gap;
    const double roomy = theme_.arrow_length + kArrowToPart;
    return slot_ - roomy < theme_.head_minimum_width ? theme_.arrow_length + 1 : roomy;
  }

  /// How far a column moves to stand right under a head that it stands nearly under, away from
  /// the lines beside the head's middle.
  double to_nearest(double x) const {
    const double nearest = *std::ranges::min_element(
        middles_, {}, [x](double middle) { return std::abs(middle - x); });
    const double least = column_end_ + gap() + width() / 2;
    const double most = x + std::min(theme_.head_width / 4, (slot_ - width() - gap()) / 2);
    const bool is_near = std::abs(nearest - x) < theme_.head_width / 3;
    return is_near && nearest >= least && nearest <= most ? nearest - x : 0;
  }

  /// Moved so that the line up from a column is not taken for one with the line into a head.
  double clear_of_inlets(double x) const {
    for (const std::vector<Inlet>& inlets : {query_inlets(), key_value_inlets()}) {
      for (const Inlet& inlet : inlets) {
        if (std::abs(inlet.at.x - x) < kLinesApart) {
          return inlet.at.x + std::copysign(kLinesApart, x - inlet.at.x);
        }
      }
    }
    return x;
  }

  /// Draws what a lane passes; `sources` gets where its lines leave for the heads.
  void paint_lane(const LatentLane& lane, std::vector<Point>& sources, bool rotates_what_is_read) {
    const bool is_last = &lane == &lanes_.queries && is_direct();
    if (is_last && lane.rotary != nullptr) paint_rotary(*lane.rotary, {}, sources);
    Point leaves{is_last ? direct_x() : take_column(), 0};
    if (lane.latent != nullptr) leaves = paint_latent_at(*lane.latent, theme_.latent, leaves.x);
    if (lane.latent == nullptr) drawing_.inlets.push_back({leaves, false});
    Point aside{leaves.x, upper_middle()};
    if (lane.norm != nullptr) {
      const Rect bounds = upper_box(leaves.x);
      canvas_.arrow({leaves, {leaves.x, bounds.bottom()}});
      paint_box(*lane.norm, bounds, theme_.learned);
      leaves.y = bounds.y;
      aside.x = bounds.right();
    }
    sources.insert(sources.begin(), leaves);
    if (lane.rotary == nullptr || is_last) {
      write_dimensions(lane.latent, leaves.x);
      return;
    }
    const bool from_lane = !rotates_what_is_read;
    paint_rotary(*lane.rotary, from_lane ? std::optional(aside) : std::nullopt, sources);
    write_dimensions(lane.latent, leaves.x);
  }

  /// Where queries that come directly rise.
  double direct_x() const {
    return apart_ ? query_inlets().back().at.x : room_.right - theme_.head_width / 2;
  }

  /// Rotates what comes from `from`, or what the attention reads.
  void paint_rotary(const Part& part, std::optional<Point> from, std::vector<Point>& sources) {
    const Rect bounds = upper_box(take_column());
    const double x = bounds.center().x;
    if (from) {
      canvas_.arrow({*from, {bounds.x, from->y}});
    } else {
      canvas_.arrow({{x, 0}, {x, bounds.bottom()}});
      drawing_.inlets.push_back({{x, 0}, false});
    }
    paint_box(part, bounds, theme_.operation);
    write_dimensions(&part, x);
    sources.push_back({x, bounds.y});
  }

  Rect upper_box(double middle) const {
    return {middle - width() / 2, upper_bottom() - theme_.norm_height, width(), theme_.norm_height};
  }

  Point paint_latent(const Part& latent, const BoxStyle& role) {
    const double x = take_column();
    const Point top = paint_latent_at(latent, role, x);
    write_dimensions(&latent, x);
    return top;
  }

  Point paint_latent_at(const Part& latent, const BoxStyle& role, double middle) {
    const Rect bounds{middle - width() / 2, -height_, width(), height_};
    paint_box(latent, bounds, role);
    drawing_.inlets.push_back({{middle, 0}});
    return {middle, bounds.y};
  }

  void paint_box(const Part& part, const Rect& bounds, const BoxStyle& role) {
    draw_part(canvas_, part, bounds, role, room_.marks.part(room_.path, attention_, part));
    drawing_.placed.push_back({&attention_, bounds, &part});
  }

  /// How many numbers a line carries, beside it where it leaves for the heads.
  void write_dimensions(const Part* part, double x) {
    if (part == nullptr) return;
    draw_part_note(canvas_, *part, x + kLatentNoteGap, x + slot_ - kNoteEnd,
                   (upper_top() + bus_) / 2);
  }

  /// How far from the middle of a head its queries enter; keys and values on the other side.
  double aside() const {
    double apart = theme_.head_width;
    for (std::size_t i = 1; i < heads_.size(); ++i) {
      apart = std::min(apart, heads_[i].at.x - heads_[i - 1].at.x);
    }
    return kAside * apart;
  }
  std::vector<Inlet> query_inlets() const {
    return has_groups_ ? inlets_of(false) : shifted(heads_, is_direct() ? 1 : -1);
  }
  std::vector<Inlet> key_value_inlets() const {
    return has_groups_ ? inlets_of(true) : shifted(heads_, is_direct() ? -1 : 1);
  }
  /// Those of groups, or those of queries, which already stand apart.
  std::vector<Inlet> inlets_of(bool groups) const {
    std::vector<Inlet> inlets = heads_;
    std::erase_if(inlets, [&](const Inlet& inlet) { return inlet.is_key_value != groups; });
    return inlets;
  }
  std::vector<Inlet> shifted(std::vector<Inlet> inlets, double side) const {
    for (Inlet& inlet : inlets) inlet.at.x += side * aside();
    return inlets;
  }

  /// Queries on one line, keys and values on another below it, from where each leaves.
  void paint_rails() {
    draw_bus(canvas_, query_sources_, queries_, query_inlets(), xs_of(key_value_inlets()));
    std::vector<double> passing;
    for (const Point& source : query_sources_) passing.push_back(source.x);
    draw_bus(canvas_, key_value_sources_, bus_, key_value_inlets(), passing);
    if (room_.style.flows_right() || has_groups_) return;
    write_rail_name(is_direct() ? "k, v" : "q", heads_.front().at.x - aside(),
                    is_direct() ? bus_ : queries_, TextAnchor::End);
    write_rail_name(is_direct() ? "q" : "k, v", heads_.back().at.x + aside(),
                    is_direct() ? queries_ : bus_, TextAnchor::Start);
  }

  static std::vector<double> xs_of(const std::vector<Inlet>& inlets) {
    std::vector<double> xs;
    xs.reserve(inlets.size());
    for (const Inlet& inlet : inlets) xs.push_back(inlet.at.x);
    return xs;
  }

  void write_rail_name(std::string_view name, double end, double y, TextAnchor anchor) {
    const double size = theme_.state_size;
    const TextLine line = typeset_math(room_.style.fonts, name, size);
    const double x =
        anchor == TextAnchor::Start ? end + kRailNameGap : end - kRailNameGap - line.width;
    canvas_.text(line, {x, y + 0.3 * size}, theme_.muted, anchor);
  }

  /// One line for all, where heads cannot be told apart.
  void paint_bus() {
    std::vector<Point> sources = std::move(query_sources_);
    sources.insert(sources.end(), key_value_sources_.begin(), key_value_sources_.end());
    draw_bus(canvas_, sources, bus_, heads_);
  }

  const Component& attention_;
  Lanes lanes_;
  const Room& room_;
  const Theme& theme_;
  double height_;
  double usual_label_ = 0;   ///< Width of the widest box with its text in the usual size.
  double least_label_ = 0;   ///< The same in the smallest one.
  double bus_ = 0;           ///< Of the line of keys and values.
  double queries_ = 0;       ///< Of the line of queries, which is the same in a grid.
  double slot_ = 0;          ///< From one column of boxes to the next.
  bool apart_ = false;       ///< Whether queries have a line of their own.
  bool has_groups_ = false;  ///< Whether the heads of a group have one inlet for keys and values.
  std::vector<double> middles_;  ///< Of the heads, or of the grid.
  std::size_t taken_ = 0;        ///< Columns so far.
  double column_end_ = 0;        ///< Of the last of them, at its right.
  std::vector<Inlet> heads_;
  std::vector<Point> query_sources_;
  std::vector<Point> key_value_sources_;
  Canvas canvas_;
  ComponentDrawing drawing_;
};

}  // namespace

ComponentDrawing draw_attention(const Component& attention, const Room& room) {
  if (parts_with_role(attention, "latent").empty()) return draw_heads(attention, room);
  LatentsPainter painter(attention, room);
  if (!painter.fits()) return draw_box(attention, label_of_heads(attention), room);
  return std::move(painter).paint();
}

}  // namespace tviz
