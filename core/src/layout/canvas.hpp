// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "layout/mark_style.hpp"
#include "scene/flatten.hpp"
#include "tviz/graph/component_painter.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/text/typeset.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// Extents along the flow of the boxes outside the blocks, in pixels.
struct EndBoxHeights {
  double on_stream = 0;
  double beside = 0;  ///< Of those that stand beside the entry.
};

/// What every part of the layout draws with.
struct Style {
  const Theme& theme;
  const Fonts& fonts;
  const ComponentPainters* painters = nullptr;  ///< Of kinds that plugins draw; may be null.
  Direction direction = Direction::Up;          ///< Right: what is drawn will be turned.

  EndBoxHeights end_boxes{};  ///< Of a figure that flows to the right.
  /// What captions are about; null where there are none.
  const ModelArchitecture* model = nullptr;

  bool flows_right() const { return direction == Direction::Right; }
  EndBoxHeights end_box_heights() const {
    return flows_right() ? end_boxes : EndBoxHeights{theme.box_height, theme.box_height};
  }
};

/// The smallest size of a label in which its scripts, too, can be read, in pixels.
double least_label_size(const TextLine& label, const Theme& theme);

/// A role's text colour where marks replace it.
Color text_color(const BoxStyle& role, std::span<const MarkStyle> marks);

/// Collects the drawing of one band. The band's bottom is y = 0 and what is drawn lies
/// above it, at negative y, because a figure is laid out in the direction of the data flow
/// and a band's height is known only at its end. Where the data flows to the right, lines and
/// places are those before the figure is turned, and texts and marks come out of that upright.
class Canvas {
 public:
  explicit Canvas(const Style& style) : style_(style) {}

  /// A box in the style of its role, which one mark fills; several are tabs on it.
  void box(const Rect& bounds, const BoxStyle& role, std::span<const MarkStyle> marks);
  /// The same for another shape, which the first mark colours.
  void shape(Polyline shape, const Rect& bounds, const BoxStyle& role,
             std::span<const MarkStyle> marks);
  /// Math markup in the middle of a box, made smaller if it would touch the sides.
  void label(std::string_view markup, const Rect& bounds, double size, Color color);
  /// The label of a box with marks: above their tabs, and before the letter of the only one.
  void label(std::string_view markup, const Rect& bounds, double size, const BoxStyle& role,
             std::span<const MarkStyle> marks);
  /// Plain text in the middle of a box, made smaller if it would touch the sides.
  void caption(std::string_view text, Face face, const Rect& bounds, double size, Color color);
  /// A typeset line with the left end of its baseline.
  void text(const TextLine& line, Point origin, Color color, TextAnchor anchor = TextAnchor::Start);
  /// A typeset line right of a point, or centred below it where the data flows to the right.
  /// `middle` is the height of its letters' middle above the baseline.
  void text_beside(const TextLine& line, Point at, double middle, Color color);
  void line(std::vector<Point> points);
  /// A line that ends in an arrowhead; its tip is the last point.
  void arrow(std::vector<Point> points);
  /// The ⊗ where a gate is multiplied with what it gates.
  void product(Point center);
  /// The dot where a line leaves the stream that belongs to no block.
  void read_dot(Point center);
  /// The ⊕ where branches join the stream.
  void sum(Point center) { sum(center, style_.theme.sum_radius); }
  /// A smaller one.
  void sum(Point center, double radius);
  /// The ∥ in a circle where an earlier state is appended to the stream.
  void concatenation(Point center);
  /// The dots of hooks on a line, beside each other.
  void markers(Point center, std::span<const MarkStyle> marks);
  void dots(Point center);
  void add(Primitive primitive) { primitives_.push_back(std::move(primitive)); }

  /// The drawing as a band of this height, with y measured from its top.
  Band finish(double height) &&;
  std::vector<Primitive> take() && { return std::move(primitives_); }
  const Style& style() const { return style_; }

 private:
  void operation(Point center, double radius);
  void add_all(std::vector<Primitive> primitives);
  /// Adds what `draw` draws on a canvas whose drawing is seen as it is, not turned.
  template <class Draw>
  void draw_upright(Draw draw);
  void fit(const TextLine& line, double size, const Rect& bounds, Color color);
  /// A label of a box of this width, in `size` or, if it must be, in a smaller one.
  TextLine fitting_line(std::string_view markup, double& size, double width) const;

  Style style_;
  std::vector<Primitive> primitives_;
};

/// Radius of a ⊗.
double product_radius(const Theme& theme);

/// Radius of the dot where a state is read, in pixels.
inline constexpr double kReadDot = 2.4;

}  // namespace tviz
