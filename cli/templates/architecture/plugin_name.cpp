// SPDX-License-Identifier: MIT
// Attention-only transformers without norms, as in "A Mathematical Framework for Transformer
// Circuits" (Elhage et al. 2021). Change the components below into those of your models.
#include <cstdint>
#include <string>
#include <tviz/base/error.hpp>
#include <tviz/plugin/plugin.hpp>
#include <utility>
#include <vector>

namespace {

/// (batch, seq_len, ...): one tensor for every token.
std::vector<tviz::Dimension> per_token(const std::vector<tviz::Dimension>& axes) {
  std::vector<tviz::Dimension> shape{{"batch"}, {"seq_len"}};
  shape.insert(shape.end(), axes.begin(), axes.end());
  return shape;
}

/// (batch, heads, seq_len, seq_len): one number for every head and pair of tokens.
std::vector<tviz::Dimension> per_pair(std::int64_t heads) {
  return {{"batch"}, {"n_heads", heads}, {"seq_len"}, {"seq_len"}};
}

/// Parameters are counted from the shapes of the weights. The last number of a hook point is
/// the axis that counts heads; sites have the names that hook dialects look for.
tviz::Component attention(const tviz::ModelArchitecture& model) {
  const std::vector<std::int64_t> reading{model.n_heads, model.d_model, model.d_head};
  const std::vector<std::int64_t> writing{model.n_heads, model.d_head, model.d_model};
  const auto per_head = per_token({{"n_heads", model.n_heads}, {"d_head", model.d_head}});
  return {.path = "attn",
          .kind = "attention",
          .label = "h",
          .title = "Attention",
          .summary = std::to_string(model.n_heads) + " heads × " + std::to_string(model.d_head),
          .equation = R"(h(x) = A v W_O,  A = "softmax"(q k^⊤ / √{d_{"head"}}))",
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_heads,
          .weights = {{"W_Q", reading}, {"W_K", reading}, {"W_V", reading}, {"W_O", writing}},
          .hook_points = {{"q", per_head, 2},
                          {"k", per_head, 2},
                          {"v", per_head, 2},
                          {"pattern", per_pair(model.n_heads), 1},
                          {"z", per_head, 2},
                          {"out", per_token({{"d_model", model.d_model}})}}};
}

/// One addition to the residual stream. What equal layers share is laid out once.
tviz::BlockStructure block(const tviz::ModelArchitecture& model) {
  const auto stream = per_token({{"d_model", model.d_model}});
  tviz::BlockStructure block;
  block.additions = {{.branches = {{{attention(model)}}},
                      .note = {"Each attention head, h, is run and added to the residual stream.",
                               "x_{{after}} = x_{{before}} + ∑_{h∈H_{{layer}}} h(x_{{before}})"}}};
  block.stream_points = {{{"resid_pre", stream}, 0}, {{"resid_post", stream}, 1}};
  return block;
}

void add_entry(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) {
  builder.add_entry({.path = "tokens",
                     .kind = "tokens",
                     .label = R"("tokens")",
                     .title = "Tokens",
                     .summary = "vocabulary of " + std::to_string(model.d_vocab)});
  builder.add_entry({.path = "embed",
                     .kind = "embedding",
                     .label = R"("embed")",
                     .title = "Token embedding",
                     .weights = {{"W_E", {model.d_vocab, model.d_model}}},
                     .hook_points = {{"out", per_token({{"d_model", model.d_model}})}}});
  builder.set_entry_note({"Token embedding.", "x_0 = W_E t"});
}

void add_exit(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) {
  // A tied weight is the same tensor as one elsewhere and is not counted again.
  builder.add_exit(
      {.path = "unembed",
       .kind = "unembedding",
       .label = R"("unembed")",
       .title = "Unembedding",
       .weights = {{"W_U", {model.d_model, model.d_vocab_out}, model.tie_word_embeddings}}});
  builder.add_exit({.path = "logits",
                    .kind = "logits",
                    .label = R"("logits")",
                    .title = "Logits",
                    .summary = std::to_string(model.d_vocab_out) + " per token"});
  builder.set_exit_note({"The logits.", "T(t) = W_U x_{{after}}"});
}

/// Throws if the model has what this architecture lacks: better no figure than a wrong one.
void check(const tviz::ModelArchitecture& model) {
  std::vector<tviz::Problem> problems;
  const auto refuse = [&](const std::string& field, const std::string& what,
                          const std::string& hint) {
    tviz::Problem& problem = problems.emplace_back();
    problem.message = "plugin-name has no " + what;
    problem.where.field = field;
    problem.hint = hint;
  };
  if (!model.attn_only()) refuse("d_mlp", "MLP", "say attn_only: true");
  if (model.normalization != tviz::Normalization::None) {
    refuse("has_layer_norm", "norms", "say has_layer_norm: false");
  }
  if (model.positional_embedding != tviz::PositionalEmbedding::None) {
    refuse("has_positional_embedding", "positions", "say has_positional_embedding: false");
  }
  if (model.n_key_value_heads != model.n_heads) {
    refuse("n_key_value_heads", "shared keys and values", "leave it out");
  }
  tviz::throw_if_any(std::move(problems));
}

/// Built from many threads at once, so it has no state.
class PluginName final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override {
    check(model);
    builder.begin_stream("residual");
    add_entry(model, builder);
    const std::size_t structure = builder.add_structure(block(model));
    for (std::int64_t layer = 0; layer < model.n_layers; ++layer) builder.add_block(structure);
    add_exit(model, builder);
  }
};

}  // namespace

// Models whose file says `kind: plugin-name` are drawn by this plugin.
TVIZ_PLUGIN("plugin_name", "1.0.0", "MIT", "Attention-only transformers without norms.",
            tviz::provide<tviz::Architecture, PluginName>("plugin-name"))
