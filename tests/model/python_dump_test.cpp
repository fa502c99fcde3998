// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "../temporary_folder.hpp"
#include "support.hpp"

namespace tviz {
namespace {

class PythonDump : public test::TemporaryFolder {
 protected:
  ModelArchitecture read(std::string_view text) const { return read_model(write("dump", text)); }
  std::string error_of(std::string_view text, const Limits& limits = {}) const {
    const std::string path = write("dump", text);
    std::string message = test::thrown([&] { read_model(path, limits); });
    if (message.starts_with(path)) message.erase(0, path.size() + 1);
    return message;
  }
};

TEST_F(PythonDump, AsPrintedByTransformerLens) {
  const ModelArchitecture model = read(R"(HookedTransformerConfig:
{'act_fn': 'gelu_new',
 'attn_only': False,
 'attn_types': None,
 'd_head': 16,
 'd_mlp': 256,
 'd_model': 64,
 'd_vocab': 100,
 'device': device(type='cuda', index=0),
 'dtype': torch.float32,
 'eps': 1e-05,
 'init_fn': <function f at 0x7f>,
 'model_name': "it's small",
 'n_ctx': 32,
 'n_heads': 4,
 'n_layers': 2,
 'normalization_type': 'LNPre',
 'original_architecture': 'GPT2LMHeadModel',
 'positional_embedding_type': 'standard',
 'tokenizer_kwargs': {},
 'shape': (1, 2),
 'use_attn_scale': True}
)");
  EXPECT_EQ(model.model_name, "it's small");
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_EQ(model.d_mlp, 256);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_TRUE(model.learned_norms);
}

TEST_F(PythonDump, AsPastedFromCodeWithAComment) {
  const ModelArchitecture model = read(R"(# The model of the first exercise.
cfg = HookedTransformerConfig(
    n_layers=2, n_heads=12, d_model=768,  # small
    d_head=64, d_mlp=3072, d_vocab=50257,
    n_ctx=1024, act_fn="gelu",
    normalization_type="LN",  # or "LNPre", None
    attention_dir="causal",   # or "bidirectional"
    device=device
)  # the end
)");
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_EQ(model.d_mlp, 3072);
  EXPECT_EQ(model.normalization, Normalization::LayerNorm);
  EXPECT_EQ(doubts_of(model), "");
  EXPECT_EQ(error_of("cfg = HookedTransformerConfig(n_layers=2  # no end"),
            "1:51: expected ',' or ')'");
}

TEST_F(PythonDump, AsWrittenInCode) {
  const ModelArchitecture model = read(
      "HookedTransformerConfig(n_layers=2, d_model=64, n_heads=4, d_vocab=10, n_ctx=8,\n"
      "  normalization_type=None, positional_embedding_type='rotary', act_fn=\"relu\",)");
  EXPECT_EQ(model.act_fn, "relu");
  EXPECT_EQ(model.normalization, Normalization::None);
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Rotary);
}

TEST_F(PythonDump, FaultsHaveALineAndAColumn) {
  EXPECT_EQ(error_of("HookedTransformerConfig(n_layers=2,\n  d_model=)"), "2:11: expected a value");
  EXPECT_EQ(error_of("HookedTransformerConfig(n_layers=2 d_model=3)"), "1:36: expected ',' or ')'");
  EXPECT_EQ(error_of("HookedTransformerConfig(a=1, a=2)"), "1:33: the key 'a' appears twice");
  EXPECT_EQ(error_of("HookedTransformerConfig(a='b"), "1:29: a text is not closed");
  EXPECT_EQ(error_of("HookedTransformerConfig(a=<f"), "1:29: expected '>'");
  EXPECT_EQ(error_of("HookedTransformerConfig:\n7"), "2:1: expected a configuration in brackets");
  EXPECT_EQ(error_of("HookedTransformerConfig() x"),
            "1:27: expected nothing after the configuration");
  EXPECT_EQ(error_of("HookedTransformerConfig(n_layers=-1, d_model=8, n_heads=2, d_vocab=4)"),
            "1:34: n_layers: must be at least 1, got -1");
}

TEST_F(PythonDump, LimitsHold) {
  EXPECT_EQ(error_of("HookedTransformerConfig(a=" + std::string(100, '[')),
            "1:90: nested deeper than 64 (limit document_depth)");
  EXPECT_EQ(error_of("HookedTransformerConfig(a=[1,1,1,1])", {.document_nodes = 4}),
            "1:30: more than 4 values (limit document_nodes)");
}

}  // namespace
}  // namespace tviz
