// SPDX-License-Identifier: MIT
#include "figure_writer.hpp"

#include <algorithm>

#include "dark_rules.hpp"
#include "metadata.hpp"
#include "tviz/base/base64.hpp"
#include "tviz/scene/number.hpp"

namespace tviz::svg {
namespace {

/// In the direction of the data flow, which is the order of the Tab key: from bottom to top,
/// then from left to right. A region comes before those that lie inside it and above it.
bool comes_before(const PlacedRegion& a, const PlacedRegion& b) {
  const auto area = [](const Rect& bounds) { return bounds.width * bounds.height; };
  if (a.bounds.bottom() != b.bounds.bottom()) return a.bounds.bottom() > b.bounds.bottom();
  if (area(a.bounds) != area(b.bounds)) return area(a.bounds) > area(b.bounds);
  return a.bounds.x < b.bounds.x;
}

std::set<std::size_t> definitions_of(const PlacedScene& placed) {
  std::set<std::size_t> used;
  for (const PlacedBand& each : placed.bands) {
    for (const Primitive& primitive : each.band->primitives) {
      if (const auto* use = std::get_if<Use>(&primitive)) used.insert(use->definition);
    }
  }
  return used;
}

Notation path_of(std::span<const Point> points) {
  Notation path;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0) {
      path.word("M").point(points[i]);
    } else if (points[i].x == points[i - 1].x) {
      path.word("V").number(points[i].y);
    } else if (points[i].y == points[i - 1].y) {
      path.word("H").number(points[i].x);
    } else {
      path.word("L").point(points[i]);
    }
  }
  return path;
}

/// The same closed, each point relative to the one before: the heads of arrows then look the
/// same wherever they stand, and are shorter.
Notation outline_of(std::span<const Point> points) {
  Notation path;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0) {
      path.word("M").point(points[i]);
      continue;
    }
    const Point step{points[i].x - points[i - 1].x, points[i].y - points[i - 1].y};
    if (step.x == 0) {
      path.word("v").number(step.y);
    } else if (step.y == 0) {
      path.word("h").number(step.x);
    } else {
      path.word("l").point(step);
    }
  }
  path.word("Z");
  return path;
}

/// From how many texts in a row a group around them is shorter.
constexpr std::size_t kTextsOfGroup = 3;

std::size_t leading_texts(std::span<const Primitive> primitives) {
  const auto end = std::ranges::find_if_not(
      primitives, [](const Primitive& each) { return std::holds_alternative<TextRun>(each); });
  return static_cast<std::size_t>(end - primitives.begin());
}

/// The value that most runs have; of several the one that comes first.
template <typename ValueOf>
auto most_frequent(std::span<const Primitive> runs, const ValueOf& value_of) {
  const auto value = [&](const Primitive& run) { return value_of(std::get<TextRun>(run)); };
  const auto frequency = [&](const Primitive& run) {
    return std::ranges::count(runs, value(run), value);
  };
  return value(*std::ranges::max_element(runs, {}, frequency));
}

