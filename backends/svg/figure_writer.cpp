// SPDX-License-Identifier: MIT
#include "figure_writer.hpp"

#include <algorithm>

#include "base64.hpp"
#include "tviz/scene/number.hpp"

namespace tviz::svg {
namespace {

struct PlacedRegion {
  const Region* region = nullptr;
  double top = 0;  ///< Of its band inside the item.

  double bottom() const { return top + region->bounds.bottom(); }
  double area() const { return region->bounds.width * region->bounds.height; }
};

/// In the direction of the data flow, which is the order of the Tab key: from bottom to top,
/// then from left to right. A region comes before those that lie inside it and above it.
bool comes_before(const PlacedRegion& a, const PlacedRegion& b) {
  if (a.bottom() != b.bottom()) return a.bottom() > b.bottom();
  if (a.area() != b.area()) return a.area() > b.area();
  return a.region->bounds.x < b.region->bounds.x;
}

std::vector<PlacedRegion> regions_of(std::span<const Band> bands) {
  std::vector<PlacedRegion> regions;
  double top = 0;
  for (const Band& band : bands) {
    for (const Primitive& primitive : band.primitives) {
      if (const auto* region = std::get_if<Region>(&primitive)) regions.push_back({region, top});
    }
    top += band.height;
  }
  std::stable_sort(regions.begin(), regions.end(), comes_before);
  return regions;
}

}  // namespace

std::vector<std::size_t> flow_order(const Scene& scene) {
  std::vector<std::size_t> order;
  const auto add = [&order](std::size_t first, std::size_t end) {
    while (end > first) order.push_back(--end);
  };
  const bool one_column = scene.columns.empty();
  add(one_column ? 0 : scene.columns.back().last_item + 1, scene.items.size());
  for (const Column& column : scene.columns) add(column.first_item, column.last_item + 1);
  if (!one_column) add(0, scene.columns.front().first_item);
  return order;
}

double height_of(std::span<const Band> bands) {
  double height = 0;
  for (const Band& band : bands) height += band.height;
  return height;
}

FigureWriter::FigureWriter(XmlWriter& xml, const Scene& scene, std::string prefix,
                           const TextPainter& text, bool interactive)
    : xml_(xml), scene_(scene), prefix_(std::move(prefix)), text_(text), interactive_(interactive) {
  for (const Detail& detail : scene.details) {
    detail_numbers_.emplace(detail.id, static_cast<std::int64_t>(detail_numbers_.size()));
  }
}

void FigureWriter::write_figure() {
  const PlacedScene placed = place(scene_, false);
  write_head(placed.height);
  write_definitions();
  xml_.open("rect");
  if (interactive_) xml_.attribute("class", "tviz-background");
  xml_.attribute("width", scene_.width).attribute("height", placed.height);
  xml_.attribute("fill", scene_.background).close();
  write_lines(placed);
  write_drawing(placed);
  write_regions(placed);
  xml_.close();
}

void FigureWriter::write_head(double height) {
  Notation view_box;
  view_box.number(0).number(0).number(scene_.width).number(height);
  xml_.open("svg").attribute("xmlns", "http://www.w3.org/2000/svg");
  xml_.attribute("width", scene_.width).attribute("height", height);
  xml_.attribute("viewBox", view_box).attribute("role", "img");
  xml_.attribute("aria-labelledby", prefix_ + "-title " + prefix_ + "-desc");
  xml_.attribute("font-family", text_.families(Face::Serif));
  // The text is measured without ligatures.
  xml_.attribute("style", "font-variant-ligatures:none");
  xml_.attribute("fill", "none").attribute("stroke-linejoin", "round");
  xml_.open("title").attribute("id", prefix_ + "-title").text(scene_.title).close();
  xml_.open("desc").attribute("id", prefix_ + "-desc").text(scene_.description).close();
}

void FigureWriter::write_definitions() {
  const std::string style_sheet = text_.style_sheet();
  if (!style_sheet.empty()) xml_.open("style").text(style_sheet).close();
  xml_.open("defs");
  text_.define(xml_);
  std::int64_t number = 0;
  for (const Definition& definition : scene_.definitions) {
    std::string id = prefix_ + "-d";
    append_number(id, number++);
    xml_.open("g").attribute("id", id);
    draw(definition.primitives);
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_lines(const PlacedScene& placed) {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-streams");
  for (const PlacedLine& line : placed.lines) {
    Notation path;
    path.word("M").number(line.x).number(line.top).word("V").number(line.bottom);
    xml_.open("path").attribute("d", path);
    paint(*line.stroke);
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_drawing(const PlacedScene& placed) {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-drawing");
  for (std::size_t i = 0; i < scene_.items.size(); ++i) {
    open_group(placed.item_tops[i]);
    draw(bands_of(scene_.items[i], false));
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_regions(const PlacedScene& placed) {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-regions");
  xml_.attribute("pointer-events", "all");
  for (const std::size_t item : flow_order(scene_)) {
    open_group(placed.item_tops[item]);
    write_region_group(scene_.items[item], false);
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_region_group(const StackItem& item, bool unfolded) {
  for (const PlacedRegion& placed : regions_of(bands_of(item, unfolded))) {
    write_region(*placed.region, placed.top);
  }
  const Fold* fold = std::get_if<Fold>(&item);
  if (fold == nullptr || !interactive_) return;
  if (unfolded) {
    write_button(fold->fold_button, fold->fold_hint);
  } else {
    write_button(fold->unfold_button, fold->unfold_hint);
  }
}

void FigureWriter::write_region(const Region& region, double top) {
  const Rect& bounds = region.bounds;
  xml_.open("rect").attribute("x", bounds.x).attribute("y", bounds.y + top);
  xml_.attribute("width", bounds.width).attribute("height", bounds.height);
  xml_.attribute("data-path", region.path);
  const auto detail = detail_numbers_.find(region.detail);
  if (interactive_ && detail != detail_numbers_.end()) {
    xml_.attribute("data-detail", static_cast<double>(detail->second));
  }
  xml_.open("title").text(region.label).close().close();
}

void FigureWriter::write_button(const Rect& bounds, const std::vector<Primitive>& hint) {
  // Without a script there is nothing to press.
  xml_.open("g").attribute("class", "tviz-button").attribute("display", "none");
  draw(hint);
  xml_.open("rect").attribute("x", bounds.x).attribute("y", bounds.y);
  xml_.attribute("width", bounds.width).attribute("height", bounds.height).close();
  xml_.close();
}

void FigureWriter::write_template(const Fold& fold) {
  xml_.open("template").open("svg").open("g");
  draw(fold.unfolded);
  xml_.close().open("g");
  write_region_group(fold, true);
  xml_.close().close().close();
}

void FigureWriter::draw(std::span<const Band> bands) {
  double top = 0;
  for (const Band& band : bands) {
    if (top != 0) open_group(top);
    draw(band.primitives);
    if (top != 0) xml_.close();
    top += band.height;
  }
}

void FigureWriter::draw(const std::vector<Primitive>& primitives) {
  for (const Primitive& primitive : primitives) std::visit(*this, primitive);
}

void FigureWriter::operator()(const Rectangle& rectangle) {
  const Rect& bounds = rectangle.bounds;
  xml_.open("rect").attribute("x", bounds.x).attribute("y", bounds.y);
  xml_.attribute("width", bounds.width).attribute("height", bounds.height);
  if (rectangle.radius != 0) {
    xml_.attribute("rx", rectangle.radius);
  } else if (rectangle.stroke) {
    xml_.attribute("stroke-linejoin", "miter");
  }
  paint(rectangle.fill, rectangle.stroke);
  xml_.close();
}

void FigureWriter::operator()(const Circle& circle) {
  xml_.open("circle").attribute("cx", circle.center.x).attribute("cy", circle.center.y);
  xml_.attribute("r", circle.radius);
  paint(circle.fill, circle.stroke);
  xml_.close();
}

void FigureWriter::operator()(const Polyline& line) {
  Notation path;
  Point last;
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    const Point point = line.points[i];
    if (i == 0) {
      path.word("M").point(point);
    } else if (point.x == last.x) {
      path.word("V").number(point.y);
    } else if (point.y == last.y) {
      path.word("H").number(point.x);
    } else {
      path.word("L").point(point);
    }
    last = point;
  }
  if (line.closed) path.word("Z");
  xml_.open("path").attribute("d", path);
  paint(line.fill, line.stroke);
  xml_.close();
}

void FigureWriter::operator()(const TextRun& run) { text_.draw(xml_, run); }

/// As an image, artwork runs no script, loads nothing and keeps its ids to itself, whatever it
/// holds.
void FigureWriter::operator()(const Artwork& artwork) {
  const Rect& bounds = artwork.bounds;
  xml_.open("image").attribute("x", bounds.x).attribute("y", bounds.y);
  xml_.attribute("width", bounds.width).attribute("height", bounds.height);
  xml_.attribute("href", "data:image/svg+xml;base64," + base64(artwork.svg)).close();
}

void FigureWriter::operator()(const Use& use) {
  std::string target = '#' + prefix_ + "-d";
  append_number(target, static_cast<std::int64_t>(use.definition));
  xml_.open("use").attribute("href", target);
  if (use.offset.x != 0) xml_.attribute("x", use.offset.x);
  if (use.offset.y != 0) xml_.attribute("y", use.offset.y);
  xml_.close();
}

void FigureWriter::paint(const std::optional<Color>& fill, const std::optional<Stroke>& stroke) {
  if (fill) xml_.attribute("fill", *fill);
  if (stroke) paint(*stroke);
}

void FigureWriter::paint(const Stroke& stroke) {
  xml_.attribute("stroke", stroke.color);
  if (stroke.width != 1) xml_.attribute("stroke-width", stroke.width);
  if (stroke.dashes.empty()) return;
  Notation dashes;
  for (const double dash : stroke.dashes) dashes.number(dash);
  xml_.attribute("stroke-dasharray", dashes);
}

XmlWriter& FigureWriter::open_group(double top) {
  xml_.open("g");
  if (top != 0) xml_.attribute("transform", translation({0, top}));
  return xml_;
}

}  // namespace tviz::svg
