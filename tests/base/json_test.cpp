// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <chrono>

#include "thrown.hpp"
#include "tviz/base/document.hpp"

namespace tviz {
namespace {

/// "line:column kind" of a value.
std::string place(const Node& node) {
  return std::to_string(node.line) + ':' + std::to_string(node.column);
}

std::string json_error(std::string_view text, const Limits& limits = {}) {
  return test::thrown([&] { parse_json(text, "f.json", limits); });
}

TEST(Json, EveryValueKnowsItsFirstCharacter) {
  const Document document = parse_json(
      "{\"a\": [1, 2.5e3 ,true,null,\"x\\\"y\",[]],\n"
      "  \"b\" : {\"\xC3\xA9\": -3}}",
      "f.json");
  const Node& root = document.root;
  EXPECT_EQ(document.source, "f.json");
  EXPECT_EQ(place(root), "1:1");
  ASSERT_EQ(root.members.size(), 2U);
  EXPECT_EQ(root.members[0].column, 2);
  const Node& list = root.members[0].value;
  EXPECT_EQ(place(list), "1:7");
  ASSERT_EQ(list.items.size(), 6U);
  EXPECT_EQ(place(list.items[0]), "1:8");
  EXPECT_EQ(place(list.items[1]), "1:11");
  EXPECT_EQ(place(list.items[2]), "1:18");
  EXPECT_EQ(place(list.items[3]), "1:23");
  EXPECT_EQ(place(list.items[4]), "1:28");
  EXPECT_EQ(place(list.items[5]), "1:35");
  EXPECT_EQ(root.members[1].line, 2);
  EXPECT_EQ(root.members[1].column, 3);
  EXPECT_EQ(place(root.members[1].value), "2:9");
  EXPECT_EQ(root.members[1].value.members[0].column, 10);
  EXPECT_EQ(place(root.members[1].value.members[0].value), "2:16");  // é is two bytes.
}

TEST(Json, ScalarsKeepTheirSpelling) {
  const Node root =
      parse_json(R"([1.50, "1.50", -0, 12345678901234567890123, "\u00e9\n"])", "f").root;
  EXPECT_EQ(root.items[0].scalar, "1.50");
  EXPECT_FALSE(root.items[0].quoted);
  EXPECT_EQ(root.items[1].scalar, "1.50");
  EXPECT_TRUE(root.items[1].quoted);
  EXPECT_EQ(root.items[2].scalar, "-0");
  EXPECT_EQ(root.items[3].scalar, "12345678901234567890123");
  EXPECT_EQ(root.items[4].scalar, "\xC3\xA9\n");
}

TEST(Json, KindsAreTold) {
  const Node root = parse_json("[null, true, [], {}]", "f").root;
  EXPECT_EQ(root.items[0].kind, Node::Kind::Null);
  EXPECT_EQ(root.items[1].kind, Node::Kind::Scalar);
  EXPECT_EQ(root.items[2].kind, Node::Kind::Sequence);
  EXPECT_EQ(root.items[3].kind, Node::Kind::Mapping);
}

TEST(Json, FindGivesTheValueOrNothing) {
  const Node root = parse_json(R"({"a": 1, "b": 2})", "f").root;
  ASSERT_NE(root.find("b"), nullptr);
  EXPECT_EQ(root.find("b")->scalar, "2");
  EXPECT_EQ(root.find("c"), nullptr);
}

TEST(Json, AByteOrderMarkIsSkippedAndNotCounted) {
  EXPECT_EQ(place(parse_json("\xEF\xBB\xBF[1]", "f").root.items[0]), "1:2");
  EXPECT_EQ(json_error("\xEF\xBB\xBF\xEF\xBB\xBF[1]"),
            "f.json:1:1: the character U+FEFF is not allowed");
}

struct JsonCase {
  std::string_view text;
  std::string_view message;
};

class JsonSyntax : public testing::TestWithParam<JsonCase> {};

TEST_P(JsonSyntax, ErrorSaysWhereAndWhat) {
  EXPECT_EQ(json_error(GetParam().text), "f.json:" + std::string(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonSyntax,
    testing::Values(
        JsonCase{"", "1:1: invalid JSON: expected a value but the text ends"},
        JsonCase{"[1,", "1:4: invalid JSON: expected a value but the text ends"},
        JsonCase{"{\"a\":", "1:6: invalid JSON: expected a value but the text ends"},
        JsonCase{"{\"a\": 1", "1:8: invalid JSON: expected ',' or '}' but the text ends"},
        JsonCase{"[1,,2]", "1:4: invalid JSON: expected a value but found ,"},
        JsonCase{"[1 2]", "1:4: invalid JSON: expected ',' or ']' but found 2"},
        JsonCase{"[01]", "1:3: invalid JSON: expected ',' or ']' but found 1"},
        JsonCase{"{\"a\" 1}", "1:6: invalid JSON: expected ':' but found 1"},
        JsonCase{"{\"a\":1\n \"b\":2}", "2:2: invalid JSON: expected ',' or '}' but found \"b\""},
        JsonCase{"{\"a\":1]", "1:7: invalid JSON: expected ',' or '}' but found ]"},
        JsonCase{"{'a':1}", "1:2: invalid JSON: expected a key in double quotes but found 'a'"},
        JsonCase{"{\"a\":1,}", "1:8: invalid JSON: expected a key in double quotes but found }"},
        JsonCase{"{\"a\":NaN}", "1:6: invalid JSON: expected a value but found NaN"},
        JsonCase{"-Infinity", "1:2: invalid JSON: expected digit after '-'"},
        JsonCase{"[tru", "1:2: invalid JSON: expected a value but found tru"},
        JsonCase{"// c\n1", "1:1: invalid JSON: expected a value but found //"},
        JsonCase{"{} x", "1:4: invalid JSON: expected the end of the text but found x"},
        JsonCase{"[1.]", "1:4: invalid JSON: expected digit after '.'"},
        JsonCase{"[\"abc", "1:2: invalid JSON: missing closing quote"},
        JsonCase{"[\"\\q\"]", "1:4: invalid JSON: forbidden character after backslash"},
        JsonCase{"[1e400]", "1:2: number out of range: 1e400"},
        JsonCase{"[-1e400]", "1:2: number out of range: -1e400"},
        JsonCase{"[1e-400]", "1:2: number out of range: 1e-400"},
        JsonCase{"[1, \"\xFF\"]", "1:6: invalid UTF-8 (save the file as UTF-8)"},
        JsonCase{"{\"a\": 1, \"b\": 2,\n \"a\": 3}",
                 "2:2: duplicate key 'a' (first given in line 1)"}));

TEST(Json, TextBehindAZeroByteIsNotOverlooked) {
  EXPECT_EQ(json_error(std::string_view("{}\0x", 4)),
            "f.json:1:3: the character U+0000 is not allowed");
}

TEST(Json, EqualKeysInDifferentMapsAreFine) {
  EXPECT_EQ(json_error(R"({"a": {"a": 1}, "b": {"a": 2}})"), "nothing thrown");
}

TEST(Json, EachLimitHasItsOwnMessage) {
  EXPECT_EQ(json_error("[1,2]", {.document_bytes = 4}),
            "f.json: longer than 4 bytes (limit document_bytes)");
  EXPECT_EQ(json_error("[[[1]]]", {.document_depth = 2}),
            "f.json:1:3: nested deeper than 2 levels (limit document_depth)");
  EXPECT_EQ(json_error("{\"a\": [1, 2]}", {.document_nodes = 3}),
            "f.json:1:11: more than 3 values (limit document_nodes)");
  EXPECT_EQ(json_error("[\"abc\"]", {.scalar_bytes = 2}),
            "f.json:1:2: a key or value longer than 2 bytes (limit scalar_bytes)");
  EXPECT_EQ(json_error("{\"abc\": 1}", {.scalar_bytes = 2}),
            "f.json:1:2: a key or value longer than 2 bytes (limit scalar_bytes)");
}

TEST(Json, WhatLiesWithinTheLimitsIsRead) {
  const Limits tight{
      .document_bytes = 7, .document_depth = 3, .document_nodes = 4, .scalar_bytes = 1};
  EXPECT_EQ(json_error("[[[1]]]", tight), "nothing thrown");
}

TEST(Json, AMillionBracketsAreRefusedAtOnce) {
  EXPECT_EQ(json_error(std::string(1'000'000, '[')),
            "f.json:1:65: nested deeper than 64 levels (limit document_depth)");
}

}  // namespace
}  // namespace tviz
