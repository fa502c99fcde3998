// SPDX-License-Identifier: MIT
// Numbers from files, and what they do to a figure.
#include <gtest/gtest.h>

#include "../temporary_folder.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

const Registry& registry() {
  static const Registry registry;
  return registry;
}

const Graph& gpt2() {
  static const Graph graph = build_graph(read_model("gpt2"), registry());
  return graph;
}

class ReadValues : public test::TemporaryFolder {
 protected:
  Values read(const std::string& name, const std::string& text) const {
    return read_values(write(name, text), gpt2(), registry());
  }

  /// The messages without the folder of the file.
  std::string error_of(const std::string& name, const std::string& text) const {
    try {
      read(name, text);
    } catch (const Error& error) {
      std::string messages;
      for (const Problem& problem : error.problems()) {
        const std::string line = format(problem);
        const std::size_t file = line.find(name);
        messages += messages.empty() ? "" : "\n";
        messages += file == std::string::npos ? line : line.substr(file);
      }
      return messages;
    }
    return "no error";
  }
};

TEST_F(ReadValues, OfComponentsAndHeadsFromJson) {
  const Values values = read("values.json", R"({"title": "logit difference", "values": {
    "blocks.0.mlp": -0.5, "blocks.3.attn.heads.5": 0.25, "embed": 3, "unembed": null,
    "blocks.1.attn": [1, 2, null, null, null, null, null, null, null, null, null, null]}})");
  EXPECT_EQ(values.title, "logit difference");
  EXPECT_EQ(values.list, (std::vector<Value>{{"blocks.0.mlp", kAllHeads, -0.5},
                                             {"blocks.3.attn", 5, 0.25},
                                             {"embed", kAllHeads, 3},
                                             {"blocks.1.attn", 0, 1},
                                             {"blocks.1.attn", 1, 2}}));
}

TEST_F(ReadValues, OfComponentsAndHeadsFromCsv) {
  const Values values = read("values.csv",
                             "component,head,indirect effect, normalized\r\n"
                             "blocks.0.mlp,,-5e-1\n\nblocks.1.attn, 11 ,2\n"
                             "embed,,\nblocks.1.attn,3,nan\n"
                             "\"blocks.3.attn.heads.5\",,0.25");
  EXPECT_EQ(values.title, "indirect effect, normalized");
  EXPECT_EQ(values.list, (std::vector<Value>{{"blocks.0.mlp", kAllHeads, -0.5},
                                             {"blocks.1.attn", 11, 2},
                                             {"blocks.3.attn", 5, 0.25}}));
}

TEST(ParseValues, OfNumbersInMemory) {
  const auto parse = [](std::string_view text) {
    return parse_values(text, "json", "effects", gpt2(), registry());
  };
  EXPECT_EQ(parse(R"({"values": {"embed": 3}})").list,
            (std::vector<Value>{{"embed", kAllHeads, 3}}));
  try {
    parse(R"({"values": {"embed": "much"}})");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "effects:1:22: embed: must be a number (a list must have one number for each head)");
  }
}

TEST_F(ReadValues, ReportsEveryMistakeInJson) {
  EXPECT_EQ(
      error_of("values.json", R"({"values": {"embed": "much", "blocks.0.attn": [1, null]}})"),
      "values.json:1:22: embed: must be a number (a list must have one number for each head)\n"
      "values.json:1:47: blocks.0.attn: has 12 heads, got 2 numbers (a list has one number "
      "for each head; null leaves one out)");
  EXPECT_NE(error_of("values.json", "{}").find("values: is missing"), std::string::npos);
  EXPECT_NE(error_of("values.json", R"({"values": 3})").find("must map components to numbers"),
            std::string::npos);
  EXPECT_NE(error_of("values.json", R"({"valeus": {}})").find("valeus"), std::string::npos);
}

