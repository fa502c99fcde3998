// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"

namespace tviz {

class OpenedLayer;

/// Where a component of a block is drawn, and with what.
struct Room {
  double left = 0;
  double right = 0;
  std::string path;  ///< Of the component: "blocks.3.attn".
  const Marks& marks;
  const Style& style;
  HeadsShown shown = HeadsShown::Fitting;
  const OpenedLayer* opened = nullptr;  ///< Of the block, if any of it is drawn opened.

  double width() const { return right - left; }
};

/// Where a line enters from below: at the tip of an arrowhead, or where it joins another line.
struct Inlet {
  Point at;
  bool arrow = true;
  bool is_key_value = false;  ///< Of a group of heads, not of the queries of one.
};

/// A component in a drawing, or a part of it.
struct PlacedComponent {
  const Component* component = nullptr;
  Rect bounds;
  const Part* part = nullptr;  ///< Else the whole component.
  std::vector<RegionCell> cells{};
};

/// A drawn component. Its bottom is y = 0, what it draws lies above, at negative y.
struct ComponentDrawing {
  std::vector<Primitive> primitives;
  Rect bounds;  ///< With everything that belongs to it.
  std::vector<Inlet> inlets;
  std::vector<Point> outlets;  ///< Where lines leave, at the top.
  std::vector<PlacedComponent> placed;
  /// Where a line from another stream enters, at the left. It goes on inside the component
  /// and needs no arrowhead here.
  std::optional<Point> link;
  bool holds_caption = false;  ///< Else its caption, if there is one, stands beside it.

  double height() const { return -bounds.y; }
};

/// Draws what stands between a read of the stream and its ⊕, as the component's kind asks.
ComponentDrawing draw_component(const Component& component, const Room& room);

/// Whether a component wants all the room that it can get, because it consists of many boxes.
bool spreads(const Component& component);

/// The parts with this role, in order.
std::vector<const Part*> parts_with_role(const Component& component, std::string_view role);

/// Attention as a row of heads, with latents below them if its parts have any (latents.cpp).
ComponentDrawing draw_attention(const Component& attention, const Room& room);
/// A row of heads; that of cross-attention has an inlet for another stream (heads.cpp).
ComponentDrawing draw_heads(const Component& attention, const Room& room);
/// A mixture: a router below its experts, shared experts beside them (experts.cpp).
ComponentDrawing draw_experts(const Component& mixture, const Room& room);
/// Steps in series with gates beside them (mixer.cpp).
ComponentDrawing draw_mixer(const Component& mixer, const Room& room);
/// One box with a label, in a narrow one without its symbol.
ComponentDrawing draw_box(const Component& component, const std::string& label, const Room& room);

/// Draws a part as a box with its label.
void draw_part(Canvas& canvas, const Part& part, const Rect& bounds, const BoxStyle& role,
               const std::vector<MarkStyle>& highlights);
/// The words of a label without its symbol: "unembed" of "unembed W_U". A label without words is
/// whole.
std::string words_of_label(const std::string& label);
/// The width of the narrowest box in which a label can be read, in pixels.
double least_label_width(const std::string& label, const Style& style);
/// A label of words and a symbol, or in a box too narrow for both the symbol alone: "W_pos".
std::string label_within(const std::string& label, double width, const Style& style);
/// The width of a box in which the label of a part has its usual size, in pixels.
double usual_part_width(const Part& part, const Style& style);
/// How long the note of a part is along the flow.
double part_note_length(const Style& style, const Part& part);
/// Writes the note of a part beside its box, from `left` on, if it ends before `right`.
void draw_part_note(Canvas& canvas, const Part& part, double left, double right, double middle);

/// The drawing moved by `offset`.
ComponentDrawing moved(ComponentDrawing drawing, Point offset);

}  // namespace tviz
