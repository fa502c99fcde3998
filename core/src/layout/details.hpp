// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Key of the panel that all blocks of a structure share for one of their components.
std::string detail_key(const Stream& stream, std::size_t structure,
                       const std::string& component_path);

/// Key of the panel of the residual stream inside blocks of a structure.
std::string stream_detail_key(const Stream& stream, std::size_t structure);

/// Adds the panels of a stream's components. `names` are the hook names of the first block
/// of each structure and of what lies outside the blocks.
void add_details(const Stream& stream, const std::vector<HookName>& names, const Fonts& fonts,
                 Scene& scene);

/// Adds the panel that lists what was assumed, not read and not placed; none if there is nothing.
void add_doubts(const ModelArchitecture& model, const Overlay& overlay, Scene& scene);

/// The highlights, for the panels.
std::vector<DetailMark> detail_marks(const Marks& marks);

/// The numbers with their colours.
DetailScale detail_scale(const Marks& marks);

}  // namespace tviz
