// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"

namespace tviz {

/// What a dialect calls the hook points of the first block of each structure, by their places.
class HookLabels {
 public:
  /// `shortest`: "pattern" for "hook_pattern".
  HookLabels(std::span<const HookName> names, bool shortest);
  /// The first name of a place, or nullptr if the dialect has none there.
  const HookName* find(const std::string& component, const std::string& site) const;
  /// What a figure has room for of a name.
  std::string label(const HookName& name) const;

 private:
  bool shortest_;
  std::map<std::pair<std::string, std::string>, const HookName*> names_;
};

/// A hook point where its tensor flows: a ring, or the dots of the functions attached to it.
struct HookCircle {
  std::string label;
  std::vector<MarkStyle> styles;  ///< Of attached functions.
  bool dormant = false;
};

/// A layer some of whose components are drawn opened, with all their hook points.
class OpenedLayer {
 public:
  /// The labels are those of the block `named_block`, whose structure this one has. `block` may
  /// be empty: nothing is attached then.
  OpenedLayer(const HookLabels& labels, const Marks& marks, std::string block,
              std::string named_block)
      : labels_(labels),
        marks_(marks),
        block_(std::move(block)),
        named_block_(std::move(named_block)) {}

  void open(const Component& component) { opened_.insert(component.path); }
  bool opens(const Component& component) const { return opened_.contains(component.path); }
  const std::set<std::string>& opened() const { return opened_; }
  bool opens_any() const { return !opened_.empty(); }
  bool opens_any_of(const Addition& addition) const;

  /// The hook points at these sites of a component that have a name or a hook.
  std::vector<HookCircle> circles(const Component& component,
                                  std::span<const std::string> sites) const;
  /// That of a place on the stream, if it has a name or a hook.
  std::optional<HookCircle> circle(const StreamPoint& place) const;

 private:
  std::optional<HookCircle> circle(const std::string& component, const std::string& site) const;

  const HookLabels& labels_;
  const Marks& marks_;
  std::string block_;
  std::string named_block_;
  std::set<std::string> opened_;
};

/// On which side of its circle a label stands.
enum class LabelSide { Left, Right, Above, Below };

/// Height of a label above or below a line.
double label_room(const Theme& theme);

/// From a line to the far end of a circle on it.
double circle_reach(const Style& style, const HookCircle& circle);

/// From one circle to the next on a vertical line: neither they nor their labels touch.
double circle_step(const Theme& theme, std::span<const HookCircle> circles);
/// From a step or a box to the first circle above it.
double circle_rise(const Theme& theme, std::span<const HookCircle> circles);

double label_width(const Style& style, const HookCircle& circle);

/// From a line to the far end of the label of a circle on it.
double label_reach(const Style& style, const HookCircle& circle);

/// Draws the circle alone.
void draw_circle(Canvas& canvas, const HookCircle& circle, Point center);
/// Writes the label of a circle that stands at `center`.
void draw_circle_label(Canvas& canvas, const HookCircle& circle, Point center, LabelSide side);

}  // namespace tviz
