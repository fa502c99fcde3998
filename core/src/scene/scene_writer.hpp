// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "tviz/scene/scene.hpp"

namespace tviz {

inline constexpr std::array<std::string_view, kFaceCount> kFaceNames = {
    "serif", "serif-italic", "serif-bold", "sans", "mono", "math"};

/// Goes through the parts of a scene, fields in the order of their declarations and one
/// primitive a line. What a primitive has not (fill, stroke, dashes) is left out. The writer
/// makes JSON of it, or a hash.
template <class Writer>
class SceneWriter {
 public:
  explicit SceneWriter(Writer& json) : json_(json) {}

  void write(const Scene& scene) {
    json_.begin_object();
    text("title", scene.title).text("description", scene.description);
    text("outline", scene.outline).number("width", scene.width);
    // Left out in the usual figure.
    if (scene.typeface != Typeface::Times) text("typeface", tviz::name_of(scene.typeface));
    color("background", scene.background);
    each("definitions", scene.definitions, [this](const Definition& definition) {
      json_.begin_object();
      primitives("primitives", definition.primitives);
      json_.end_object();
    });
    each("items", scene.items, [this](const StackItem& item) {
      std::visit([this](const auto& alternative) { this->write_item(alternative); }, item);
    });
    // Left out in the usual figure of one stream.
    if (!scene.columns.empty()) {
      each("columns", scene.columns, [this](const Column& column) { this->write_column(column); });
    }
    each("streams", scene.streams, [this](const StreamLine& line) { this->write_stream(line); });
    if (!scene.rails.empty()) {
      each("rails", scene.rails, [this](const Rail& rail) { this->write_rail(rail); });
    }
    each("details", scene.details, [this](const Detail& detail) { this->write_detail(detail); });
    each("marks", scene.marks, [this](const DetailMark& mark) { this->write_mark(mark); });
    if (!scene.snippet.empty()) text("snippet", scene.snippet);
    write_panel(scene.panel);
    if (!scene.dark_colors.empty()) {
      each("dark_colors", scene.dark_colors, [this](const ColorPair& pair) {
        json_.begin_object();
        color("light", pair.light).color("dark", pair.dark);
        json_.end_object();
      });
    }
    json_.line().end_object();
  }

  void operator()(const Rectangle& rectangle) {
    text("kind", "rectangle").rect("bounds", rectangle.bounds).number("radius", rectangle.radius);
    paint(rectangle.fill, rectangle.stroke);
  }
  void operator()(const Circle& circle) {
    text("kind", "circle").point("center", circle.center).number("radius", circle.radius);
    paint(circle.fill, circle.stroke);
  }
  void operator()(const Polyline& line) {
    text("kind", line.closed ? "polygon" : "polyline");
    json_.key("points").begin_array();
    for (const Point& each_point : line.points) json_.value(each_point.x).value(each_point.y);
    json_.end_array();
    paint(line.fill, line.stroke);
  }
  void operator()(const TextRun& run) {
    text("kind", "text").point("origin", run.origin).text("face", name_of(run.text.face));
    number("size", run.text.size).text("text", run.text.text).number("width", run.text.width);
    color("color", run.color);
    if (run.anchor != TextAnchor::Start) {
      text("anchor", run.anchor == TextAnchor::Middle ? "middle" : "end");
    }
    json_.key("glyphs").begin_array();
    for (const Glyph& glyph : run.text.glyphs) write_glyph(glyph);
    json_.end_array();
  }
  void operator()(const Artwork& artwork) {
    text("kind", "artwork").rect("bounds", artwork.bounds).text("svg", artwork.svg);
  }
  void operator()(const Use& use) {
    text("kind", "use").integer("definition", static_cast<std::int64_t>(use.definition));
    point("offset", use.offset);
  }
  void operator()(const Region& region) {
    text("kind", "region").text("path", region.path).text("label", region.label);
    text("detail", region.detail).rect("bounds", region.bounds);
  }

 private:
  static std::string_view name_of(Face face) { return kFaceNames[static_cast<std::size_t>(face)]; }

  SceneWriter& text(std::string_view key, std::string_view value) {
    json_.key(key).value(value);
    return *this;
  }
  SceneWriter& number(std::string_view key, double value) {
    json_.key(key).value(value);
    return *this;
  }
  SceneWriter& integer(std::string_view key, std::int64_t value) {
    json_.key(key).value(value);
    return *this;
  }
  SceneWriter& color(std::string_view key, Color value) {
    json_.key(key).value(value);
    return *this;
  }
  SceneWriter& point(std::string_view key, Point value) {
    json_.key(key).begin_array().value(value.x).value(value.y).end_array();
    return *this;
  }
  SceneWriter& rect(std::string_view key, const Rect& value) {
    json_.key(key).begin_array().value(value.x).value(value.y);
    json_.value(value.width).value(value.height).end_array();
    return *this;
  }

