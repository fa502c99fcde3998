// SPDX-License-Identifier: MIT
#pragma once

#include "layout/canvas.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/text/font.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The theme in which a figure that flows to the right is laid out before it is turned: what was
/// measured across the flow and along it changes places, boxes are long enough for the labels of
/// the graph, which stay upright, and there is no margin.
Theme turned(const Theme& theme, const Graph& graph, const Fonts& fonts);

/// How long boxes outside the blocks are for their labels, in all streams alike.
EndBoxHeights turned_end_boxes(const Theme& theme, const Graph& graph, const Fonts& fonts);

}  // namespace tviz
