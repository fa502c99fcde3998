// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

Figure with_hooks(const char* model, std::vector<Hook> hooks) {
  RenderOptions options;
  options.hooks = std::move(hooks);
  return visualize(model, options);
}

std::string error_of(const char* model, std::vector<Hook> hooks) {
  try {
    with_hooks(model, std::move(hooks));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// Rectangles filled with a colour, in the open layers.
std::size_t count_filled(const Figure& figure, Color color) {
  std::size_t count = 0;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      if (const auto* box = std::get_if<Rectangle>(&primitive)) count += box->fill == color;
    }
  }
  return count;
}

TEST(Hooks, OneLabelHasOneColorAndHooksKeepTheirPlace) {
  const Figure figure = with_hooks("gpt2", {{"blocks.1.attn.hook_pattern", "ablate", {0, 2}},
                                            {"blocks.2.mlp.hook_post", "patch", {}},
                                            {"blocks.3.attn.hook_z", "ablate", {}}});
  const auto& marks = figure.overlay().highlights;
  ASSERT_EQ(marks.size(), 3U);
  EXPECT_EQ(marks[0].component, "blocks.1.attn");
  EXPECT_EQ(marks[0].heads, (std::vector<std::int64_t>{0, 2}));
  EXPECT_EQ(marks[0].heads_text, "heads 0, 2");
  EXPECT_EQ(marks[0].color, 0U);
  EXPECT_EQ(marks[1].component, "blocks.2.mlp");
  EXPECT_EQ(marks[1].color, 1U);
  EXPECT_EQ(marks[2].color, 0U);
  EXPECT_TRUE(marks[2].heads.empty());
}

TEST(Hooks, GuessedHeadsCountWhereTheyExist) {
  const auto heads_at = [](const char* point, std::int64_t head) {
    const Hook hook{.point = point, .heads = {head}, .guessed_heads = true};
    return with_hooks("gpt2", {hook}).overlay().highlights.front().heads;
  };
  EXPECT_EQ(heads_at("blocks.1.attn.hook_z", 9), (std::vector<std::int64_t>{9}));
  EXPECT_TRUE(heads_at("blocks.1.attn.hook_z", 12).empty());
  EXPECT_TRUE(heads_at("blocks.1.hook_resid_pre", 9).empty());
}

TEST(Hooks, MayEachHaveADialect) {
  RenderOptions options;
  options.dialect = "nnsight";
  options.hooks = {{.point = "model.transformer.h[0].mlp.output"},
                   {.point = "transformer.h.1.mlp", .dialect = "hugging_face"}};
  const Figure figure = visualize("gpt2", options);
  ASSERT_EQ(figure.overlay().highlights.size(), 2U);
  EXPECT_EQ(figure.overlay().highlights[1].component, "blocks.1.mlp");
}

TEST(Hooks, WithAFulfilledNeedFire) {
  RenderOptions options;
  options.hooks = {{.point = "blocks.*.attn.hook_result"}};
  EXPECT_EQ(visualize("gpt2", options).warnings().size(), 1U);
  options.fulfilled_needs = {"use_attn_result"};
  const Figure figure = visualize("gpt2", options);
  EXPECT_TRUE(figure.warnings().empty());
  EXPECT_TRUE(figure.overlay().highlights.front().needs.empty());
  const auto names = figure.hook_names();
  EXPECT_TRUE(std::ranges::none_of(
      names, [](const HookName& name) { return name.needs == "use_attn_result"; }));
}

TEST(Hooks, ExactlyTheNamedHeadsTakeTheColor) {
  const Figure figure = with_hooks("gpt2", {{"blocks.1.attn.hook_pattern", "ablate", {0, 7}}});
  const Color amber = load_theme("circuits").highlights[0].fill;
  EXPECT_EQ(count_filled(figure, amber), 3U);  // Two heads and the legend's swatch.
}

/// Labels of heads drawn in a layer that is not a copy of the others.
std::size_t count_heads(const Figure& figure) {
  std::size_t count = 0;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      const auto* run = std::get_if<TextRun>(&primitive);
      count += run != nullptr && run->text.text == "h" && run->text.face == Face::SerifItalic;
    }
  }
  return count;
}

