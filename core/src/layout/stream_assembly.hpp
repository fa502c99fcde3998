// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/opening.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Adds all streams of a graph to a scene, side by side, with the links from one to another.
/// Returns the notes that go below them.
std::vector<Note> add_streams(const Graph& graph, const Page& page, const Opening& opening,
                              const Style& style, const LayoutOptions& options, Scene& scene);

}  // namespace tviz
