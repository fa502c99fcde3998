// SPDX-License-Identifier: MIT
// Two towers, one for images and one for text, whose outputs are compared: CLIP.
#include "architectures.hpp"
#include "components.hpp"
#include "stack.hpp"
#include "tviz/base/error.hpp"

namespace transformers {

void DualEncoder::build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const {
  if (model.encoders.size() != 1) {
    throw tviz::Error(tviz::Problem{"a dual encoder must have one tower besides its own, got " +
                                        std::to_string(model.encoders.size()),
                                    {.field = "encoders"},
                                    {}});
  }
  const StackNames image_names = tower_names(model.encoders.front());
  Stack image(model.encoders.front(), image_names, builder);
  image.add_entry();
  image.add_blocks();
  image.add_exit();

  Stack text(model, {"text", "Text encoder", "text", "text_", "text_len"}, builder);
  text.add_entry();
  text.add_blocks();
  text.add_exit();
  const tviz::Component compared = similarity(model);
  builder.add_exit(compared);
  builder.add_link({image_names.stream, "text", compared.path});
}

}  // namespace transformers