TEST(Hooks, ATightRowShowsTheNamedHeadsAndNotAllOthers) {
  ModelArchitecture model = read_model("gpt2");
  model.n_heads = 71;
  model.n_key_value_heads = 71;
  model.n_layers = 1;
  model.d_model = 4544;
  RenderOptions options;
  options.annotations = Annotations::None;
  options.width = 312;
  options.hooks = {{"blocks.0.attn.hook_z", "f", {13, 14, 20, 30, 40, 50}}};
  EXPECT_EQ(count_heads(visualize(model, options)), 8U) << "the first, the six, the last";
}

TEST(Hooks, EveryRowOfTheReadmeTableIsHighlighted) {
  const Color amber = load_theme("circuits").highlights[0].fill;
  for (const char* point :
       {"blocks.0.attn.hook_q", "blocks.0.mlp.hook_pre", "blocks.0.ln1.hook_scale",
        "blocks.0.ln2.hook_normalized", "hook_embed", "hook_pos_embed", "ln_final.hook_scale"}) {
    EXPECT_GE(count_filled(with_hooks("gpt2", {{point, "f", {}}}), amber), 2U) << point;
  }
}

/// Dots filled with a colour: hooks on the stream and on lines.
std::size_t count_dots(const Figure& figure, Color color) {
  std::size_t count = 0;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      if (const auto* dot = std::get_if<Circle>(&primitive)) count += dot->fill == color;
    }
  }
  return count;
}

TEST(Hooks, HooksOnLinesAreDots) {
  const Color amber = load_theme("circuits").highlights[0].fill;
  for (const char* point :
       {"blocks.0.hook_resid_pre", "blocks.0.hook_resid_mid", "blocks.0.hook_resid_post",
        "blocks.0.hook_attn_out", "blocks.0.hook_mlp_out"}) {
    EXPECT_EQ(count_dots(with_hooks("gpt2", {{point, "f", {}}}), amber), 1U) << point;
  }
}

TEST(Hooks, OnALineADormantHookIsADottedRingAndABackwardOneATriangle) {
  const Color amber = load_theme("circuits").highlights[0].fill;
  std::size_t rings = 0;
  std::size_t triangles = 0;
  const Figure figure = with_hooks(
      "gpt2", {{"blocks.0.hook_attn_in", "f", {}}, {"blocks.0.hook_mlp_out", "f", {}, true}});
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    if (placed.top == 0) continue;  // The legend.
    for (const Primitive& primitive : placed.band->primitives) {
      const auto* ring = std::get_if<Circle>(&primitive);
      rings += ring != nullptr && ring->stroke && !ring->stroke->dashes.empty();
      const auto* triangle = std::get_if<Polyline>(&primitive);
      triangles += triangle != nullptr && triangle->fill == amber;
    }
  }
  EXPECT_EQ(rings, 1U);
  EXPECT_EQ(triangles, 1U);
}

TEST(Hooks, NoLineIsDrawnOverADot) {
  ModelArchitecture model = read_model("gpt2");
  model.normalization = Normalization::None;
  model.n_layers = 1;
  RenderOptions options;
  options.hooks = {{"blocks.0.hook_attn_in", "f", {}}, {"blocks.0.hook_mlp_out", "f", {}}};
  const Figure figure = visualize(model, options);
  const Color amber = load_theme("circuits").highlights[0].fill;
  std::size_t lines_after_a_dot = 0;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    bool dot_seen = false;
    for (const Primitive& primitive : placed.band->primitives) {
      const auto* circle = std::get_if<Circle>(&primitive);
      dot_seen = dot_seen || (circle != nullptr && circle->fill == amber);
      const auto* line = std::get_if<Polyline>(&primitive);
      // The bars of notes stand elsewhere.
      const bool is_line =
          line != nullptr && line->stroke && line->stroke->color == load_theme("circuits").line;
      lines_after_a_dot += is_line && dot_seen;
    }
  }
  EXPECT_EQ(lines_after_a_dot, 0U);
}

