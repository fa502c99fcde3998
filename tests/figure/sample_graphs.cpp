// SPDX-License-Identifier: MIT
#include "sample_graphs.hpp"

#include <utility>

#include "tviz/graph/builder.hpp"
#include "tviz/graph/low_rank.hpp"

namespace tviz::test {
namespace {

using Components = std::vector<Component>;

Component component(std::string path, std::string kind, std::string label) {
  Component component{.path = std::move(path), .kind = std::move(kind)};
  component.label = '"' + std::move(label) + '"';
  component.title = component.path;
  component.hook_points = {{"in", {}}, {"out", {}}};
  return component;
}

Component norm(std::string path, std::string label = "RMS") {
  return component(std::move(path), "norm", std::move(label));
}

Component mlp(std::string path = "mlp") {
  Component mlp = component(std::move(path), "mlp", "gated MLP");
  mlp.label = R"("gated MLP  "m)";
  return mlp;
}

Component attention(std::int64_t heads, std::int64_t groups) {
  Component attention = component("attn", "attention", "h");
  attention.label = "h";
  attention.n_heads = heads;
  attention.n_key_value_heads = groups;
  return attention;
}

Component cross_attention(std::int64_t heads) {
  Component cross = attention(heads, heads);
  cross.path = "cross_attn";
  cross.kind = "cross_attention";
  return cross;
}

/// A latent with its norm.
void add_latent(Component& attention, const std::string& path, const std::string& label,
                const std::string& size) {
  attention.parts.push_back(
      {.path = path, .role = "latent", .label = label, .note = size, .title = "Latent"});
  attention.parts.push_back(
      {.path = path + "_norm", .role = "norm", .label = R"("RMS")", .title = "Norm of the latent"});
}

void add_rotation(Component& attention, const std::string& path) {
  attention.parts.push_back(
      {.path = path, .role = "rotary", .label = R"("RoPE")", .note = "64", .title = "Rotation"});
}

Component latent_attention(bool query_latent, bool indexer) {
  Component attention = test::attention(128, 128);
  if (query_latent) add_latent(attention, "q_latent", "c_q", "1536");
  add_rotation(attention, "rotated_q");
  add_latent(attention, "kv_latent", R"(c_"kv")", "512");
  add_rotation(attention, "rotated_k");
  if (indexer) {
    attention.parts.push_back({.path = "indexer",
                               .role = "indexer",
                               .label = R"("indexer")",
                               .note = "64 heads",
                               .title = "Indexer"});
  }
  return attention;
}

Component experts(std::int64_t count, std::int64_t chosen, int shared) {
  Component mixture = component("experts", "experts", "experts");
  mixture.n_experts = count;
  mixture.experts_per_token = chosen;
  mixture.parts = {{.path = "router",
                    .role = "router",
                    .label = R"("router")",
                    .note = "top " + std::to_string(chosen),
                    .title = "Router"},
                   {.path = "routed", .role = "expert", .label = "e", .title = "Experts"}};
  for (int i = 0; i < shared; ++i) {
    mixture.parts.push_back({.path = "shared" + std::to_string(i),
                             .role = "shared_expert",
                             .label = R"(e_"sh")",
                             .title = "Shared expert"});
  }
  return mixture;
}

Component mixer(const std::vector<std::string>& steps, bool gate) {
  Component mixer = component("mixer", "mixer", "mixer");
  for (const std::string& step : steps) {
    mixer.parts.push_back({.path = step, .role = "step", .label = '"' + step + '"', .title = step});
  }
  if (gate) {
    mixer.parts.push_back({.path = "gate", .role = "gate", .label = R"("gate")", .title = "Gate"});
  }
  return mixer;
}

Addition addition(Components components) { return {.branches = {{std::move(components)}}}; }

BlockStructure structure(std::string name, std::vector<Addition> additions) {
  BlockStructure structure;
  structure.short_name = name;
  structure.name = std::move(name);
  structure.additions = std::move(additions);
  structure.stream_points = {{{"resid_pre", {}}, 0},
                             {{"resid_post", {}}, static_cast<int>(structure.additions.size())}};
  return structure;
}

/// A graph whose layers have the structures that the digits name.
Graph build(const std::string& name, const std::vector<BlockStructure>& structures,
            const std::string& layers,
            const std::function<void(GraphBuilder&)>& add_entry = nullptr) {
  ModelArchitecture model;
  model.model_name = name;
  model.n_layers = static_cast<std::int64_t>(layers.size());
  model.d_model = 4096;
  model.d_mlp = 8192;
  model.n_heads = model.n_key_value_heads = 32;
  model.d_head = 128;
  GraphBuilder builder(model, Limits{});
  builder.begin_stream("residual");
  if (add_entry) {
    add_entry(builder);
  } else {
    builder.add_entry(component("tokens", "tokens", "tokens"));
    builder.add_entry(component("embed", "embedding", "embed"));
    builder.add_exit(norm("ln_final"));
    builder.add_exit(component("unembed", "unembedding", "unembed"));
    builder.add_exit(component("logits", "logits", "logits"));
  }
  for (const BlockStructure& each : structures) builder.add_structure(each);
  for (const char digit : layers) builder.add_block(static_cast<std::size_t>(digit - '0'));
  return builder.finish();
}

std::string repeated(const std::string& period, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += period;
  return text;
}

Graph deepseek() {
  const Addition attention = addition({norm("ln1"), latent_attention(true, false)});
  return build(
      "DeepSeek-like",
      {structure("dense", {attention, addition({norm("ln2"), mlp()})}),
       structure("mixture of experts", {attention, addition({norm("ln2"), experts(256, 8, 1)})})},
      "000" + std::string(58, '1'));
}

Graph direct_queries() {
  return build("Latent keys alone",
               {structure("", {addition({norm("ln1"), latent_attention(false, false)}),
                               addition({norm("ln2"), experts(64, 6, 2)})})},
               "00");
}

Graph indexed() {
  return build("Indexed",
               {structure("", {addition({norm("ln1"), latent_attention(true, true)}),
                               addition({norm("ln2"), experts(16, 1, 0)})})},
               "00");
}

Graph mixtral() {
  return build("Mixtral-like",
               {structure("", {addition({norm("ln1"), attention(32, 8)}),
                               addition({norm("ln2"), experts(8, 2, 0)})})},
               std::string(32, '0'));
}

Graph gemma() {
  const auto layer = [](const std::string& name) {
    return structure(name, {addition({norm("ln1"), attention(8, 4), norm("ln1_post")}),
                            addition({norm("ln2"), mlp(), norm("ln2_post")})});
  };
  return build("Gemma-like", {layer("local attention, window 512"), layer("global attention")},
               repeated("000001", 4) + "00");
}

Graph olmo() {
  return build("OLMo-2-like",
               {structure("", {addition({attention(16, 16), norm("ln1_post")}),
                               addition({mlp(), norm("ln2_post")})})},
               "000");
}

Graph bert() {
  Addition first = addition({attention(12, 12)});
  first.on_stream = {norm("ln1", "LN")};
  Addition second = addition({mlp()});
  second.on_stream = {norm("ln2", "LN")};
  return build("BERT-like", {structure("", {first, second})}, "0000", [](GraphBuilder& builder) {
    builder.add_entry(component("tokens", "tokens", "tokens"));
    builder.add_entry(component("embed", "embedding", "embed"));
    builder.add_at_entry(component("pos_embed", "position_embedding", "pos_embed"));
    builder.add_at_entry(component("token_type_embed", "token_type_embedding", "token_type_embed"));
    builder.add_after_entry(norm("embed_ln", "LN"));
    builder.add_exit(component("pooler", "pooler", "pooler"));
    builder.add_exit(component("classifier", "classifier", "classifier"));
    builder.add_exit(component("output", "output", "labels"));
  });
}

Graph albert() {
  return build("ALBERT-like", {structure("", {addition({norm("ln1"), attention(12, 12)})})}, "00",
               [](GraphBuilder& builder) {
                 builder.share_weights();
                 builder.add_entry(component("tokens", "tokens", "tokens"));
                 builder.add_entry(component("embed", "embedding", "embed"));
                 builder.add_entry(component("embed_up", "embedding", "embed 128 → 768"));
                 builder.add_after_entry(norm("embed_ln", "LN"));
                 builder.add_used_by_blocks(
                     component("relative", "position_embedding", "relative positions"));
                 builder.add_exit(component("output", "output", "output"));
               });
}

Graph mamba() {
  return build("Mamba-like",
               {structure("", {addition({norm("ln"), mixer({"conv", "scan"}, true)})})},
               std::string(24, '0'));
}

Graph nemotron() {
  return build(
      "Nemotron-like",
      {structure("Mamba-2", {addition({norm("ln"), mixer({"conv", "scan", "norm"}, true)})}),
       structure("MLP", {addition({norm("ln"), mlp()})}),
       structure("attention", {addition({norm("ln"), attention(32, 8)})})},
      "0101012101010121010101210101012101010101");
}

Graph jamba() {
  const Addition mamba = addition({norm("ln1"), mixer({"conv", "scan"}, true)});
  const Addition heads = addition({norm("ln1"), attention(32, 8)});
  const Addition dense = addition({norm("ln2"), mlp()});
  const Addition mixture = addition({norm("ln2"), experts(16, 2, 0)});
  return build(
      "Jamba-like",
      {structure("Mamba, dense", {mamba, dense}), structure("Mamba, experts", {mamba, mixture}),
       structure("attention, dense", {heads, dense})},
      repeated("01012101", 4));
}

Graph vit() {
  return build("ViT-like",
               {structure("", {addition({norm("ln1", "LN"), attention(12, 12)}),
                               addition({norm("ln2", "LN"), mlp()})})},
               "000", [](GraphBuilder& builder) {
                 builder.add_entry(component("patches", "patches", "patches"));
                 builder.add_entry(component("embed", "embedding", "patch embedding"));
                 builder.add_at_entry(component("pos_embed", "position_embedding", "pos_embed"));
                 builder.add_at_entry(component("cls", "class_token", "class token"));
                 builder.add_exit(norm("ln_final", "LN"));
                 builder.add_exit(component("classifier", "classifier", "classifier"));
                 builder.add_exit(component("logits", "logits", "logits"));
               });
}

/// Several of everything that stands beside an entry, or a class token alone.
Graph crowded_entry(bool added) {
  return build("Crowded entry", {structure("", {addition({norm("ln1"), mlp()})})}, "0",
               [added](GraphBuilder& builder) {
                 builder.add_entry(component("frames", "frames", "frames"));
                 builder.add_at_entry(component("cls", "class_token", "class token"));
                 if (added) {
                   builder.add_at_entry(component("distilled", "class_token", "distilled token"));
                   for (const char* path : {"one", "two", "three"}) {
                     builder.add_at_entry(component(path, "position_embedding", path));
                   }
                   builder.add_after_entry(norm("norm"));
                 }
                 builder.add_after_entry(component("projector", "projector", "projector"));
                 builder.add_used_by_blocks(component("bias", "position_embedding", "bias"));
                 builder.add_used_by_blocks(component("mask", "position_embedding", "mask"));
               });
}

Graph gptj() {
  Addition both{.shared = {norm("ln1", "LN")}, .branches = {{{attention(16, 16)}}, {{mlp()}}}};
  return build("GPT-J-like", {structure("", {both})}, "000");
}

Graph arctic() {
  Addition both{.branches = {{{norm("ln2"), mlp()}}, {{norm("ln3"), experts(128, 2, 0)}}}};
  return build("Dense MLP beside experts",
               {structure("", {addition({norm("ln1"), attention(56, 8)}), both})}, "000");
}

Graph all_norms() {
  Addition both{.branches = {{{norm("ln2"), mlp(), norm("ln2_post")}},
                             {{norm("ln3"), experts(128, 8, 1), norm("ln3_post")}}}};
  Addition shared{.shared = {norm("ln4"), norm("ln5")},
                  .branches = {{{norm("ln6"), attention(8, 8)}}, {{norm("ln7"), mlp("mlp2")}}}};
  shared.branches[0].components[1].path = "attn2";
  shared.on_stream = {norm("ln8")};
  return build(
      "Norms everywhere",
      {structure(
          "", {addition({norm("ln0"), norm("ln1"), attention(8, 1), norm("ln9"), norm("ln1_post")}),
               both, shared})},
      "00");
}

Graph reader() {
  return build("Reads another stream",
               {structure("", {addition({norm("ln1"), attention(8, 8)}),
                               addition({norm("ln2"), cross_attention(8)}),
                               addition({norm("ln3"), mlp()})})},
               "00");
}

Graph plain_stack(const std::string& name, std::size_t layers,
                  const std::function<void(GraphBuilder&)>& more) {
  return build(
      name,
      {structure("", {addition({norm("ln1"), attention(8, 8)}), addition({norm("ln2"), mlp()})})},
      std::string(layers, '0'), more);
}

Graph loop() {
  return plain_stack("Looped", 14, [](GraphBuilder& builder) {
    builder.add_loop({.first = 0, .last = 1, .times = "2"});
    builder.add_loop({.first = 2, .last = 10, .times = R"("until halted")"});
  });
}

/// Nested ones, two that end at one place, and two that pass each other.
Graph skips() {
  return plain_stack("U-Net-like", 8, [](GraphBuilder& builder) {
    builder.add_skip({.from = -1, .to = 7, .join = "concatenate"});
    builder.add_skip({.from = 0, .to = 5});
    builder.add_skip({.from = 1, .to = 5, .join = "concatenate"});
    builder.add_skip({.from = 1, .to = 4});
    builder.add_skip({.from = 3, .to = 6});
  });
}

Graph read_outs() {
  return plain_stack("Read out", 9, [](GraphBuilder& builder) {
    builder.add_read_out({0,
                          {norm("exit.ln"), component("exit.unembed", "unembedding", "unembed"),
                           component("exit.logits", "logits", "logits")}});
    for (const char* path : {"mtp_1", "mtp_2", "mtp_3", "mtp_4"}) {
      builder.add_read_out({8, {component(path, "unembedding", path)}});
    }
    builder.add_loop({.first = 1, .last = 6, .times = "r"});
    builder.add_skip({.from = -1, .to = 8});
  });
}

Component two_maps(const std::string& path, const std::string& kind, std::int64_t inner) {
  Component maps = component(path, kind, kind == "adapter" ? "GELU" : "SAE");
  maps.weights = {{"W_in", {512, inner}}, {"W_out", {inner, 512}}};
  return maps;
}

/// Adapters above attention, a norm and parallel branches, one that is a branch itself, and what
/// replaces the state on the stream.
Graph in_series() {
  Addition both{.branches = {{{norm("ln2"), attention(8, 2), two_maps("up_2", "adapter", 64)}},
                             {{norm("ln3"), mlp(), two_maps("up_3", "adapter", 64)}},
                             {{two_maps("beside", "adapter", 16)}}}};
  both.branches[0].components[1].path = "attn2";
  both.on_stream = {two_maps("sae", "autoencoder", 4096), norm("ln4")};
  Addition replaced =
      addition({norm("ln5"), mlp("mlp2"), norm("ln6"), two_maps("up_5", "adapter", 8)});
  replaced.on_stream = {two_maps("mid", "adapter", 8), component("noise", "custom:noise", "noise")};
  return build("In series",
               {structure("", {addition({norm("ln0"), attention(8, 8),
                                         two_maps("up_0", "adapter", 64), norm("ln1")}),
                               both, replaced})},
               "00");
}

/// Low-rank updates of the weights of a row of heads and of a box, one with an interior.
Graph low_ranks() {
  Component heads = attention(8, 8);
  for (const char* map : {"W_Q", "W_K", "W_V", "W_O"}) heads.weights.push_back({map, {8, 512, 64}});
  heads.weights.back().shape = {8, 64, 512};
  heads.interior.steps = {{"W_Q", "learned", 0, 0}, {"W_K", "learned", 1, 0},
                          {"W_V", "learned", 2, 0}, {R"("softmax")", "operation", 0, 1},
                          {"×", "product", 2, 2},   {"W_O", "learned", 2, 3}};
  heads.interior.wires = {{kComponentInput, 0},
                          {kComponentInput, 1},
                          {kComponentInput, 2},
                          {0, 3},
                          {1, 3},
                          {2, 4},
                          {3, 4},
                          {4, 5},
                          {5, kComponentOutput}};
  attach_low_ranks(heads, {{"W_Q", 8}, {"W_V", 8}, {"W_O", 4}});
  Component box = mlp();
  box.weights = {{"W_in", {512, 2048}}, {"W_out", {2048, 512}}};
  attach_low_ranks(box, {{"W_in", 16}});
  return build("LoRA",
               {structure("", {addition({norm("ln1"), heads}), addition({norm("ln2"), box})})},
               "00");
}

}  // namespace

const std::vector<SampleGraph>& sample_graphs() {
  static const std::vector<SampleGraph> graphs{
      {"deepseek", deepseek},
      {"direct_queries", direct_queries},
      {"indexed", indexed},
      {"mixtral", mixtral},
      {"gemma", gemma},
      {"olmo", olmo},
      {"bert", bert},
      {"albert", albert},
      {"mamba", mamba},
      {"nemotron", nemotron},
      {"jamba", jamba},
      {"vit", vit},
      {"crowded_entry", [] { return crowded_entry(true); }},
      {"class_token", [] { return crowded_entry(false); }},
      {"gptj", gptj},
      {"arctic", arctic},
      {"all_norms", all_norms},
      {"reader", reader},
      {"loop", loop},
      {"skips", skips},
      {"read_outs", read_outs},
      {"in_series", in_series},
      {"low_ranks", low_ranks}};
  return graphs;
}

}  // namespace tviz::test
