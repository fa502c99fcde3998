// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tviz/base/color.hpp"
#include "tviz/base/export.hpp"
#include "tviz/base/geometry.hpp"
#include "tviz/text/font.hpp"

namespace tviz {

/// A line's look. Lengths in pixels.
struct Stroke {
  Color color;
  double width = 1;
  std::vector<double> dashes;  ///< Lengths on, off, ...; empty: solid.
  friend bool operator==(const Stroke&, const Stroke&) = default;
};

/// A box with rounded corners.
struct Rectangle {
  Rect bounds;
  double radius = 0;  ///< Of the corners.
  std::optional<Color> fill;
  std::optional<Stroke> stroke;
};

/// A disc or a ring.
struct Circle {
  Point center;
  double radius = 0;
  std::optional<Color> fill;
  std::optional<Stroke> stroke;
};

/// Straight segments; joins are round, ends butt.
struct Polyline {
  std::vector<Point> points;
  bool closed = false;
  std::optional<Color> fill;
  std::optional<Stroke> stroke;
};

/// What of a text stays in place if its width changes, as when a reader edits it.
enum class TextAnchor { Start, Middle, End };

/// One run of shaped text; `origin` is the left end of its baseline, whatever its anchor.
struct TextRun {
  Point origin;
  ShapedText text;
  Color color;
  TextAnchor anchor = TextAnchor::Start;
};

/// A picture that a plugin or a theme brings, an SVG document fitted into a rectangle with its
/// proportions kept. It is drawn from memory and loads nothing; its text is in the viewer's
/// own fonts.
struct Artwork {
  Rect bounds;
  std::string svg;
};

/// A definition drawn once more, moved by `offset`.
struct Use {
  std::size_t definition = 0;  ///< Index in Scene::definitions.
  Point offset;
};

/// One of the equal boxes that a component is drawn as: a head, or a routed expert.
struct RegionCell {
  std::int64_t index = 0;
  Rect bounds;
};

/// What a place in the figure means: invisible, for hover, focus and screen readers.
struct Region {
  std::string path;    ///< "blocks.3.attn"; in the second of several sub-figures "b:blocks.3.attn".
  std::string label;   ///< For screen readers: "Attention, layer 3, 12 heads".
  std::string detail;  ///< Key of its Detail; empty if it has none.
  Rect bounds;
  std::vector<RegionCell> cells{};  ///< Those that are drawn, for who points at one; not in JSON.
};

/// Path of the region of a colour bar. Its bounds are the bar's.
inline constexpr std::string_view kScalePath = "scale";
/// What the path of the region of a legend's entry begins with; the function's label follows.
inline constexpr std::string_view kLegendPath = "legend.";

/// What a backend has to draw: these and nothing else.
using Primitive = std::variant<Rectangle, Circle, Polyline, TextRun, Artwork, Use, Region>;

/// Drawing that repeats; it contains no Use and no Region.
struct Definition {
  std::vector<Primitive> primitives;
};

/// A horizontal slice of the figure. Its drawing is relative to its top left corner, so
/// that it can move when a fold below it opens.
struct Band {
  double height = 0;
  std::vector<Primitive> primitives;
};

/// What has two states: a single layer, closed or opened, or a run of layers, which is a card
/// while it is folded. Bands are ordered from top to bottom.
struct Fold {
  std::string id;            ///< "layers-3-11".
  std::string fold_label;    ///< "Fold layers 3 – 11".
  std::string unfold_label;  ///< "Show 9 more layers".
  std::vector<Band> folded;
  std::vector<Band> unfolded;
  /// How many of the items directly below it are shown only while it is unfolded. They lie in the
  /// same column, and none has members of its own.
  std::size_t members = 0;
  Rect unfold_button;  ///< Relative to the first folded band: what opens the run.
  Rect fold_button;    ///< Relative to the first unfolded band: what closes it again.
  /// Drawn over a button, but only if the reader can press it.
  std::vector<Primitive> unfold_hint;
  std::vector<Primitive> fold_hint;
};

/// What is stacked from the top of the figure to its bottom.
using StackItem = std::variant<Band, Fold>;

/// Items that are one stream of several, or one of several sub-figures, which stand side by side
/// with their lower ends at one height: Scene::items[first_item] is the top one, [last_item] the
/// lowest.
struct Column {
  std::size_t first_item = 0;
  std::size_t last_item = 0;
};

/// The residual stream: a vertical line behind the bands, from a place in one item to a
/// place in another, however far apart folds push them. Neither is a member of a fold. Item 0 is
/// the top one.
struct StreamLine {
  double x = 0;
  std::size_t top_item = 0;
  double top = 0;  ///< Below the top of top_item's first band.
  std::size_t bottom_item = 0;
  double bottom = 0;
  Stroke stroke;
};

/// Where a line of the drawing joins a rail while the item is shown: a height below its top.
struct RailEnd {
  std::size_t item = 0;
  double folded = 0;
  std::optional<double> unfolded;  ///< The same while the item is an open fold; none: no end then.
};

/// What carries the output of one stream to its readers: a vertical line behind the bands from
/// the highest of its ends to the lowest, wherever folds push them.
struct Rail {
  double x = 0;
  std::vector<RailEnd> ends;
  Stroke stroke;
};

/// A hook point in a panel. `name` may hold "{block}", which stands for the block's path, or
/// "{layer}", for its number.
struct DetailRow {
  std::string name;
  std::string site;
  std::string shape;         ///< "batch, seq_len, 12, 64".
  std::string note;          ///< "needs use_attn_result"; empty if it fires by default.
  std::int64_t expert = -1;  ///< The only one whose tensor it is, or -1.
};

/// Styled text for a panel.
struct DetailText {
  std::string text;
  Face face = Face::Serif;
  int script = 0;  ///< -1 lowered, 1 raised.
};

/// What opens when a component is hovered; one for all layers of equal structure.
struct Detail {
  std::string id;
  std::string title;
  std::string summary;
  std::string parameters;  ///< "2.36M params".
  std::vector<DetailText> equation;
  std::int64_t n_heads = 0;
  std::int64_t n_key_value_heads = 0;
  std::vector<DetailRow> rows;       ///< Those that fire stand first.
  std::vector<std::string> notes{};  ///< Lines of text below all else.
  std::int64_t n_experts = 0;        ///< Routed ones.
};

/// A highlight for panels.
struct DetailMark {
  std::string component;  ///< Path of its region.
  std::string site;
  std::vector<std::int64_t> heads;
  std::string label;
  BoxStyle style;
  std::string letter{};      ///< Added to the colour if there are more functions than colours.
  bool backward = false;     ///< On the gradient.
  bool dormant = false;      ///< It never fires.
  std::int64_t expert = -1;  ///< The only one that it acts on, or -1.
};

/// A number of a component or of one of its heads or experts.
struct DetailValue {
  std::string component;    ///< Path of its region.
  std::int64_t index = -1;  ///< Of the head or expert; -1 for the whole.
  double number = 0;
};

/// The colours of a number.
struct DetailColors {
  Color fill;
  Color text;
};

/// Numbers that colour the figure, for panels.
struct DetailScale {
  std::string title;
  double low = 0;
  double high = 0;
  std::vector<DetailColors> steps;  ///< Of equal parts of the scale from low to high.
  std::vector<DetailValue> values;
};

/// Colours and faces for what is not drawn by primitives (panels, page background).
struct PanelStyle {
  Color page;
  Color surface;
  Color border;
  Color ink;
  Color muted;
  BoxStyle head;
};

/// A colour of a scene, and what takes its place on dark pages.
struct ColorPair {
  Color light;
  Color dark;
};

/// The finished drawing: an immutable display list with its meaning. Backends draw it and decide
/// nothing. Items are stacked from top to bottom without gaps, but columns together take
/// the place of one item.
struct Scene {
  std::string title;
  std::string description;  ///< One paragraph, for alternative text.
  std::string outline;      ///< The architecture as text, one line a part.
  double width = 0;
  Typeface typeface = Typeface::Times;  ///< Whose faces the texts have.
  Color background;
  std::vector<Definition> definitions;
  std::vector<StackItem> items;
  std::vector<Column> columns;  ///< From left to right, each after the one before; may be empty.
  std::vector<StreamLine> streams;
  std::vector<Rail> rails;
  std::vector<Detail> details;      ///< Empty unless the backend is interactive.
  std::vector<DetailMark> marks;    ///< Likewise.
  std::vector<DetailScale> scales;  ///< Likewise: of each sub-figure that shows numbers.
  std::string snippet;              ///< Likewise: code that hooks a point, "{name}" in its place.
  PanelStyle panel;
  std::vector<ColorPair> dark_colors;  ///< What changes on dark pages; empty: nothing.
};

/// A band with the height at which it lies when every fold is in the given state.
struct PlacedBand {
  const Band* band = nullptr;
  double top = 0;
};

/// A vertical line with the place that it has in one state of the scene.
struct PlacedLine {
  double x = 0;
  double top = 0;
  double bottom = 0;
  const Stroke* stroke = nullptr;
};

/// The scene in one state: what a static format draws.
struct PlacedScene {
  std::vector<PlacedLine> lines;  ///< The streams, then the rails. They lie behind the bands.
  std::vector<PlacedBand> bands;
  std::vector<double> item_tops;  ///< Where each item of the scene begins, or would.
  std::vector<bool> item_shown;   ///< Whether each item is; members of a folded run are not.
  double height = 0;
};

/// The bands of an item in one of the two states of a fold.
TVIZ_API std::span<const Band> bands_of(const StackItem& item, bool unfolded);

/// Stacks the bands of the scene with all folds unfolded, or with all folded. Throws Error on a
/// line that ends in an item that the scene lacks, on a stream that ends in a member of a fold, on
/// columns that do not follow each other, and on members that do not lie below their fold.
TVIZ_API PlacedScene place(const Scene& scene, bool unfolded);

/// Fills scene.dark_colors from the same scene in dark colours. Shades of `scene` change by 1 of
/// 255 where one colour would need two dark ones. Throws Error if the scenes differ in more.
TVIZ_API void add_dark_colors(Scene& scene, Scene dark);

/// The scene as it is on dark pages.
TVIZ_API Scene in_dark_colors(Scene scene);

/// The scene as JSON, for tests, debugging and other programs.
TVIZ_API std::string to_json(const Scene& scene);

/// 8 base-36 digits that differ for scenes whose JSON differs: the prefix of ids, so that
/// two figures can share a page.
TVIZ_API std::string hash(const Scene& scene);

}  // namespace tviz
