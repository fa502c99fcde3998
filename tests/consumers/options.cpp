// SPDX-License-Identifier: MIT
#include <iostream>
#include <memory>
#include <tviz/tviz.hpp>

int main() {
  // One registry serves many figures, and loads a plugin when the first of them needs it.
  const auto registry = std::make_shared<const tviz::Registry>();

  // A model that has no name: its dimensions are enough.
  tviz::ModelArchitecture model{.model_name = "probe",
                                .n_layers = 2,
                                .d_model = 64,
                                .n_heads = 4,
                                .d_head = 16,
                                .d_mlp = 256,
                                .d_vocab = 100,
                                .n_ctx = 32};
  tviz::complete(model, "probe", tviz::Limits{});

  const tviz::Figure figure(
      model, {.width = 480, .hooks = {{"blocks.1.attn.hook_pattern", "head_ablation", {0, 2}}}},
      registry);
  std::cout << tviz::count_parameters(figure.graph()) << " parameters\n";
  for (const std::string& warning : figure.warnings()) std::cerr << warning << '\n';

  const std::string page = figure.render("html");  // To memory,
  figure.write(std::cout, "svg");                  // or to a stream.

  try {
    tviz::visualize("gpt3");
  } catch (const tviz::Error& error) {
    for (const tviz::Problem& problem : error.problems()) {
      std::cerr << problem.message << ": " << problem.hint << '\n';
    }
  }
}
