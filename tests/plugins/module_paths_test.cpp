// SPDX-License-Identifier: MIT
// The paths of modules of every architecture that TransformerLens's bridge reads. In
// module_paths.json, a path stands beside what it is: its component, by the names of the bridge's
// parts. `without_model` are those that tviz reads no configuration of.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

const Document& paths_file() {
  static const Document document =
      parse_json(read_file(TVIZ_TEST_DATA "/module_paths.json", 1U << 20U), "module_paths.json");
  return document;
}

std::string replaced(std::string text, std::string_view placeholder, const std::string& value) {
  const auto at = text.find(placeholder);
  if (at != std::string::npos) text.replace(at, placeholder.size(), value);
  return text;
}

Graph graph_of_model(const Node& model) {
  if (const Node* name = model.find("model")) return naming::graph_of(name->scalar);
  return models::build(read_model(Document{"config.json", *model.find("config")}));
}

/// Component and site of what a module gives, by its name inside a block.
const std::map<std::string, std::string>& inside() {
  static const std::map<std::string, std::string> places{
      {"ln1", "ln1 out"},
      {"ln1_post", "ln1_post out"},
      {"ln2", "ln2 out"},
      {"ln2_post", "ln2_post out"},
      {"ln3", "ln3 out"},
      {"attn", "attn out"},
      {"attn.q", "attn q"},
      {"attn.k", "attn k"},
      {"attn.v", "attn v"},
      {"attn.qkv", "attn q + attn k + attn v"},
      {"attn.o", "attn out"},
      {"attn.q_norm", "attn normed_q"},
      {"attn.k_norm", "attn normed_k"},
      {"attn.q_proj", "attn q"},
      {"attn.q_a_proj", "attn q_down"},
      {"attn.q_a_layernorm", "attn q_latent"},
      {"attn.q_b_proj", "attn q"},
      {"attn.kv_a_proj_with_mqa", "attn kv_down"},
      {"attn.kv_a_layernorm", "attn kv_latent"},
      {"attn.kv_b_proj", "attn kv_up"},
      {"cross_attn", "cross_attn out"},
      {"cross_attn.q", "cross_attn q"},
      {"cross_attn.k", "cross_attn k"},
      {"cross_attn.v", "cross_attn v"},
      {"cross_attn.o", "cross_attn out"},
      {"mlp", "mlp out"},
      {"mlp.gate", "mlp pre"},
      {"mlp.in", "mlp pre_linear"},
      {"mlp.out", "mlp out"},
      {"mlp.shared_experts", "mlp shared_out"},
      {"mlp.shared_experts.gate", "mlp shared_gate"},
      {"mlp.shared_experts.in", "mlp shared_pre"},
      {"mlp.shared_experts.out", "mlp shared_out"},
      {"router", "mlp router_logits"},
      {"experts", "experts out"},
      {"mixer", "mixer out"},
      {"mixer.in_proj", "mixer projected"},
      {"mixer.conv1d", "mixer conv"},
      {"mixer.x_proj", "mixer selection"},
      {"mixer.dt_proj", "mixer step"},
      {"mixer.inner_norm", "mixer gated"},
      {"mixer.out_proj", "mixer out"}};
  return places;
}

/// The same outside the blocks; a stream that is not alone has its name before it.
const std::map<std::string, std::string>& outside() {
  static const std::map<std::string, std::string> places{
      {"embed", "embed out"},
      {"pos_embed", "pos_embed out"},
      {"embed_ln", "embed.ln out"},
      {"ln_final", "ln_final out"},
      {"unembed", "unembed out"},
      {"audio_feature_extractor", "embed features"},
      {"feat_proj", "embed projected"},
      {"conv_pos_embed", "embed positions"},
      {"encoder_ln_final", "encoder_final_ln out"},
      {"decoder_ln_final", "decoder_final_ln out"},
      {"decoder_embed", "decoder_embed out"},
      {"decoder_pos_embed", "decoder_pos_embed out"},
      {"decoder_embed_ln", "decoder_embed.ln out"},
      {"vision_projector", "vision_projector projected"}};
  return places;
}

/// What a figure of the model has no component for.
const std::set<std::string>& undrawn() {
  static const std::set<std::string> names{"attn.v_norm",
                                           "per_layer_input_gate",
                                           "per_layer_projection",
                                           "post_per_layer_input_norm",
                                           "pre_feedforward_layernorm_2",
                                           "post_feedforward_layernorm_1",
                                           "post_feedforward_layernorm_2"};
  return names;
}

/// "vision_tower" may end in its last norm or in its last block.
bool is_of_tower(const std::string& found) { return found.starts_with("vision"); }

class PathsOfOneModel {
 public:
  /// `model` may list what its figure lacks.
  PathsOfOneModel(const Graph& graph, const Dialect& dialect, const Node& model)
      : graph_(graph), dialect_(dialect), undrawn_(undrawn()) {
    const Node* own = model.find("undrawn");
    if (own == nullptr) return;
    for (const Node& item : own->items) undrawn_.insert(item.scalar);
  }

  void expect(const std::string& name, const std::string& path) {
    const auto layer = name.find("{i}");
    if (layer == std::string::npos) {
      expect_outside(name, path);
    } else {
      expect_inside(name.substr(0, layer), name.substr(std::min(layer + 4, name.size())), path);
    }
  }

