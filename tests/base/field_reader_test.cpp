// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tviz/base/document.hpp"

namespace tviz {
namespace {

/// A reader on a YAML text, and what it complains of.
class Fields : public testing::Test {
 protected:
  FieldReader& read(std::string_view text, std::string path = {}) {
    document_ = parse_yaml(text, "f.yaml");
    reader_.emplace(document_.root, document_.source, std::move(path), problems_);
    return *reader_;
  }

  std::vector<std::string> problems() const {
    std::vector<std::string> texts;
    for (const Problem& problem : problems_) texts.push_back(format(problem));
    return texts;
  }

  using Texts = std::vector<std::string>;

 private:
  Document document_;
  std::optional<FieldReader> reader_;
  std::vector<Problem> problems_;
};

TEST_F(Fields, GivesValuesOfTheAskedType) {
  FieldReader& fields = read("{n: 12, r: 0.5, b: true, t: word, q: '12', l: [1], m: {x: 1}}");
  EXPECT_EQ(fields.integer("n"), 12);
  EXPECT_EQ(fields.real("r", 0, 1), 0.5);
  EXPECT_EQ(fields.real("n", 0, 100), 12.0);
  EXPECT_EQ(fields.boolean("b"), true);
  EXPECT_EQ(fields.text("t"), "word");
  EXPECT_EQ(fields.text("q"), "12");
  ASSERT_NE(fields.node("l"), nullptr);
  EXPECT_EQ(fields.node("l")->items.size(), 1U);
  EXPECT_EQ(problems(), Texts{});
}

TEST_F(Fields, AbsentAndNullFieldsAreNoProblem) {
  FieldReader& fields = read("{a: null}");
  EXPECT_FALSE(fields.integer("a"));
  EXPECT_FALSE(fields.integer("b"));
  EXPECT_EQ(fields.node("a"), nullptr);
  EXPECT_FALSE(fields.has("a"));
  EXPECT_FALSE(fields.has("b"));
  EXPECT_EQ(problems(), Texts{});
}

TEST_F(Fields, AWrongIntegerIsReportedWhereItStands) {
  FieldReader& fields = read(
      "low: -3\nhigh: 5000\nword: \"twelve\"\nreal: 12.0\nlist: [1]\n"
      "huge: 99999999999999999999\nhugely_negative: -99999999999999999999\nyes: true\n");
  for (const char* key :
       {"low", "high", "word", "real", "list", "huge", "hugely_negative", "yes"}) {
    EXPECT_FALSE(fields.integer(key, 1, 4096)) << key;
  }
  EXPECT_EQ(problems(),
            (Texts{"f.yaml:1:6: low: must be at least 1, got -3",
                   "f.yaml:2:7: high: must be at most 4096, got 5000",
                   "f.yaml:3:7: word: must be a whole number, got \"twelve\"",
                   "f.yaml:4:7: real: must be a whole number, got 12.0",
                   "f.yaml:5:7: list: must be a whole number, got a list",
                   "f.yaml:6:7: huge: must be at most 4096, got 99999999999999999999",
                   "f.yaml:7:18: hugely_negative: must be at least 1, got -99999999999999999999",
                   "f.yaml:8:6: yes: must be a whole number, got true"}));
}

TEST_F(Fields, OtherWrongTypesAreReportedToo) {
  FieldReader& fields = read("{r: 2, w: x, b: \"true\", y: yes, t: 12, u: true, m: {a: 1}}");
  EXPECT_FALSE(fields.real("r", 0, 1));
  EXPECT_FALSE(fields.real("w", 0, 1));
  EXPECT_FALSE(fields.boolean("b"));
  EXPECT_FALSE(fields.boolean("y"));
  EXPECT_FALSE(fields.text("t"));
  EXPECT_FALSE(fields.text("u"));
  EXPECT_FALSE(fields.text("m"));
  EXPECT_EQ(problems(), (Texts{"f.yaml:1:5: r: must be from 0 to 1, got 2",
                               "f.yaml:1:11: w: must be a number, got x",
                               "f.yaml:1:17: b: must be true or false, got \"true\"",
                               "f.yaml:1:28: y: must be true or false, got yes",
                               "f.yaml:1:36: t: must be text, got 12 (put it in quotes)",
                               "f.yaml:1:43: u: must be text, got true (put it in quotes)",
                               "f.yaml:1:52: m: must be text, got a map"}));
}

TEST_F(Fields, TheMappingsOwnPathLeadsTheField) {
  FieldReader& fields = read("{fill: 1}", "roles.head");
  fields.text("fill");
  fields.report("stroke", "missing");
  EXPECT_EQ(problems(),
            (Texts{"f.yaml:1:8: roles.head.fill: must be text, got 1 (put it in quotes)",
                   "f.yaml:1:1: roles.head.stroke: missing"}));
}

TEST_F(Fields, UnknownKeysAreReportedWithTheNearestKnown) {
  FieldReader& fields = read("strok_width: 1\nfill: red\nold: 2\nzzz: 3\n", "roles.edge");
  fields.text("fill");
  fields.real("stroke_width", 0, 9);
  fields.ignore("old");
  fields.reject_unknown();
  EXPECT_EQ(
      problems(),
      (Texts{"f.yaml:1:1: roles.edge: unknown key 'strok_width' (did you mean 'stroke_width'?)",
             "f.yaml:4:1: roles.edge: unknown key 'zzz'"}));
}

TEST_F(Fields, NobodyIsFloodedWithUnknownKeys) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  read(text).reject_unknown();
  EXPECT_EQ(problems().size(), 101U);
  EXPECT_EQ(problems().back(), "f.yaml:1:1: 900 more unknown keys");
}

TEST_F(Fields, AMappingThatIsNoneIsAProblemAndHasNoFields) {
  FieldReader& fields = read("[1, 2]", "roles");
  EXPECT_FALSE(fields.integer("a"));
  EXPECT_EQ(problems(), Texts{"f.yaml:1:1: roles: must be a map of keys and values, got a list"});
}

TEST_F(Fields, LongValuesAreCutInMessages) {
  read("n: " + std::string(1000, 'x')).integer("n");
  EXPECT_EQ(problems(),
            Texts{"f.yaml:1:4: n: must be a whole number, got " + std::string(40, 'x') + "..."});
}

TEST(Scalars, TextIsWhatIsNoNumberBooleanOrNull) {
  const Node root = parse_yaml("[x, 'true', true, 1.5, 0x1F, 1.2.3, null, on]", "f").root;
  EXPECT_EQ(as_text(root.items[0]), "x");
  EXPECT_EQ(as_text(root.items[1]), "true");
  EXPECT_FALSE(as_text(root.items[2]));
  EXPECT_FALSE(as_text(root.items[3]));
  EXPECT_EQ(as_text(root.items[4]), "0x1F");
  EXPECT_EQ(as_text(root.items[5]), "1.2.3");
  EXPECT_FALSE(as_text(root.items[6]));
  EXPECT_EQ(as_text(root.items[7]), "on");
}

TEST(Scalars, QuotedScalarsAreOnlyText) {
  const Node root = parse_json(R"(["12", "true"])", "f").root;
  EXPECT_FALSE(as_integer(root.items[0]));
  EXPECT_FALSE(as_real(root.items[0]));
  EXPECT_FALSE(as_boolean(root.items[1]));
}

}  // namespace
}  // namespace tviz
