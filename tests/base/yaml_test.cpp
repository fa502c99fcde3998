// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "thrown.hpp"
#include "tviz/base/document.hpp"

namespace tviz {
namespace {

std::string at(const Node& node) {
  return std::to_string(node.line) + ':' + std::to_string(node.column);
}

std::string error_of(std::string_view text, const Limits& limits = {}) {
  return test::thrown([&] { parse_yaml(text, "f.yaml", limits); });
}

TEST(Yaml, EveryValueKnowsItsFirstCharacter) {
  const Node root = parse_yaml(
                        "# comment\n"
                        "a: 1\n"
                        "b:\n"
                        "  - \"x\"\n"
                        "  - \xC3\xA9: y\n"
                        "c: {d: [1, 2]}\n",
                        "f.yaml")
                        .root;
  EXPECT_EQ(at(root), "2:1");
  ASSERT_EQ(root.members.size(), 3U);
  EXPECT_EQ(at(root.members[0].value), "2:4");
  EXPECT_EQ(root.members[1].line, 3);
  EXPECT_EQ(root.members[1].column, 1);
  const Node& list = root.members[1].value;
  EXPECT_EQ(at(list), "4:3");
  EXPECT_EQ(at(list.items[0]), "4:5");
  EXPECT_EQ(at(list.items[1].members[0].value), "5:9");  // é is two bytes.
  EXPECT_EQ(at(root.members[2].value.members[0].value.items[1]), "6:12");
}

TEST(Yaml, PlainAndQuotedAreToldApart) {
  const Node root = parse_yaml("[12, '12', \"12\", word, null, ~, ]", "f").root;
  EXPECT_FALSE(root.items[0].quoted);
  EXPECT_TRUE(root.items[1].quoted);
  EXPECT_TRUE(root.items[2].quoted);
  EXPECT_FALSE(root.items[3].quoted);
  EXPECT_EQ(root.items[4].kind, Node::Kind::Null);
  EXPECT_EQ(root.items[5].kind, Node::Kind::Null);
  EXPECT_TRUE(parse_yaml("a: |\n  12\n", "f").root.members[0].value.quoted);
}

TEST(Yaml, AnEmptyTextIsNull) {
  EXPECT_EQ(parse_yaml("", "f").root.kind, Node::Kind::Null);
  EXPECT_EQ(parse_yaml("# nothing\n", "f").root.kind, Node::Kind::Null);
}

TEST(Yaml, JsonIsYamlToo) {
  const Node root = parse_yaml(R"({"a": [1, "x"], "b": {"c": null}})", "f").root;
  EXPECT_EQ(root.find("a")->items[1].scalar, "x");
  EXPECT_EQ(root.find("b")->find("c")->kind, Node::Kind::Null);
}

struct Case {
  std::string_view text;
  std::string_view message;
};

class YamlRefuses : public testing::TestWithParam<Case> {};

TEST_P(YamlRefuses, WithItsPlace) {
  EXPECT_EQ(error_of(GetParam().text), "f.yaml:" + std::string(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, YamlRefuses,
    testing::Values(
        Case{"a: &x 1", "1:4: anchors are not allowed (write the value out where it is needed)"},
        Case{"a: &x", "1:4: anchors are not allowed (write the value out where it is needed)"},
        Case{"a: 1\nb: *a", "2:4: aliases are not allowed (write the value out)"},
        Case{"a: !!str 12",
             "1:4: tags are not allowed (put text that looks like a number in quotes)"},
        Case{"a: ! 12", "1:4: tags are not allowed (put text that looks like a number in quotes)"},
        Case{"a: !x ~", "1:4: tags are not allowed (put text that looks like a number in quotes)"},
        Case{"a: !x [1]",
             "1:4: tags are not allowed (put text that looks like a number in quotes)"},
        Case{"a: !x {b: 1}",
             "1:4: tags are not allowed (put text that looks like a number in quotes)"},
        Case{"x: 1\n<<: {a: 1}", "2:1: merge keys are not allowed (write the values out)"},
        Case{"a: 1\nb: 2\n\"a\": 3", "3:1: duplicate key 'a' (first given in line 1)"},
        Case{"? [x]\n: y",
             "1:3: a key must be a word or a quoted text (or is this bracket never closed?)"},
        Case{"? {x: 1}\n: y",
             "1:3: a key must be a word or a quoted text (or is this bracket never closed?)"},
        Case{"a: 1\nb:\n- {c: 1\n",
             "3:3: a key must be a word or a quoted text (or is this bracket never closed?)"},
        Case{": y", "1:1: a key must be a word or a quoted text"},
        Case{"a: 1\n---\nb: 2", "2:1: a second document begins, but only one is allowed"},
        Case{"- a\nb: c",
             "2:1: invalid YAML: this is not part of the value before it "
             "(check the indentation)"},
        Case{"a: .inf", "1:4: not a finite number: .inf"},
        Case{"a: -.INF", "1:4: not a finite number: -.INF"},
        Case{"a: .NaN", "1:4: not a finite number: .NaN"},
        Case{"a: 1e999", "1:4: number out of range: 1e999"},
        Case{"a: \"x\n", "1:4: invalid YAML: missing closing quotation mark"},
        Case{"a: 'it''s", "1:10: invalid YAML: illegal EOF in scalar"},
        Case{"a: [1\n", "2:1: invalid YAML: end of sequence flow not found"},
        Case{"a: 1\n]", "2:1: invalid YAML: illegal flow end"},
        Case{"a: b\n c: d", "2:3: invalid YAML: illegal map value"},
        Case{"a: \x01", "1:4: the character U+0001 is not allowed"},
        Case{"a: \xC3", "1:4: invalid UTF-8 (save the file as UTF-8)"}));

TEST(Yaml, QuotesMakeTextOfEverything) {
  const Node root =
      parse_yaml("{a: \".inf\", b: '1e999', \"<<\": \"*x\", c: 'it''s \"q\"'}", "f").root;
  EXPECT_EQ(root.find("a")->scalar, ".inf");
  EXPECT_EQ(root.find("b")->scalar, "1e999");
  EXPECT_EQ(root.find("<<")->scalar, "*x");
  EXPECT_EQ(root.find("c")->scalar, "it's \"q\"");
}

TEST(Yaml, AByteOrderMarkIsSkippedAndNotCounted) {
  EXPECT_EQ(at(parse_yaml("\xEF\xBB\xBF"
                          "a: 1",
                          "f")
                   .root.members[0]
                   .value),
            "1:4");
}

TEST(Yaml, EachLimitHasItsOwnMessage) {
  EXPECT_EQ(error_of("a: 1", {.document_bytes = 3}),
            "f.yaml: longer than 3 bytes (limit document_bytes)");
  EXPECT_EQ(error_of("[[[1]]]", {.document_depth = 2}),
            "f.yaml:1:3: nested deeper than 2 levels (limit document_depth)");
  EXPECT_EQ(error_of("a: [1, 2]", {.document_nodes = 3}),
            "f.yaml:1:8: more than 3 values (limit document_nodes)");
  EXPECT_EQ(error_of("a: abc", {.scalar_bytes = 2}),
            "f.yaml:1:4: a key or value longer than 2 bytes (limit scalar_bytes)");
}

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(Yaml, DeepNestingIsRefusedWhereItIsTooDeep) {
  const std::string message = "nested deeper than 64 levels (limit document_depth)";
  EXPECT_EQ(error_of(repeated("[", 64) + repeated("]", 64)), "nothing thrown");
  EXPECT_EQ(error_of(repeated("[", 65) + repeated("]", 65)), "f.yaml:1:65: " + message);
  EXPECT_EQ(error_of(repeated("- ", 100'000)), "f.yaml:1:129: " + message);
}

TEST(Yaml, HostileTextsAreRefusedAtOnce) {
  for (const char* piece :
       {"[", "{", "{a: ", "? ", "? - ", "- ? ", "a: [", "\"", "- {", "!", "&a "}) {
    EXPECT_NE(error_of(repeated(piece, 300'000)), "nothing thrown") << piece;
  }
}

}  // namespace
}  // namespace tviz
