// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/graph/graph.hpp"

namespace transformers {

/// The mathematics beside the figure.
tviz::Note entry_note(const tviz::ModelArchitecture& model);
tviz::Note attention_note();
tviz::Note mlp_note();
/// Of attention and MLP in parallel.
tviz::Note parallel_note();
tviz::Note exit_note(const tviz::ModelArchitecture& model);

}  // namespace transformers
