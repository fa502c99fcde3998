// SPDX-License-Identifier: MIT
#include "layout/atlas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "layout/atlas_lanes.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/ends.hpp"
#include "layout/folding.hpp"
#include "layout/header.hpp"
#include "layout/value_scale.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr std::size_t kAtlasItem = 1;  // Of the scene: it stands below the header.
constexpr double kMostPitch = 14;      // From one row to the next.
constexpr double kLeastPitch = 3;
constexpr double kLeastPitchAskedFor = 1.5;  // Of a figure that must not be higher.
constexpr double kPitchesOfAPixel = 2;       // Rows stand at whole or half pixels.
constexpr double kAtlasRowGap = 0.12;        // Between rows, of the pitch.
constexpr double kMostAtlasRowGap = 2;
constexpr double kLayerNumbers = 16;       // Left of the cells, for the numbers of the layers.
constexpr double kNumberGap = 5;           // Between these and the cells.
constexpr double kLayerCell = 22;          // Of the number of a whole layer.
constexpr double kLayerGap = 6;            // Right of it.
constexpr double kAtlasStreamRoom = 16;    // From the last cell to the stream.
constexpr double kBesideAtlasStream = 20;  // Right of it, for the dots of hooks, at least.
constexpr double kAtlasDotsGap = 2;        // Before these dots and after them.
constexpr double kAtlasGap = 22;           // Between two streams.
constexpr double kAtlasLabelGap = 4;
constexpr double kLeastText = 8;     // 6 pt in print.
constexpr double kCellSides = 1;     // Beside a number in its cell.
constexpr double kSignShare = 0.25;  // Of the scale, from which a sign stands for a number.
constexpr double kSumShare = 0.36;   // Radius of a ⊕, of the pitch.
constexpr double kLeastSum = 2.2;    // A smaller ⊕ is left out.
constexpr double kKeySize = 14;
constexpr double kKeyGap = 4;               // Between what two kinds of cells mean.
constexpr std::size_t kMostRegions = 4096;  // Of heads; beyond, each row of heads has one.

double usual_width(const Graph& graph, const Theme& theme) {
  return graph.streams.size() == 1
             ? theme.usual_width
             : 0.7 * theme.usual_width * static_cast<double>(graph.streams.size());
}

/// Whether a number belongs to a layer as a whole.
bool is_of_layer(const Value& value, const Stream& stream) {
  const Block* block = find_block(stream, value.component);
  return block != nullptr && block->path == value.component;
}

bool has_numbers_of_layers(const Values& values, const Stream& stream) {
  return std::ranges::any_of(values.list,
                             [&](const Value& value) { return is_of_layer(value, stream); });
}

bool has_numbers_inside(const Values& values, const Stream& stream) {
  return std::ranges::any_of(values.list,
                             [&](const Value& value) { return !is_of_layer(value, stream); });
}

void add_all(std::vector<MarkStyle> more, std::vector<MarkStyle>& styles) {
  for (MarkStyle& style : more) add_once(styles, std::move(style));
}

/// What no cell of a row shows: hooks on the stream, on lines, and on components without a lane.
std::vector<MarkStyle> marks_beside(const Block& block, const BlockStructure& structure,
                                    const Marks& marks, const std::vector<AtlasLane>& lanes) {
  std::vector<MarkStyle> beside = marks.hooks(block.path);
  for (const Component* component : components_of(structure)) {
    const std::string path = fmt::format("{}.{}", block.path, component->path);
    std::vector<MarkStyle> inside;
    if (std::ranges::find(lanes, component->path, &AtlasLane::path) != lanes.end()) {
      inside = marks.inside(path);
    }
    for (MarkStyle& style : marks.anywhere(path)) {
      if (std::ranges::find(inside, style) == inside.end()) add_once(beside, std::move(style));
    }
  }
  return beside;
}

