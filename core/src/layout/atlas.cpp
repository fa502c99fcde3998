// SPDX-License-Identifier: MIT
#include "layout/atlas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "layout/atlas_cells.hpp"
#include "layout/atlas_lanes.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/ends.hpp"
#include "layout/folding.hpp"
#include "layout/header.hpp"
#include "layout/positions.hpp"
#include "layout/value_scale.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr std::size_t kAtlasItem = 1;  // Of the scene: it stands below the header.
constexpr double kMostPitch = 14;      // From one row to the next.
constexpr double kSignPitch = 8.5;     // The same where cells are too narrow for numbers.
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
constexpr double kSumShare = 0.36;    // Radius of a ⊕, of the pitch.
constexpr double kLeastSum = 2.2;     // A smaller ⊕ is left out.
constexpr double kRiseToEnd = 8;      // From the rows to the word for the end of the stream.
constexpr double kGroupBracket = 3;   // Height of the bracket of a group of heads.
constexpr double kGroupNameRise = 3;  // Of the name above the line of others.
constexpr double kBetweenTokens = 3;
constexpr double kBesideToken = 8;          // In a list of them.
constexpr std::size_t kLongToken = 8;       // In bytes; longer ones may be shortened.
constexpr std::size_t kMostRegions = 4096;  // Of heads; beyond, each row of heads has one.

double usual_width(const Graph& graph, const Theme& theme) {
  return graph.streams.size() == 1
             ? theme.usual_width
             : 0.7 * theme.usual_width * static_cast<double>(graph.streams.size());
}

bool has_numbers_of_layers(const Values& values, const Stream& stream) {
  return std::ranges::any_of(values.list, [&](const Value& value) {
    return value.head == kAllHeads && is_of_layer(value, stream);
  });
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
  const std::vector<AtlasLane> lanes = component_lanes(stream, marks);
  double width = kBesideAtlasStream;
  for (const Block& block : stream.blocks) {
    if (!marks.in_block(block.path)) continue;
    const std::vector<MarkStyle> beside =
        marks_beside(block, stream.structures[block.structure], marks, lanes);
    width = std::max(width, theme.sum_radius + marker_width(theme, beside) + 2 * kAtlasDotsGap);
  }
  return width;
}

/// Left of the cells: the numbers of the layers, and cells of whole layers.
double around_cells(const Stream& stream, const Marks& marks) {
  const double layers = has_numbers_of_layers(marks.values(), stream) ? kLayerCell + kLayerGap : 0;
  return kLayerNumbers + kNumberGap + layers;
}

double around_lanes(const Stream& stream, const Marks& marks, const Theme& theme) {
  return around_cells(stream, marks) + kAtlasStreamRoom + beside_stream(stream, marks, theme);
}

