// SPDX-License-Identifier: MIT
#include "layout/rightwards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "layout/columns.hpp"
#include "layout/header.hpp"
#include "layout/opening.hpp"
#include "layout/stream_assembly.hpp"
#include "layout/turn.hpp"
#include "layout/turned_theme.hpp"
#include "scene/flatten.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

// What is left of a width goes into the gaps between layers, up to this much each.
constexpr double kMostSlack = 36;

/// Draws the streams upwards, in the turned theme.
class Streams {
 public:
  Streams(const Graph& graph, const Marks& marks, const Style& style, const LayoutOptions& options)
      : graph_(graph),
        options_(of_streams(options)),
        theme_(turned_theme(graph, marks, style)),
        style_{theme_,
               style.fonts,
               style.painters,
               Direction::Right,
               turned_end_boxes(theme_, graph, style.fonts),
               style.model},
        opening_(options_, marks),
        page_(page_of(graph)) {}

  Scene draw(std::int64_t max_layers) const {
    LayoutOptions options = options_;
    options.max_layers = max_layers;
    Scene scene;
    scene.width = page_.width;
    add_streams(graph_, page_, opening_, style_, options, scene);
    return scene;
  }

 private:
  static Theme turned_theme(const Graph& graph, const Marks& marks, const Style& style) {
    Theme theme = turned(style.theme, graph, style.fonts);
    if (marks.letters() == 0) return theme;
    theme.frame_top = std::max(theme.frame_top, room_above_sum(theme, marks.letters()));
    return theme;
  }

  static LayoutOptions of_streams(LayoutOptions options) {
    // The width of the figure is the length of its streams.
    options.width.reset();
    options.annotations = Annotations::None;
    options.layers_open = false;
    return options;
  }

  Page page_of(const Graph& graph) const {
    std::vector<std::string> warnings;
    return divide_width(graph, theme_, options_, std::vector<double>(graph.streams.size()),
                        warnings);
  }

  const Graph& graph_;
  LayoutOptions options_;
  Theme theme_;
  Style style_;
  Opening opening_;
  Page page_;
};

double length_of(const Scene& streams) { return place(streams, false).height; }

std::int64_t deepest_stream(const Graph& graph) {
  std::size_t layers = 1;
  for (const Stream& stream : graph.streams) layers = std::max(layers, stream.blocks.size());
  return static_cast<std::int64_t>(layers);
}

/// The streams with as many layers open as fit the room, at most `max_layers`.
Scene fitting(const Streams& streams, std::int64_t max_layers, double room, double margins,
              std::vector<std::string>& warnings) {
  Scene scene = streams.draw(max_layers);
  const double wanted = length_of(scene);
  if (wanted <= room) return scene;
  std::int64_t open = 1;
  scene = streams.draw(open);
  const double least = length_of(scene);
  if (least > room) {
    throw Error(
        Problem{fmt::format("a width of {} pixels is too small", room + margins),
                {"", 0, 0, "width"},
                fmt::format("this model needs {} if it flows to the right", least + margins)});
  }
  for (std::int64_t too_many = max_layers; too_many - open > 1;) {
    const std::int64_t middle = open + (too_many - open) / 2;
    Scene more = streams.draw(middle);
    if (length_of(more) <= room) {
      open = middle;
      scene = std::move(more);
    } else {
      too_many = middle;
    }
  }
  warnings.push_back(
      fmt::format("more layers are folded than requested: {} open ones need a width of {} pixels, "
                  "but the figure has {}",
                  max_layers, wanted + margins, room + margins));
  return scene;
}

/// The heights of the items that are shown while everything is folded, without the lowest.
std::vector<double*> gaps_in(Scene& streams, std::size_t first, std::size_t last) {
  std::vector<double*> gaps;
  for (std::size_t i = first; i < last; ++i) {
    if (auto* fold = std::get_if<Fold>(&streams.items[i])) {
      gaps.push_back(&fold->folded.back().height);
      i += fold->members;
    } else {
      gaps.push_back(&std::get<Band>(streams.items[i]).height);
    }
  }
  return gaps;
}

/// Shares what is left of the room among the gaps between layers.
void stretch(Scene& streams, double room) {
  std::vector<std::vector<double*>> columns;
  for (const Column& column : streams.columns) {
    columns.push_back(gaps_in(streams, column.first_item, column.last_item));
  }
  if (columns.empty()) columns.push_back(gaps_in(streams, 0, streams.items.size() - 1));
  const auto most = std::ranges::max(columns, {}, &std::vector<double*>::size).size();
  const double slack = std::floor((room - length_of(streams)) / static_cast<double>(most));
  for (const std::vector<double*>& gaps : columns) {
    for (double* height : gaps) *height += std::clamp(slack, 0.0, kMostSlack);
  }
}

}  // namespace

Scene draw_rightwards(const Graph& graph, const Marks& marks, const Style& style,
                      const LayoutOptions& options, std::vector<std::string>& warnings) {
  if (!options.expanded.empty()) {
    throw Error(Problem{"a figure that flows to the right cannot show opened layers",
                        {"", 0, 0, "expand"},
                        "let it flow upwards"});
  }
  const Streams streams(graph, marks, style, options);
  const double margin = style.theme.margin;
  const std::int64_t layers = std::min(options.max_layers, deepest_stream(graph));
  Scene scene;
  Scene upright;
  if (options.width) {
    scene.width = std::round(*options.width);
    const double room = scene.width - 2 * margin;
    upright = fitting(streams, layers, room, 2 * margin, warnings);
    stretch(upright, room);
  } else {
    upright = streams.draw(layers);
    scene.width = std::ceil(length_of(upright) + 2 * margin);
  }
  const double height = upright.width;
  const double length = length_of(upright);
  upright = flatten(std::move(upright));
  for (Definition& definition : upright.definitions) {
    scene.definitions.push_back({turned(std::move(definition.primitives))});
  }
  scene.items.emplace_back(
      draw_header(graph, marks, Page{scene.width, margin, scene.width - margin, {}, {}}, style));
  // Turned, the drawing lies left of the origin.
  const double right = std::floor((scene.width - length) / 2) + length;
  Band& whole = std::get<Band>(upright.items.front());
  scene.items.emplace_back(Band{height, moved(turned(std::move(whole.primitives)), {right, 0})});
  return scene;
}

double least_width_rightwards(const Graph& graph, const Marks& marks, const Style& style,
                              const LayoutOptions& options) {
  const Streams streams(graph, marks, style, options);
  return std::ceil(length_of(streams.draw(1)) + 2 * style.theme.margin);
}

}  // namespace tviz
