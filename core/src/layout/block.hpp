// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"

namespace tviz {

/// A component in a drawn block.
struct PlacedComponent {
  const Component* component = nullptr;
  Rect bounds;
};

/// The y range of one addition, from its first read up to its ⊕.
struct AdditionSpan {
  double read = 0;
  double sum = 0;
};

/// What blocks of equal structure and without marks share: drawing and places, without the
/// layer's number and the names of the states. y = 0 is the frame's bottom.
struct BlockDrawing {
  std::vector<Primitive> primitives;
  double height = 0;  ///< Of the frame.
  std::vector<PlacedComponent> parts;
  std::vector<AdditionSpan> additions;
};

/// Draws the inside of a block: its frame, branches and ⊕, highlighted by the marks on the
/// components below `block_path`.
BlockDrawing draw_block(const BlockStructure& structure, const std::string& block_path,
                        const Columns& columns, const Marks& marks, const Style& style,
                        HeadsShown shown);

/// Draws a norm, whose label is set in the sans face.
void draw_norm(Canvas& canvas, const Component& norm, const Rect& bounds,
               const std::vector<BoxStyle>& highlights);

}  // namespace tviz