TEST(Hooks, InAParallelBlockEachOutputIsMarkedWhereItFlowsAlone) {
  const Figure figure = with_hooks("pythia-70m", {{"blocks.0.hook_attn_out", "attention", {}},
                                                  {"blocks.0.hook_mlp_out", "mlp", {}}});
  const auto colors = load_theme("circuits").highlights;
  std::vector<Point> dots(2);
  double sum = 0;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      const auto* circle = std::get_if<Circle>(&primitive);
      if (circle == nullptr) continue;
      if (circle->fill == colors[0].fill) dots[0] = circle->center;
      if (circle->fill == colors[1].fill) dots[1] = circle->center;
      if (circle->radius == load_theme("circuits").sum_radius) sum = circle->center.y;
    }
  }
  EXPECT_EQ(dots[0].y, sum) << "on the bus";
  EXPECT_GT(dots[1].y, sum) << "on the MLP's own line, below the bus";
  EXPECT_LT(dots[0].x, dots[1].x);
}

TEST(Hooks, AKeyValueHeadStandsForItsGroup) {
  const Figure figure = with_hooks("llama-3.1-8b", {{"blocks.0.attn.hook_k", "f", {1}}});
  const Highlight& mark = figure.overlay().highlights.front();
  EXPECT_EQ(mark.heads, (std::vector<std::int64_t>{4, 5, 6, 7}));
  EXPECT_EQ(mark.heads_text, "key/value head 1");
}

TEST(Hooks, AMarkedLayerIsNeverFolded) {
  RenderOptions options;
  options.max_layers = 2;
  options.hooks = {{"blocks.9.mlp.hook_post", "f", {}}};
  const Scene scene = visualize("gpt2", options).scene();
  std::vector<std::string> folds;
  for (const StackItem& item : scene.items) {
    if (const auto* fold = std::get_if<Fold>(&item)) folds.push_back(fold->id);
  }
  EXPECT_EQ(folds, (std::vector<std::string>{"layers-10-11", "layers-2-8"}));
}

TEST(Hooks, UnknownPointNamesTheNearest) {
  EXPECT_EQ(error_of("gpt2", {{"blocks.1.attn.hook_patern", "f", {}}}),
            "hook blocks.1.attn.hook_patern: gpt2-small has no hook point "
            "'blocks.1.attn.hook_patern' (did you mean 'blocks.1.attn.hook_pattern'?)");
}

TEST(Hooks, HintsNameTheLastLayerAndTheHookPointOfAHead) {
  EXPECT_EQ(error_of("gpt2", {{"blocks.99.hook_resid_post", "f", {}}}),
            "hook blocks.99.hook_resid_post: gpt2-small has no hook point "
            "'blocks.99.hook_resid_post' (there is no blocks.99; the last is blocks.11; nearest "
            "is 'blocks.11.hook_resid_post')");
  EXPECT_EQ(error_of("gpt2", {{"L9H6", "f", {}}}),
            "hook L9H6: gpt2-small has no hook point 'L9H6' (a head is chosen at a hook point: "
            "head 6 of blocks.9.attn.hook_z)");
  EXPECT_EQ(error_of("gpt2", {{"L99H6", "f", {}}}),
            "hook L99H6: gpt2-small has no hook point 'L99H6'");
}

TEST(Hooks, AllBadHooksAreReported) {
  const std::string text = error_of("gpt2", {{"blocks.12.attn.hook_q", "f", {}},
                                             {"blocks.0.attn.hook_q", "f", {12}},
                                             {"blocks.0.mlp.hook_post", "f", {0}}});
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_NE(text.find("'blocks.0.attn.hook_q' has no head 12 (its 12 heads are 0 to 11)"),
            std::string::npos);
  EXPECT_NE(text.find("'blocks.0.mlp.hook_post' has no head axis"), std::string::npos);
}

