// SPDX-License-Identifier: MIT
// The mathematics beside the figure.
#pragma once

#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// Below the first block.
tviz::Note entry_note(const tviz::ModelArchitecture& model);

/// Beside a ⊕: what the branches, whose components these are, add; the norm on the stream
/// above it, if there is one, is that of the model.
tviz::Note addition_note(const tviz::ModelArchitecture& model,
                         const std::vector<const tviz::Component*>& added);

/// Above the last block.
tviz::Note exit_note(const tviz::ModelArchitecture& model);

}  // namespace transformers