/// The lanes of a stream between two x.
std::vector<AtlasLane> lanes_between(const Stream& stream, const Marks& marks, const Theme& theme,
                                     double left, double right) {
  return placed(lanes_shown(stream, marks), left + around_cells(stream, marks),
                right - kAtlasStreamRoom - beside_stream(stream, marks, theme));
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
        lanes_(lanes_between(stream, marks, theme_, left, right)),
        stream_x_(lanes_.back().right() + kAtlasStreamRoom),
        has_values_(has_numbers_inside(marks.values(), stream)),
        canvas_(style),
        cells_(canvas_, marks) {}

  /// Returns the y of its foot.
  double paint(double top) {
    double y = paint_titles(top);
    // A short word for the end of the stream has room beside the numbers of the heads.
    const double beside = y - text_size() - kAtlasLabelGap - kRiseToEnd;
    if (!stream_.exit.empty()) {
      const double end =
          paint_end(stream_.exit.back(), {&stream_.exit}, end_fits_beside_titles() ? beside : y);
      y = std::max(y, end + kRiseToEnd - kAtlasLabelGap);
    }
    const double first = y;
    for (auto block = stream_.blocks.rbegin(); block != stream_.blocks.rend(); ++block) {
      paint_row(*block, y);
      y += pitch_;
    }
    double foot = y + kAtlasLabelGap;
    if (lanes_.front().path == kPositions) foot = paint_tokens(lanes_.front(), foot);
    paint_stream(first, y, foot);
    if (stream_.entry.empty()) return foot;
    return paint_end(
        stream_.entry.back(),
        {&stream_.entry, &stream_.added_at_entry, &stream_.after_entry, &stream_.used_by_blocks},
        foot);
  }

  std::vector<Primitive> take() && { return std::move(canvas_).take(); }
  const StreamLine& line() const { return line_; }
  /// The outline of cells that are hollow, because they have no number among numbers.
  const std::optional<Stroke>& hollow() const { return cells_.hollow(); }
  double right() const { return stream_x_ + beside_stream_; }

 private:
  double text_size() const { return atlas_text_size(theme_); }

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
        if (!paint_groups(lane, y)) write(lane.title, lane.left, y, theme_.muted);
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

  /// The name of each key/value head over the heads that share it, where all have room.
  bool paint_groups(const AtlasLane& lane, double y) {
    if (lane.groups < 2 || lane.groups == lane.cells) return false;
    const auto name = [&](std::int64_t group) {
      return typeset_math(style_.fonts, fmt::format("kv_{{{}}}", group), text_size());
    };
    const double width = lane.cell_left(lane.group_size() - 1) + lane.cell_width - lane.left;
    if (name(lane.groups - 1).width > width) return false;
    for (std::int64_t group = 0; group < lane.groups; ++group) {
      const double left = lane.cell_left(group * lane.group_size());
      const double rail = y + 1;
      const TextLine text = name(group);
      canvas_.text(text, {left + (width - text.width) / 2, y - kGroupNameRise}, theme_.muted);
      Polyline bracket;
      bracket.points = {{left, rail + kGroupBracket},
                        {left, rail},
                        {left + width, rail},
                        {left + width, rail + kGroupBracket}};
      bracket.stroke = Stroke{theme_.muted, theme_.line_width / 2, {}};
      canvas_.add(std::move(bracket));
    }
    return true;
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
    if (lanes_.front().path == kPositions) paint_positions(block, lanes_.front(), y);
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
    cells_.paint(bounds, marks_.value(block.path), number, true);
    add_region(block.path, fmt::format("Layer {}", block.layer), {}, bounds, number);
  }

  /// The numbers of a layer at the positions of the prompt.
  void paint_positions(const Block& block, const AtlasLane& lane, double y) {
    for (std::int64_t position = 0; position < lane.cells; ++position) {
      const Rect bounds{lane.cell_left(position), y, lane.cell_width, pitch_ - gap_};
      const auto number = marks_.at_position(block.path, position);
      std::vector<MarkStyle> styles;
      if (number) styles.push_back(marks_.style_of_number(*number));
      cells_.paint(bounds, styles, number, true);
      add_region(fmt::format("{}.{}.{}", block.path, kPositions, position),
                 fmt::format("Layer {}, {}", block.layer, position_text(marks_.values(), position)),
                 {}, bounds, number);
    }
  }

  /// Each token below its column, long ones shortened, or where these are too narrow a list of all.
  double paint_tokens(const AtlasLane& lane, double y) {
    const std::vector<std::string>& tokens = marks_.values().tokens;
    if (tokens.empty()) return y;
    const double size = text_size();
    const double room = lane.cell_width + lane.gap - kBetweenTokens;
    const bool fit = std::ranges::all_of(tokens, [&](const std::string& token) {
      return token.size() > kLongToken || style_.fonts.width(token, Face::Sans, size) <= room;
    });
    if (fit) {
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        const double left = lane.cell_left(static_cast<std::int64_t>(i));
        write(elide(style_.fonts, tokens[i], Face::Sans, size, room), left + lane.cell_width / 2,
              y + size, theme_.muted, TextAnchor::Middle);
      }
      return y + size + kAtlasLabelGap;
    }
    return paint_token_list(lane.left, y + size);
  }

  /// Each token after its position, as many in a line as fit; returns the y of its foot.
  double paint_token_list(double left, double y) {
    const std::vector<std::string>& tokens = marks_.values().tokens;
    double x = left;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::string text = fmt::format("{} {}", i, tokens[i]);
      const double width = style_.fonts.width(text, Face::Sans, text_size());
      if (x > left && x + width > stream_x_ - kBesideToken) {
        x = left;
        y += text_size() + kBetweenTokens;
      }
      write(text, x, y, theme_.muted);
      x += width + kBesideToken;
    }
    return y + kAtlasLabelGap;
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
    const std::int64_t count = lane.has_heads() ? count_heads_or_experts(component) : 1;
    if (count < 2) {
      Rect bounds{lane.left, y, lane.right() - lane.left, pitch_ - gap_};
      const auto number = marks_.number(path, kAllHeads);
      cells_.paint(bounds, marks_.inside(path), number, has_values_);
      add_region(path, fmt::format("{}, {}", component.title, where), detail, bounds, number);
      return;
    }
    const bool each = component.n_heads > 0 &&
                      static_cast<std::size_t>(count) * stream_.blocks.size() <= kMostRegions;
    Region row{path,
               fmt::format("{}, {}", component.title, where),
               detail,
               {lane.left, y, lane.right() - lane.left, pitch_}};
    for (std::int64_t head = 0; head < count; ++head) {
      const Rect bounds{lane.cell_left(head), y, lane.cell_width, pitch_ - gap_};
      const auto number = marks_.number(path, head);
      cells_.paint(bounds, marks_.cell(path, head), number, has_values_);
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

  /// Beside the rows from `top` to `bottom`, and down to the word for its beginning.
  void paint_stream(double top, double bottom, double foot) {
    line_ = {stream_x_, kAtlasItem, top, kAtlasItem, foot, {}};
    line_.stroke = Stroke{theme_.stream, theme_.stream_width, {}};
    const double radius = std::min(theme_.sum_radius, kSumShare * pitch_);
    if (!stream_.exit.empty()) {
      canvas_.arrow({{stream_x_, top + pitch_ / 2 - radius}, {stream_x_, top - kRiseToEnd + 2}});
    }
    if (radius < kLeastSum) {
      if (theme_.stream_dash > 0) {
        line_.stroke.dashes = {theme_.stream_dash, theme_.stream_dash_gap};
      }
      return;
    }
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
  Canvas canvas_;
  AtlasCells cells_;
  StreamLine line_;
};

/// The room of each stream.
double width_of_each(const Graph& graph, const Theme& theme, double width) {
  return (width - 2 * theme.margin + kAtlasGap) / static_cast<double>(graph.streams.size()) -
         kAtlasGap;
}

Band atlas_header(const Graph& graph, const Marks& marks, const Page& page, const Style& style) {
  Band header = draw_header(graph, marks, page, style, false);
  header.height -= style.theme.header_gap / 2;
  return header;
}

Page page_of(const Theme& theme, double width) {
  return {width, theme.margin, width - theme.margin, {}, {}};
}

/// An atlas, and the outline of its hollow cells, if it has any.
struct Rows {
  Scene scene;
  std::optional<Stroke> hollow;
};

/// The whole atlas, with rows at this distance; one of several without what all have in common.
Rows draw_rows(const Graph& graph, const Marks& marks, const Style& style, double width,
               double pitch, bool is_multiple) {
  const Theme& theme = style.theme;
  const Page page = page_of(theme, width);
  Scene scene;
  scene.width = width;
  Band header = is_multiple ? Band{theme.margin, {}} : atlas_header(graph, marks, page, style);
  Canvas canvas(style);
  double foot = 0;
  double left = page.left;
  const double each = width_of_each(graph, theme, width);
  std::vector<Primitive> drawing;
  std::optional<Stroke> hollow;
  for (const Stream& stream : graph.streams) {
    AtlasStream atlas(stream, marks, style, left, left + each, pitch);
    foot = std::max(foot, atlas.paint(0));
    if (atlas.hollow()) hollow = atlas.hollow();
    scene.streams.push_back(atlas.line());
    std::ranges::move(std::move(atlas).take(), std::back_inserter(drawing));
    left += each + kAtlasGap;
  }
  if (!is_multiple) foot = paint_atlas_key(canvas, marks, hollow, page, foot);
  std::ranges::move(std::move(canvas).take(), std::back_inserter(drawing));
  scene.items.emplace_back(std::move(header));
  scene.items.emplace_back(Band{std::ceil(foot), std::move(drawing)});
  return {std::move(scene), std::move(hollow)};
}

}  // namespace