TEST(Hooks, BackwardOnesAreToldFromOthersOfTheSameFunction) {
  const Figure figure = with_hooks(
      "gpt2", {{"blocks.0.attn.hook_z", "f", {}}, {"blocks.0.attn.hook_z", "f", {}, true}});
  const auto& marks = figure.overlay().highlights;
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_FALSE(marks[0].backward);
  EXPECT_TRUE(marks[1].backward);
  EXPECT_EQ(marks[0].color, marks[1].color) << "one function, one entry";
  EXPECT_NE(figure.scene().outline.find("f at blocks.0.attn.hook_z · backward"), std::string::npos);
}

TEST(Hooks, AWildcardStandsForEveryNameThatItMatches) {
  const Figure figure = with_hooks(
      "gpt2", {{"blocks.{0,3,5-7}.attn.hook_z", "patch", {1}}, {"blocks.*.hook_resid_p*", "", {}}});
  const auto& marks = figure.overlay().highlights;
  ASSERT_EQ(marks.size(), 5U + 24U);
  EXPECT_EQ(marks[2].component, "blocks.5.attn");
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(marks[i].hook, "blocks.{0,3,5-7}.attn.hook_z");
    EXPECT_EQ(marks[i].heads, (std::vector<std::int64_t>{1}));
    EXPECT_EQ(marks[i].color, 0U);
  }
  EXPECT_EQ(marks[5].label, "blocks.*.hook_resid_p*");
}

TEST(Hooks, WildcardsMatchWhatTheySay) {
  struct Case {
    const char* pattern;
    std::size_t matches;
  };
  // GPT-2 has 12 layers.
  for (const Case& each : std::vector<Case>{{"blocks.1*.hook_resid_pre", 3},
                                            {"blocks.{1}.hook_resid_pre", 1},
                                            {"blocks.{1-3,11,40-50}.hook_resid_pre", 4},
                                            {"blocks.{01}.hook_resid_pre", 0},
                                            {"blocks.*.hook_{q,k}_input", 24},
                                            {"**.hook_z", 12},
                                            {"*.hook_z", 0},
                                            {"blocks.0.*", 10},
                                            {"blocks.{0,1}.**.hook_*", 26},
                                            {"hook_*", 2},
                                            {"**", 282}}) {
    const std::string text = error_of("gpt2", {{each.pattern, "f", {}}});
    const Hook hook{each.pattern, "f", {}};
    if (each.matches == 0) {
      EXPECT_NE(text.find("matches '"), std::string::npos) << each.pattern << ": " << text;
    } else {
      EXPECT_EQ(with_hooks("gpt2", {hook}).overlay().highlights.size(), each.matches)
          << each.pattern;
    }
  }
}

TEST(Hooks, AWildcardThatMatchesNothingNamesTheNearest) {
  EXPECT_EQ(error_of("gpt2", {{"blocks.*.attn.hook_zz", "f", {}}}),
            "hook blocks.*.attn.hook_zz: no hook point of gpt2-small matches "
            "'blocks.*.attn.hook_zz' (did you mean 'blocks.*.attn.hook_z'?)");
  EXPECT_EQ(error_of("gpt2", {{"blocks.{12-20}.attn.hook_z", "f", {}}}),
            "hook blocks.{12-20}.attn.hook_z: no hook point of gpt2-small matches "
            "'blocks.{12-20}.attn.hook_z' (did you mean 'blocks.*.attn.hook_z'?)");
  EXPECT_EQ(error_of("gpt2", {{"blocks.{0,3.attn.hook_z", "f", {}}}),
            "hook blocks.{0,3.attn.hook_z: a brace is not closed (write {0,3,5-7} or "
            "{hook_q,hook_k})");
}

TEST(Hooks, HeadsOfAWildcardAreReportedOnce) {
  EXPECT_EQ(error_of("gpt2", {{"blocks.*.mlp.hook_post", "f", {0}}}),
            "hook blocks.*.mlp.hook_post: 'blocks.0.mlp.hook_post' has no head axis, so no heads "
            "can be chosen (its shape is (batch, seq_len, 3072))");
}

