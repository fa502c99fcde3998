// SPDX-License-Identifier: MIT
// One stack that predicts tokens: GPT-2, Llama, mixtures of experts, Mamba and all between.
#include "architectures.hpp"
#include "stack.hpp"

namespace transformers {

void Decoder::build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const {
  Stack stack(model, alone(), builder);
  stack.add_entry();
  stack.add_blocks();
  stack.add_exit();
}

}  // namespace transformers
