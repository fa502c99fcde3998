// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

const std::vector<std::string>& formats() {
  static const std::vector<std::string> list{"svg", "html", "fragment", "pdf", "png", "ps", "eps"};
  return list;
}

TEST(Figure, DrawsEveryFormat) {
  const Figure figure = visualize("gpt2");
  const std::vector<std::string> beginnings{
      "<svg",    "<!DOCTYPE html>", "<div class=\"tviz-output\"", "%PDF-1.5",
      "\x89PNG", "%!PS-Adobe-3.0",  "%!PS-Adobe-3.0 EPSF"};
  for (std::size_t i = 0; i < formats().size(); ++i) {
    EXPECT_TRUE(figure.render(formats()[i]).starts_with(beginnings[i])) << formats()[i];
  }
}

TEST(Figure, OptionsOfTheReadmeCompileAndDraw) {
  const Figure figure = visualize(
      "gpt2-small",
      {.max_layers = 4, .hooks = {{"blocks.1.attn.hook_pattern", "head_ablation", {0, 2}}}});
  std::ostringstream stream;
  figure.write(stream, "svg");
  EXPECT_NE(stream.str().find("head_ablation"), std::string::npos);
}

/// "xxh128:" and 32 digits.
std::string digest_in(const Figure& figure) {
  const std::string svg = figure.render("svg");
  return svg.substr(svg.find("xxh128:"), 39);
}

TEST(Figure, FilesNameTheirArchitectureWhateverTheFigureShowsOfIt) {
  const Figure figure = visualize("gpt2", {.max_layers = 2, .title = "Another title"});
  EXPECT_EQ(figure.scene().title, "Another title");
  EXPECT_EQ(digest_in(figure), digest_in(visualize("gpt2-small")));
  EXPECT_NE(digest_in(figure), digest_in(visualize("gpt2-medium")));
}

TEST(Figure, ArchitecturesOfOnesOwnNeedNoCatalog) {
  ModelArchitecture model;
  model.model_name = "my-transformer";
  model.n_layers = 6;
  model.d_model = 512;
  model.n_heads = 8;
  model.d_head = 64;
  model.d_mlp = 2048;
  model.d_vocab = 50257;
  EXPECT_EQ(visualize(model).scene().title, "my-transformer");
}

TEST(Figure, SaveWritesWholeFilesOnly) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("tviz-save-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const Figure figure = visualize("attn-only-1l");
  figure.save(folder / "figure.svg");
  EXPECT_THROW(figure.save(folder / "figure.xyz"), Error);
  EXPECT_THROW(figure.save(folder / "figure"), Error);
  EXPECT_THROW(figure.save(folder / "missing" / "figure.svg"), Error);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"figure.svg"}));
  std::filesystem::remove_all(folder);
}

TEST(Figure, TooNarrowSaysWhatItNeeds) {
  RenderOptions options;
  options.width = 120;
  try {
    visualize("gpt2", options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("a width of 120 pixels is too small"),
              std::string::npos);
  }
}

TEST(Figure, NotesWithoutRoomBesideAndBelowAreLeftOutWithAWarning) {
  RenderOptions options;
  options.width = 312;
  options.is_sub_figure = true;
  const Figure figure = visualize("gpt2", options);
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_TRUE(figure.warnings().front().starts_with("the notes were left out"));
}

ModelArchitecture in_doubt() {
  return read_model(parse_json(R"({"model_type": "yuan", "num_hidden_layers": 1, "hidden_size": 8,
    "num_attention_heads": 2, "vocab_size": 10, "intermediate_size": 20, "lf_gate": true})",
                               "yuan.json"));
}

TEST(Figure, SaysInEveryFormatThatItIsAGuess) {
  constexpr std::string_view kLine = "drawn from a guess: model type 'yuan' is not known";
  const Figure figure = visualize(in_doubt(), {.output = {.text = TextMode::System}});
  EXPECT_NE(figure.scene().description.find("Drawn from a guess"), std::string::npos);
  EXPECT_NE(figure.scene().outline.find("Drawn from a guess"), std::string::npos);
  for (const std::string format : {"svg", "html", "eps"}) {
    EXPECT_NE(figure.render(format).find(kLine), std::string::npos) << format;
  }
  for (const std::string format : {"png", "ps"}) {
    EXPECT_NE(figure.render(format).find("rawn from a guess"), std::string::npos) << format;
  }
  const Figure certain = visualize("gpt2");
  EXPECT_EQ(certain.scene().description.find("guess"), std::string::npos);
  EXPECT_EQ(certain.render("svg").find("guess"), std::string::npos);
}

TEST(Figure, StrictRefusesAGuess) {
  EXPECT_THROW(visualize(in_doubt(), {.strict = true}), Error);
  EXPECT_NO_THROW(visualize("gpt2", {.strict = true}));
}

TEST(Figure, SaysInEveryFormatWhichHooksAreNotPlaced) {
  RenderOptions options{.unplaced_hooks = {"transformer.h.0.foo", "transformer.h.1.foo"},
                        .output = {.text = TextMode::System}};
  const Figure figure = visualize("gpt2", options);
  constexpr std::string_view kLine = "2 hooks not placed: transformer.h.0.foo, transformer.h.1.foo";
  EXPECT_NE(figure.scene().description.find(kLine), std::string::npos);
  EXPECT_NE(figure.scene().outline.find(kLine), std::string::npos);
  EXPECT_NE(figure.output().metadata.source.find(kLine), std::string::npos);
  for (const std::string format : {"svg", "html", "eps", "png", "ps"}) {
    EXPECT_NE(figure.render(format).find(kLine), std::string::npos) << format;
  }
  const Detail panel = figure.interactive_scene().details.front();
  EXPECT_EQ(panel.notes, (std::vector<std::string>{"hook transformer.h.0.foo: not placed",
                                                   "hook transformer.h.1.foo: not placed"}));
  options.strict = true;
  try {
    visualize("gpt2", options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "hook transformer.h.0.foo: not placed\n"
                 "hook transformer.h.1.foo: not placed");
  }
}

TEST(Figure, ListsOnlyTheFirstHooksThatAreNotPlaced) {
  RenderOptions options;
  for (int i = 0; i < 1000; ++i) options.unplaced_hooks.push_back("h." + std::to_string(i));
  EXPECT_NE(visualize("gpt2", options)
                .scene()
                .description.find("1000 hooks not placed: h.0, h.1, h.2, h.3, …."),
            std::string::npos);
}

TEST(Figure, RenderingAFragmentAddsNoPanelsToTheScene) {
  const Figure figure = visualize("gpt2");
  EXPECT_FALSE(figure.render("fragment").empty());
  EXPECT_TRUE(figure.scene().details.empty());
}

TEST(Figure, CostFollowsStructuresNotLayers) {
  ModelArchitecture model = read_model("llama-3.1-8b");
  model.n_layers = 126;
  EXPECT_EQ(visualize(model).scene().definitions.size(), 1U);
  EXPECT_EQ(visualize(read_model("gpt-neo-125m")).scene().definitions.size(), 2U);
}

}  // namespace
}  // namespace tviz
