// SPDX-License-Identifier: MIT
#include "layout/circuit_atlas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "layout/circuit_key.hpp"
#include "layout/circuit_painter.hpp"
#include "layout/columns.hpp"
#include "layout/header.hpp"
#include "layout/value_scale.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr double kLayerNumberRoom = 24;  // Left of the cells.

// From roomy to dense; a figure takes the first that fits its page.
constexpr std::array kCircuitLengths{
    CircuitLengths{30, 12, 6, 26, 4, 5.4}, CircuitLengths{24, 10, 5, 18, 3, 5},
    CircuitLengths{18, 8, 4, 12, 2.5, 4.5}, CircuitLengths{14, 6, 3, 11, 2, 4}};

double width_around(const Theme& theme) {
  return 2 * theme.margin + kLayerNumberRoom + kLayerNumberGap + kBesideCircuitStream;
}

struct Measures {
  CircuitGrid grid;
  double least_width = 0;
};

Measures measures(const Circuit& circuit, const Stream& stream, const CircuitLines& lines,
                  const CircuitLengths& lengths, bool folds_heads, const Theme& theme) {
  CircuitGrid grid = circuit_grid(circuit, stream, folds_heads);
  const double least = least_routes_width(grid, lines, lengths) + width_around(theme);
  return {std::move(grid), std::ceil(least)};
}

Scene draw_grid(const Graph& graph, const Marks& marks, const Style& style, double width,
                CircuitGrid grid, const CircuitLines& lines, const CircuitLengths& lengths) {
  const Theme& theme = style.theme;
  const Page page{width, theme.margin, width - theme.margin, {}, {}};
  Scene scene;
  scene.width = width;
  Band header = draw_header(graph, marks, page, style, false);
  header.height -= theme.header_gap / 2;
  const double left = page.left + kLayerNumberRoom + kLayerNumberGap;
  const double top = 2 * std::max(kLeastCircuitText, 0.85 * theme.card_size) + 12;
  CircuitRoutes routes = route_circuit(std::move(grid), lines, lengths,
                                       {left, top, page.right - kBesideCircuitStream - left, 0});
  PaintedCircuit circuit = paint_circuit(graph, marks, style, lines, std::move(routes), lengths);
  scene.streams.push_back(std::move(circuit.stream));
  double foot = circuit.foot;
  std::vector<Primitive> drawing = std::move(circuit.primitives);
  Canvas key(style);
  if (!marks.values().list.empty()) {
    foot += theme.header_gap / 4;
    foot += draw_value_scale(key, marks, page.left, page.right, foot);
  }
  foot = draw_circuit_key(key, marks.circuit(), page.left, page.right, foot);
  std::ranges::move(std::move(key).take(), std::back_inserter(drawing));
  scene.items.emplace_back(std::move(header));
  scene.items.emplace_back(Band{std::ceil(foot), std::move(drawing)});
  return scene;
}

}  // namespace

double least_circuit_width(const Graph& graph, const Circuit& circuit, const Theme& theme) {
  const Stream& stream = stream_of_circuit(graph, circuit);
  return measures(circuit, stream, join_edges(circuit, stream), kCircuitLengths.back(), true, theme)
      .least_width;
}

Scene draw_circuit(const Graph& graph, const Marks& marks, const Style& style,
                   const LayoutOptions& options) {
  const Circuit& circuit = marks.circuit();
  const Stream& stream = stream_of_circuit(graph, circuit);
  const CircuitLines lines = join_edges(circuit, stream);
  const double width = std::round(options.width.value_or(style.theme.usual_width));
  const double room = options.height.value_or(kPageHeight) - style.theme.margin;
  std::optional<Scene> scene;
  double least = 0;
  for (const CircuitLengths& lengths : kCircuitLengths) {
    for (const bool folds_heads : {false, true}) {
      Measures own = measures(circuit, stream, lines, lengths, folds_heads, style.theme);
      least = own.least_width;
      if (least > width) continue;
      scene = draw_grid(graph, marks, style, width, std::move(own.grid), lines, lengths);
      break;
    }
    if (scene && place(*scene, false).height <= room) break;
  }
  if (!scene) {
    throw Error(Problem{fmt::format("a width of {} pixels is too small", width),
                        {"", 0, 0, "width"},
                        fmt::format("the atlas of this circuit needs {}", least)});
  }
  return std::move(*scene);
}

}  // namespace tviz
