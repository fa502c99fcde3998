// SPDX-License-Identifier: MIT
// Names by the modules of a model's code: Hugging Face, nnsight and pyvene.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;
using naming::graph_of;

struct Meaning {
  const char* name;
  const char* place;
};

void expect_places(const char* dialect, const std::string& model,
                   const std::vector<Meaning>& meanings) {
  SCOPED_TRACE(std::string(dialect) + " of " + model);
  const Graph graph = graph_of(model);
  const Dialect names(dialect);
  for (const Meaning& each : meanings) {
    EXPECT_EQ(names.place(graph, each.name), each.place) << each.name;
  }
}

std::string shape_of(const char* dialect, const std::string& model, const char* name) {
  return Dialect(dialect).resolve(graph_of(model), name).at(0).shape;
}

constexpr const char* kJoined = "blocks.5.attn q + blocks.5.attn k + blocks.5.attn v";

TEST(HuggingFace, PathsOfModulesAndWeights) {
  expect_places("hugging_face", "gpt2",
                {{"transformer.wte", "embed out"},
                 {"wte", "embed out"},
                 {"transformer.h.5", "blocks.5 resid_post"},
                 {"transformer.h.5.input", "blocks.5 resid_pre"},
                 {"h.5.output", "blocks.5 resid_post"},
                 {"transformer.h.5.attn.c_attn", kJoined},
                 {"transformer.h.5.attn.c_attn.weight", kJoined},
                 {"transformer.h.5.attn.c_attn.bias", kJoined},
                 {"transformer.h.5.attn.c_attn.input", "blocks.5.attn entry"},
                 {"transformer.h.5.attn.c_proj.input", "blocks.5.attn z"},
                 {"transformer.h.5.attn.c_proj.weight", "blocks.5.attn out"},
                 {"transformer.h.5.ln_2.input", "blocks.5.ln2 in"},
                 {"transformer.h.5.mlp.act", "blocks.5.mlp post"},
                 {"transformer.ln_f", "ln_final out"},
                 {"lm_head", "unembed out"},
                 {"lm_head.weight", "unembed out"},
                 {"transformer.h.-1", ""},
                 {"transformer.h[5]", ""},
                 {"transformer.h.12", ""},
                 {"transformer.h.05", ""},
                 {"transformer.h.5.attn.q_proj", ""},
                 {"model.layers.5", ""},
                 {"", ""},
                 {".weight", ""}});
  EXPECT_EQ(shape_of("hugging_face", "gpt2", "transformer.h.5.attn.c_attn"),
            "(batch, seq_len, 2304)");
  EXPECT_EQ(shape_of("hugging_face", "gpt2", "transformer.h.5.attn.c_proj.input"),
            "(batch, seq_len, 768)");
}

TEST(HuggingFace, WordsForJoinedAxes) {
  const auto keys =
      Dialect("hugging_face").resolve(graph_of("llama-3.1-8b"), "model.layers.0.self_attn.k_proj");
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].shape, "(batch, seq_len, 1024)");
  EXPECT_EQ(keys[0].symbolic_shape, "(batch, seq_len, n_key_value_heads*d_head)");
  // There is no axis on which a head could be picked.
  EXPECT_EQ(keys[0].head_axis, -1);
}

TEST(HuggingFace, ExpertsAreModulesOfTheirOwn) {
  const auto found =
      Dialect("hugging_face")
          .resolve(graph_of("mixtral"), "model.layers.2.block_sparse_moe.experts.7.w3");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].component, "blocks.2.mlp");
  EXPECT_EQ(found[0].site, "expert_pre");
  EXPECT_EQ(found[0].expert, 7);
  expect_places(
      "hugging_face", "mixtral",
      {{"model.layers.2.block_sparse_moe.experts.8.w3", ""},
       {"model.layers.2.block_sparse_moe.gate", "blocks.2.mlp router_logits"},
       {"model.layers.2.block_sparse_moe.experts.0.w2.input", "blocks.2.mlp expert_post"}});
}

