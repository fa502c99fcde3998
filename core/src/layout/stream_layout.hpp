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

/// Where a stream is drawn, and the links that lead to it and away from it.
struct StreamPlace {
  const Columns& columns;
  std::vector<const LinkPath*> reads;
  std::vector<const LinkPath*> read_by;
};

/// A place at which a stream's drawing joins the rail or the riser of a link.
struct LinkEnd {
  const LinkPath* link = nullptr;
  RailEnd end;
};

/// A stream from its top to its bottom. Item 0 is the first of its own.
struct StreamDrawing {
  std::vector<StackItem> items;
  StreamLine line;
  std::vector<LinkEnd> reads;    ///< On rails: arrows into what reads another stream.
  std::vector<LinkEnd> outputs;  ///< On risers: lines from what stands above the blocks.
  std::vector<Rail> detours;     ///< Loops and skips.
  std::vector<Note> notes{};     ///< That go below the figure, in the order of the data flow.
};

/// Lays a stream out. Blocks of equal structure share a drawing, which is added to `definitions`.
StreamDrawing draw_stream(const Stream& stream, const StreamPlace& place, const Opening& opening,
                          const Style& style, const LayoutOptions& options,
                          std::vector<Definition>& definitions);

}  // namespace tviz
