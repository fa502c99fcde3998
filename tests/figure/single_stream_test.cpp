// SPDX-License-Identifier: MIT
// One of several streams, drawn alone.
#include <gtest/gtest.h>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

TEST(SingleStream, IsDrawnAsAModelOfItsOwn) {
  const Figure tower = visualize("llava", {.stream = "vision"});
  ASSERT_EQ(tower.graph().streams.size(), 1U);
  EXPECT_TRUE(tower.graph().links.empty());
  EXPECT_EQ(tower.graph().model.n_layers, 24);
  EXPECT_EQ(tower.scene().title, "LLaVA 1.5 7B · Vision encoder");
  EXPECT_TRUE(tower.scene().columns.empty());

  const Figure decoder = visualize("llava", {.stream = "Decoder"});
  EXPECT_EQ(decoder.graph().model.n_layers, 32);
  EXPECT_EQ(decoder.scene().title, "LLaVA 1.5 7B · Decoder");
  const std::int64_t both = count_parameters(visualize("llava").graph());
  EXPECT_EQ(count_parameters(tower.graph()) + count_parameters(decoder.graph()), both);
}

TEST(SingleStream, OfAModelWithOneIsTheWhole) {
  EXPECT_EQ(visualize("gpt2", {.stream = "residual"}).scene().title, "GPT-2 small");
}

std::string error_of(const char* model, const std::string& stream) {
  try {
    visualize(model, {.stream = stream});
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SingleStream, MustExistAndStandAlone) {
  EXPECT_EQ(error_of("llava", "audio"),
            "stream: llava-1.5-7b has no stream 'audio' (available: vision encoder, decoder)");
  EXPECT_EQ(error_of("t5-base", "decoder"),
            "stream: the blocks of 'decoder' read another stream (draw the whole model instead)");
  EXPECT_EQ(error_of("t5-base", "encoder"), "no error");
}

}  // namespace
}  // namespace tviz