TEST(HuggingFace, WhereNormsStand) {
  // A module ends before the norm after it.
  expect_places("hugging_face", "gemma-2-2b",
                {{"model.layers.1.self_attn", "blocks.1.attn exit"},
                 {"model.layers.1.post_attention_layernorm", "blocks.1.ln1_post out"},
                 {"model.layers.1.mlp", "blocks.1.mlp exit"},
                 {"model.layers.1.mlp.input", "blocks.1.mlp entry"}});
  expect_places("hugging_face", "olmo-2-1b",
                {{"model.layers.1.self_attn", "blocks.1.attn exit"},
                 {"model.layers.1.post_attention_layernorm", "blocks.1.ln1 out"},
                 {"model.layers.1.self_attn.q_norm", "blocks.1.attn normed_q"}});
}

TEST(HuggingFace, OtherStacks) {
  expect_places("hugging_face", "t5-small",
                {{"encoder.block.0.layer.0.SelfAttention.q", "encoder.0.attn q"},
                 {"decoder.block.1.layer.1.EncDecAttention.v", "decoder.1.cross_attn v"},
                 {"decoder.block.1.layer.1", "decoder.1 resid_mid_cross"},
                 {"decoder.block.1.layer.2", "decoder.1 resid_post"},
                 {"encoder.block.0.layer.1.DenseReluDense.wi", "encoder.0.mlp pre"},
                 {"shared", "encoder_embed out"},
                 {"lm_head", "unembed out"}});
  expect_places("hugging_face", "llava-1.5-7b",
                {{"model.language_model.layers.1.mlp.up_proj", "blocks.1.mlp pre_linear"},
                 {"language_model.model.layers.1.mlp.up_proj", "blocks.1.mlp pre_linear"},
                 {"model.vision_tower.vision_model.encoder.layers.1.mlp.fc1", "vision.1.mlp pre"},
                 {"model.multi_modal_projector", "vision_projector projected"}});
  expect_places("hugging_face", "bert-base-cased",
                {{"bert.encoder.layer.3.attention.self", "blocks.3.attn z"},
                 {"bert.encoder.layer.3.attention.self.query", "blocks.3.attn q"},
                 {"encoder.layer.3.attention.self.query", "blocks.3.attn q"},
                 {"bert.embeddings.LayerNorm.weight", "embed.ln out"},
                 {"bert.encoder.layer.3.output.LayerNorm", "blocks.3.ln2 out"}});
  expect_places("hugging_face", "nemotron-h-56b",
                {{"model.layers.0.mixer.in_proj", "blocks.0.mixer projected"},
                 {"backbone.layers.1.mixer.up_proj", "blocks.1.mlp pre"}});
}

TEST(HuggingFace, FamiliesWithWordsOfTheirOwn) {
  expect_places("hugging_face", "jamba-REDUCED-4L",
                {{"model.final_layernorm", "ln_final out"},
                 {"model.layers.0.pre_ff_layernorm", "blocks.0.ln2 out"},
                 {"model.layers.1.feed_forward.router", "blocks.1.mlp router_logits"},
                 {"model.layers.0.feed_forward.down_proj", "blocks.0.mlp out"}});
  expect_places("hugging_face", "Llama-4-Scout-17B-16E-Instruct",
                {{"language_model.model.layers.1.feed_forward.shared_expert.up_proj",
                  "blocks.1.mlp shared_pre"},
                 {"language_model.lm_head", "unembed out"}});
  expect_places("hugging_face", "Llama-3.2-Vision-REDUCED-WIDTH",
                {{"model.language_model.layers.3.cross_attn.q_proj", "blocks.3.cross_attn q"},
                 {"model.language_model.layers.2.self_attn.q_proj", "blocks.2.attn q"},
                 {"model.multi_modal_projector", "vision_projector projected"}});
  expect_places("hugging_face", "clip-vit-large-patch14-336",
                {{"vision_model.encoder.layers.0.self_attn.q_proj", "vision.0.attn q"},
                 {"text_model.encoder.layers.0.mlp.fc2", "text.0.mlp out"},
                 {"text_projection", "text_projector projected"}});
  expect_places("hugging_face", "deberta-v3-base",
                {{"deberta.encoder.layer.3.attention.self.query_proj", "blocks.3.attn q"},
                 {"deberta.encoder.layer.3.intermediate", "blocks.3.mlp post"}});
}