TEST(Hooks, TheLimitCountsWhatWildcardsReach) {
  EXPECT_EQ(error_of("deepseek-v3", {{"**", "f", {}}, {"blocks.**", "g", {}}, {"**", "h", {}}}),
            "hook **: the hooks match more points than the limit of 100000 (a narrower pattern "
            "matches fewer)");
}

TEST(Hooks, ADormantWildcardWarnsOnce) {
  const Figure figure = with_hooks("gpt2", {{"blocks.*.attn.hook_result", "f", {}}});
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_EQ(figure.warnings().front(),
            "12 points of 'blocks.*.attn.hook_result' never fire by default: they need "
            "use_attn_result");
}

/// The texts on boxes of a colour, in the open layers.
std::vector<std::string> texts_on(const Figure& figure, Color color) {
  std::vector<std::string> texts;
  for (const PlacedBand& placed : place(figure.scene(), false).bands) {
    if (placed.top == 0) continue;  // The legend.
    Rect box;
    for (const Primitive& primitive : placed.band->primitives) {
      if (const auto* shape = std::get_if<Rectangle>(&primitive)) {
        box = shape->fill == color ? shape->bounds : Rect{};
      }
      const auto* run = std::get_if<TextRun>(&primitive);
      if (run != nullptr && run->origin.x > box.x && run->origin.x < box.right()) {
        texts.push_back(run->text.text);
      }
    }
  }
  return texts;
}

TEST(Hooks, OneExpertIsMarkedAloneAndAlwaysDrawn) {
  const Figure figure = with_hooks("deepseek-v3", {{"blocks.3.mlp.experts.77.hook_pre", "f", {}}});
  EXPECT_EQ(figure.overlay().highlights.at(0).expert, 77);
  EXPECT_EQ(texts_on(figure, load_theme("circuits").highlights[0].fill),
            (std::vector<std::string>{"e", "77"}));
}

TEST(Hooks, AllExpertsNamedAreTheRowOfExperts) {
  const Figure figure = with_hooks("deepseek-v3", {{"blocks.3.mlp.experts.*.hook_pre", "f", {}}});
  const auto texts = texts_on(figure, load_theme("circuits").highlights[0].fill);
  ASSERT_GE(texts.size(), 4U);
  EXPECT_EQ(texts[1], "0");
  EXPECT_EQ(texts.back(), "255");
}

/// All names of TransformerLens with one layer for all.
std::set<std::string> legacy_names(const char* model) {
  RenderOptions options;
  options.dialect = "transformer_lens";
  std::set<std::string> names;
  for (const HookName& name : visualize(model, options).hook_names()) {
    names.insert(std::regex_replace(name.name, std::regex(R"(blocks\.\d+\.)"), "blocks.N."));
  }
  return names;
}

TEST(Hooks, OfGemma3TransformerLensLoadsTheTextModelAlone) {
  const std::set<std::string> text = legacy_names("gemma-3-1b-pt");
  ASSERT_TRUE(text.contains("blocks.N.hook_resid_pre"));
  for (const char* model :
       {"gemma-3-4b-pt", "gemma-3-4b-it", "gemma-3-12b-pt", "gemma-3-12b-it", "gemma-3-27b-pt",
        "gemma-3-27b-it", "medgemma-4b-pt", "medgemma-4b-it", "medgemma-27b-it"}) {
    EXPECT_EQ(legacy_names(model), text) << model;
  }
}

TEST(Hooks, DormantHooksAreDrawnAndSaidToBe) {
  const Figure figure = with_hooks("gpt2", {{"blocks.0.attn.hook_result", "f", {}}});
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_EQ(figure.warnings().front(),
            "'blocks.0.attn.hook_result' never fires by default: it needs use_attn_result");
}

TEST(Hooks, HooksThatNothingMakesFireAreSaidNeverToFire) {
  const Hook hook{.point = "blocks.0.attn.hook_hidden_states", .dialect = "transformer_bridge"};
  EXPECT_EQ(
      with_hooks("llama-2-7b", {hook}).warnings(),
      (std::vector<std::string>{"'blocks.0.attn.hook_hidden_states' never fires: the bridge's "
                                "code does not use it"}));
}

}  // namespace
}  // namespace tviz
