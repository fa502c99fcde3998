// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "element_writer.hpp"
#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// The numbers of the items in the direction of the data flow, which is the order of the Tab
/// key: from bottom to top, one column after the other.
std::vector<std::size_t> flow_order(const Scene& scene);

/// Sum of the bands' heights.
double height_of(std::span<const Band> bands);

/// How a scene becomes elements. In an interactive figure the parts that the viewer moves have
/// class names, and regions say which detail is theirs.
class FigureWriter {
 public:
  FigureWriter(ElementWriter& xml, const Scene& scene, std::string prefix, const TextPainter& text,
               bool interactive);

  /// The svg element, with every fold closed.
  void write_figure();
  /// An element for each band of the open state.
  void write_unfolded_drawing(const Fold& fold);
  /// The regions of the open state, an element for those of each band.
  void write_unfolded_regions(const Fold& fold);
  /// What opens or closes a fold.
  void write_button(const Rect& bounds, const std::vector<Primitive>& hint);
  /// The definitions that write_figure() leaves out, since the closed state has no use of them.
  void write_definitions_of_open_folds();

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
  void write_styles_and_definitions();
  void write_definitions(bool used_when_closed);
  void write_lines(const PlacedScene& placed);
  void write_drawing(const PlacedScene& placed);
  void write_regions(const PlacedScene& placed);
  void write_region(const Region& region, double top);
  void draw(std::span<const Band> bands);
  void draw(std::span<const Primitive> primitives);
  void draw_texts(std::span<const Primitive> runs);
  void paint(const std::optional<Color>& fill, const std::optional<Stroke>& stroke);
  void paint(const Stroke& stroke);
  ElementWriter& open_group(double top);

  ElementWriter& xml_;
  const Scene& scene_;
  std::string prefix_;
  const TextPainter& text_;
  bool interactive_;
  std::map<std::string_view, std::int64_t> detail_numbers_;
  std::set<std::size_t> used_when_closed_;  ///< Definitions.
};

}  // namespace tviz::svg