TEST(HuggingFace, Mixers) {
  expect_places("hugging_face", "LFM2-1.2B",
                {{"model.layers.0.operator_norm", "blocks.0.ln1 out"},
                 {"model.layers.0.conv.in_proj", "blocks.0.mixer projected"},
                 {"model.layers.0.conv.conv", "blocks.0.mixer conv"},
                 {"model.layers.0.conv.out_proj", "blocks.0.mixer out"},
                 {"model.layers.0.feed_forward.w3", "blocks.0.mlp pre_linear"},
                 {"model.layers.2.self_attn.q_layernorm", "blocks.2.attn normed_q"},
                 {"model.layers.2.self_attn.out_proj.input", "blocks.2.attn z"},
                 {"model.layers.2.conv", ""},
                 {"model.embedding_norm", "ln_final out"}});
  expect_places("hugging_face", "LFM2-8B-A1B",
                {{"model.layers.0.feed_forward.w1", "blocks.0.mlp pre"},
                 {"model.layers.2.feed_forward.gate", "blocks.2.mlp router_logits"},
                 {"model.layers.2.feed_forward.w1", ""}});
  expect_places("hugging_face", "Falcon-H1-0.5B-Base",
                {{"model.layers.3.mamba.in_proj", "blocks.3.mixer projected"},
                 {"model.layers.3.mamba", "blocks.3.mixer out"},
                 {"model.layers.3.self_attn.q_proj", "blocks.3.attn q"},
                 {"model.layers.3.pre_ff_layernorm", "blocks.3.ln2 out"}});
  expect_places("hugging_face", "granite-4.0-h-tiny",
                {{"model.layers.0.mamba.norm.input", "blocks.0.mixer scan"},
                 {"model.layers.0.mamba.norm", "blocks.0.mixer gated"},
                 {"model.layers.5.self_attn.o_proj", "blocks.5.attn out"},
                 {"model.layers.0.block_sparse_moe.router", "blocks.0.mlp router_logits"},
                 {"model.layers.0.shared_mlp.input_linear",
                  "blocks.0.mlp shared_gate + blocks.0.mlp shared_pre"},
                 {"model.layers.0.shared_mlp.output_linear.input", "blocks.0.mlp shared_post"}});
}

TEST(HuggingFace, AnEncoderAndADecoderOfGemma) {
  expect_places("hugging_face", "t5gemma-2b-2b",
                {{"model.encoder.layers.1.pre_self_attn_layernorm", "encoder.1.ln1 out"},
                 {"model.decoder.layers.1.cross_attn", "decoder.1.cross_attn exit"},
                 {"model.decoder.layers.1.post_cross_attn_layernorm", "decoder.1.ln2_post out"},
                 {"model.decoder.layers.1.pre_feedforward_layernorm", "decoder.1.ln3 out"},
                 {"lm_head.out_proj", "unembed out"}});
}

TEST(HuggingFace, OneModuleThatAllLayersShare) {
  const Graph graph = graph_of("albert-base-v1");
  const Dialect names("hugging_face");
  const std::string group = "albert.encoder.albert_layer_groups.0.albert_layers.0";
  const auto found = names.resolve(graph, group + ".attention.query");
  ASSERT_EQ(found.size(), 12U);
  EXPECT_EQ(found.back().component, "blocks.11.attn");
  EXPECT_EQ(found.back().site, "q");
  EXPECT_TRUE(names.resolve(graph, group + "0.attention.query").empty());
}