double least_atlas_width(const Graph& graph, const Marks& marks, const Theme& theme) {
  double width = 2 * theme.margin - kAtlasGap;
  for (const Stream& stream : graph.streams) {
    width +=
        around_lanes(stream, marks, theme) + least_width_of(lanes_shown(stream, marks)) + kAtlasGap;
  }
  return std::ceil(width);
}

namespace {

/// Whether heads have numbers that their cells are too narrow for.
bool shows_only_signs(const Stream& stream, const Marks& marks, const Style& style, double left,
                      double right) {
  const double number = least_cell_of_numbers(style);
  return std::ranges::any_of(
      lanes_between(stream, marks, style.theme, left, right), [&](const AtlasLane& lane) {
        if (!lane.has_heads() || lane.cell_width >= number) return false;
        return lane.path == kPositions ||
               std::ranges::any_of(marks.values().list, [&](const Value& value) {
                 return value.head != kAllHeads && value.component.ends_with("." + lane.path);
               });
      });
}

/// From one row to the next in a figure of any height.
double usual_pitch(const Graph& graph, const Marks& marks, const Style& style, double width) {
  const double each = width_of_each(graph, style.theme, width);
  const bool small = std::ranges::any_of(graph.streams, [&](const Stream& stream) {
    return shows_only_signs(stream, marks, style, 0, each);
  });
  return small ? kSignPitch : kMostPitch;
}

}  // namespace

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
  const double usual = options.height ? kMostPitch : usual_pitch(graph, marks, style, width);
  const bool is_multiple = options.is_multiple;
  Scene scene = draw_rows(graph, marks, style, width, usual, is_multiple).scene;
  const double room = options.height.value_or(kPageHeight) - theme.margin;
  const double excess = place(scene, false).height - room;
  if (excess <= 0) return scene;
  const double fitting = usual - excess / static_cast<double>(most_layers(graph));
  const double pitch = std::max(options.height ? kLeastPitchAskedFor : kLeastPitch,
                                std::floor(kPitchesOfAPixel * fitting) / kPitchesOfAPixel);
  return draw_rows(graph, marks, style, width, pitch, is_multiple).scene;
}

CommonBands common_bands(const Graph& graph, const Marks& marks, const Style& style, double width,
                         double width_of_one) {
  const Page page = page_of(style.theme, width);
  const double pitch = usual_pitch(graph, marks, style, width_of_one);
  const Rows one = draw_rows(graph, marks, style, width_of_one, pitch, true);
  Canvas canvas(style);
  const double foot = paint_atlas_key(canvas, marks, one.hollow, page, 0);
  return {atlas_header(graph, marks, page, style), {std::ceil(foot), std::move(canvas).take()}};
}

}  // namespace tviz
