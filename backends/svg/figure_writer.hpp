// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "xml_writer.hpp"
#include "text_painter.hpp"
#include "tviz/plugin/interfaces.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// The numbers of the items in the direction of the data flow, which is the order of the Tab
/// key: from bottom to top, one column after the other.
std::vector<std::size_t> flow_order(const Scene& scene);

/// Sum of the bands' heights.
double height_of(std::span<const Band> bands);

/// A region where it lies inside its item.
struct PlacedRegion {
  const Region* region = nullptr;
  Rect bounds;
};

/// The regions of an item in the order of the Tab key. A region comes before those that lie inside
/// it and above it.
std::vector<PlacedRegion> regions_of(std::span<const Band> bands);

/// How a scene becomes elements. In an interactive figure the parts that the viewer moves have
/// class names, and regions are left to the viewer.
class FigureWriter {
 public:
  FigureWriter(XmlWriter& xml, const Scene& scene, std::string prefix, const TextPainter& text,
               bool interactive);

  /// The svg element, with every fold closed; in a file of its own with what that says about it.
  void write_figure(const Metadata* metadata = nullptr);
  /// An element with the drawing of an item in one state.
  void write_drawing(std::span<const Band> bands);
  /// What folds a fold that is `unfolded`, or unfolds it.
  void write_button(const Fold& fold, bool unfolded);
  /// The definitions that write_figure() leaves out, since what it draws has no use of them.
  void write_other_definitions();

  // Each draws one primitive. Regions are not drawn but written after the drawing.
  void operator()(const Rectangle& rectangle);
  void operator()(const Circle& circle);
  void operator()(const Polyline& line);
  void operator()(const TextRun& run);
  void operator()(const Artwork& artwork);
  void operator()(const Use& use);
  void operator()(const Region&) {}

 private:
  void write_head(double height, const Metadata* metadata);
  void write_styles_and_definitions();
  void write_definitions(bool used_at_first);
  void write_lines();
  void write_drawings();
  void write_regions();
  void write_bounds(const Rect& bounds);
  void draw(std::span<const Band> bands);
  void draw(std::span<const Primitive> primitives);
  void draw_texts(std::span<const Primitive> runs);
  void paint(const std::optional<Color>& fill, const std::optional<Stroke>& stroke);
  void paint(const Stroke& stroke);
  XmlWriter& open_group(double top);

  XmlWriter& xml_;
  const Scene& scene_;
  std::string prefix_;
  const TextPainter& text_;
  bool interactive_;
  PlacedScene placed_;                   ///< As the figure is first seen.
  std::set<std::size_t> used_at_first_;  ///< Definitions.
};

}  // namespace tviz::svg
