// SPDX-License-Identifier: MIT
// Decoders that apply the same blocks over and over, as Universal Transformers do: every loop has
// the same weights, so they are counted once. The linear maps have no biases.
#include <string>
#include <tviz/base/error.hpp>
#include <tviz/plugin/plugin.hpp>
#include <utility>
#include <vector>

namespace {

using tviz::Component;
using tviz::ModelArchitecture;

/// Whose weights a block applies.
enum class Weights { Own, OfTheFirstLoop };

/// (batch, seq_len, ...)
std::vector<tviz::Dimension> per_token(const std::vector<tviz::Dimension>& axes) {
  std::vector<tviz::Dimension> shape{{"batch"}, {"seq_len"}};
  shape.insert(shape.end(), axes.begin(), axes.end());
  return shape;
}

/// (batch, heads, seq_len, seq_len)
std::vector<tviz::Dimension> per_pair(std::int64_t heads) {
  return {{"batch"}, {"n_heads", heads}, {"seq_len"}, {"seq_len"}};
}

Component norm(const ModelArchitecture& model, const std::string& path, Weights weights) {
  const bool tied = weights == Weights::OfTheFirstLoop;
  return {.path = path,
          .kind = "norm",
          .label = R"("LN")",
          .title = "LayerNorm",
          .summary = std::to_string(model.d_model),
          .weights = {{"w", {model.d_model}, tied}, {"b", {model.d_model}, tied}},
          .hook_points = {{"scale", per_token({{{}, 1}})},
                          {"normalized", per_token({{"d_model", model.d_model}})}}};
}

Component attention(const ModelArchitecture& model, Weights weights) {
  const bool tied = weights == Weights::OfTheFirstLoop;
  const std::vector<std::int64_t> reading{model.n_heads, model.d_model, model.d_head};
  const std::vector<std::int64_t> writing{model.n_heads, model.d_head, model.d_model};
  const auto per_head = per_token({{"n_heads", model.n_heads}, {"d_head", model.d_head}});
  return {.path = "attn",
          .kind = "attention",
          .label = "h",
          .title = "Attention",
          .summary = std::to_string(model.n_heads) + " heads × " + std::to_string(model.d_head) +
                     (tied ? " · weights of the first loop" : ""),
          .equation = R"(h(x) = "softmax"(x W_Q (x W_K)^⊤ / √)" + std::to_string(model.d_head) +
                      ") x W_V W_O",
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_heads,
          .weights = {{"W_Q", reading, tied},
                      {"W_K", reading, tied},
                      {"W_V", reading, tied},
                      {"W_O", writing, tied}},
          // A site, its shape, and which axis counts the heads.
          .hook_points = {{"q", per_head, 2},
                          {"k", per_head, 2},
                          {"v", per_head, 2},
                          {"scores", per_pair(model.n_heads), 1},
                          {"pattern", per_pair(model.n_heads), 1},
                          {"z", per_head, 2},
                          {"out", per_token({{"d_model", model.d_model}})}}};
}

Component mlp(const ModelArchitecture& model, Weights weights) {
  const bool tied = weights == Weights::OfTheFirstLoop;
  return {.path = "mlp",
          .kind = "mlp",
          .label = R"("MLP  "m)",
          .title = "MLP",
          .summary = std::to_string(model.d_model) + " → " + std::to_string(model.d_mlp) + " → " +
                     std::to_string(model.d_model) + (tied ? " · weights of the first loop" : ""),
          .weights = {{"W_in", {model.d_model, model.d_mlp}, tied},
                      {"W_out", {model.d_mlp, model.d_model}, tied}},
          .hook_points = {{"pre", per_token({{"d_mlp", model.d_mlp}})},
                          {"post", per_token({{"d_mlp", model.d_mlp}})},
                          {"out", per_token({{"d_model", model.d_model}})}}};
}

/// Two additions to the stream, one above the other: attention, then the MLP.
tviz::BlockStructure block(const ModelArchitecture& model, Weights weights) {
  const auto stream = per_token({{"d_model", model.d_model}});
  tviz::BlockStructure block;
  block.name = weights == Weights::Own ? "the block" : "the block again, weights of the first loop";
  block.short_name = weights == Weights::Own ? "own" : "shared";
  block.additions = {{.branches = {{{norm(model, "ln1", weights), attention(model, weights)}}},
                      .note = {"The heads of the block are run and added to the residual stream.",
                               "x_{{after}} = x_{{before}} + ∑_{h∈H} h(x_{{before}})"}},
                     {.branches = {{{norm(model, "ln2", weights), mlp(model, weights)}}},
                      .note = {"Its MLP, m, is run and added to the residual stream.",
                               "x_{{after}} = x_{{before}} + m(x_{{before}})"}}};
  // Where hooks reach the stream itself: below the block, between its two ⊕, above it.
  block.stream_points = {
      {{"resid_pre", stream}, 0}, {{"resid_mid", stream}, 1}, {{"resid_post", stream}, 2}};
  return block;
}

/// Throws if the model has what this architecture lacks: better no figure than a wrong one.
void check(const ModelArchitecture& model) {
  std::vector<tviz::Problem> problems;
  const auto refuse = [&](bool given, const std::string& field, const std::string& what) {
    if (given) problems.push_back({"a looped decoder has no " + what, {.field = field}, {}});
  };
  refuse(model.attn_only(), "d_mlp", "blocks without an MLP");
  refuse(model.gated_mlp, "gated_mlp", "gated MLP");
  refuse(model.parallel_attn_mlp, "parallel_attn_mlp", "parallel attention and MLP");
  refuse(model.n_key_value_heads != model.n_heads, "n_key_value_heads", "shared keys and values");
  refuse(!model.layers.empty(), "attn_types", "layers that differ");
  refuse(model.normalization != tviz::Normalization::LayerNorm, "normalization_type",
         "norm but LayerNorm");
  refuse(model.positional_embedding != tviz::PositionalEmbedding::Learned || model.n_ctx == 0,
         "n_ctx", "positions but learned ones, whose number n_ctx gives");
  tviz::throw_if_any(std::move(problems));
}

void add_entry(const ModelArchitecture& model, tviz::GraphBuilder& builder) {
  const auto stream = per_token({{"d_model", model.d_model}});
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
                     .hook_points = {{"out", stream}}});
  builder.add_at_entry({.path = "pos_embed",
                        .kind = "position_embedding",
                        .label = R"("pos_embed")",
                        .title = "Position embedding",
                        .weights = {{"W_pos", {model.n_ctx, model.d_model}}},
                        .hook_points = {{"out", stream}}});
  builder.set_entry_note({"Token and position embedding.", R"(x_0 = W_E t + W_{"pos"})"});
}

