// SPDX-License-Identifier: MIT
// How formulas write the factors of a model.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "inspection.hpp"
#include "models.hpp"

namespace tviz {
namespace {

/// The four formulas in which a scale stands, of a model of width 4608 with heads of 128.
struct Formulas {
  std::string entry, attention, addition, exit;
};

Formulas formulas_of(ModelArchitecture model) {
  model.d_model = 4608;
  model.d_head = 128;
  const Graph graph = models::build(model);
  const Stream& stream = graph.streams.front();
  const auto& additions = stream.structures.front().additions;
  return {stream.entry_note.equation, inspection::find(graph, "blocks.0.attn").equation,
          additions.back().note.equation, stream.exit_note.equation};
}

ModelArchitecture plain() {
  ModelArchitecture model = models::gpt2_small();
  model.positional_embedding = PositionalEmbedding::None;
  model.tie_word_embeddings = false;
  return model;
}

std::string scores_of(double scale) {
  ModelArchitecture model = plain();
  model.score_scale = scale;
  const std::string equation = formulas_of(model).attention;
  const std::size_t begin = equation.find("^⊤") + std::string("^⊤").size();
  return equation.substr(begin, equation.rfind(')') - begin);
}

TEST(Scales, ScoresAreDividedByARootOrByAWidth) {
  EXPECT_EQ(scores_of(0), " / √128");
  EXPECT_EQ(scores_of(1), "");
  EXPECT_EQ(scores_of(1.0 / 12), " / √144");
  EXPECT_EQ(scores_of(1.0 / 64), " / 64");
  EXPECT_EQ(scores_of(0.3), " · 0.3");
}

TEST(Scales, NothingIsWrittenForOne) {
  const Formulas formulas = formulas_of(plain());
  EXPECT_EQ(formulas.entry, "x_0 = W_E t");
  EXPECT_EQ(formulas.addition, "x_{{after}} = x_{{before}} + m(\"LN\"_2(x_{{before}}))");
  EXPECT_EQ(formulas.exit, R"(T(t) = W_U "LN"_f(x_{{after}}))");
}

TEST(Scales, EmbeddingSumAndLogits) {
  ModelArchitecture model = plain();
  model.embedding_scale = 12;
  model.residual_scale = 1.4 / std::sqrt(40.0);
  model.logit_scale = 1.0 / 8;
  const Formulas formulas = formulas_of(model);
  EXPECT_EQ(formulas.entry, "x_0 = 12 W_E t");
  EXPECT_EQ(formulas.addition, "x_{{after}} = x_{{before}} + 0.221 m(\"LN\"_2(x_{{before}}))");
  EXPECT_EQ(formulas.exit, R"(T(t) = W_U "LN"_f(x_{{after}}) / 8)");
}

TEST(Scales, RootsStayRoots) {
  ModelArchitecture model = plain();
  model.embedding_scale = std::sqrt(4608.0);
  model.logit_scale = 1 / std::sqrt(768.0);
  EXPECT_EQ(formulas_of(model).entry, "x_0 = 4608^{1/2} W_E t");
  EXPECT_EQ(formulas_of(model).exit, R"(T(t) = W_U "LN"_f(x_{{after}}) / √768)");
  model.logit_scale = 0.3;
  EXPECT_EQ(formulas_of(model).exit, R"(T(t) = 0.3 W_U "LN"_f(x_{{after}}))");
}

}  // namespace
}  // namespace tviz
