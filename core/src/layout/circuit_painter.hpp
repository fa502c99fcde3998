// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/canvas.hpp"
#include "layout/circuit_rails.hpp"
#include "layout/circuit_routes.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/circuit.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// From the number of a layer to its cells, in pixels.
inline constexpr double kLayerNumberGap = 6;
/// Right of the stream.
inline constexpr double kBesideCircuitStream = 20;
/// Of a letter: 6 pt in print.
inline constexpr double kLeastCircuitText = 8;

/// The rows, lines and ends of a circuit's atlas, with its stream, which stands in the item below
/// the header.
struct PaintedCircuit {
  std::vector<Primitive> primitives{};
  StreamLine stream{};
  double foot = 0;
};

/// The stream that a circuit is on.
const Stream& stream_of_circuit(const Graph& graph, const Circuit& circuit);

/// Draws a circuit whose lines have their ways.
PaintedCircuit paint_circuit(const Graph& graph, const Marks& marks, const Style& style,
                             CircuitLines lines, CircuitRoutes routes,
                             const CircuitLengths& lengths);

}  // namespace tviz