/// From the middle of the stream to the right, with room for the dots of the row that has most.
double beside_stream(const Stream& stream, const Marks& marks, const Theme& theme) {
  const std::vector<AtlasLane> lanes = atlas_lanes(stream, 0, 0);
  double width = kBesideAtlasStream;
  for (const Block& block : stream.blocks) {
    if (!marks.in_block(block.path)) continue;
    const std::vector<MarkStyle> beside =
        marks_beside(block, stream.structures[block.structure], marks, lanes);
    width = std::max(width, theme.sum_radius + marker_width(theme, beside) + 2 * kAtlasDotsGap);
  }
  return width;
}

double around_lanes(const Stream& stream, const Marks& marks, const Theme& theme) {
  const double cell = has_numbers_of_layers(marks.values(), stream) ? kLayerCell + kLayerGap : 0;
  return kLayerNumbers + kNumberGap + cell + kAtlasStreamRoom + beside_stream(stream, marks, theme);
}

/// One stream, from its top down.
class AtlasStream {
 public:
  AtlasStream(const Stream& stream, const Marks& marks, const Style& style, double left,
              double right, double pitch)
      : stream_(stream),
        marks_(marks),
        style_(style),
        theme_(style.theme),
        pitch_(pitch),
        gap_(std::min(kAtlasRowGap * pitch, kMostAtlasRowGap)),
        left_(left),
        beside_stream_(beside_stream(stream, marks, style.theme)),
        has_layer_cells_(has_numbers_of_layers(marks.values(), stream)),
        lanes_(atlas_lanes(
            stream,
            left + kLayerNumbers + kNumberGap + (has_layer_cells_ ? kLayerCell + kLayerGap : 0),
            right - kAtlasStreamRoom - beside_stream_)),
        stream_x_(lanes_.back().right() + kAtlasStreamRoom),
        has_values_(has_numbers_inside(marks.values(), stream)),
        canvas_(style) {}

  /// Returns the y of its foot.
  double paint(double top) {
    double y = paint_titles(top);
    // A short word for the end of the stream has room beside the numbers of the heads.
    const double beside = y - text_size() - kAtlasLabelGap;
    if (!stream_.exit.empty()) {
      const double end =
          paint_end(stream_.exit.back(), {&stream_.exit}, end_fits_beside_titles() ? beside : y);
      y = std::max(y, end);
    }
    const double first = y;
    for (auto block = stream_.blocks.rbegin(); block != stream_.blocks.rend(); ++block) {
      paint_row(*block, y);
      y += pitch_;
    }
    paint_stream(first, y);
    if (stream_.entry.empty()) return y;
    return paint_end(
        stream_.entry.back(),
        {&stream_.entry, &stream_.added_at_entry, &stream_.after_entry, &stream_.used_by_blocks},
        y + kAtlasLabelGap);
  }

  std::vector<Primitive> take() && { return std::move(canvas_).take(); }
  const StreamLine& line() const { return line_; }
  /// Whether any cell is hollow, because it has no number among numbers.
  bool has_hollow() const { return has_hollow_; }
  double right() const { return stream_x_ + beside_stream_; }

 private:
  double text_size() const { return std::max(kLeastText, 0.85 * theme_.card_size); }

  void write(const std::string& text, double x, double y, Color color,
             TextAnchor anchor = TextAnchor::Start) {
    const TextLine line = typeset(style_.fonts, text, Face::Sans, text_size());
    const double shift = anchor == TextAnchor::End      ? line.width
                         : anchor == TextAnchor::Middle ? line.width / 2
                                                        : 0;
    canvas_.text(line, {x - shift, y}, color, anchor);
  }

