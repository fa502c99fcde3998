// SPDX-License-Identifier: MIT
#include "random_graph.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tviz::fuzz {
namespace {

constexpr std::array<std::string_view, 10> kMainKinds{
    "attention",  "mlp",       "experts",   "mixer",    "cross_attention",
    "custom:own", "embedding", "projector", "attenton", ""};
constexpr std::array<std::string_view, 9> kPartRoles{
    "latent", "norm", "rotary", "indexer", "router", "expert", "shared_expert", "step", "gate"};
constexpr std::array<std::string_view, 14> kSites{"in",   "out",  "entry",      "exit", "q",
                                                  "k",    "v",    "pattern",    "z",    "pre",
                                                  "post", "scan", "custom:own", "zz"};
constexpr std::array<std::string_view, 5> kStreamSites{"resid_pre", "resid_mid", "resid_post",
                                                       "normalized_resid_post", "zz"};
constexpr std::array<std::string_view, 5> kStepRoles{"learned", "operation", "product", "sum",
                                                     "lerned"};
constexpr std::array<std::string_view, 7> kLabels{
    R"("MLP  "m)", "h", "e", R"(W_{"Q"}^⊤ x)", "", R"("a label that is much too long for a box")",
    "x_{{{"};
constexpr std::array<std::string_view, 3> kTimes{"r", R"("until halted")", "n_{loops}^2"};
constexpr std::array<std::string_view, 5> kNotes{"", "Each head reads the stream.",
                                                 "{before} and {after}",
                                                 "x_{{after}} = x_{{before}} + m", "{befor}"};
constexpr std::array<std::int64_t, 8> kCounts{0, 1, 2, 3, 8, 12, 64, 256};

template <std::size_t kSize>
std::string pick(Choices& choices, const std::array<std::string_view, kSize>& words) {
  return std::string(words[choices.below(kSize)]);
}

std::vector<Dimension> random_shape(Choices& choices) {
  std::vector<Dimension> shape{{"batch"}, {"seq_len"}};
  for (std::size_t i = choices.below(3); i > 0; --i) {
    shape.push_back({"n_heads", static_cast<std::int64_t>(choices.below(5))});
  }
  return shape;
}

HookPoint random_point(Choices& choices, std::string site) {
  HookPoint point{std::move(site), random_shape(choices)};
  if (choices.rarely(3)) point.head_axis = static_cast<int>(choices.below(5)) - 1;
  return point;
}

Interior random_interior(Choices& choices, const std::vector<HookPoint>& points) {
  Interior interior;
  const auto steps = static_cast<int>(choices.below(6));
  for (int i = 0; i < steps; ++i) {
    Step step{.label = pick(choices, kLabels), .role = pick(choices, kStepRoles)};
    step.column = static_cast<int>(choices.below(4));
    step.row = choices.rarely(4) ? static_cast<int>(choices.below(40)) : i;
    interior.steps.push_back(std::move(step));
  }
  if (steps == 0) return interior;
  for (int i = -1; i < steps; ++i) {
    Wire wire{.from = i, .to = i + 1 == steps ? kComponentOutput : i + 1};
    if (!points.empty() && choices.rarely(2)) {
      wire.sites.push_back(points[choices.below(points.size())].site);
    }
    interior.wires.push_back(std::move(wire));
  }
  if (choices.rarely(3)) {
    interior.wires.push_back({.from = static_cast<int>(choices.below(7)) - 2,
                              .to = static_cast<int>(choices.below(7)) - 3});
  }
  return interior;
}

/// The parts that experts need, most of the time.
std::vector<Part> random_parts(Choices& choices, const Component& component) {
  std::vector<Part> parts;
  if (component.n_experts > 0 && !choices.rarely(8)) {
    parts.push_back({.path = "router", .role = "router", .label = R"("router")"});
    parts.push_back({.path = "experts", .role = "expert", .label = "e"});
  }
  for (std::size_t i = choices.below(5); i > 0; --i) {
    parts.push_back({.path = "part" + std::to_string(i),
                     .role = pick(choices, kPartRoles),
                     .label = pick(choices, kLabels),
                     .note = choices.rarely(2) ? "top 6" : ""});
  }
  return parts;
}

Component random_component(Choices& choices, std::string path, std::string kind) {
  Component component{.path = std::move(path), .kind = std::move(kind)};
  component.label = pick(choices, kLabels);
  component.title = component.path;
  if (component.kind.ends_with("attention") || choices.rarely(12)) {
    component.n_heads = kCounts[choices.below(kCounts.size())];
    if (component.n_heads > 0) component.n_key_value_heads = component.n_heads;
    if (choices.rarely(4)) component.n_key_value_heads = 1;
  }
  if (component.kind == "experts" || choices.rarely(12)) {
    component.n_experts = kCounts[choices.below(kCounts.size())];
    if (component.n_experts > 1) component.experts_per_token = 2;
  }
  component.parts = random_parts(choices, component);
  for (std::size_t i = choices.below(4); i > 0; --i) {
    component.hook_points.push_back(random_point(choices, pick(choices, kSites)));
  }
  component.weights.push_back({.name = "w", .shape = {4, 8}});
  component.interior = random_interior(choices, component.hook_points);
  return component;
}

/// Counts the components of a structure, so that most paths differ.
class RandomStructure {
 public:
  explicit RandomStructure(Choices& choices) : choices_(choices) {}

