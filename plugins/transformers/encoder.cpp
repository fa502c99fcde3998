// SPDX-License-Identifier: MIT
// One stack that reads tokens, an image or sound as a whole: BERT, ViT, the towers of others.
#include "architectures.hpp"
#include "stack.hpp"

namespace transformers {

void Encoder::build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const {
  Stack stack(model, alone(), builder);
  stack.add_entry();
  stack.add_blocks();
  stack.add_exit();
}

}  // namespace transformers