  /// The stream's name, what the columns are, and the numbers of the heads.
  double paint_titles(double y) {
    if (!stream_.title.empty()) {
      y += theme_.label_size;
      canvas_.text(typeset(style_.fonts, stream_.title, Face::SerifBold, theme_.label_size),
                   {left_, y}, theme_.title);
      y += kAtlasLabelGap;
    }
    y += text_size();
    if (has_layer_cells_) {
      write("layer", layer_cell_left() + kLayerCell / 2, y, theme_.muted, TextAnchor::Middle);
    }
    for (const AtlasLane& lane : lanes_) {
      if (lane.has_heads()) {
        write(lane.title, lane.left, y, theme_.muted);
      } else {
        const double room = lane.cell_width + kAtlasStreamRoom / 2;
        const std::string title = elide(style_.fonts, lane.title, Face::Sans, text_size(), room);
        write(title, lane.left + lane.cell_width / 2, y + text_size() + kAtlasLabelGap,
              theme_.muted, TextAnchor::Middle);
      }
    }
    y += text_size() + kAtlasLabelGap;
    for (const AtlasLane& lane : lanes_) paint_head_numbers(lane, y);
    return y + kAtlasLabelGap;
  }

  /// As many as have room, the first of each group before others.
  void paint_head_numbers(const AtlasLane& lane, double y) {
    if (!lane.has_heads()) return;
    const double room =
        style_.fonts.width(fmt::format("{}", lane.cells - 1), Face::Sans, text_size()) + 3;
    double end = lane.left - room;
    const auto number = [&](std::int64_t head) {
      const double middle = lane.cell_left(head) + lane.cell_width / 2;
      if (middle - room / 2 < end) return;
      write(fmt::format("{}", head), middle, y, theme_.muted, TextAnchor::Middle);
      end = middle + room / 2;
    };
    const std::int64_t step = lane.groups > 1 && lane.cell_width < room ? lane.group_size() : 1;
    for (std::int64_t head = 0; head < lane.cells; head += step) number(head);
  }

  TextLine end_word(const Component& component) const {
    return typeset_math(style_.fonts, words_of_label(component.label), 0.9 * theme_.label_size);
  }

  bool end_fits_beside_titles() const {
    const AtlasLane& lane = lanes_.back();
    const double title = std::min(lane.cell_width + kAtlasStreamRoom / 2,
                                  style_.fonts.width(lane.title, Face::Sans, text_size()));
    const double title_end =
        lane.has_heads() ? lane.right() : lane.left + (lane.cell_width + title) / 2;
    const double width = end_word(stream_.exit.back()).width;
    return std::min(stream_x_ - width / 2, right() - width) > title_end + kAtlasLabelGap;
  }

  /// The word for what stands above or below the rows, with the dots of the hooks of all of it.
  double paint_end(const Component& named, std::initializer_list<const std::vector<Component>*> all,
                   double y) {
    std::vector<MarkStyle> styles;
    for (const auto* components : all) {
      for (const Component& each : *components) add_all(marks_.anywhere(each.path), styles);
    }
    const double size = theme_.label_size;
    y += size;
    const TextLine line = end_word(named);
    const double x = std::min(stream_x_ - line.width / 2, right() - line.width);
    canvas_.text(line, {x, y}, theme_.text, TextAnchor::Middle);
    if (!styles.empty()) {
      canvas_.markers({x - kAtlasLabelGap - marker_width(theme_, styles) / 2, y - 0.3 * size},
                      styles);
    }
    canvas_.add(Region{named.path, named.title, named.path, {x, y - size, line.width, 1.3 * size}});
    return y + 0.3 * size + kAtlasLabelGap;
  }

  void paint_row(const Block& block, double y) {
    paint_layer_number(block, y);
    if (has_layer_cells_) paint_layer_cell(block, y);
    const BlockStructure& structure = stream_.structures[block.structure];
    for (const Component* component : components_of(structure)) {
      const auto lane = std::ranges::find(lanes_, component->path, &AtlasLane::path);
      if (lane == lanes_.end()) continue;
      paint_component(*component, fmt::format("{}.{}", block.path, component->path), block, *lane,
                      y);
    }
    if (!marks_.in_block(block.path)) return;
    const std::vector<MarkStyle> beside = marks_beside(block, structure, marks_, lanes_);
    if (beside.empty()) return;
    const double sum = std::min(theme_.sum_radius, kSumShare * pitch_);
    const double x = stream_x_ + sum + kAtlasDotsGap + marker_width(theme_, beside) / 2;
    canvas_.markers({x, y + pitch_ / 2}, beside);
  }

