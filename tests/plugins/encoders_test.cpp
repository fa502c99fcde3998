// SPDX-License-Identifier: MIT
// Encoders, and models of several streams.
#include <gtest/gtest.h>

#include "encoders.hpp"
#include "inspection.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

using inspection::find;
using inspection::layout_of;
using inspection::Paths;
using inspection::paths;
using inspection::shape;
using inspection::stream_points;
using models::build;

TEST(Encoders, Bert) {
  const Graph graph = build(models::bert_base());
  const Stream& stream = graph.streams.at(0);
  EXPECT_EQ(stream.name, "residual");
  EXPECT_EQ(stream.title, "");
  EXPECT_EQ(paths(stream.entry), (Paths{"tokens", "embed"}));
  EXPECT_EQ(paths(stream.added_at_entry), (Paths{"token_type_embed", "pos_embed"}));
  EXPECT_EQ(paths(stream.after_entry), Paths{"embed.ln"});
  EXPECT_EQ(layout_of(stream.structures[0]), "attn, ln1; mlp, ln2");
  EXPECT_EQ(paths(stream.exit), (Paths{"mlm_head", "mlm_head.ln", "unembed", "logits"}));
  EXPECT_EQ(find(graph, "blocks.0.attn").summary, "12 heads × 64 · both directions");
  EXPECT_EQ(stream.entry_note.text, "Token, token type and position embedding.");
  EXPECT_EQ(stream.entry_note.equation, R"(x_0 = "LN"_e(W_E t + W_{"pos"} + W_{"type"}))");
  EXPECT_EQ(stream.exit_note.equation,
            "T(t) = W_U \"LN\"_m(\"gelu\"(W_H x_{{after}}))\nW_U = W_E^⊤");
}

TEST(Encoders, Heads) {
  ModelArchitecture model = models::bert_base();
  const auto exit_with = [&](OutputHead head) {
    model.output_head = head;
    model.n_labels = 3;
    return paths(build(model).streams[0].exit);
  };
  EXPECT_EQ(exit_with(OutputHead::Pooler), (Paths{"pooler", "output"}));
  EXPECT_EQ(exit_with(OutputHead::None), Paths{"output"});
  EXPECT_EQ(exit_with(OutputHead::Classifier), (Paths{"pooler", "classifier", "logits"}));
  EXPECT_EQ(find(build(model), "classifier").parameters(), 3 * 768 + 3);
  EXPECT_EQ(find(build(model), "logits").summary, "3 labels");

  model = models::llama_3_2_1b();
  EXPECT_EQ(exit_with(OutputHead::Classifier), (Paths{"ln_final", "classifier", "logits"}));
  EXPECT_EQ(find(build(model), "classifier").parameters(), 3 * 2048);
}

TEST(Encoders, AlbertSharesItsLayers) {
  const Graph graph = build(models::albert_base());
  const Stream& stream = graph.streams[0];
  EXPECT_TRUE(stream.shared_weights);
  EXPECT_EQ(stream.blocks.size(), 12U);
  EXPECT_EQ(paths(stream.after_entry), (Paths{"embed.ln", "embed_proj"}));
  EXPECT_EQ(find(graph, "embed").summary, "30000 × 128");
  EXPECT_EQ(find(graph, "embed.ln").summary, "128");
  EXPECT_EQ(find(graph, "mlm_head").summary, "768 → 128 · gelu");
}

TEST(Encoders, DebertaReadsDistances) {
  const Graph graph = build(models::deberta_v3_base());
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(paths(stream.used_by_blocks), Paths{"rel_pos"});
  EXPECT_EQ(find(graph, "rel_pos").parameters(), 512 * 768 + 2 * 768);
  EXPECT_EQ(find(graph, "blocks.0.attn").summary,
            "12 heads × 64 · both directions · relative positions");
}

TEST(Encoders, VisionTransformer) {
  const Graph graph = build(models::vit_base());
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(paths(stream.entry), (Paths{"patches", "embed"}));
  EXPECT_EQ(stream.entry[0].kind, "patches");
  EXPECT_EQ(stream.entry[0].summary, "224 × 224 pixels · patches of 16 × 16 · 3 channels");
  EXPECT_EQ(paths(stream.added_at_entry), (Paths{"class_token", "pos_embed"}));
  EXPECT_EQ(find(graph, "pos_embed").summary, "197 × 768");
  EXPECT_EQ(paths(stream.exit), (Paths{"ln_final", "classifier", "logits"}));
  EXPECT_EQ(stream.entry_note.text, "Patch and position embedding.");
}

TEST(Encoders, SoundFromTheWave) {
  const Graph graph = build(models::hubert_base());
  EXPECT_EQ(graph.streams[0].entry[0].kind, "frames");
  EXPECT_EQ(graph.streams[0].entry[0].label, R"("sound  "p)");
  EXPECT_TRUE(graph.streams[0].added_at_entry.empty());
}

