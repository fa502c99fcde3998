// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "tviz/base/color.hpp"
#include "tviz/base/export.hpp"
#include "tviz/base/geometry.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// What a box stands for, which decides its colours: something learned, an operation without
/// weights, or what goes into or comes out of the model.
enum class BoxRole { Learned, Operation, InputOutput };

/// The theme's colours, for artwork to use: a theme cannot recolour artwork.
struct ComponentColors {
  BoxStyle learned;  ///< Of the component itself, or of its hook if it has one.
  BoxStyle operation;
  BoxStyle input_output;
  Color line;
  Color page;
};

/// Takes the drawing of one component. Lengths are pixels from the top left corner of the
/// component's place, y grows downwards. Every call throws Error if something lies outside that
/// place or is not a number.
class TVIZ_API ComponentCanvas {
 public:
  /// A box in the theme's style. Learned ones show the hooks of the component.
  virtual void box(const Rect& bounds, BoxRole role) = 0;
  /// Math markup (tviz/text/typeset.hpp) in the middle of a box of this role, made smaller if
  /// it would touch the sides.
  virtual void label(std::string_view markup, const Rect& bounds, BoxRole role) = 0;
  /// Straight segments through two or more points.
  virtual void line(std::span<const Point> points) = 0;
  /// A line that ends in an arrowhead; its tip is the last point.
  virtual void arrow(std::span<const Point> points) = 0;
  /// An SVG document, fitted into the bounds with its proportions kept.
  virtual void artwork(std::string_view svg, const Rect& bounds) = 0;
  /// The colours around it.
  virtual ComponentColors colors() const = 0;

 protected:
  ~ComponentCanvas() = default;
};

/// How the components of one kind are drawn. A line enters in the middle of the lower side and
/// another leaves in the middle of the upper one.
class TVIZ_API ComponentPainter {
 public:
  virtual ~ComponentPainter();
  /// Pixels of height that a component needs in a place of this width.
  virtual double height(const Component& component, double width) const = 0;
  /// Draws a component into a place of this width and of the height that height() returns.
  virtual void draw(const Component& component, double width, ComponentCanvas& canvas) const = 0;
};

/// Painters by Component::kind. The layout draws kinds without a painter: those that it knows in
/// their own way, others as a box with the label.
using ComponentPainters = std::map<std::string, const ComponentPainter*, std::less<>>;

}  // namespace tviz