void add_exit(const ModelArchitecture& model, tviz::GraphBuilder& builder) {
  builder.add_exit(norm(model, "ln_final", Weights::Own));
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
  builder.set_exit_note({"The logits.", R"(T(t) = W_U "LN"(x_{{after}}))"});
}

class LoopedDecoder final : public tviz::Architecture {
 public:
  std::vector<tviz::OwnKey> own_keys() const override {
    return {{.key = "n_loops", .least = 1, .most = 1000}};
  }

  void build(const ModelArchitecture& model, tviz::GraphBuilder& builder) const override {
    check(model);
    builder.begin_stream("residual");
    add_entry(model, builder);
    const std::size_t own = builder.add_structure(block(model, Weights::Own));
    for (std::int64_t layer = 0; layer < model.n_layers; ++layer) builder.add_block(own);
    const std::int64_t repeated =
        model.n_layers * (model.own_value<std::int64_t>("n_loops", 1) - 1);
    if (repeated > 0) {
      const std::size_t again = builder.add_structure(block(model, Weights::OfTheFirstLoop));
      for (std::int64_t i = 0; i < repeated; ++i) builder.add_block(again);
    }
    add_exit(model, builder);
  }
};

}  // namespace

TVIZ_PLUGIN("looped_decoder", "1.0.0", "MIT", "Decoders that apply the same blocks over and over.",
            tviz::provide<tviz::Architecture, LoopedDecoder>("looped-decoder"))