  double layer_cell_left() const { return left_ + kLayerNumbers + kNumberGap; }

  /// The number of a whole layer.
  void paint_layer_cell(const Block& block, double y) {
    const Rect bounds{layer_cell_left(), y, kLayerCell, pitch_ - gap_};
    const auto number = marks_.number(block.path, kAllHeads);
    paint_cell(bounds, marks_.value(block.path), number, true);
    add_region(block.path, fmt::format("Layer {}", block.layer), {}, bounds, number);
  }

  void paint_layer_number(const Block& block, double y) {
    const auto every = static_cast<std::int64_t>(std::ceil((text_size() + 1) / pitch_));
    std::int64_t step = 1;
    while (step < every) step *= 2;
    const std::int64_t last = stream_.blocks.back().layer;
    const bool is_last = block.layer == last;
    const bool has_room = block.layer % step == 0 && last - block.layer >= every;
    if (!is_last && !has_room) return;
    write(fmt::format("{}", block.layer), left_ + kLayerNumbers,
          y + pitch_ / 2 + 0.35 * text_size(), theme_.muted, TextAnchor::End);
  }

  /// The cells of one component in its row.
  void paint_component(const Component& component, const std::string& path, const Block& block,
                       const AtlasLane& lane, double y) {
    const std::string detail = detail_key(stream_, block.structure, component.path);
    const std::string where = fmt::format("layer {}", block.layer);
    if (component.n_heads < 2) {
      Rect bounds{lane.left, y, lane.right() - lane.left, pitch_ - gap_};
      const auto number = marks_.number(path, kAllHeads);
      paint_cell(bounds, marks_.inside(path), number);
      add_region(path, fmt::format("{}, {}", component.title, where), detail, bounds, number);
      return;
    }
    const bool each =
        static_cast<std::size_t>(component.n_heads) * stream_.blocks.size() <= kMostRegions;
    Region row{path,
               fmt::format("{}, {}", component.title, where),
               detail,
               {lane.left, y, lane.right() - lane.left, pitch_}};
    for (std::int64_t head = 0; head < component.n_heads; ++head) {
      const Rect bounds{lane.cell_left(head), y, lane.cell_width, pitch_ - gap_};
      const auto number = marks_.number(path, head);
      paint_cell(bounds, marks_.cell(path, head), number);
      if (each) {
        add_region(fmt::format("{}.heads.{}", path, head), fmt::format("Head {}, {}", head, where),
                   detail, bounds, number);
      } else {
        row.cells.push_back({head, bounds});
      }
    }
    if (!each) canvas_.add(std::move(row));
  }

  void add_region(std::string path, std::string label, const std::string& detail,
                  const Rect& bounds, std::optional<double> number) {
    if (number) label += fmt::format(": {}", number_text(*number));
    canvas_.add(Region{std::move(path), std::move(label), detail, bounds});
  }

  /// A cell in the colours of what it carries; without a number among numbers it is hollow.
  void paint_cell(const Rect& bounds, const std::vector<MarkStyle>& styles,
                  std::optional<double> number) {
    paint_cell(bounds, styles, number, has_values_);
  }

  void paint_cell(const Rect& bounds, const std::vector<MarkStyle>& styles,
                  std::optional<double> number, bool is_measured) {
    const double radius = std::min(theme_.box_radius, bounds.width / 8);
    const double line = std::min(theme_.box_line_width, bounds.width / 12);
    if (styles.empty()) {
      has_hollow_ = has_hollow_ || is_measured;
      const BoxStyle& plain = theme_.learned;
      Stroke stroke{is_measured ? theme_.unchosen : plain.stroke, line, {}};
      if (is_measured) stroke.dashes = {1.5, 1.5};
      canvas_.add(Rectangle{bounds, radius,
                            is_measured ? std::optional<Color>() : std::optional(plain.fill),
                            std::move(stroke)});
      return;
    }
    const double width = bounds.width / static_cast<double>(styles.size());
    Rect stripe = bounds;
    stripe.width = width;
    for (const MarkStyle& style : styles) {
      for (Primitive& part : marked_shape(Rectangle{stripe, radius, {}, {}}, style,
                                          std::min(theme_.highlight_line_width / 2, line))) {
        canvas_.add(std::move(part));
      }
      stripe.x += width;
    }
    if (number && styles.size() == 1) paint_number(bounds, *number, styles.front().ink);
  }