TEST(HuggingFace, ListsWhatTheNewestReleaseHasAndCalls) {
  const auto listed = [](const char* model) {
    std::set<std::string> names;
    for (const HookName& each : Dialect("hugging_face").all(graph_of(model))) {
      names.insert(each.name);
    }
    return names;
  };
  const auto mixtral = listed("mixtral");
  EXPECT_TRUE(mixtral.contains("model.layers.2.mlp.experts"));
  EXPECT_FALSE(mixtral.contains("model.layers.2.block_sparse_moe.experts"));
  EXPECT_FALSE(mixtral.contains("model.layers.2.block_sparse_moe.experts.7.w3"));
  EXPECT_FALSE(listed("gpt2").contains("transformer.h.0.attn.attn_dropout"));
  expect_places("hugging_face", "gpt2",
                {{"transformer.h.0.attn.attn_dropout", "blocks.0.attn pattern"}});
  const auto vit = listed("vit-base-patch16-224");
  EXPECT_TRUE(vit.contains("vit.layers.1.attention.q_proj"));
  EXPECT_FALSE(vit.contains("vit.encoder.layer.1.attention.attention.query"));
  expect_places("hugging_face", "vit-base-patch16-224",
                {{"vit.encoder.layer.1.attention.attention.query", "blocks.1.attn q"}});
}

TEST(HuggingFace, AModuleThatJoinsTheTwoBranchesOfAnMlp) {
  EXPECT_EQ(shape_of("hugging_face", "phi-4", "model.layers.0.mlp.gate_up_proj"),
            "(batch, seq_len, 35840)");
}

TEST(NnSight, AModuleThatIsCalledOutput) {
  const char* dense = "model.bert.encoder.layer[3].attention.E_output.dense.output";
  expect_places("nnsight", "bert-base-cased",
                {{dense, "blocks.3.attn out"},
                 {"model.bert.encoder.layer[3].E_output.LayerNorm.input", "blocks.3.ln2 in"},
                 {"model.bert.encoder.layer[3].attention.output", "blocks.3.attn out"}});
  std::set<std::string> listed;
  for (const HookName& each : Dialect("nnsight").all(graph_of("bert-base-cased"))) {
    listed.insert(each.name);
  }
  EXPECT_TRUE(listed.contains(dense));
}

TEST(Pyvene, ListsWhatItsReleaseCanWrap) {
  const auto listed = [](const char* model) {
    std::set<std::string> names;
    for (const HookName& each : Dialect("pyvene").all(graph_of(model))) names.insert(each.name);
    return names;
  };
  EXPECT_TRUE(listed("gpt-j-6B").empty());
  EXPECT_TRUE(listed("t5-small").empty());
  const auto neox = listed("pythia-70m");
  EXPECT_EQ(neox.size(), 6U * 9U);
  EXPECT_FALSE(neox.contains("layer_1_comp_query_output_unit_pos_nunit_1#0"));
  EXPECT_TRUE(neox.contains("layer_1_comp_mlp_activation_unit_pos_nunit_1#0"));
}

TEST(NnSight, Expressions) {
  expect_places("nnsight", "gpt2",
                {{"model.transformer.h[5].attn.output", "blocks.5.attn out"},
                 {"model.transformer.h[5].attn.output[0]", "blocks.5.attn out"},
                 {"model.transformer.h[5].output[0].save()", "blocks.5 resid_post"},
                 {"model.transformer.h[5].output[0][:, -1]", "blocks.5 resid_post"},
                 {"transformer.h[5].output", "blocks.5 resid_post"},
                 {"model.transformer.h.5.output", "blocks.5 resid_post"},
                 {"model.transformer.h[-1].output", "blocks.11 resid_post"},
                 {"model.transformer.h[-12].input", "blocks.0 resid_pre"},
                 {"model.transformer.h[5].inputs[0][0]", "blocks.5 resid_pre"},
                 {"model.transformer.h[5].ln_2.input", "blocks.5.ln2 in"},
                 {"model.transformer.h[5].attn.c_attn.output", kJoined},
                 {"model.transformer.h[5].attn.c_proj.input", "blocks.5.attn z"},
                 {"model.lm_head.output", "unembed out"},
                 {"model.transformer.h[12].output", ""},
                 {"model.transformer.h[-13].output", ""},
                 {"model.transformer.h[5]", ""},
                 {"model.transformer.h[5].attn", ""},
                 {"model.transformer.h[x].output", ""},
                 {"model.transformer.h[5.output", ""},
                 {"model.transformer.h[5].output.save", ""},
                 {"model.transformer.h[5].output[]", ""},
                 {"model.transformer.h[5]attn.output", ""}});
}

