// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/component_drawing.hpp"
#include "layout/hook_circles.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"

namespace tviz {

/// The y range of one addition, from its first read up to its ⊕, and the top of the norms that
/// lie on the stream above that.
struct AdditionSpan {
  double read = 0;
  double sum = 0;
  double top = 0;
};

/// Where a line from another stream enters a block.
struct PlacedLink {
  const Component* component = nullptr;
  Point at;  ///< At the left of the component; the line goes on inside, without arrowhead.
};

/// What blocks of equal structure and without marks share: drawing and places, without the
/// layer's number and the names of the states. y = 0 is the frame's bottom.
struct BlockDrawing {
  std::vector<Primitive> primitives;
  double height = 0;  ///< Of the frame.
  std::vector<PlacedComponent> parts;
  std::vector<AdditionSpan> additions;
  std::vector<PlacedLink> links;
  /// Where the label of a hook point on the stream begins that stands at the top of the frame.
  std::optional<double> top_label;
};

/// Draws the inside of a block: its frame, branches and ⊕, highlighted by the marks on the
/// components below `block_path`.
BlockDrawing draw_block(const BlockStructure& structure, const std::string& block_path,
                        const Columns& columns, const Marks& marks, const Style& style,
                        HeadsShown shown, const OpenedLayer& opened);

}  // namespace tviz
