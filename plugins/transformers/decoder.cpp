// SPDX-License-Identifier: MIT
// Decoder-only transformers: attention and MLP one after the other or in parallel, with the
// norm before each, or attention alone.
#include <algorithm>
#include <utility>
#include <vector>

#include "components.hpp"
#include "notes.hpp"
#include "shapes.hpp"
#include "tviz/plugin/plugin.hpp"

namespace {

using tviz::AttentionReach;
using tviz::BlockStructure;
using tviz::ModelArchitecture;

bool normalized(const ModelArchitecture& model) {
  return model.normalization != tviz::Normalization::None;
}

tviz::Branch branch(const ModelArchitecture& model, const std::string& norm_path,
                    tviz::Component component) {
  tviz::Branch branch;
  if (normalized(model)) branch.components.push_back(transformers::norm(model, norm_path));
  branch.components.push_back(std::move(component));
  return branch;
}

std::vector<tviz::Addition> additions(const ModelArchitecture& model, AttentionReach reach) {
  const tviz::Branch attention = branch(model, "ln1", transformers::attention(model, reach));
  if (model.attn_only()) return {{{}, {attention}, transformers::attention_note()}};
  const tviz::Branch mlp = branch(model, "ln2", transformers::mlp(model));
  if (model.parallel_attn_mlp) return {{{}, {attention, mlp}, transformers::parallel_note()}};
  return {{{}, {attention}, transformers::attention_note()}, {{}, {mlp}, transformers::mlp_note()}};
}

BlockStructure structure(const ModelArchitecture& model, AttentionReach reach) {
  BlockStructure structure;
  structure.additions = additions(model, reach);
  const auto stream = transformers::per_token({model.d_model});
  const int last = static_cast<int>(structure.additions.size());
  structure.stream_points.push_back({{"resid_pre", stream}, 0});
  if (last == 2) structure.stream_points.push_back({{"resid_mid", stream}, 1});
  structure.stream_points.push_back({{"resid_post", stream}, last});
  return structure;
}

std::string structure_name(const ModelArchitecture& model, AttentionReach reach) {
  if (reach == AttentionReach::Global) return "global attention";
  return "local attention, " + transformers::window(model);
}

/// One structure for each reach of attention that occurs, in the order of the layers.
void add_blocks(const ModelArchitecture& model, tviz::GraphBuilder& builder) {
  std::vector<AttentionReach> reaches;
  for (std::int64_t layer = 0; layer < model.n_layers; ++layer) {
    const AttentionReach reach = model.layer(layer).reach;
    if (std::find(reaches.begin(), reaches.end(), reach) == reaches.end()) {
      reaches.push_back(reach);
    }
  }
  std::vector<std::size_t> numbers;
  for (const AttentionReach reach : reaches) {
    BlockStructure block = structure(model, reach);
    if (reaches.size() > 1) {
      block.name = structure_name(model, reach);
      block.short_name = tviz::name_of(reach);
    }
    numbers.push_back(builder.add_structure(block));
  }
  for (std::int64_t layer = 0; layer < model.n_layers; ++layer) {
    const auto place = std::find(reaches.begin(), reaches.end(), model.layer(layer).reach);
    builder.add_block(numbers[static_cast<std::size_t>(place - reaches.begin())]);
  }
}

class Decoder final : public tviz::Architecture {
 public:
  void build(const ModelArchitecture& model, tviz::GraphBuilder& builder) const override {
    builder.begin_stream("residual");
    builder.add_entry(transformers::tokens(model));
    builder.add_entry(transformers::embedding(model));
    if (model.positional_embedding == tviz::PositionalEmbedding::Learned) {
      builder.add_at_entry(transformers::position_embedding(model));
    }
    builder.set_entry_note(transformers::entry_note(model));
    add_blocks(model, builder);
    if (normalized(model)) builder.add_exit(transformers::norm(model, "ln_final"));
    builder.add_exit(transformers::unembedding(model));
    builder.add_exit(transformers::logits(model));
    builder.set_exit_note(transformers::exit_note(model));
  }
};

}  // namespace

TVIZ_PLUGIN("transformers", "1.0.0", "MIT", "The built-in architectures.",
            tviz::provide<tviz::Architecture, Decoder>("decoder"))