TextLook most_frequent_look(std::span<const Primitive> runs) {
  return {most_frequent(runs, [](const TextRun& run) { return run.color; }),
          most_frequent(runs, [](const TextRun& run) { return run.text.size; })};
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

std::vector<PlacedRegion> regions_of(std::span<const Band> bands) {
  std::vector<PlacedRegion> regions;
  double top = 0;
  for (const Band& band : bands) {
    for (const Primitive& primitive : band.primitives) {
      const auto* region = std::get_if<Region>(&primitive);
      if (region == nullptr) continue;
      Rect bounds = region->bounds;
      bounds.y += top;
      regions.push_back({region, bounds});
    }
    top += band.height;
  }
  std::stable_sort(regions.begin(), regions.end(), comes_before);
  return regions;
}

FigureWriter::FigureWriter(XmlWriter& xml, const Scene& scene, std::string prefix,
                           const TextPainter& text, bool interactive)
    : xml_(xml),
      scene_(scene),
      prefix_(std::move(prefix)),
      text_(text),
      interactive_(interactive),
      placed_(place(scene, false)),
      used_at_first_(definitions_of(placed_)) {}

void FigureWriter::write_figure(const Metadata* metadata) {
  write_head(placed_.height, metadata);
  write_styles_and_definitions();
  xml_.open("rect");
  if (interactive_) xml_.attribute("class", "tviz-background");
  xml_.attribute("width", scene_.width).attribute("height", placed_.height);
  xml_.attribute("fill", scene_.background).close();
  write_lines();
  write_drawings();
  write_regions();
  xml_.close();
}

void FigureWriter::write_head(double height, const Metadata* metadata) {
  Notation view_box;
  view_box.number(0).number(0).number(scene_.width).number(height);
  xml_.open("svg").attribute("xmlns", "http://www.w3.org/2000/svg");
  xml_.attribute("width", scene_.width).attribute("height", height);
  xml_.attribute("viewBox", view_box).attribute("role", "img");
  if (!scene_.dark_colors.empty()) xml_.attribute("id", prefix_);
  xml_.attribute("aria-labelledby", prefix_ + "-title");
  xml_.attribute("aria-describedby", prefix_ + "-desc");
  xml_.attribute("font-family", text_.families(Face::Serif));
  // The text is measured without ligatures.
  xml_.attribute("style", "font-variant-ligatures:none");
  xml_.attribute("fill", "none").attribute("stroke-linejoin", "round");
  xml_.open("title").attribute("id", prefix_ + "-title").text(scene_.title).close();
  xml_.open("desc").attribute("id", prefix_ + "-desc").text(scene_.description);
  // An interactive figure has its outline beside it, a file has nothing around it.
  if (!interactive_ && !scene_.outline.empty()) xml_.text("\n").text(scene_.outline);
  xml_.close();
  if (metadata != nullptr) write_rdf(xml_, scene_.title, *metadata);
}

void FigureWriter::write_styles_and_definitions() {
  const std::string style_sheet = text_.style_sheet() + dark_rules(scene_, prefix_);
  if (!style_sheet.empty()) xml_.open("style").text(style_sheet).close();
  xml_.open("defs");
  text_.define(xml_);
  write_definitions(true);
  xml_.close();
}

void FigureWriter::write_other_definitions() { write_definitions(false); }

void FigureWriter::write_definitions(bool used_at_first) {
  for (std::size_t i = 0; i < scene_.definitions.size(); ++i) {
    if (used_at_first_.contains(i) != used_at_first) continue;
    std::string id = prefix_ + "-d";
    append_number(id, static_cast<std::int64_t>(i));
    xml_.open("g").attribute("id", id);
    draw(scene_.definitions[i].primitives);
    xml_.close();
  }
}

void FigureWriter::write_lines() {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-streams");
  for (const PlacedLine& line : placed_.lines) {
    Notation path;
    path.word("M").number(line.x).number(line.top).word("V").number(line.bottom);
    xml_.open("path").attribute("d", path);
    paint(*line.stroke);
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_drawings() {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-drawing");
  for (std::size_t i = 0; i < scene_.items.size(); ++i) {
    if (!placed_.item_shown[i]) continue;
    open_group(placed_.item_tops[i]);
    draw(bands_of(scene_.items[i], false));
    xml_.close();
  }
  xml_.close();
}

/// Tooltips; in an interactive figure the place of what the viewer makes instead.
void FigureWriter::write_regions() {
  xml_.open("g");
  if (interactive_) xml_.attribute("class", "tviz-regions");
  xml_.attribute("pointer-events", "all");
  for (const std::size_t item : flow_order(scene_)) {
    if (interactive_ || !placed_.item_shown[item]) continue;
    open_group(placed_.item_tops[item]);
    for (const PlacedRegion& each : regions_of(bands_of(scene_.items[item], false))) {
      write_bounds(each.bounds);
      xml_.attribute("data-path", each.region->path);
      xml_.open("title").text(each.region->label).close().close();
    }
    xml_.close();
  }
  xml_.close();
}

void FigureWriter::write_bounds(const Rect& bounds) {
  xml_.open("rect").attribute("x", bounds.x).attribute("y", bounds.y);
  xml_.attribute("width", bounds.width).attribute("height", bounds.height);
}

void FigureWriter::write_drawing(std::span<const Band> bands) {
  xml_.open("g");
  draw(bands);
  xml_.close();
}

void FigureWriter::write_button(const Fold& fold, bool unfolded) {
  xml_.open("g").attribute("class", "tviz-button").attribute("cursor", "pointer");
  xml_.attribute("role", "button").attribute("tabindex", "0");
  xml_.attribute("aria-label", unfolded ? fold.fold_label : fold.unfold_label);
  xml_.attribute("aria-expanded", unfolded ? "true" : "false");
  draw(unfolded ? fold.fold_hint : fold.unfold_hint);
  write_bounds(unfolded ? fold.fold_button : fold.unfold_button);
  xml_.close().close();
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

void FigureWriter::draw(std::span<const Primitive> primitives) {
  while (!primitives.empty()) {
    const std::size_t texts = leading_texts(primitives);
    if (texts >= kTextsOfGroup) {
      draw_texts(primitives.first(texts));
      primitives = primitives.subspan(texts);
    } else {
      std::visit(*this, primitives.front());
      primitives = primitives.subspan(1);
    }
  }
}

void FigureWriter::draw_texts(std::span<const Primitive> runs) {
  const TextLook look = most_frequent_look(runs);
  text_.open_group(xml_, look);
  for (const Primitive& run : runs) text_.draw(xml_, std::get<TextRun>(run), &look);
  xml_.close();
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
  const Notation path = line.closed ? outline_of(line.points) : path_of(line.points);
  xml_.open("path").attribute("d", path);
  paint(line.fill, line.stroke);
  xml_.close();
}

void FigureWriter::operator()(const TextRun& run) { text_.draw(xml_, run, nullptr); }

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
