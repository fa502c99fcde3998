// SPDX-License-Identifier: MIT
// A decoder that gets the output of towers for images or sound as tokens among its own (LLaVA,
// Qwen-VL) or through cross-attention (Llama 3.2 Vision).
#include <algorithm>

#include "architectures.hpp"
#include "components.hpp"
#include "stack.hpp"
#include "tviz/base/error.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

/// Names that differ where there are two towers of a kind.
std::vector<StackNames> names_of(const std::vector<ModelArchitecture>& towers) {
  std::vector<StackNames> all;
  for (const ModelArchitecture& tower : towers) {
    StackNames names = tower_names(tower);
    const auto before = std::count_if(all.begin(), all.end(), [&](const StackNames& each) {
      return each.title.starts_with(names.title);
    });
    if (before > 0) {
      const std::string number = std::to_string(before + 1);
      names = {names.stream + number, names.title + ' ' + number, names.blocks + number,
               names.stream + number + '_', names.length};
    }
    all.push_back(std::move(names));
  }
  return all;
}

bool has_cross_attention(const ModelArchitecture& model) {
  return std::any_of(model.layers.begin(), model.layers.end(),
                     [](const tviz::LayerKind& each) { return each.cross_attention; });
}

std::int64_t output_width(const ModelArchitecture& tower) {
  return tower.projector.d_out > 0 ? tower.projector.d_out : tower.d_model;
}

}  // namespace

void Multimodal::build(const ModelArchitecture& model, tviz::GraphBuilder& builder) const {
  if (model.encoders.empty()) {
    throw tviz::Error(tviz::Problem{"a multimodal model needs a tower", {.field = "encoders"}, {}});
  }
  const std::vector<StackNames> names = names_of(model.encoders);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Stack tower(model.encoders[i], names[i], builder);
    tower.add_entry();
    tower.add_blocks();
    tower.add_exit(true);
  }

  StackNames decoder = alone();
  decoder.title = "Decoder";
  const bool crosses = has_cross_attention(model);
  std::vector<tviz::Link> links;
  Stack stack(model, decoder, builder);
  stack.add_entry();
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string into = "cross_attn";
    if (!crosses) {
      tviz::Component joined = image_tokens(model.encoders[i]);
      if (i > 0) joined.path = names[i].outside + "tokens";
      into = joined.path;
      builder.add_entry(joined);
    }
    links.push_back({names[i].stream, decoder.stream, std::move(into)});
  }
  if (crosses) {
    stack.add_blocks(names.front(), output_width(model.encoders.front()));
  } else {
    stack.add_blocks();
  }
  stack.add_exit();
  for (const tviz::Link& link : links) builder.add_link(link);
}

}  // namespace transformers