TEST(NnSight, StepsOfAttention) {
  expect_places(
      "nnsight", "gpt2",
      {{"model.transformer.h[5].attn.source.attention_interface_0.output",
        "blocks.5.attn pattern + blocks.5.attn z"},
       {"model.transformer.h[5].attn.source.attention_interface_0.output[0]", "blocks.5.attn z"},
       {"model.transformer.h[5].attn.source.attention_interface_0.output[1].save()",
        "blocks.5.attn pattern"},
       {"model.transformer.h[5].attn.source.self_c_proj_0.output", "blocks.5.attn out"},
       {"model.transformer.h[5].attn.source.attention_interface_x.output", ""},
       {"model.transformer.h[5].mlp.source.attention_interface_0.output", ""},
       {"model.transformer.h[5].attn.source.split_1.output", ""}});
}

TEST(NnSight, TheVariableAndAModuleOfItsName) {
  expect_places("nnsight", "llama-3.1-8b",
                {{"model.model.layers[5].output", "blocks.5 resid_post"},
                 {"model.layers[5].output", "blocks.5 resid_post"},
                 {"layers[5].output", "blocks.5 resid_post"},
                 {"model.model.layers[5].self_attn.o_proj.input", "blocks.5.attn z"},
                 {"model.model.embed_tokens.output", "embed out"}});
  expect_places("nnsight", "t5-small",
                {{"model.encoder.block[0].layer[0].SelfAttention.output", "encoder.0.attn out"}});
}

TEST(Pyvene, Keys) {
  expect_places("pyvene", "gpt2",
                {{"layer_5_comp_mlp_output_unit_pos_nunit_1#0", "blocks.5.mlp out"},
                 {"layer_5_comp_mlp_output", "blocks.5.mlp out"},
                 {"layer_5_comp_mlp_output_unit_pos", "blocks.5.mlp out"},
                 {"layer_5_comp_mlp_output_unit_h_pos_nunit_1#0", ""},
                 {"layer_5_comp_block_input_unit_pos_nunit_1#12", "blocks.5 resid_pre"},
                 {"layer_5_comp_block_output_unit_t_nunit_3#0", "blocks.5 resid_post"},
                 {"layer_5_comp_query_output_unit_pos_nunit_1#0", "blocks.5.attn q"},
                 {"layer_5_comp_attention_value_output_unit_pos_nunit_1#0", "blocks.5.attn z"},
                 {"layer_5_comp_attention_weight_unit_pos_nunit_1#0", "blocks.5.attn pattern"},
                 {"layer_5_comp_attention_input_unit_pos_nunit_1#0", "blocks.5.attn entry"},
                 {"layer_12_comp_mlp_output_unit_pos_nunit_1#0", ""},
                 {"layer_-1_comp_mlp_output", ""},
                 {"layer_5_comp_mlp_output_unit_head_nunit_1#0", ""},
                 {"layer_5_comp_mlp_output_unit_pos_nunit_x#0", ""},
                 {"layer_5_comp_mlp_output_unit_pos_nunit_1#", ""},
                 {"layer_5_comp_resid_mid", ""},
                 {"layer_5_comp_cross_attention_output", ""}});
}

TEST(Pyvene, RawPaths) {
  expect_places("pyvene", "gpt2",
                {{"h[3].mlp.output", "blocks.3.mlp out"},
                 {"transformer.h[3].attn.c_proj.input", "blocks.3.attn z"},
                 {"transformer.wte.output", "embed out"},
                 {"comp_transformer_h[3]_mlp_output_unit_pos_nunit_1#0", "blocks.3.mlp out"},
                 {"comp_h[3]_attn_c_proj_input_unit_pos_nunit_1#0", "blocks.3.attn z"},
                 {"comp_h[13]_mlp_output_unit_pos_nunit_1#0", ""},
                 {"h[3].mlp", ""},
                 {"h[3].mlp.output.save()", ""}});
}

