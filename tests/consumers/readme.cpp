#include <tviz/tviz.hpp>

int main() {
  tviz::visualize(
      "gpt2-small",
      {.max_layers = 4, .hooks = {{"blocks.1.attn.hook_pattern", "head_ablation", {0, 2}}}})
      .save("gpt2.pdf");
}
