// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "layout/block.hpp"
#include "layout/canvas.hpp"
#include "layout/columns.hpp"

namespace tviz {

/// A line from the rail of a link, at a height below the top of its band.
struct Read {
  const LinkPath* link = nullptr;
  double y = 0;
};

/// Whether a link leads into a component.
bool enters(const LinkPath& link, const Component& component);

/// Draws a line from its rail to each place where a block reads another stream. `height` is
/// what places, measured from the bottom of the block, are moved by.
std::vector<Read> draw_reads(const std::vector<const LinkPath*>& links,
                             const std::vector<PlacedLink>& places, double height,
                             const Style& style, Band& band);

/// Names what a block reads that no stream of the figure gives, where the lines begin.
void draw_names_of_sources(std::string_view name, const std::vector<const LinkPath*>& links,
                           const std::vector<PlacedLink>& places, double height, const Style& style,
                           Band& band);

/// Draws an arrow from its rail into each component outside the blocks that reads another
/// stream.
std::vector<Read> draw_reads(const std::vector<const LinkPath*>& links,
                             const std::vector<PlacedComponent>& parts, const Style& style,
                             Band& band);

/// Draws an arrow from the rail of a link.
void draw_read(const LinkPath& link, Point tip, const Style& style, Band& band);

/// Adds to the drawing of a band.
void append(std::vector<Primitive> primitives, Band& band);

}  // namespace tviz
