// SPDX-License-Identifier: MIT
// Figures as plain text, for terminals and commit messages: a character stands for 5 × 10
// pixels. Change how each primitive is drawn into what your format writes.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <tviz/plugin/plugin.hpp>
#include <tviz/scene/utf8.hpp>
#include <variant>
#include <vector>

namespace {

constexpr double kColumnWidth = 5;
constexpr double kRowHeight = 10;

/// A page of characters and the drawing of each primitive on it: without a function for every
/// alternative of tviz::Primitive, std::visit does not compile.
class TextPage {
 public:
  TextPage(const tviz::Scene& scene, double height)
      : definitions_(scene.definitions),
        rows_(cell(height, kRowHeight) + 1, Row(cell(scene.width, kColumnWidth) + 1, " ")) {}

  /// Draws primitives that are relative to `origin`.
  void draw(const std::vector<tviz::Primitive>& primitives, tviz::Point origin) {
    const tviz::Point outer = origin_;
    origin_ = {outer.x + origin.x, outer.y + origin.y};
    for (const tviz::Primitive& primitive : primitives) std::visit(*this, primitive);
    origin_ = outer;
  }

  void line(tviz::Point from, tviz::Point to) {
    const double columns = std::abs(to.x - from.x) / kColumnWidth;
    const double rows = std::abs(to.y - from.y) / kRowHeight;
    const auto steps = static_cast<int>(std::ceil(std::max(columns, rows)));
    for (int i = 0; i <= steps; ++i) {
      const double share = steps == 0 ? 0 : static_cast<double>(i) / steps;
      put({std::lerp(from.x, to.x, share), std::lerp(from.y, to.y, share)},
          columns > rows ? "-" : "|");
    }
  }

  void operator()(const tviz::Rectangle& rectangle) {
    const tviz::Rect& bounds = rectangle.bounds;
    const tviz::Point top_left{bounds.x, bounds.y};
    const tviz::Point top_right{bounds.right(), bounds.y};
    const tviz::Point bottom_left{bounds.x, bounds.bottom()};
    const tviz::Point bottom_right{bounds.right(), bounds.bottom()};
    if (rectangle.fill) clear(bounds);
    if (!rectangle.stroke) return;
    line(top_left, top_right);
    line(bottom_left, bottom_right);
    line(top_left, bottom_left);
    line(top_right, bottom_right);
    for (const tviz::Point corner : {top_left, top_right, bottom_left, bottom_right}) {
      put(corner, "+");
    }
  }

  void operator()(const tviz::Circle& circle) { put(circle.center, "o"); }

  void operator()(const tviz::Polyline& polyline) {
    // An arrow head is smaller than a character.
    if (polyline.closed && polyline.fill) return;
    const std::vector<tviz::Point>& points = polyline.points;
    for (std::size_t i = 1; i < points.size(); ++i) line(points[i - 1], points[i]);
  }

  void operator()(const tviz::TextRun& run) {
    // A little above the baseline, so that the letters are in the row that they mostly cover.
    tviz::Point place{run.origin.x, run.origin.y - run.text.size / 3};
    for (std::string_view rest = run.text.text; !rest.empty(); place.x += kColumnWidth) {
      const std::string_view before = rest;
      tviz::take_character(rest);
      put(place, before.substr(0, before.size() - rest.size()));
    }
  }

  void operator()(const tviz::Use& use) {
    draw(definitions_[use.definition].primitives, use.offset);
  }

  /// A picture is no text.
  void operator()(const tviz::Artwork&) {}

  /// What a place means; nothing is drawn there.
  void operator()(const tviz::Region&) {}

  void write(tviz::ByteSink& sink) const {
    for (const Row& row : rows_) {
      std::string text;
      for (const std::string_view character : row) text += character;
      text.erase(text.find_last_not_of(' ') + 1);
      sink.write(text + '\n');
    }
  }

 private:
  /// Characters in UTF-8, which live as long as the scene.
  using Row = std::vector<std::string_view>;

  static std::size_t cell(double length, double size) {
    return static_cast<std::size_t>(std::max(0.0, length / size));
  }
  std::size_t row_of(double y) const { return cell(origin_.y + y, kRowHeight); }
  std::size_t column_of(double x) const { return cell(origin_.x + x, kColumnWidth); }

  void put(std::size_t row, std::size_t column, std::string_view character) {
    if (row < rows_.size() && column < rows_[row].size()) rows_[row][column] = character;
  }

  void put(tviz::Point place, std::string_view character) {
    put(row_of(place.y), column_of(place.x), character);
  }

  void clear(const tviz::Rect& bounds) {
    for (std::size_t row = row_of(bounds.y); row <= row_of(bounds.bottom()); ++row) {
      for (std::size_t column = column_of(bounds.x); column <= column_of(bounds.right());
           ++column) {
        put(row, column, " ");
      }
    }
  }

  const std::vector<tviz::Definition>& definitions_;
  std::vector<Row> rows_;
  tviz::Point origin_;  ///< Of what is being drawn, on the page.
};

/// Draws from many threads at once, so it has no state: equal scenes give equal bytes.
class PluginName final : public tviz::Backend {
 public:
  /// A format with panels that open would say true, and get Scene::details.
  bool interactive() const override { return false; }

  void render(const tviz::Scene& scene, const tviz::BackendOptions&,
              tviz::ByteSink& sink) const override {
    const tviz::PlacedScene placed = tviz::place(scene, false);
    TextPage page(scene, placed.height);
    // Streams, and what leads from one to another, lie behind everything else.
    for (const tviz::PlacedLine& line : placed.lines) {
      page.line({line.x, line.top}, {line.x, line.bottom});
    }
    for (const tviz::PlacedBand& band : placed.bands) {
      page.draw(band.band->primitives, {0, band.top});
    }
    page.write(sink);
  }
};

}  // namespace

// A format is called by the extension of its files: `tviz render gpt2 -o gpt2.plugin_name`.
TVIZ_PLUGIN("plugin_name", "1.0.0", "MIT", "Figures as plain text.",
            tviz::provide<tviz::Backend, PluginName>("plugin_name"))