  /// The number where it fits, at need with a short minus; else its sign, in cells too narrow for
  /// most numbers only where that is large.
  void paint_number(const Rect& bounds, double number, Color ink) {
    if (bounds.height < kLeastText) return;
    const double size = std::clamp(0.55 * bounds.height, kLeastText, text_size());
    const auto fits = [&](const std::string& text) {
      return style_.fonts.width(text, Face::Serif, size) <= bounds.width - kCellSides;
    };
    const bool shows_numbers = fits(".88") || !std::isfinite(number);
    std::string text = cell_number(number);
    if (!fits(text) && number < 0) text = "-" + cell_number(-number);
    if (!shows_numbers || !fits(text)) {
      if (!shows_numbers && marks_.value_colors().share(number) < kSignShare) return;
      text = sign_of(number);
    }
    const TextLine line = typeset(style_.fonts, text, Face::Serif, size);
    if (line.width > bounds.width) return;
    canvas_.text(line, {bounds.center().x - line.width / 2, bounds.center().y + 0.33 * size}, ink,
                 TextAnchor::Middle);
  }

  /// NaN has none, but a cross as wide as one.
  static std::string sign_of(double number) {
    if (std::isnan(number)) return "×";
    return number < 0 ? "−" : "+";
  }

  void paint_stream(double top, double bottom) {
    line_ = {stream_x_, kAtlasItem, top, kAtlasItem, bottom, {}};
    line_.stroke = Stroke{theme_.stream, theme_.stream_width, {}};
    if (theme_.stream_dash > 0) line_.stroke.dashes = {theme_.stream_dash, theme_.stream_dash_gap};
    const double radius = std::min(theme_.sum_radius, kSumShare * pitch_);
    if (radius < kLeastSum) return;
    for (double y = top + std::floor(pitch_ / 2); y < bottom; y += pitch_) {
      canvas_.line({{lanes_.back().right() + 1, y}, {stream_x_ - radius, y}});
      canvas_.sum({stream_x_, y}, radius);
    }
  }

  const Stream& stream_;
  const Marks& marks_;
  const Style& style_;
  const Theme& theme_;
  double pitch_;
  double gap_;
  double left_;
  double beside_stream_;
  bool has_layer_cells_;  ///< For numbers of whole layers.
  std::vector<AtlasLane> lanes_;
  double stream_x_;
  bool has_values_;  ///< Of components: those without are hollow.
  bool has_hollow_ = false;
  Canvas canvas_;
  StreamLine line_;
};

/// What a cell without a number on the scale means.
struct CellMeaning {
  std::string text;
  std::string sign;  ///< In the cell; may be empty.
  Stroke outline;
};

std::vector<CellMeaning> meanings(const Values& values, bool has_hollow, const Theme& theme) {
  const double line = theme.box_line_width;
  std::vector<CellMeaning> found;
  if (has_hollow) found.push_back({"not measured", "", {theme.unchosen, line, {1.5, 1.5}}});
  const auto is_nan = [](const Value& value) { return std::isnan(value.number); };
  if (std::ranges::any_of(values.list, is_nan))
    found.push_back({"NaN", "×", {theme.text, line, {}}});
  return found;
}