  /// An array with a value a line.
  template <class Values, class Write>
  void each(std::string_view key, const Values& values, Write write_value) {
    json_.line().key(key).begin_array();
    for (const auto& value : values) {
      json_.line();
      write_value(value);
    }
    json_.end_array();
  }

  void primitives(std::string_view key, const std::vector<Primitive>& values) {
    each(key, values, [this](const Primitive& primitive) {
      json_.begin_object();
      std::visit(*this, primitive);
      json_.end_object();
    });
  }

  void stroke(const Stroke& value) {
    json_.key("stroke").begin_object();
    color("color", value.color).number("width", value.width);
    if (!value.dashes.empty()) {
      json_.key("dashes").begin_array();
      for (const double dash : value.dashes) json_.value(dash);
      json_.end_array();
    }
    json_.end_object();
  }

  void paint(const std::optional<Color>& fill, const std::optional<Stroke>& line) {
    if (fill) color("fill", *fill);
    if (line) stroke(*line);
  }

  void box_style(std::string_view key, const BoxStyle& style) {
    json_.key(key).begin_object();
    color("fill", style.fill).color("stroke", style.stroke).color("text", style.text);
    json_.end_object();
  }

  void write_glyph(const Glyph& glyph) {
    json_.begin_array().value(std::int64_t{glyph.id}).value(std::int64_t{glyph.cluster});
    json_.value(glyph.advance).value(glyph.x_offset).value(glyph.y_offset).end_array();
  }

  void write_item(const Band& band) {
    json_.begin_object();
    number("height", band.height).primitives("primitives", band.primitives);
    json_.end_object();
  }

  void write_item(const Fold& fold) {
    json_.begin_object();
    text("id", fold.id).text("fold_label", fold.fold_label);
    text("unfold_label", fold.unfold_label);
    const auto write_band = [this](const Band& band) { this->write_item(band); };
    each("folded", fold.folded, write_band);
    each("unfolded", fold.unfolded, write_band);
    if (fold.members > 0) integer("members", static_cast<std::int64_t>(fold.members));
    rect("unfold_button", fold.unfold_button).rect("fold_button", fold.fold_button);
    primitives("unfold_hint", fold.unfold_hint);
    primitives("fold_hint", fold.fold_hint);
    json_.end_object();
  }

  void write_column(const Column& column) {
    json_.begin_object();
    integer("first_item", static_cast<std::int64_t>(column.first_item));
    integer("last_item", static_cast<std::int64_t>(column.last_item));
    json_.end_object();
  }

  void write_rail(const Rail& rail) {
    json_.begin_object();
    number("x", rail.x);
    json_.key("ends").begin_array();
    for (const RailEnd& end : rail.ends) {
      json_.begin_object();
      integer("item", static_cast<std::int64_t>(end.item)).number("folded", end.folded);
      if (end.unfolded) number("unfolded", *end.unfolded);
      json_.end_object();
    }
    json_.end_array();
    stroke(rail.stroke);
    json_.end_object();
  }

  void write_stream(const StreamLine& line) {
    json_.begin_object();
    number("x", line.x).integer("top_item", static_cast<std::int64_t>(line.top_item));
    number("top", line.top).integer("bottom_item", static_cast<std::int64_t>(line.bottom_item));
    number("bottom", line.bottom).stroke(line.stroke);
    json_.end_object();
  }

  void write_detail(const Detail& detail) {
    json_.begin_object();
    text("id", detail.id).text("title", detail.title).text("summary", detail.summary);
    text("parameters", detail.parameters);
    json_.key("equation").begin_array();
    for (const DetailText& part : detail.equation) {
      json_.begin_array().value(part.text).value(name_of(part.face));
      json_.value(std::int64_t{part.script}).end_array();
    }
    json_.end_array();
    integer("n_heads", detail.n_heads).integer("n_key_value_heads", detail.n_key_value_heads);
    each("rows", detail.rows, [this](const DetailRow& row) {
      json_.begin_object();
      text("name", row.name).text("site", row.site).text("shape", row.shape);
      text("note", row.note);
      if (row.expert >= 0) integer("expert", row.expert);
      json_.end_object();
    });
    json_.end_object();
  }

  void write_mark(const DetailMark& mark) {
    json_.begin_object();
    text("component", mark.component).text("site", mark.site);
    json_.key("heads").begin_array();
    for (const std::int64_t head : mark.heads) json_.value(head);
    json_.end_array();
    text("label", mark.label).box_style("style", mark.style);
    if (!mark.letter.empty()) text("letter", mark.letter);
    if (mark.backward) integer("backward", 1);
    if (mark.dormant) integer("dormant", 1);
    if (mark.expert >= 0) integer("expert", mark.expert);
    json_.end_object();
  }

  void write_panel(const PanelStyle& panel) {
    json_.line().key("panel").begin_object();
    color("page", panel.page).color("surface", panel.surface).color("border", panel.border);
    color("ink", panel.ink).color("muted", panel.muted).box_style("head", panel.head);
    json_.end_object();
  }

  Writer& json_;
};

}  // namespace tviz
