// SPDX-License-Identifier: MIT
// Numbers from files, and what they do to a figure.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <set>
#include <string>

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

  std::string error_of(const std::string& name, const std::string& text) const {
    try {
      read(name, text);
    } catch (const Error& error) {
      return messages_of(error, name);
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
                             "embed,,\nblocks.1.attn,3,inf\n"
                             "\"blocks.3.attn.heads.5\",,0.25");
  EXPECT_EQ(values.title, "indirect effect, normalized");
  EXPECT_EQ(values.list, (std::vector<Value>{{"blocks.0.mlp", kAllHeads, -0.5},
                                             {"blocks.1.attn", 11, 2},
                                             {"blocks.1.attn", 3, HUGE_VAL},
                                             {"blocks.3.attn", 5, 0.25}}));
}

TEST_F(ReadValues, OfWholeLayers) {
  EXPECT_EQ(read("layers.json", R"({"values": {"blocks.3": 0.5}})").list,
            (std::vector<Value>{{"blocks.3", kAllHeads, 0.5}}));
  EXPECT_EQ(read("positions.json", R"({"values": {"blocks.3": [1, null, 2]}})").list,
            (std::vector<Value>{{"blocks.3", 0, 1}, {"blocks.3", 2, 2}}));
  EXPECT_NE(error_of("beyond.csv", "component,position,x\nblocks.3,1024,1\n"), "no error");
  EXPECT_NE(error_of("beyond.json", R"({"values": {"blocks.12": 1}})"), "no error");
}

TEST(NumbersOfLayers, HaveCellsInAnAtlasAndLabelsElsewhere) {
  const auto texts_of = [](const RenderOptions& options) {
    std::set<std::string> texts;
    const Scene scene = visualize("gpt2", options).scene();
    for (const PlacedBand& placed : place(scene, false).bands) {
      for (const Primitive& primitive : placed.band->primitives) {
        if (const auto* text = std::get_if<TextRun>(&primitive)) texts.insert(text->text.text);
      }
    }
    return texts;
  };
  RenderOptions options{.view = View::Atlas};
  for (std::int64_t layer = 0; layer < 12; ++layer) {
    options.values.list.push_back(
        {"blocks." + std::to_string(layer), kAllHeads, static_cast<double>(layer) - 5.5});
  }
  EXPECT_TRUE(texts_of(options).contains("−4.5"));
  EXPECT_FALSE(texts_of(options).contains("not measured")) << "every layer has a number";
  options.values.list.pop_back();
  EXPECT_TRUE(texts_of(options).contains("not measured"));
  options.view = View::Tower;
  EXPECT_TRUE(texts_of(options).contains("Layer 1 · −4.5"));
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
  EXPECT_EQ(error_of("values.json", R"({"blocks.0.mlp": 1})"),
            R"(values.json:1:1: values: is missing (write {"values": {"blocks.0.mlp": 0.7}}))");
  EXPECT_NE(error_of("values.json", R"({"values": 3})").find("must map components to numbers"),
            std::string::npos);
  EXPECT_NE(error_of("values.json", R"({"valeus": {}})").find("valeus"), std::string::npos);
}

TEST_F(ReadValues, ReportsEveryMistakeInCsv) {
  EXPECT_EQ(
      error_of("values.csv", "component;head;value\nembed,1\nembed,-1,2\nembed,x,2\nembed,,two\n"),
      "values.csv:1:1: must be the header component,head,TITLE or component,position,TITLE\n"
      "values.csv:2:1: must have the form component,head,number\n"
      "values.csv:3:1: the second field must be empty or a whole number from 0 on\n"
      "values.csv:4:1: the second field must be empty or a whole number from 0 on\n"
      "values.csv:5:1: the last field must be a number");
}

TEST_F(ReadValues, MustBelongToTheModel) {
  const std::string wrong = error_of("values.csv",
                                     "component,head,x\nblocks.0.mpl,,1\nblocks.0.attn,12,1\n"
                                     "blocks.0.mlp,0,1\n");
  EXPECT_EQ(
      wrong.substr(0, wrong.find('(')),
      "values.csv: value of blocks.0.mpl: gpt2-small has no component or layer 'blocks.0.mpl' ");
  EXPECT_NE(wrong.find("value of blocks.0.attn: there is no head 12 (its heads are 0 to 11)"),
            std::string::npos)
      << wrong;
  EXPECT_NE(wrong.find("value of blocks.0.mlp: the component has no heads"), std::string::npos);
  const std::string list = error_of("list.json", R"({"values": {"blocks.0.mlp": [1, 2, 3]}})");
  EXPECT_EQ(list.find("has no heads"), list.rfind("has no heads")) << "one mistake";
  EXPECT_THROW(visualize("gpt2", {.values = {"", {{"blocks.12.mlp", kAllHeads, 1}}}}), Error);
}

