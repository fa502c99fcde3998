// SPDX-License-Identifier: MIT
// Models that are read from the names and shapes of their tensors alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "../temporary_folder.hpp"
#include "tviz/base/error.hpp"
#include "tviz/graph/difference.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

using Shape = std::vector<std::int64_t>;
using Named = std::vector<std::pair<std::string, Shape>>;

/// Writes a list of tensors and counts their numbers.
class Tensors {
 public:
  Tensors& add(const std::string& name, const Shape& shape, const std::string& more = {}) {
    std::string sizes;
    std::int64_t count = 1;
    for (const std::int64_t each : shape) {
      sizes += (sizes.empty() ? "" : ",") + std::to_string(each);
      count *= each;
    }
    text_ += (text_.empty() ? "" : ",") + std::string(R"({"name":")") + name + R"(","shape":[)" +
             sizes + "]" + more + "}";
    if (more.empty()) total_ += count;
    return *this;
  }
  /// The same tensors in each of `layers`, whose path is before each name.
  Tensors& layers(const std::string& path, int layers, const Named& tensors) {
    for (int i = 0; i < layers; ++i) {
      for (const auto& [name, shape] : tensors) {
        add(path + "." + std::to_string(i) + "." + name, shape);
      }
    }
    return *this;
  }
  std::int64_t total() const { return total_; }
  std::string text(const std::string& more = {}) const {
    return R"({"tensors":[)" + text_ + "]" + more + "}";
  }

 private:
  std::string text_;
  std::int64_t total_ = 0;
};

Graph graph_of(const std::string& text) {
  const ModelArchitecture model = read_model(parse_json(text, "tensors.json"));
  return read_graph(*model.graph, model);
}

/// "blocks.0.attn:attention" and so on, of one layer or of what lies outside all.
std::string components(const Graph& graph, const std::string& beginning) {
  std::string text;
  for (const ComponentReference& each : components_of(graph)) {
    if (!each.path().starts_with(beginning)) continue;
    text += (text.empty() ? "" : " ") + each.path().substr(beginning.size()) + ":" +
            each.component->kind;
  }
  return text;
}

std::string fault_of(const std::string& text) {
  try {
    graph_of(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

const Named kLlama{
    {"input_layernorm.weight", {64}},       {"post_attention_layernorm.weight", {64}},
    {"self_attn.q_proj.weight", {128, 64}}, {"self_attn.k_proj.weight", {32, 64}},
    {"self_attn.v_proj.weight", {32, 64}},  {"self_attn.o_proj.weight", {64, 128}},
    {"self_attn.q_norm.weight", {16}},      {"self_attn.k_norm.weight", {16}},
    {"mlp.gate_proj.weight", {192, 64}},    {"mlp.up_proj.weight", {192, 64}},
    {"mlp.down_proj.weight", {64, 192}}};

TEST(FromTensors, ALlamaIsWhole) {
  Tensors list;
  list.add("model.embed_tokens.weight", {100, 64}).layers("model.layers", 3, kLlama);
  list.add("model.norm.weight", {64}).add("lm_head.weight", {100, 64});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(components(graph, "model.layers.2."),
            "input_layernorm:norm self_attn:attention post_attention_layernorm:norm mlp:mlp");
  EXPECT_EQ(graph.streams.front().structures.size(), 1U);
  EXPECT_EQ(graph.model.n_layers, 3);
  EXPECT_EQ(graph.model.d_model, 64);
  EXPECT_EQ(graph.model.n_heads, 8);
  EXPECT_EQ(graph.model.n_key_value_heads, 2);
  EXPECT_EQ(graph.model.d_mlp, 192);
  EXPECT_TRUE(graph.model.gated_mlp);
  EXPECT_EQ(graph.model.normalization, Normalization::RmsNorm);
  EXPECT_EQ(doubts_of(graph.model),
            "drawn from a guess: read from the names and shapes of its tensors");
}

TEST(FromTensors, FusedAndTransposedMapsAreUnderstood) {
  Tensors list;
  list.add("wte.weight", {100, 64}).add("wpe.weight", {32, 64});
  list.layers("h", 2,
              {{"ln_1.weight", {64}},
               {"ln_1.bias", {64}},
               {"attn.c_attn.weight", {64, 192}},
               {"attn.c_attn.bias", {192}},
               {"attn.c_proj.weight", {64, 64}},
               {"ln_2.weight", {64}},
               {"ln_2.bias", {64}},
               {"mlp.c_fc.weight", {64, 256}},
               {"mlp.c_proj.weight", {256, 64}}});
  list.add("h.0.attn.bias", {1, 1, 32, 32}, R"(,"dtype":"BOOL")");
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(graph.model.d_mlp, 256);
  EXPECT_EQ(graph.model.n_heads * graph.model.d_head, 64);
  EXPECT_EQ(graph.model.positional_embedding, PositionalEmbedding::Learned);
  EXPECT_EQ(graph.model.normalization, Normalization::LayerNorm);
  EXPECT_EQ(graph.model.warnings,
            std::vector<std::string>{"1 tensor no parameters: h.0.attn.bias"});
  EXPECT_EQ(components(graph, "un"), "embed:unembedding");
}

TEST(FromTensors, NumberedAndStackedExpertsAreTheSame) {
  const Named attention{{"attn.q_proj.weight", {64, 64}}, {"attn.k_proj.weight", {64, 64}},
                        {"attn.v_proj.weight", {64, 64}}, {"attn.o_proj.weight", {64, 64}},
                        {"norm1.weight", {64}},           {"norm2.weight", {64}},
                        {"moe.gate.weight", {4, 64}}};
  Tensors numbered;
  Tensors stacked;
  numbered.add("embed_tokens.weight", {10, 64}).layers("layers", 2, attention);
  stacked.add("embed_tokens.weight", {10, 64}).layers("layers", 2, attention);
  for (const std::string layer : {"layers.0", "layers.1"}) {
    for (int i = 0; i < 4; ++i) {
      const std::string expert = layer + ".moe.experts." + std::to_string(i);
      numbered.add(expert + ".w1.weight", {96, 64}).add(expert + ".w3.weight", {96, 64});
      numbered.add(expert + ".w2.weight", {64, 96});
    }
    stacked.add(layer + ".moe.experts.gate_up_proj", {4, 192, 64});
    stacked.add(layer + ".moe.experts.down_proj", {4, 64, 96});
  }
  for (const Tensors& list : {numbered, stacked}) {
    const Graph graph = graph_of(list.text());
    EXPECT_EQ(count_parameters(graph), list.total());
    EXPECT_EQ(graph.model.experts.n_experts, 4);
    EXPECT_EQ(graph.model.experts.d_expert, 96);
    EXPECT_TRUE(graph.model.gated_mlp);
    EXPECT_EQ(components(graph, "layers.1."), "norm1:norm attn:attention norm2:norm moe:experts");
  }
}

TEST(FromTensors, LatentsTellTheNumberOfHeads) {
  Tensors list;
  list.add("embed_tokens.weight", {10, 64});
  list.layers("layers", 2,
              {{"self_attn.q_a_proj.weight", {24, 64}},
               {"self_attn.q_a_layernorm.weight", {24}},
               {"self_attn.q_b_proj.weight", {4 * (16 + 8), 24}},
               {"self_attn.kv_a_proj_with_mqa.weight", {20 + 8, 64}},
               {"self_attn.kv_a_layernorm.weight", {20}},
               {"self_attn.kv_b_proj.weight", {4 * (16 + 12), 20}},
               {"self_attn.o_proj.weight", {64, 4 * 12}},
               {"input_layernorm.weight", {64}}});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(graph.model.n_heads, 4);
  EXPECT_EQ(graph.model.latent.kv_rank, 20);
  EXPECT_EQ(graph.model.latent.d_nope, 16);
  EXPECT_EQ(graph.model.latent.d_rope, 8);
  EXPECT_EQ(graph.model.latent.d_value, 12);
}

TEST(FromTensors, PiecesOfOnePartAreJoinedAndNormsLieOnTheStream) {
  Tensors list;
  list.add("bert.embeddings.word_embeddings.weight", {10, 64});
  list.add("bert.embeddings.LayerNorm.weight", {64}).add("bert.embeddings.LayerNorm.bias", {64});
  list.layers("bert.encoder.layer", 2,
              {{"attention.self.query.weight", {64, 64}},
               {"attention.self.key.weight", {64, 64}},
               {"attention.self.value.weight", {64, 64}},
               {"attention.output.dense.weight", {64, 64}},
               {"attention.output.LayerNorm.weight", {64}},
               {"intermediate.dense.weight", {256, 64}},
               {"output.dense.weight", {64, 256}},
               {"output.LayerNorm.weight", {64}}});
  list.add("bert.pooler.dense.weight", {64, 64});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(components(graph, "bert.encoder.layer.0."),
            "attention:attention attention.output.LayerNorm:norm mlp:mlp output.LayerNorm:norm");
  EXPECT_EQ(graph.streams.front().structures.front().additions.front().on_stream.size(), 1U);
  EXPECT_EQ(graph.model.d_mlp, 256);
}

TEST(FromTensors, ADecoderReadsItsEncoder) {
  Tensors list;
  list.add("shared.weight", {10, 64});
  const auto attention = [](const std::string& path) {
    return Named{{path + ".q.weight", {64, 64}},
                 {path + ".k.weight", {64, 64}},
                 {path + ".v.weight", {64, 64}},
                 {path + ".o.weight", {64, 64}}};
  };
  list.layers("encoder.block", 2, attention("layer.0.SelfAttention"));
  list.layers("encoder.block", 2, {{"layer.0.layer_norm.weight", {64}}});
  list.layers("decoder.block", 3, attention("layer.0.SelfAttention"));
  list.layers("decoder.block", 3, attention("layer.1.EncDecAttention"));
  list.layers("decoder.block", 3,
              {{"layer.2.DenseReluDense.wi.weight", {96, 64}},
               {"layer.2.DenseReluDense.wo.weight", {64, 96}},
               {"layer.2.layer_norm.weight", {64}}});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  ASSERT_EQ(graph.streams.size(), 2U);
  EXPECT_EQ(graph.streams.back().name, "decoder.block");
  ASSERT_EQ(graph.links.size(), 1U);
  EXPECT_EQ(graph.links.front(),
            (Link{"encoder.block", "decoder.block", "layer.1.EncDecAttention"}));
  EXPECT_EQ(components(graph, "decoder.block.2."),
            "layer.0.SelfAttention:attention layer.1.EncDecAttention:cross_attention "
            "layer.2.layer_norm:norm layer.2.DenseReluDense:mlp");
}

TEST(FromTensors, WhatFeedsTheModelIsNotTheModel) {
  Tensors list;
  const Named query_former{
      {"attention.query.weight", {64, 64}},    {"attention.key.weight", {64, 64}},
      {"attention.value.weight", {64, 64}},    {"crossattention.query.weight", {64, 64}},
      {"crossattention.key.weight", {64, 96}}, {"crossattention.value.weight", {64, 96}},
      {"mlp.fc1.weight", {128, 64}},           {"mlp.fc2.weight", {64, 128}}};
  list.layers("projector.qformer.encoder.layer", 4, query_former);
  list.add("language_model.embed_tokens.weight", {100, 64});
  list.layers("language_model.layers", 2, kLlama);
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(graph.streams.back().name, "language_model.layers");
  EXPECT_EQ(graph.model.n_layers, 2);
  EXPECT_EQ(graph.model.d_vocab, 100);
}

TEST(FromTensors, AnEncoderIsReadByAttentionOfAnyName) {
  Tensors list;
  list.layers("decoder.layer", 2,
              {{"self_attention.attention.query.weight", {64, 64}},
               {"self_attention.attention.key.weight", {64, 64}},
               {"self_attention.attention.value.weight", {64, 64}},
               {"self_attention.attention.output.weight", {64, 64}},
               {"encoder_decoder_attention.attention.query.weight", {64, 64}},
               {"encoder_decoder_attention.attention.key.weight", {64, 64}},
               {"encoder_decoder_attention.attention.value.weight", {64, 64}},
               {"encoder_decoder_attention.attention.output.weight", {64, 64}}});
  EXPECT_EQ(components(graph_of(list.text()), "decoder.layer.0."),
            "self_attention.attention:attention "
            "encoder_decoder_attention.attention:cross_attention");
}

TEST(FromTensors, TheUnembeddingTellsTheVocabularyOfAnEmbeddingThatIsItself) {
  Tensors list;
  list.add("lm_head.weight", {100, 64}).layers("model.layers", 2, kLlama);
  EXPECT_EQ(graph_of(list.text()).model.d_vocab, 100);
}

TEST(FromTensors, TheKindOfANormWithoutABiasIsMarked) {
  const auto is_marked = [](const Tensors& list) {
    const Graph graph = graph_of(list.text());
    return std::ranges::any_of(graph.model.assumptions, [](const Assumption& each) {
      return each.field == "normalization";
    });
  };
  EXPECT_TRUE(is_marked(Tensors().layers("model.layers", 2, kLlama)));
  Named biased = kLlama;
  biased.push_back({"input_layernorm.bias", {64}});
  EXPECT_FALSE(is_marked(Tensors().layers("model.layers", 2, biased)));
}

TEST(FromTensors, WhatNobodyKnowsIsDrawnAndMarked) {
  Tensors list;
  list.add("embed_tokens.weight", {10, 64}).layers("layers", 2, kLlama);
  list.layers("layers", 2, {{"gizmo.twist", {7, 64}}, {"gizmo.turn.weight", {64, 7}}});
  list.add("oracle.book", {3, 3});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  const Component* gizmo = find_component(graph, "layers.1.gizmo").component;
  ASSERT_NE(gizmo, nullptr);
  EXPECT_EQ(gizmo->kind, "custom:unknown");
  EXPECT_EQ(gizmo->label, R"("gizmo ?")");
  EXPECT_EQ(gizmo->parameters(), 2 * 7 * 64);
  EXPECT_EQ(doubts_of(graph.model),
            "drawn from a guess: read from the names and shapes of its tensors; 2 parts not "
            "recognised: gizmo, oracle");
}

TEST(FromTensors, WrappersAndAdaptersAreLookedThrough) {
  Tensors list;
  list.add("module.embed_tokens.weight", {10, 64});
  list.layers("module.layers", 2,
              {{"_orig_mod.self_attn.q_proj.base_layer.weight", {64, 64}},
               {"_orig_mod.self_attn.q_proj.lora_A.default.weight", {4, 64}},
               {"_orig_mod.self_attn.q_proj.lora_B.default.weight", {64, 4}},
               {"_orig_mod.self_attn.k_proj.weight", {64, 64}},
               {"_orig_mod.self_attn.v_proj.weight", {64, 64}},
               {"_orig_mod.self_attn.o_proj.weight", {64, 64}}});
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  const Component* attention = find_component(graph, "layers.1.self_attn").component;
  ASSERT_NE(attention, nullptr);
  EXPECT_EQ(attention->weights[1].name, "q_proj.lora_A.default.weight");
}

TEST(FromTensors, TiedTensorsCountOnce) {
  Tensors list;
  list.add("embed_tokens.weight", {10, 64}).layers("layers", 2, kLlama);
  list.add("lm_head.weight", {10, 64}, R"(,"tied":true)");
  EXPECT_EQ(count_parameters(graph_of(list.text())), list.total());
}

TEST(FromTensors, LayersWithoutTensorsKeepTheirNumbers) {
  Tensors list;
  list.add("embed_tokens.weight", {10, 64}).layers("layers", 1, kLlama);
  for (const auto& [name, shape] : kLlama) list.add("layers.3." + name, shape);
  const Graph graph = graph_of(list.text());
  EXPECT_EQ(count_parameters(graph), list.total());
  EXPECT_EQ(components(graph, "layers.2."), "missing:custom:unknown");
  EXPECT_EQ(components(graph, "layers.3.").substr(0, 20), "input_layernorm:norm");
}

/// A safetensors file whose numbers are a hole.
class Shards : public test::TemporaryFolder {
 protected:
  void write_shard(const std::string& name, const Named& tensors) const {
    std::string header;
    std::int64_t end = 0;
    for (const auto& [tensor, shape] : tensors) {
      std::string sizes;
      std::int64_t bytes = 2;
      for (const std::int64_t each : shape) {
        sizes += (sizes.empty() ? "" : ",") + std::to_string(each);
        bytes *= each;
      }
      header += (header.empty() ? "{\"" : ",\"") + tensor + R"(":{"dtype":"BF16","shape":[)" +
                sizes + R"(],"data_offsets":[)" + std::to_string(end) + "," +
                std::to_string(end + bytes) + "]}";
      end += bytes;
    }
    header += '}';
    const std::uint64_t length = header.size();
    std::string bytes(sizeof(length), '\0');
    std::memcpy(bytes.data(), &length, sizeof(length));
    write(name, bytes + header);
  }

  /// Writes the tensors into so many shards, and their index; returns its path.
  std::string write_shards(const Named& tensors, std::size_t count) const {
    std::string map;
    const std::size_t each = tensors.size() / count + 1;
    for (std::size_t i = 0; i * each < tensors.size(); ++i) {
      const std::string name = "model-" + std::to_string(i) + ".safetensors";
      const auto first = tensors.begin() + static_cast<std::ptrdiff_t>(i * each);
      const auto last = i * each + each < tensors.size() ? first + static_cast<std::ptrdiff_t>(each)
                                                         : tensors.end();
      for (auto tensor = first; tensor != last; ++tensor) {
        map += (map.empty() ? "\"" : ",\"") + tensor->first + "\":\"" + name + '"';
      }
      write_shard(name, {first, last});
    }
    return write("model.safetensors.index.json", "{\"weight_map\":{" + map + "}}");
  }
};

/// Llama 3.1 405B.
Named llama_405b() {
  constexpr std::int64_t kWidth = 16384;
  Named tensors{{"model.embed_tokens.weight", {128256, kWidth}}};
  for (int i = 0; i < 126; ++i) {
    const std::string layer = "model.layers." + std::to_string(i) + ".";
    for (const char* norm : {"input_layernorm", "post_attention_layernorm"}) {
      tensors.push_back({layer + norm + ".weight", {kWidth}});
    }
    for (const char* map : {"q_proj", "o_proj"}) {
      tensors.push_back({layer + "self_attn." + map + ".weight", {kWidth, kWidth}});
    }
    for (const char* map : {"k_proj", "v_proj"}) {
      tensors.push_back({layer + "self_attn." + map + ".weight", {1024, kWidth}});
    }
    tensors.push_back({layer + "mlp.gate_proj.weight", {53248, kWidth}});
    tensors.push_back({layer + "mlp.up_proj.weight", {53248, kWidth}});
    tensors.push_back({layer + "mlp.down_proj.weight", {kWidth, 53248}});
  }
  tensors.push_back({"model.norm.weight", {kWidth}});
  tensors.push_back({"lm_head.weight", {128256, kWidth}});
  return tensors;
}

TEST_F(Shards, OfTheLargestModelsAreOneStructure) {
  const ModelArchitecture model = read_model(write_shards(llama_405b(), 191));
  const Graph graph = read_graph(*model.graph, model);
  EXPECT_EQ(count_parameters(graph), 405'853'388'800);
  EXPECT_EQ(graph.streams.front().structures.size(), 1U);
  EXPECT_EQ(model.n_layers, 126);
  EXPECT_EQ(model.n_heads, 128);
  EXPECT_EQ(model.n_key_value_heads, 8);
}

TEST_F(Shards, ThatAreMissingAreNamed) {
  Named tensors{{"embed_tokens.weight", {10, 64}}};
  for (const auto& [name, shape] : kLlama) tensors.push_back({"layers.0." + name, shape});
  for (const auto& [name, shape] : kLlama) tensors.push_back({"layers.1." + name, shape});
  const std::string index = write_shards(tensors, 4);
  const auto graph_of_index = [&] {
    const ModelArchitecture model = read_tensors(index);
    return read_graph(*model.graph, model);
  };
  const Graph whole = graph_of_index();
  EXPECT_TRUE(differences(whole, whole).empty());
  std::filesystem::remove(std::filesystem::path(index).parent_path() / "model-1.safetensors");
  const std::vector<Difference> found = differences(whole, graph_of_index());
  ASSERT_EQ(found.size(), 7U);
  EXPECT_EQ(found.front(),
            (Difference{"file", "all shards", "model-1.safetensors is missing, with 6 tensors"}));
}

TEST(Differences, OfTensorsAreNamedOneByOne) {
  const auto list_of = [](std::int64_t width, bool has_head, bool has_adapter) {
    Tensors list;
    list.add("embed_tokens.weight", {100, 64}).layers("layers", 2, kLlama);
    list.add("layers.2.mlp.up_proj.weight", {width, 64});
    if (has_head) list.add("lm_head.weight", {100, 64});
    if (has_adapter) list.add("layers.0.self_attn.q_proj.lora_A.weight", {4, 64});
    return graph_of(list.text());
  };
  const Graph model = list_of(96, false, false);
  EXPECT_EQ(differences(model, list_of(80, false, false)),
            (std::vector<Difference>{{"layers.2.mlp.up_proj.weight", "96 × 64", "80 × 64"}}));
  EXPECT_EQ(differences(model, list_of(96, true, false)),
            (std::vector<Difference>{{"lm_head.weight", "nothing", "100 × 64"}}));
  EXPECT_EQ(
      differences(model, list_of(96, false, true)),
      (std::vector<Difference>{{"adapters", "merged", "1 tensor of LoRA, not merged"},
                               {"layers.0.self_attn.q_proj.lora_A.weight", "nothing", "4 × 64"}}));
}

TEST(FromTensors, MistakesAreNamed) {
  EXPECT_EQ(fault_of(R"({"tensors": [{"name": "a.0.b", "shape": [2]}, {"shape": [-1]}]})"),
            "tensors.json:1:47: tensors[1].name: a tensor has no name\n"
            "tensors.json:1:57: tensors[1].shape: each size must be 0 to 1000000000");
  EXPECT_NE(fault_of(R"({"tensors": [{"name": "a", "shape": [2]}]})").find("no layers are found"),
            std::string::npos);
  EXPECT_NE(fault_of(R"({"tensors": [{"name": "h.99999999999999999999.attn.q_proj.weight",)"
                     R"( "shape": [2, 2]}]})")
                .find("lies in a layer beyond the limit of 4096 (layers)"),
            std::string::npos);
}

}  // namespace
}  // namespace tviz