TEST(Streams, T5) {
  const Graph graph = build(models::t5_small());
  ASSERT_EQ(graph.streams.size(), 2U);
  const Stream& encoder = graph.streams[0];
  const Stream& decoder = graph.streams[1];
  EXPECT_EQ(encoder.title, "Encoder");
  EXPECT_EQ(decoder.title, "Decoder");
  EXPECT_EQ(encoder.blocks[5].path, "encoder.5");
  EXPECT_EQ(decoder.blocks[5].path, "decoder.5");
  EXPECT_EQ(paths(encoder.entry), (Paths{"encoder_tokens", "encoder_embed"}));
  EXPECT_EQ(paths(encoder.used_by_blocks), Paths{"encoder_rel_pos"});
  EXPECT_EQ(paths(encoder.exit), Paths{"encoder_final_ln"});
  EXPECT_EQ(paths(decoder.exit), (Paths{"decoder_final_ln", "unembed", "logits"}));
  EXPECT_EQ(layout_of(encoder.structures[0]), "ln1 attn; ln2 mlp");
  EXPECT_EQ(layout_of(decoder.structures[0]), "ln1 attn; ln2 cross_attn; ln3 mlp");
  EXPECT_EQ(stream_points(decoder.structures[0]),
            "resid_pre 0, resid_mid 1, resid_mid_cross 2, resid_post 3");
  EXPECT_EQ(graph.links, (std::vector<Link>{{"encoder", "decoder", "cross_attn"}}));
}

TEST(Streams, ASharedEmbeddingCountsOnce) {
  const Graph graph = build(models::t5_small());
  EXPECT_EQ(find(graph, "encoder_embed").parameters(), 0);
  EXPECT_EQ(find(graph, "encoder_embed").summary, "32128 × 512 · shared with the decoder");
  EXPECT_EQ(find(graph, "decoder_embed").parameters(), 32128 * 512);
  EXPECT_EQ(find(graph, "unembed").parameters(), 0);
}

TEST(Streams, CrossAttentionReadsTheOtherStream) {
  ModelArchitecture model = models::t5_small();
  model.encoders[0].d_model = 256;
  const Graph graph = build(model);
  const Component& cross = find(graph, "decoder.0.cross_attn");
  EXPECT_EQ(cross.kind, "cross_attention");
  EXPECT_EQ(cross.summary, "8 heads × 64 · keys and values from 256");
  EXPECT_EQ(cross.equation, R"(c(x) = A y W_V W_O", "A = "softmax"(x W_Q (y W_K)^⊤))");
  EXPECT_EQ(cross.parameters(), 8 * 64 * (2 * 512 + 2 * 256));
  EXPECT_EQ(shape(cross, "q"), "batch, dec_len, 8, 64");
  EXPECT_EQ(shape(cross, "k"), "batch, enc_len, 8, 64");
  EXPECT_EQ(shape(cross, "pattern"), "batch, 8, dec_len, enc_len");
  EXPECT_EQ(graph.streams[1].structures[0].additions[1].note.equation,
            "x_{{after}} = x_{{before}} + ∑_{c∈C} c(\"RMS\"_2(x_{{before}}), y)\n"
            "C = \"{\"c_{0}, c_{1}, …, c_{7}\"}\"");
}

TEST(Streams, BartHasNormsOnBothStreams) {
  const Graph graph = build(models::bart_base());
  EXPECT_EQ(layout_of(graph.streams[1].structures[0]), "attn, ln1; cross_attn, ln2; mlp, ln3");
  // Nothing stands above the encoder's blocks, so its output has a box of its own.
  EXPECT_EQ(paths(graph.streams[0].exit), Paths{"encoder_output"});
}

TEST(Streams, WhisperHears) {
  const Graph graph = build(models::whisper_tiny());
  const Stream& encoder = graph.streams[0];
  EXPECT_EQ(paths(encoder.entry), (Paths{"encoder_frames", "encoder_embed"}));
  EXPECT_EQ(encoder.entry[0].summary, "80 mel bands");
  EXPECT_EQ(encoder.entry_note.text, "Sound and position embedding.");
  EXPECT_EQ(find(graph, "encoder_pos_embed").summary, "384 · not learned");
  EXPECT_EQ(find(graph, "decoder_pos_embed").parameters(), 448 * 384);
}

TEST(Streams, ImagesBecomeTokens) {
  const Graph graph = build(models::llava_1_5_7b());
  ASSERT_EQ(graph.streams.size(), 2U);
  EXPECT_EQ(graph.streams[0].title, "Vision encoder");
  EXPECT_EQ(graph.streams[0].blocks[0].path, "vision.0");
  EXPECT_EQ(paths(graph.streams[0].exit), (Paths{"vision_final_ln", "vision_projector"}));
  EXPECT_EQ(find(graph, "vision_projector").summary, "1024 → 4096 → 4096 · gelu");
  EXPECT_EQ(graph.streams[1].blocks[0].path, "blocks.0");
  EXPECT_EQ(paths(graph.streams[1].entry), (Paths{"tokens", "embed", "image_tokens"}));
  EXPECT_EQ(graph.links, (std::vector<Link>{{"vision", "residual", "image_tokens"}}));
}