/// What is below the rows: the scale of the numbers, and beside it what other cells mean.
double paint_key(Canvas& canvas, const Marks& marks, bool has_hollow, const Page& page, double y) {
  if (marks.values().list.empty()) return y;
  const Style& style = canvas.style();
  const double size = style.theme.legend_size;
  y += style.theme.header_gap / 4;
  const double height = draw_value_scale(canvas, marks, page.left, page.right, y);
  const double x = page.left + value_scale_width(page.right - page.left) + kKeySize;
  Rect cell{x, y + 1.3 * size, kKeySize, kKeySize};
  double foot = y + height;
  for (const CellMeaning& meaning : meanings(marks.values(), has_hollow, style.theme)) {
    const TextLine line = typeset(style.fonts, meaning.text, Face::Sans, size);
    if (x + 2 * kKeySize + line.width >= page.right) break;
    canvas.add(Rectangle{cell, style.theme.box_radius, std::nullopt, meaning.outline});
    const TextLine sign = typeset(style.fonts, meaning.sign, Face::Serif, size);
    canvas.text(sign, {cell.center().x - sign.width / 2, cell.center().y + 0.33 * size},
                style.theme.text, TextAnchor::Middle);
    canvas.text(line, {cell.right() + kAtlasLabelGap, cell.bottom() - 0.2 * kKeySize},
                style.theme.muted);
    foot = std::max(foot, cell.bottom());
    cell.y = cell.bottom() + kKeyGap;
  }
  return foot;
}

/// The whole atlas, with rows at this distance.
Scene draw_rows(const Graph& graph, const Marks& marks, const Style& style, double width,
                double pitch) {
  const Theme& theme = style.theme;
  const Page page{width, theme.margin, width - theme.margin, {}, {}};
  Scene scene;
  scene.width = width;
  Band header = draw_header(graph, marks, page, style, false);
  header.height -= theme.header_gap / 2;
  Canvas canvas(style);
  double foot = 0;
  double left = page.left;
  const double each =
      (page.right - page.left + kAtlasGap) / static_cast<double>(graph.streams.size()) - kAtlasGap;
  std::vector<Primitive> drawing;
  bool has_hollow = false;
  for (const Stream& stream : graph.streams) {
    AtlasStream atlas(stream, marks, style, left, left + each, pitch);
    foot = std::max(foot, atlas.paint(0));
    has_hollow = has_hollow || atlas.has_hollow();
    scene.streams.push_back(atlas.line());
    std::ranges::move(std::move(atlas).take(), std::back_inserter(drawing));
    left += each + kAtlasGap;
  }
  foot = paint_key(canvas, marks, has_hollow, page, foot);
  std::ranges::move(std::move(canvas).take(), std::back_inserter(drawing));
  scene.items.emplace_back(std::move(header));
  scene.items.emplace_back(Band{std::ceil(foot), std::move(drawing)});
  return scene;
}

}  // namespace

double least_atlas_width(const Graph& graph, const Marks& marks, const Theme& theme) {
  double width = 2 * theme.margin - kAtlasGap;
  for (const Stream& stream : graph.streams) {
    width += around_lanes(stream, marks, theme) + least_lanes_width(stream) + kAtlasGap;
  }
  return std::ceil(width);
}

Scene draw_atlas(const Graph& graph, const Marks& marks, const Style& style,
                 const LayoutOptions& options) {
  const Theme& theme = style.theme;
  const double width = std::round(options.width.value_or(usual_width(graph, theme)));
  const double least = least_atlas_width(graph, marks, theme);
  if (width < least) {
    throw Error(Problem{fmt::format("a width of {} pixels is too small", width),
                        {"", 0, 0, "width"},
                        fmt::format("an atlas of this model needs {}", least)});
  }
  Scene scene = draw_rows(graph, marks, style, width, kMostPitch);
  const double room = options.height.value_or(kPageHeight) - theme.margin;
  const double excess = place(scene, false).height - room;
  if (excess <= 0) return scene;
  const double fitting = kMostPitch - excess / static_cast<double>(most_layers(graph));
  const double pitch = std::max(options.height ? kLeastPitchAskedFor : kLeastPitch,
                                std::floor(kPitchesOfAPixel * fitting) / kPitchesOfAPixel);
  return draw_rows(graph, marks, style, width, pitch);
}

}  // namespace tviz
