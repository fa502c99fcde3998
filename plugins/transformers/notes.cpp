// SPDX-License-Identifier: MIT
#include "notes.hpp"

#include "components.hpp"

namespace transformers {

// In "x_{{after}}" the inner braces are the placeholder's, the outer ones the markup's.

tviz::Note entry_note(const tviz::ModelArchitecture& model) {
  if (model.positional_embedding == tviz::PositionalEmbedding::Learned) {
    return {"Token and position embedding.", R"(x_0 = W_E t + W_{"pos"})"};
  }
  return {"Token embedding.", "x_0 = W_E t"};
}

tviz::Note attention_note() {
  return {"Each attention head, h, is run and added to the residual stream.",
          "x_{{after}} = x_{{before}} + ∑_{h∈H_{{layer}}} h(x_{{before}})"};
}

tviz::Note mlp_note() {
  return {"An MLP layer, m, is run and added to the residual stream.",
          "x_{{after}} = x_{{before}} + m(x_{{before}})"};
}

tviz::Note parallel_note() {
  return {"Attention heads, h, and an MLP, m, read the same state and are added together.",
          "x_{{after}} = x_{{before}} + ∑_{h∈H_{{layer}}} h(x_{{before}}) + m(x_{{before}})"};
}

tviz::Note exit_note(const tviz::ModelArchitecture& model) {
  const bool normalized = model.normalization != tviz::Normalization::None;
  return {"The final logits are produced by applying the unembedding.",
          normalized ? "T(t) = W_U \"" + norm_symbol(model) + "\"(x_{{after}})"
                     : "T(t) = W_U x_{{after}}"};
}

}  // namespace transformers
