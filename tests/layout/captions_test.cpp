// SPDX-License-Identifier: MIT
#include "layout/captions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

ModelArchitecture gpt2() {
  ModelArchitecture model;
  model.d_model = 768;
  model.n_heads = 12;
  model.d_head = 64;
  model.d_mlp = 3072;
  model.d_vocab = 50257;
  return model;
}

Component attention() {
  Component attention{.path = "attn", .kind = "attention"};
  attention.n_heads = 12;
  attention.n_key_value_heads = 12;
  attention.weights = {{"W_Q", {12, 768, 64}}, {"W_K", {12, 768, 64}}, {"W_V", {12, 768, 64}},
                       {"W_O", {12, 64, 768}}, {"b_Q", {12, 64}},      {"b_K", {12, 64}},
                       {"b_V", {12, 64}},      {"b_O", {768}}};
  return attention;
}

Component mlp() {
  Component mlp{.path = "mlp", .kind = "mlp"};
  mlp.weights = {{"W_in", {768, 3072}}, {"W_out", {3072, 768}}, {"b_in", {3072}}, {"b_out", {768}}};
  return mlp;
}

std::vector<std::string> texts_of(const std::vector<TextLine>& lines) {
  std::vector<std::string> texts;
  for (const TextLine& line : lines) {
    texts.emplace_back();
    for (const PlacedText& run : line.runs) texts.back() += run.run.text;
  }
  return texts;
}

std::vector<std::string> caption(CaptionContent content, const Component& component, double width,
                                 std::size_t lines = 1) {
  Theme theme = load_theme("circuits");
  theme.captions = content;
  const Fonts fonts;
  const ModelArchitecture model = gpt2();
  const Style style{.theme = theme, .fonts = fonts, .model = &model};
  return texts_of(caption_of(component, style, width, lines));
}

TEST(ParameterFormula, HasTheSymbolsOfTheModel) {
  EXPECT_EQ(plain_math(parameter_formula(attention(), gpt2())), "4 d_model^2 + 4 d_model");
  EXPECT_EQ(plain_math(parameter_formula(mlp(), gpt2())), "2 d_model  d_mlp + d_model + d_mlp");
}

TEST(ParameterFormula, NamesAxesAsTheHookPointsDo) {
  Component latents{.path = "attn", .kind = "attention"};
  latents.hook_points = {{"kv_latent", {{"batch"}, {"seq_len"}, {"d_latent", 512}}}};
  latents.weights = {{"W_DKV", {768, 512}}};
  EXPECT_EQ(plain_math(parameter_formula(latents, gpt2())), "d_model  d_latent");
}

TEST(ParameterFormula, CountsWhatIsSeveralTimesAsLarge) {
  Component fused{.path = "attn", .kind = "attention"};
  fused.weights = {{"W_QKV", {768, 2304}}};
  EXPECT_EQ(plain_math(parameter_formula(fused, gpt2())), "3 d_model^2");
}

TEST(ParameterFormula, IsLeftOutWhereItSaysNoMoreThanTheNumber) {
  Component odd{.path = "gate", .kind = "mlp"};
  odd.weights = {{"w", {7, 11}}};
  EXPECT_EQ(parameter_formula(odd, gpt2()), "");
  odd.weights = {
      {"a", {768}}, {"b", {768, 768}}, {"c", {3072}}, {"d", {3072, 768}}, {"e", {3072, 3072}}};
  EXPECT_EQ(parameter_formula(odd, gpt2()), "");
}

TEST(ParameterFormula, TakesNoNumberThatOnlyHappensToBeEqual) {
  Component adapter{.path = "adapter", .kind = "adapter"};
  adapter.weights = {{"W_down", {768, 64}}, {"W_up", {64, 768}}};
  EXPECT_EQ(plain_math(parameter_formula(adapter, gpt2())), "128 d_model");
}

TEST(ParameterFormula, LeavesOutTiedWeights) {
  Component unembed{.path = "unembed", .kind = "unembedding"};
  unembed.weights = {{"W_U", {768, 50257}, true}};
  EXPECT_EQ(parameter_formula(unembed, gpt2()), "");
  EXPECT_EQ(caption(CaptionContent::Parameters, unembed, 100), std::vector<std::string>{"tied"});
}

TEST(Caption, SaysWhatHasRoom) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(caption(CaptionContent::None, mlp(), 500), Lines{});
  EXPECT_EQ(caption(CaptionContent::Parameters, mlp(), 500), Lines{"4.72M"});
  EXPECT_EQ(caption(CaptionContent::Formula, mlp(), 40), Lines{"4.72M"});
  EXPECT_EQ(caption(CaptionContent::Formula, mlp(), 10), Lines{});
  EXPECT_EQ(caption(CaptionContent::Parameters, {.path = "logits", .kind = "logits"}, 500),
            Lines{});
}

TEST(Caption, WritesTensorsOfEqualShapeTogether) {
  const std::vector<std::string> shapes = tensor_shapes(attention());
  ASSERT_EQ(shapes.size(), 4U);
  EXPECT_EQ(plain_math(shapes[0]), "W_Q, W_K, W_V 12 × 768 × 64");
  EXPECT_EQ(plain_math(shapes[3]), "b_O 768");
  EXPECT_EQ(caption(CaptionContent::Shapes, attention(), 1000).size(), 1U);
  EXPECT_EQ(caption(CaptionContent::Shapes, attention(), 180, 3).size(), 3U);
  const std::vector<std::string> cut = caption(CaptionContent::Shapes, attention(), 150);
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_TRUE(cut[0].ends_with("…")) << cut[0];
}

}  // namespace
}  // namespace tviz
