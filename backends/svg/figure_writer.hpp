// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {

/// The numbers of the items in the direction of the data flow, which is the order of the Tab
/// key: from bottom to top, one column after the other.
std::vector<std::size_t> flow_order(const Scene& scene);

/// Sum of the bands' heights.
double height_of(std::span<const Band> bands);

/// How a scene becomes markup. In an interactive figure the parts that the viewer moves
/// have class names, folds have buttons, and regions say which detail is theirs.
class FigureWriter {
 public:
  FigureWriter(XmlWriter& xml, const Scene& scene, std::string prefix, const TextPainter& text,
               bool interactive);

  /// The svg element, with every fold closed.
  void write_figure();
  /// A template element with the open state of a fold: an svg that holds the drawing and
  /// the regions.
  void write_template(const Fold& fold);

  // Each draws one primitive. Regions are not drawn but written after the drawing.
  void operator()(const Rectangle& rectangle);
  void operator()(const Circle& circle);
  void operator()(const Polyline& line);
  void operator()(const TextRun& run);
  void operator()(const Artwork& artwork);
  void operator()(const Use& use);
  void operator()(const Region&) {}

 private:
  void write_head(double height);
  void write_definitions();
  void write_lines(const PlacedScene& placed);
  void write_drawing(const PlacedScene& placed);
  void write_regions(const PlacedScene& placed);
  void write_region_group(const StackItem& item, bool unfolded);
  void write_region(const Region& region, double top);
  void write_button(const Rect& bounds, const std::vector<Primitive>& hint);
  void draw(std::span<const Band> bands);
  void draw(const std::vector<Primitive>& primitives);
  void paint(const std::optional<Color>& fill, const std::optional<Stroke>& stroke);
  void paint(const Stroke& stroke);
  XmlWriter& open_group(double top);

  XmlWriter& xml_;
  const Scene& scene_;
  std::string prefix_;
  const TextPainter& text_;
  bool interactive_;
  std::map<std::string_view, std::int64_t> detail_numbers_;
};

}  // namespace tviz::svg