  BlockStructure make() {
    BlockStructure structure;
    structure.name = structure.short_name = choices_.rarely(2) ? "local" : "";
    for (std::size_t i = 1 + choices_.below(3); i > 0; --i) {
      structure.additions.push_back(addition());
    }
    for (std::size_t i = choices_.below(4); i > 0; --i) {
      structure.stream_points.push_back({random_point(choices_, pick(choices_, kStreamSites)),
                                         static_cast<int>(choices_.below(4)), choices_.rarely(2)});
    }
    return structure;
  }

 private:
  Component component(std::string kind) {
    std::string path = kind == "cross_attention" ? "cross_attn" : "part" + std::to_string(++count_);
    return random_component(choices_, std::move(path), std::move(kind));
  }

  void add_norms(std::vector<Component>& list) {
    for (std::size_t i = choices_.below(3); i > 0; --i) list.push_back(component("norm"));
  }

  Addition addition() {
    Addition addition;
    if (choices_.rarely(4)) add_norms(addition.shared);
    for (std::size_t i = 1 + choices_.below(3); i > 0; --i) {
      Branch branch;
      add_norms(branch.components);
      branch.components.push_back(component(pick(choices_, kMainKinds)));
      add_norms(branch.components);
      addition.branches.push_back(std::move(branch));
    }
    addition.note = {pick(choices_, kNotes), pick(choices_, kNotes)};
    if (choices_.rarely(4)) add_norms(addition.on_stream);
    return addition;
  }

  Choices& choices_;
  int count_ = 0;
};

void write_stream(Choices& choices, GraphBuilder& builder, const std::string& name) {
  builder.begin_stream(name, choices.rarely(2) ? name : "");
  const auto add = [&](std::string path, std::string_view kind) {
    return random_component(choices, name + '.' + std::move(path), std::string(kind));
  };
  builder.add_entry(add("tokens", "tokens"));
  builder.add_entry(add("embed", "embedding"));
  if (choices.rarely(2)) builder.add_at_entry(add("pos_embed", "position_embedding"));
  if (choices.rarely(3)) builder.add_at_entry(add("class", "class_token"));
  if (choices.rarely(3)) builder.add_after_entry(add("embed_ln", "norm"));
  if (choices.rarely(4)) builder.add_used_by_blocks(add("relative", "position_embedding"));
  if (choices.rarely(5)) builder.share_weights();
  std::vector<std::size_t> structures;
  for (std::size_t i = 1 + choices.below(3); i > 0; --i) {
    structures.push_back(builder.add_structure(RandomStructure(choices).make()));
  }
  const std::size_t layers = structures.size() + choices.below(12);
  for (std::size_t i = 0; i < layers; ++i) {
    builder.add_block(structures[i % structures.size()], name + ".blocks");
  }
  const auto layer = [&] { return static_cast<std::int64_t>(choices.below(layers)); };
  if (choices.rarely(3)) {
    const std::int64_t first = layer();
    builder.add_loop({first, std::max(first, layer()), pick(choices, kTimes)});
  }
  for (std::size_t i = choices.rarely(3) ? 1 + choices.below(3) : 0; i > 0; --i) {
    const std::int64_t from = layer() - 1;
    const auto passed = static_cast<std::int64_t>(2 + choices.below(4));
    builder.add_skip({from, from + passed, choices.rarely(2) ? "sum" : "concatenate"});
  }
  for (std::size_t i = choices.rarely(3) ? 1 + choices.below(4) : 0; i > 0; --i) {
    const std::string path = "read_out_" + std::to_string(i);
    builder.add_read_out({layer(), {add(path + ".ln", "norm"), add(path, "unembedding")}});
  }
  builder.set_entry_note({pick(choices, kNotes), pick(choices, kNotes)});
  builder.set_exit_note({pick(choices, kNotes), pick(choices, kNotes)});
  if (choices.rarely(2)) builder.add_exit(add("ln_final", "norm"));
  builder.add_exit(add("unembed", "unembedding"));
  if (choices.rarely(2)) builder.add_exit(add("logits", "logits"));
}

}  // namespace

void write_random_graph(Choices& choices, GraphBuilder& builder) {
  const std::size_t streams = 1 + choices.below(3);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < streams; ++i) {
    names.push_back("stream" + std::to_string(i));
    write_stream(choices, builder, names.back());
    if (i > 0 && !choices.rarely(3)) {
      const std::size_t into = choices.below(3);
      const std::string reader = into == 0   ? "cross_attn"
                                 : into == 1 ? names.back() + ".embed"
                                             : names.back() + ".unembed";
      builder.add_link({names[choices.below(names.size())], names.back(), reader});
    }
  }
}

}  // namespace tviz::fuzz