TEST(Pyvene, HeadsHaveAnAxis) {
  const auto of = [](const char* model, const char* name) {
    return Dialect("pyvene").resolve(graph_of(model), name).at(0);
  };
  const HookName heads = of("gpt2", "layer_5_comp_head_attention_value_output_unit_h_nunit_1#0");
  EXPECT_EQ(heads.site, "z");
  EXPECT_EQ(heads.shape, "(batch, 12, seq_len, 64)");
  EXPECT_EQ(heads.head_axis, 1);
  EXPECT_EQ(heads.heads_on_axis, 12);
  const HookName keys = of("llama-3.1-8b", "layer_5_comp_head_key_output_unit_h_nunit_1#0");
  EXPECT_EQ(keys.heads_on_axis, 8);
  EXPECT_EQ(of("gpt2", "layer_5_comp_attention_value_output").head_axis, -1);
  EXPECT_TRUE(Dialect("pyvene")
                  .resolve(graph_of("gpt2"), "layer_5_comp_attention_value_output_unit_h_nunit_1#0")
                  .empty());
}

TEST(Pyvene, OfT5ItMapsTheEncoderByItsLayers) {
  expect_places("pyvene", "t5-small",
                {{"layer_0_comp_encoder_block_input_unit_pos_nunit_1#0", "encoder.0 resid_pre"},
                 {"layer_0_comp_encoder.attention_output", "encoder.0 resid_mid"},
                 {"layer_0_comp_encoder_mlp_output_unit_pos_nunit_1#0", "encoder.0 resid_post"},
                 {"layer_0_comp_query_output_unit_pos_nunit_1#0", "encoder.0.attn q"},
                 {"layer_0_comp_block_input_unit_pos_nunit_1#0", ""}});
}

TEST(Pyvene, Routers) {
  expect_places("pyvene", "gpt-oss-20b",
                {{"layer_2_comp_router_output_unit_pos_nunit_1#0", "blocks.2.mlp router_logits"},
                 {"layer_2_comp_expert_input_unit_pos_nunit_1#0", "blocks.2.mlp entry"},
                 {"layer_2_comp_mlp_activation_unit_pos_nunit_1#0", ""}});
}

// The traps: one word, other tensors.

TEST(Dialects, TheInputOfAnMlpIsBeforeItsNormInOneAndAfterItInOthers) {
  const std::string before = "blocks.5.mlp in";
  const std::string after = "blocks.5.mlp entry";
  for (const char* model : {"gpt2", "llama-3.1-8b"}) {
    const Graph graph = graph_of(model);
    EXPECT_EQ(Dialect("transformer_lens").place(graph, "blocks.5.hook_mlp_in"), before);
    EXPECT_EQ(Dialect("transformer_bridge@3.5").place(graph, "blocks.5.hook_mlp_in"), before);
    EXPECT_EQ(Dialect("transformer_bridge@3.5").place(graph, "blocks.5.mlp.hook_in"), after);
    EXPECT_EQ(Dialect("pyvene").place(graph, "layer_5_comp_mlp_input_unit_pos_nunit_1#0"), after);
  }
  EXPECT_EQ(Dialect("nnsight").place(graph_of("gpt2"), "model.transformer.h[5].mlp.input"), after);
  EXPECT_EQ(Dialect("hugging_face").place(graph_of("gpt2"), "transformer.h.5.mlp.input"), after);
}

TEST(Dialects, TheActivationOfAGatedMlpIsNotItsHiddenState) {
  const Graph gated = graph_of("llama-3.1-8b");
  EXPECT_EQ(Dialect("pyvene").place(gated, "layer_5_comp_mlp_activation_unit_pos_nunit_1#0"),
            "blocks.5.mlp activated");
  EXPECT_EQ(Dialect("nnsight").place(gated, "model.model.layers[5].mlp.act_fn.output"),
            "blocks.5.mlp activated");
  EXPECT_EQ(Dialect("nnsight").place(gated, "model.model.layers[5].mlp.down_proj.input"),
            "blocks.5.mlp post");
  EXPECT_EQ(Dialect("transformer_bridge@3.5").place(gated, "blocks.5.mlp.hook_post"),
            "blocks.5.mlp post");
  EXPECT_EQ(Dialect("pyvene").place(graph_of("gpt2"), "layer_5_comp_mlp_activation"),
            "blocks.5.mlp post");
}