TEST(Streams, SeveralTowers) {
  ModelArchitecture model = models::llava_1_5_7b();
  model.encoders.push_back(model.encoders[0]);
  model.encoders.push_back(models::whisper_tiny().encoders[0]);
  const Graph graph = build(model);
  ASSERT_EQ(graph.streams.size(), 4U);
  EXPECT_EQ(graph.streams[1].title, "Vision encoder 2");
  EXPECT_EQ(graph.streams[2].title, "Audio encoder");
  EXPECT_EQ(paths(graph.streams[3].entry),
            (Paths{"tokens", "embed", "image_tokens", "vision2_tokens", "audio_tokens"}));
  EXPECT_EQ(graph.links[2], (Link{"audio", "residual", "audio_tokens"}));
}

TEST(Streams, CrossAttentionInSomeLayers) {
  const Graph graph = build(models::llama_3_2_vision());
  const Stream& decoder = graph.streams[1];
  ASSERT_EQ(decoder.structures.size(), 2U);
  EXPECT_EQ(decoder.structures[0].name, "attention");
  EXPECT_EQ(decoder.structures[1].name, "cross-attention");
  EXPECT_EQ(layout_of(decoder.structures[1]), "ln1 cross_attn; ln2 mlp");
  EXPECT_EQ(paths(decoder.entry), (Paths{"tokens", "embed"}));
  EXPECT_EQ(graph.links, (std::vector<Link>{{"vision", "residual", "cross_attn"}}));
  const Component& cross = find(graph, "blocks.3.cross_attn");
  EXPECT_EQ(cross.parameters(), (2 * 32 + 2 * 8) * 4096 * 128 + 2 * 128 + 2);
}

TEST(Streams, ADecoderWithoutItsEncoder) {
  ModelArchitecture model = models::t5_small();
  model.kind = "decoder";
  model.encoders.clear();
  const Graph graph = build(model);
  EXPECT_EQ(graph.streams.size(), 1U);
  EXPECT_EQ(find(graph, "blocks.0.cross_attn").summary, "8 heads × 64 · keys and values from 512");
  EXPECT_EQ(shape(find(graph, "blocks.0.cross_attn"), "k"), "batch, source_len, 8, 64");
}

TEST(Streams, ProjectorsThatJoinTokens) {
  ModelArchitecture model = models::llava_1_5_7b();
  Projector& projector = model.encoders[0].projector;
  const std::int64_t maps = 4096 * 4096 + 4096 + 4096 * 2048 + 2048;
  projector = {
      .d_in = 4096, .n_merged = 4, .d_hidden = 4096, .d_out = 2048, .act_fn = "gelu", .norm = true};
  EXPECT_EQ(find(build(model), "vision_projector").parameters(), maps + 2 * 1024);
  projector.normalization = Normalization::RmsNorm;
  EXPECT_EQ(find(build(model), "vision_projector").parameters(), maps + 1024);
  projector.n_deepstack = 3;
  EXPECT_EQ(find(build(model), "vision_projector").parameters(), 4 * maps + 1024 + 3 * 4096);
  EXPECT_EQ(find(build(model), "vision_projector").summary,
            "4096 → 4096 → 2048 · gelu · joins 4 tokens · 3 more above lower layers");
}

TEST(Streams, ClipComparesTextAndImage) {
  const Graph graph = build(models::clip_base());
  ASSERT_EQ(graph.streams.size(), 2U);
  EXPECT_EQ(graph.streams[0].title, "Vision encoder");
  EXPECT_EQ(graph.streams[1].title, "Text encoder");
  EXPECT_EQ(paths(graph.streams[0].exit),
            (Paths{"vision_final_ln", "vision_projector", "vision_output"}));
  EXPECT_EQ(paths(graph.streams[1].exit),
            (Paths{"text_final_ln", "text_projector", "text_output", "similarity"}));
  EXPECT_EQ(find(graph, "text.0.attn").summary, "8 heads × 64 · causal");
  EXPECT_EQ(graph.links, (std::vector<Link>{{"vision", "text", "similarity"}}));
}

std::string error_of(const ModelArchitecture& model) {
  try {
    build(model);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Streams, TowersThatAreMissing) {
  for (ModelArchitecture model :
       {models::t5_small(), models::llava_1_5_7b(), models::clip_base()}) {
    model.encoders.clear();
    EXPECT_NE(error_of(model).find("encoders: "), std::string::npos) << model.kind;
  }
}

}  // namespace
}  // namespace tviz