 private:
  void expect_outside(const std::string& name, const std::string& path) {
    const std::string found = dialect_.place(graph_, path);
    if (name == "rotary_emb") {
      EXPECT_TRUE(found.ends_with("attn rotation")) << path << ": " << found;
    } else if (name == "vision_encoder") {
      EXPECT_TRUE(is_of_tower(found)) << path << ": " << found;
    } else {
      std::string expected = outside().at(name);
      if (name == "pos_embed" && path.ends_with("relative_attention_bias")) {
        expected = "encoder_rel_pos out";
      } else if (name == "decoder_pos_embed" && path.ends_with("relative_attention_bias")) {
        expected = "decoder_rel_pos out";
      } else if (name == "embed_ln" && path == "encoder.layer_norm") {
        // Of a tower that reads sound, this is the norm before its blocks.
        expected = "ln_pre out";
      } else if (path.starts_with("cls.predictions")) {
        // Of BERT, the last norm is inside the head.
        expected = name == "ln_final" ? "mlm_head.ln out" : expected;
      }
      const bool is_met = found == expected || found == "encoder_" + expected;
      EXPECT_TRUE(is_met) << path << ": " << found << ", expected " << expected;
    }
  }

  /// A layer of the kind that has the module must have it in its place.
  void expect_inside(const std::string& blocks, const std::string& name, const std::string& path) {
    const Stream* stream = nullptr;
    for (const Stream& each : graph_.streams) {
      if (!each.blocks.empty() && each.blocks.front().path.starts_with(blocks)) stream = &each;
    }
    ASSERT_NE(stream, nullptr) << blocks;
    std::size_t found_in = 0;
    for (const Block& block : stream->blocks) {
      const std::string layer = std::to_string(block.layer);
      const std::string found = dialect_.place(graph_, replaced(path, "{i}", layer));
      if (found.empty()) continue;
      ++found_in;
      EXPECT_EQ(found, expected(stream->structures[block.structure], block, name)) << path;
      if (found_in == 3) break;
    }
    if (undrawn_.contains(name)) {
      EXPECT_EQ(found_in, 0U) << path << " is drawn";
    } else {
      EXPECT_GT(found_in, 0U) << path << " means nothing";
    }
  }

  static bool has(const BlockStructure& structure, const std::string& path,
                  const std::string& site) {
    for (const Component* each : components_of(structure)) {
      if (each->path != path) continue;
      return std::ranges::find(each->hook_points, site, &HookPoint::site) !=
             each->hook_points.end();
    }
    return false;
  }

  static bool has_norm_after(const BlockStructure& structure, const std::string& path) {
    for (const Addition& addition : structure.additions) {
      for (const Branch& branch : addition.branches) {
        for (std::size_t i = 0; i + 1 < branch.components.size(); ++i) {
          if (branch.components[i].path == path) return true;
        }
      }
    }
    return false;
  }

  static std::string expected(const BlockStructure& structure, const Block& block,
                              const std::string& name) {
    if (name.empty()) {
      const std::string last = structure.stream_points.back().point.site;
      return block.path + ' ' + last;
    }
    std::string place = inside().at(name);
    const std::string component = place.substr(0, place.find(' '));
    if (name == "mlp.in" && !has(structure, "mlp", "pre_linear")) place = "mlp pre";
    if (name == "attn.q" && has(structure, "attn", "gate")) place = "attn q + attn gate";
    if (name == "router" && !has(structure, "mlp", "router_logits")) {
      place = "experts router_logits";
    }
    // One path in all layers of Nemotron-H, whatever mixes the tokens in it.
    if (name == "mixer" && !has(structure, "mixer", "in")) {
      place = has(structure, "attn", "in") ? "attn out" : "mlp out";
    }
    if (!name.starts_with("ln") && place.ends_with(" out") &&
        has_norm_after(structure, component)) {
      place.replace(place.size() - 3, 3, "exit");
    }
    std::string text = block.path + "." + place;
    for (auto at = text.find("+ "); at != std::string::npos; at = text.find("+ ", at + 2)) {
      text.insert(at + 2, block.path + ".");
    }
    return text;
  }

  const Graph& graph_;
  const Dialect& dialect_;
  std::set<std::string> undrawn_;
};

TEST(ModulePaths, LeadToTheComponentsOfEveryArchitecture) {
  const Dialect dialect("hugging_face");
  std::size_t count = 0;
  for (const Node& stack : paths_file().root.find("stacks")->items) {
    for (const Node& model : stack.find("models")->items) {
      SCOPED_TRACE(model.find("architecture")->scalar);
      ++count;
      const Graph graph = graph_of_model(model);
      PathsOfOneModel paths(graph, dialect, model);
      for (const Node::Member& path : stack.find("paths")->members) {
        paths.expect(path.key, path.value.scalar);
      }
    }
  }
  // DeepSeek-V2, Falcon and T5 have a second form.
  EXPECT_EQ(count, 63U + 3U);
  const auto& others = paths_file().root.find("without_model")->items;
  EXPECT_EQ(others.size(), 4U);
  for (const Node& other : others) {
    std::cout << other.find("architecture")->scalar << ": " << other.find("why")->scalar << '\n';
  }
}

}  // namespace
}  // namespace tviz