TEST_F(ReadValues, ReportsEveryMistakeInCsv) {
  EXPECT_EQ(
      error_of("values.csv", "component;head;value\nembed,1\nembed,-1,2\nembed,x,2\nembed,,two\n"),
      "values.csv:1:1: must be the header component,head,TITLE\n"
      "values.csv:2:1: must have the form component,head,number\n"
      "values.csv:3:1: the head must be empty or a whole number from 0 on\n"
      "values.csv:4:1: the head must be empty or a whole number from 0 on\n"
      "values.csv:5:1: the last field must be a number");
}

TEST_F(ReadValues, MustBelongToTheModel) {
  const std::string wrong = error_of("values.csv",
                                     "component,head,x\nblocks.0.mpl,,1\nblocks.0.attn,12,1\n"
                                     "blocks.0.mlp,0,1\nembed,,inf\n");
  EXPECT_EQ(wrong.substr(0, wrong.find('(')),
            "values.csv: value of blocks.0.mpl: gpt2-small has no component 'blocks.0.mpl' ");
  EXPECT_NE(wrong.find("value of blocks.0.attn: there is no head 12 (its heads are 0 to 11)"),
            std::string::npos)
      << wrong;
  EXPECT_NE(wrong.find("value of blocks.0.mlp: the component has no heads"), std::string::npos);
  EXPECT_NE(wrong.find("value of embed: must be a finite number"), std::string::npos);
  EXPECT_THROW(visualize("gpt2", {.values = {"", {{"blocks.12.mlp", kAllHeads, 1}}}}), Error);
}

TEST_F(ReadValues, NeedsAReaderOfTheExtension) {
  EXPECT_EQ(error_of("values.xlsx", ""),
            "no plugin reads values from '.xlsx' files (available: csv, json)");
}

/// Whether a box of this fill is drawn.
bool has_fill(const Scene& scene, Color fill) {
  bool found = false;
  const auto look = [&](const std::vector<Primitive>& primitives) {
    for (const Primitive& each : primitives) {
      const auto* box = std::get_if<Rectangle>(&each);
      found = found || (box != nullptr && box->fill == fill && box->radius > 0);
    }
  };
  for (const StackItem& item : scene.items) {
    for (const Band& band : bands_of(item, false)) look(band.primitives);
  }
  return found;
}

TEST(Values, ColourWhatTheyBelongTo) {
  const Theme theme = load_theme("circuits");
  const Figure figure = visualize(
      "gpt2",
      {.max_layers = 1,
       .values = {
           "effect",
           {{"blocks.9.attn", 5, -2}, {"blocks.9.mlp", kAllHeads, 2}, {"blocks.9.attn", 6, 0}}}});
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_low));
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_middle));
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_high));
  const std::string svg = figure.render("svg");
  EXPECT_NE(svg.find(">effect<"), std::string::npos);
  EXPECT_NE(svg.find("−2<"), std::string::npos);
  // The layer is open, and the head that no row of its width would show is there.
  EXPECT_NE(svg.find("Layer 9<"), std::string::npos);
}

TEST(Values, TakeTheTitleAndTheLimitsOfTheirScaleFromOptions) {
  RenderOptions options;
  options.values = {"effect", {{"blocks.0.mlp", kAllHeads, 0.5}}};
  options.value_title = "logit difference";
  options.value_max = 2;
  const Figure figure = visualize("gpt2", options);
  EXPECT_EQ(figure.overlay().values.title, "logit difference");
  EXPECT_EQ(figure.overlay().values.most, 2);
  EXPECT_FALSE(figure.overlay().values.least);
  options.value_min = 2;
  EXPECT_THROW(visualize("gpt2", options), Error);
}

TEST(Values, WithoutAnEffectLookLikeNone) {
  const Theme theme = load_theme("circuits");
  const Figure figure = visualize("gpt2", {.values = {"", {{"embed", kAllHeads, 0}}}});
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_middle));
  EXPECT_FALSE(has_fill(figure.scene(), theme.value_high));
}

}  // namespace
}  // namespace tviz