TEST_F(ReadValues, MayBeInfiniteOrNotANumber) {
  const std::vector<Value> json =
      read("values.json", R"({"values": {"embed": "NaN", "unembed": "-Infinity"}})").list;
  ASSERT_EQ(json.size(), 2U);
  EXPECT_TRUE(std::isnan(json[0].number));
  EXPECT_EQ(json[1].number, -HUGE_VAL);
  const std::vector<Value> csv = read("values.csv", "component,head,x\nembed,,nan\n").list;
  ASSERT_EQ(csv.size(), 1U);
  EXPECT_TRUE(std::isnan(csv[0].number));
}

/// The bytes of an array as NumPy saves it.
template <class Number>
std::string npy(const std::string& type, const std::string& order, const std::string& shape,
                const std::vector<Number>& numbers) {
  std::string header =
      "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
  header.resize(0x76 - 1, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00\x76\x00", 10);
  bytes += header;
  for (const Number number : numbers) {
    std::array<char, sizeof(Number)> raw{};
    std::memcpy(raw.data(), &number, sizeof(Number));
    bytes.append(raw.data(), raw.size());
  }
  return bytes;
}

TEST_F(ReadValues, OfAllHeadsFromAnArrayOfNumPy) {
  std::vector<float> numbers(144);
  std::iota(numbers.begin(), numbers.end(), 0.F);
  const std::vector<Value> rows = read("v.npy", npy("<f4", "False", "(12, 12)", numbers)).list;
  ASSERT_EQ(rows.size(), 144U);
  EXPECT_EQ(rows[13], (Value{"blocks.1.attn", 1, 13}));
  EXPECT_EQ(rows[2], (Value{"blocks.0.attn", 2, 2}));
  const std::vector<Value> columns = read("v.npy", npy("<f4", "True", "(12, 12)", numbers)).list;
  EXPECT_EQ(columns[2], (Value{"blocks.0.attn", 2, 24}));
}

TEST_F(ReadValues, OfAllLayersFromAnArrayOfNumPy) {
  std::vector<float> numbers(12);
  std::iota(numbers.begin(), numbers.end(), 0.F);
  for (const char* order : {"False", "True"}) {
    const std::vector<Value> layers = read("v.npy", npy("<f4", order, "(12,)", numbers)).list;
    ASSERT_EQ(layers.size(), 12U);
    EXPECT_EQ(layers[7], (Value{"blocks.7", kAllHeads, 7}));
  }
}

TEST_F(ReadValues, OfEveryTypeOfNumberOfNumPy) {
  const auto first = [&](const std::string& type, auto number) {
    return read("v.npy", npy(type, "False", "(12, 12)", std::vector(144, number))).list[0].number;
  };
  EXPECT_EQ(first("<f8", -1.25), -1.25);
  EXPECT_EQ(first("<f2", std::uint16_t{0xBE00}), -1.5);
  EXPECT_EQ(first("<f2", std::uint16_t{0x0001}), std::ldexp(1, -24));
  EXPECT_EQ(first("<f2", std::uint16_t{0xFC00}), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(first("<f2", std::uint16_t{0x7E00})));
  EXPECT_EQ(first("<i8", std::int64_t{-3}), -3);
  EXPECT_EQ(first("|i1", std::int8_t{-7}), -7);
  EXPECT_EQ(first("|u1", std::uint8_t{200}), 200);
  EXPECT_EQ(first(">u2", std::uint16_t{0x0100}), 1);
  EXPECT_EQ(first("|b1", std::uint8_t{1}), 1);
}

TEST_F(ReadValues, TellWhatIsWrongWithAnArray) {
  const std::vector<float> numbers(144, 1.F);
  const std::string right = npy("<f4", "False", "(12, 12)", numbers);
  EXPECT_EQ(
      error_of("v.npy", npy("<f4", "False", "(144,)", numbers)),
      "v.npy: is a row of 144 numbers, but the model has 12 layers of 12 heads (an array has a "
      "number for each layer, or a row for each layer and a column for each head)");
  EXPECT_EQ(error_of("v.npy", npy("<c8", "False", "(12, 12)", numbers)),
            "v.npy: has numbers of the type '<c8' (save real or whole numbers: "
            "array.astype(float))");
  const std::string torn =
      "v.npy: is no array as NumPy saves it, or not all of one (write it with numpy.save())";
  EXPECT_EQ(error_of("v.npy", right.substr(0, right.size() - 1)), torn);
  EXPECT_EQ(error_of("v.npy", right.substr(0, 60)), torn);
  EXPECT_EQ(error_of("v.npy", "PK"), torn);
}

TEST_F(ReadValues, NeedsAReaderOfTheExtension) {
  EXPECT_EQ(error_of("values.xlsx", ""),
            "no plugin reads values from '.xlsx' files (available: csv, json, npy)");
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

TEST(Values, AreAllInTheTextOfTheFile) {
  Values values{"effect"};
  for (std::int64_t head = 0; head < 12; ++head) {
    values.list.push_back({"blocks.4.attn", head, 1e-7 * static_cast<double>(head)});
  }
  const Figure figure = visualize("gpt2", {.values = values});
  EXPECT_NE(figure.render("svg").find("Value: effect of blocks.4.attn: head 0 0, head 1 1e−7, "),
            std::string::npos);
}

TEST(Values, OfExperts) {
  const Graph mixtral = build_graph(read_model("mixtral"), registry());
  const auto read = [&](const std::string& text) {
    return parse_values(text, "json", "experts.json", mixtral, registry()).list;
  };
  EXPECT_EQ(read(R"({"values": {"blocks.2.mlp.experts.7": 1, "blocks.3.mlp.heads.1": 2}})"),
            (std::vector<Value>{{"blocks.2.mlp", 7, 1}, {"blocks.3.mlp", 1, 2}}));
  EXPECT_EQ(read(R"({"values": {"blocks.2.mlp": [1, 2, 3, 4, 5, 6, 7, null]}})").size(), 7U);
  const auto error_of = [&](const std::string& text) {
    try {
      read(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_NE(error_of(R"({"values": {"blocks.2.mlp": [1, 2]}})").find("has 8 experts, got 2"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"values": {"blocks.2.mlp.experts.8": 1}})")
                .find("there is no expert 8 (its experts are 0 to 7)"),
            std::string::npos);
}

TEST(Values, OfAnExpertAreInItsBoxAndInTheOutline) {
  const Theme theme = load_theme("circuits");
  RenderOptions options{.max_layers = 3};
  options.values = {"load", {{"blocks.1.mlp", 5, 2}}};
  const Figure figure = visualize("mixtral", options);
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_high));
  EXPECT_NE(figure.render("svg").find("Value: load of blocks.1.mlp: expert 5 2"),
            std::string::npos);
}

TEST(Values, ThatAreInfiniteHaveTheColourOfAnEnd) {
  const Theme theme = load_theme("circuits");
  const auto has_both_ends = [&](const std::vector<Value>& list) {
    const Figure figure = visualize("gpt2", {.values = {"", list}});
    return has_fill(figure.scene(), theme.value_low) && has_fill(figure.scene(), theme.value_high);
  };
  EXPECT_TRUE(has_both_ends({{"embed", kAllHeads, HUGE_VAL}, {"unembed", kAllHeads, -3}}));
  EXPECT_TRUE(has_both_ends({{"embed", kAllHeads, HUGE_VAL}, {"unembed", kAllHeads, -HUGE_VAL}}));
}

TEST(Values, HaveTheirMiddleWhereTheOptionsSay) {
  const Theme theme = load_theme("circuits");
  RenderOptions options;
  options.values = {"", {{"embed", kAllHeads, 0.5}, {"unembed", kAllHeads, 1}}};
  EXPECT_FALSE(has_fill(visualize("gpt2", options).scene(), theme.value_middle));
  options.value_center = 0.5;
  const Figure figure = visualize("gpt2", options);
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_middle));
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_high));
}

TEST(Values, WithoutAnEffectLookLikeNone) {
  const Theme theme = load_theme("circuits");
  const Figure figure = visualize("gpt2", {.values = {"", {{"embed", kAllHeads, 0}}}});
  EXPECT_TRUE(has_fill(figure.scene(), theme.value_middle));
  EXPECT_FALSE(has_fill(figure.scene(), theme.value_high));
}

}  // namespace
}  // namespace tviz
