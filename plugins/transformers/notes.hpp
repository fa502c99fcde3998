// SPDX-License-Identifier: MIT
// The mathematics beside the figure.
#pragma once

#include "tviz/graph/graph.hpp"

namespace transformers {

/// Below the first block.
tviz::Note entry_note(const tviz::ModelArchitecture& model);

/// Beside a ⊕: what its branches add. Its norms have their labels, which the formula uses.
tviz::Note addition_note(const tviz::ModelArchitecture& model, const tviz::Addition& addition);

/// Above the last block.
tviz::Note exit_note(const tviz::ModelArchitecture& model);

}  // namespace transformers
