// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

namespace {

using Json = nlohmann::ordered_json;

Json attention_types(const ModelArchitecture& model) {
  if (model.layers.empty()) return nullptr;
  Json names = Json::array();
  for (const LayerKind& layer : model.layers) names.push_back(name_of(layer.reach));
  return names;
}

Json architecture(const ModelArchitecture& model) {
  return {
      {"kind", model.kind},
      {"n_layers", model.n_layers},
      {"d_model", model.d_model},
      {"n_heads", model.n_heads},
      {"n_key_value_heads", model.n_key_value_heads},
      {"d_head", model.d_head},
      {"d_mlp", model.d_mlp},
      {"d_vocab", model.d_vocab},
      {"d_vocab_out", model.d_vocab_out},
      {"n_ctx", model.n_ctx},
      {"act_fn", model.act_fn},
      {"normalization", name_of(model.normalization)},
      {"norm_placement", name_of(model.norm_placement)},
      {"positional_embedding", name_of(model.positional_embedding)},
      {"rotary_dim", model.rotary_dim},
      {"parallel_attn_mlp", model.parallel_attn_mlp},
      {"gated_mlp", model.gated_mlp},
      {"attn_only", model.attn_only()},
      {"tie_word_embeddings", model.tie_word_embeddings},
      {"window_size", model.window_size},
      {"attention_types", attention_types(model)},
      {"n_experts", model.experts.n_experts},
      {"experts_per_token", model.experts.experts_per_token},
  };
}

Json streams(const Graph& graph) {
  Json list = Json::array();
  for (const Stream& stream : graph.streams) {
    const Block& last = stream.blocks.back();
    const auto in_last = stream.structures[last.structure].additions.size();
    list.push_back(
        {{"name", stream.name},
         {"layers", stream.blocks.size()},
         {"states", states_before(stream, last) + static_cast<std::int64_t>(in_last) + 1}});
  }
  return list;
}

/// What a branch adds to x: "attn(ln1(x))".
std::string term(const Addition& addition, const Branch& branch) {
  std::string text = "x";
  for (const auto* components : {&addition.shared, &branch.components}) {
    for (const Component& component : *components) {
      text = fmt::format("{}({})", component.path, text);
    }
  }
  return text;
}

/// What a block computes: "x + attn(ln1(x)); x + mlp(ln2(x))".
std::string signature(const BlockStructure& structure) {
  std::string text = structure.name.empty() ? "" : structure.name + ": ";
  for (const Addition& addition : structure.additions) {
    if (&addition != &structure.additions.front()) text += "; ";
    text += "x";
    for (const Branch& branch : addition.branches) text += " + " + term(addition, branch);
  }
  return text;
}

Json blocks(const Graph& graph) {
  Json list = Json::array();
  for (const Stream& stream : graph.streams) {
    for (auto first = stream.blocks.begin(); first != stream.blocks.end();) {
      auto last = first;
      while (last + 1 != stream.blocks.end() && (last + 1)->structure == first->structure) ++last;
      list.push_back({{"layers", {first->layer, last->layer}},
                      {"signature", signature(stream.structures[first->structure])}});
      first = last + 1;
    }
  }
  return list;
}

Json components(const Graph& graph) {
  Json list = Json::array();
  for (const ComponentReference& each : components_of(graph)) {
    list.push_back({{"path", each.path()},
                    {"kind", each.component->kind},
                    {"layer", each.block == nullptr ? Json(nullptr) : Json(each.block->layer)},
                    {"parameters", each.component->parameters()}});
  }
  return list;
}

}  // namespace

std::string to_json(const Graph& graph) {
  const Json json = {
      {"name", graph.model.model_name},
      {"architecture", architecture(graph.model)},
      {"parameters",
       {{"total", count_parameters(graph)}, {"active", count_active_parameters(graph)}}},
      {"streams", streams(graph)},
      {"blocks", blocks(graph)},
      {"components", components(graph)},
      {"warnings", graph.model.warnings},
  };
  // A model's name may come from anywhere; bytes that are no UTF-8 become U+FFFD.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tviz