TEST(Dialects, EnumerateInTheOrderOfTheDataFlow) {
  const Graph graph = graph_of("gpt2");
  const Stream& stream = graph.streams[0];
  const auto names_of = [&](const char* dialect) {
    std::vector<std::string> list;
    for (const HookName& name : Dialect(dialect).in_block(graph, stream, stream.blocks[0])) {
      if (list.empty() || list.back() != name.name) list.push_back(name.name);
    }
    return list;
  };
  EXPECT_EQ(
      names_of("hugging_face"),
      (std::vector<std::string>{
          "transformer.h.0.input", "transformer.h.0.ln_1.input", "transformer.h.0.ln_1",
          "transformer.h.0.attn.input", "transformer.h.0.attn.c_attn.input",
          "transformer.h.0.attn.c_attn", "transformer.h.0.attn.c_proj.input",
          "transformer.h.0.attn.c_proj", "transformer.h.0.attn", "transformer.h.0.ln_2.input",
          "transformer.h.0.ln_2", "transformer.h.0.mlp.input", "transformer.h.0.mlp.c_fc.input",
          "transformer.h.0.mlp.c_fc", "transformer.h.0.mlp.act", "transformer.h.0.mlp.c_proj",
          "transformer.h.0.mlp", "transformer.h.0"}));
  EXPECT_EQ(names_of("nnsight").front(), "model.transformer.h[0].input");
  EXPECT_EQ(names_of("nnsight").back(), "model.transformer.h[0].output");
  EXPECT_EQ(names_of("pyvene").front(), "layer_0_comp_block_input_unit_pos_nunit_1#0");
  EXPECT_EQ(names_of("pyvene").back(), "layer_0_comp_block_output_unit_pos_nunit_1#0");
  EXPECT_EQ(names_of("transformer_bridge@3.5").front(), "blocks.0.hook_in");
  EXPECT_EQ(names_of("transformer_bridge@3.5").back(), "blocks.0.hook_out");
}

TEST(Dialects, ResolveWhatTheyEnumerate) {
  const std::vector<const char*> various{"gpt2", "t5-small", "qwen3-0.6b", "mixtral",
                                         "nemotron-h-56b"};
  const std::map<const char*, std::vector<const char*>> models{
      {"hugging_face", various}, {"nnsight", various}, {"pyvene", {"gpt2", "gemma-2-2b"}}};
  for (const auto& [dialect, names_of_models] : models) {
    for (const char* model : names_of_models) {
      const Graph graph = graph_of(model);
      const Dialect names(dialect);
      std::set<std::string> seen;
      for (const HookName& name : names.all(graph)) {
        if (!seen.insert(name.name).second || seen.size() > 300) continue;
        const auto found = names.resolve(graph, name.name);
        ASSERT_FALSE(found.empty()) << dialect << ' ' << name.name;
        EXPECT_EQ(found[0].component, name.component) << name.name;
        EXPECT_EQ(found[0].site, name.site) << name.name;
        EXPECT_EQ(found[0].shape, name.shape) << name.name;
      }
      EXPECT_GT(seen.size(), 40U) << dialect << " of " << model;
    }
  }
}

TEST(Dialects, AModelThatNobodyNamesHasNoNames) {
  for (const char* dialect : {"hugging_face", "nnsight", "pyvene", "transformer_bridge@3.5"}) {
    ModelArchitecture model = models::gpt2_small();
    model.model_type = "unheard_of";
    const Graph graph = models::build(model);
    EXPECT_TRUE(Dialect(dialect).all(graph).empty()) << dialect;
    EXPECT_TRUE(Dialect(dialect).resolve(graph, "transformer.h.0").empty()) << dialect;
  }
}

TEST(Dialects, HaveALineOfCode) {
  EXPECT_EQ(Dialect("hugging_face").snippet(),
            R"(model.get_submodule("{name}").register_forward_hook(hook))");
  EXPECT_EQ(Dialect("nnsight").snippet(), "with model.trace(prompt): saved = {name}.save()");
  EXPECT_EQ(Dialect("pyvene").snippet(), R"(intervenable.interventions["{name}"])");
}

}  // namespace
}  // namespace tviz
