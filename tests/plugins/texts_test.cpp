// SPDX-License-Identifier: MIT
// Every text of every kind of model can be drawn: markup without faults, no character that the
// carried fonts lack.
#include <gtest/gtest.h>

#include <algorithm>

#include "encoders.hpp"
#include "recurrent.hpp"
#include "tviz/base/error.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

class Texts {
 public:
  void markup(const std::string& text) const {
    TextLine line;
    EXPECT_NO_THROW(line = typeset_math(fonts_, text, 12)) << text;
    for (const PlacedText& each : line.runs) glyphs(each.run, text);
  }

  void plain(const std::string& text) const {
    for (const ShapedText& run : fonts_.shape(text, Face::Sans, 10)) glyphs(run, text);
  }

  void note(const Note& note) const {
    plain(note.text);
    markup(note.equation);
  }

  void component(const Component& component) const {
    EXPECT_FALSE(component.label.empty()) << component.path;
    EXPECT_FALSE(component.title.empty()) << component.path;
    EXPECT_FALSE(component.summary.empty()) << component.path;
    markup(component.label);
    markup(component.equation);
    plain(component.title);
    plain(component.summary);
    for (const Part& part : component.parts) {
      markup(part.label);
      plain(part.note);
      plain(part.title);
      plain(part.summary);
    }
  }

 private:
  static void glyphs(const ShapedText& run, const std::string& text) {
    EXPECT_TRUE(std::none_of(run.glyphs.begin(), run.glyphs.end(), [](const Glyph& glyph) {
      return glyph.id == 0;
    })) << text;
  }

  Fonts fonts_;
};

TEST(Texts, CanBeDrawn) {
  ModelArchitecture odd = models::gpt2_small();
  odd.positional_embedding = PositionalEmbedding::Shortformer;
  odd.attention_soft_cap = 20.5;
  odd.attention_gate = true;
  odd.attention_sinks = true;
  odd.mlp_norm = true;
  const Texts texts;
  for (const ModelArchitecture& model : {odd,
                                         models::phi_2(),
                                         models::bloom_560m(),
                                         models::opt_350m(),
                                         models::olmo_1b(),
                                         models::olmo_2_7b(),
                                         models::gemma_2_2b(),
                                         models::gemma_3_1b(),
                                         models::mixtral_8x7b(),
                                         models::qwen_1_5_moe(),
                                         models::deepseek_v3_2(),
                                         models::llama_4_scout(),
                                         models::mamba_130m(),
                                         models::mamba_2_130m(),
                                         models::rwkv_4_169m(),
                                         models::gla_340m(),
                                         models::jamba_v0_1(),
                                         models::nemotron_h_8b(),
                                         models::qwen3_next_80b(),
                                         models::bert_base(),
                                         models::albert_base(),
                                         models::deberta_v3_base(),
                                         models::vit_base(),
                                         models::hubert_base(),
                                         models::t5_small(),
                                         models::bart_base(),
                                         models::whisper_tiny(),
                                         models::llava_1_5_7b(),
                                         models::llama_3_2_vision(),
                                         models::clip_base()}) {
    const Graph graph = models::build(model);
    for (const ComponentReference& each : components_of(graph)) texts.component(*each.component);
    for (const Stream& stream : graph.streams) {
      texts.note(stream.entry_note);
      texts.note(stream.exit_note);
      for (const BlockStructure& structure : stream.structures) {
        texts.plain(structure.name);
        for (const Addition& addition : structure.additions) texts.note(addition.note);
      }
    }
  }
}

}  // namespace
}  // namespace tviz
