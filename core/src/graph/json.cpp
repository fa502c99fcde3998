// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

namespace {

using Json = nlohmann::ordered_json;

/// Null if all layers have global attention; a layer without attention is null in the list.
Json attention_types(const ModelArchitecture& model) {
  const bool plain =
      std::all_of(model.layers.begin(), model.layers.end(), [](const LayerKind& layer) {
        return layer.mixer == TokenMixer::Attention && layer.reach == AttentionReach::Global;
      });
  if (plain) return nullptr;
  Json names = Json::array();
  for (const LayerKind& layer : model.layers) {
    const bool attends = layer.mixer == TokenMixer::Attention;
    names.push_back(attends ? Json(name_of(layer.reach)) : Json(nullptr));
  }
  return names;
}

/// Null if it is the same in all layers.
template <class Name>
Json where_layers_differ(const ModelArchitecture& model, const Name& name) {
  Json names = Json::array();
  for (const LayerKind& layer : model.layers) names.push_back(name(layer));
  const bool equal = std::all_of(names.begin(), names.end(),
                                 [&](const Json& each) { return each == names.front(); });
  return equal ? Json(nullptr) : names;
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
      {"token_mixers",
       where_layers_differ(model, [](const LayerKind& layer) { return name_of(layer.mixer); })},
      {"feed_forwards",
       where_layers_differ(model,
                           [](const LayerKind& layer) { return name_of(layer.feed_forward); })},
      {"n_experts", model.experts.n_experts},
      {"experts_per_token", model.experts.experts_per_token},
  };
}

Json paths(const std::vector<Component>& components) {
  Json list = Json::array();
  for (const Component& each : components) list.push_back(each.path);
  return list;
}

Json streams(const Graph& graph) {
  Json list = Json::array();
  for (const Stream& stream : graph.streams) {
    const Block& last = stream.blocks.back();
    const auto in_last = stream.structures[last.structure].additions.size();
    Json entry{{"name", stream.name},
               {"layers", stream.blocks.size()},
               {"states", states_before(stream, last) + static_cast<std::int64_t>(in_last) + 1}};
    for (const Loop& loop : stream.loops) {
      entry["loops"].push_back({{"layers", {loop.first, loop.last}}, {"times", loop.times}});
    }
    for (const Skip& skip : stream.skips) {
      entry["skips"].push_back({{"from", skip.from}, {"to", skip.to}, {"join", skip.join}});
    }
    for (const ReadOut& read_out : stream.read_outs) {
      entry["read_outs"].push_back(
          {{"after", read_out.after}, {"components", paths(read_out.components)}});
    }
    list.push_back(std::move(entry));
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

/// What a block computes: "x + attn(ln1(x)); x + mlp(ln2(x))". Norms on the stream are around a
/// sum: "ln1(x + attn(x))".
std::string signature(const BlockStructure& structure) {
  std::string text = structure.name.empty() ? "" : structure.name + ": ";
  for (const Addition& addition : structure.additions) {
    if (&addition != &structure.additions.front()) text += "; ";
    std::string sum = "x";
    for (const Branch& branch : addition.branches) sum += " + " + term(addition, branch);
    for (const Component& norm : addition.on_stream) sum = fmt::format("{}({})", norm.path, sum);
    text += sum;
  }
  return text;
}

Json additions(const BlockStructure& structure) {
  Json list = Json::array();
  for (const Addition& addition : structure.additions) {
    Json branches = Json::array();
    for (const Branch& branch : addition.branches) branches.push_back(paths(branch.components));
    list.push_back({{"shared", paths(addition.shared)},
                    {"branches", std::move(branches)},
                    {"join", "sum"},
                    {"on_stream", paths(addition.on_stream)}});
  }
  return list;
}

Json blocks(const Graph& graph) {
  Json list = Json::array();
  for (const Stream& stream : graph.streams) {
    for (auto first = stream.blocks.begin(); first != stream.blocks.end();) {
      auto last = first;
      while (last + 1 != stream.blocks.end() && (last + 1)->structure == first->structure) ++last;
      const BlockStructure& structure = stream.structures[first->structure];
      list.push_back({{"layers", {first->layer, last->layer}},
                      {"signature", signature(structure)},
                      {"additions", additions(structure)}});
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

Json assumptions(const ModelArchitecture& model) {
  Json list = Json::array();
  for (const Assumption& each : model.assumptions) {
    list.push_back({{"field", each.field}, {"value", each.value}, {"reason", each.reason}});
  }
  return list;
}

Json unread(const ModelArchitecture& model) {
  Json list = Json::array();
  for (const UnreadKey& each : model.unread) {
    list.push_back({{"key", each.key}, {"reason", each.reason}});
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
      {"assumptions", assumptions(graph.model)},
      {"unread", unread(graph.model)},
  };
  // A model's name may come from anywhere; bytes that are no UTF-8 become U+FFFD.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tviz
