// SPDX-License-Identifier: MIT
#include "tviz/scene/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "tviz/scene/number.hpp"
#include "tviz/scene/utf8.hpp"

namespace tviz {
namespace {

std::string written(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

std::string written(std::string_view text) { return JsonWriter().value(text).text(); }

TEST(AppendNumber, KeepsAtMostThreeDecimals) {
  EXPECT_EQ(written(0.0), "0");
  EXPECT_EQ(written(12.0), "12");
  EXPECT_EQ(written(12.5), "12.5");
  EXPECT_EQ(written(0.125), "0.125");
  EXPECT_EQ(written(1.0 / 3), "0.333");
  EXPECT_EQ(written(2.0 / 3), "0.667");
  EXPECT_EQ(written(1.05), "1.05");
  EXPECT_EQ(written(-3.007), "-3.007");
  EXPECT_EQ(written(1e6 + 0.001), "1000000.001");
}

TEST(AppendNumber, NeverWritesNegativeZero) {
  EXPECT_EQ(written(-0.0), "0");
  EXPECT_EQ(written(-0.0004), "0");
  EXPECT_EQ(written(-0.0006), "-0.001");
}

TEST(AppendNumber, WritesZeroForWhatIsNoLength) {
  EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "0");
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "0");
  EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "0");
  EXPECT_EQ(written(1e300), "0");
}

TEST(AppendNumber, WritesWholeNumbersExactly) {
  std::string text;
  append_number(text, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(text, "-9223372036854775808");
}

TEST(TakeCharacter, GoesThroughAText) {
  std::string_view text = "a–𝑥";
  EXPECT_EQ(take_character(text), U'a');
  EXPECT_EQ(take_character(text), U'–');
  EXPECT_EQ(take_character(text), U'𝑥');
  EXPECT_TRUE(text.empty());
}

TEST(TakeCharacter, ReplacesWhatIsNoCharacter) {
  std::string_view text = "\xFFz\xE2\x80";
  EXPECT_EQ(take_character(text), U'\uFFFD');
  EXPECT_EQ(take_character(text), U'z');
  EXPECT_EQ(take_character(text), U'\uFFFD');
  EXPECT_EQ(take_character(text), U'\uFFFD');
  EXPECT_TRUE(text.empty());
}

TEST(JsonWriter, WritesMeasuredNumbersWithAllTheirDigits) {
  const auto exact = [](double number) { return JsonWriter().exact(number).text(); };
  EXPECT_EQ(exact(0.1), "0.1");
  EXPECT_EQ(exact(-1.25e-9), "-1.25e-09");
  EXPECT_EQ(exact(std::numeric_limits<double>::quiet_NaN()), "\"NaN\"");
  EXPECT_EQ(exact(-std::numeric_limits<double>::infinity()), "\"-Infinity\"");
}

TEST(JsonWriter, SetsCommas) {
  JsonWriter json;
  json.begin_object().key("a").value(1.5).key("b").begin_array().value("x").value("y");
  json.begin_array().end_array().end_array().key("c").value(Color{1, 2, 255}).end_object();
  EXPECT_EQ(json.text(), R"({"a":1.5,"b":["x","y",[]],"c":"#0102FF"})");
}

TEST(JsonWriter, BeginsLinesAfterTheComma) {
  JsonWriter json;
  json.begin_array().line().value("a").line().value("b").line().end_array();
  EXPECT_EQ(json.text(), "[\n\"a\",\n\"b\"\n]");
}

TEST(JsonWriter, EscapesWhatCouldLeaveAScriptElement) {
  EXPECT_EQ(written("</script>&"), R"("\u003c/script\u003e\u0026")");
  EXPECT_EQ(written("<!--"), R"("\u003c!--")");
  EXPECT_EQ(written("\u2028\u2029"), R"("\u2028\u2029")");
}

TEST(JsonWriter, EscapesQuotesAndControlCharacters) {
  EXPECT_EQ(written(R"("\)"), R"("\"\\")");
  EXPECT_EQ(written(std::string_view("\0\n\x1B\x7F", 4)), R"("\u0000\u000a\u001b\u007f")");
}

TEST(JsonWriter, ReadsBackAsTheSameText) {
  const std::string hostile = "]]>\t\"quoted\" 'single' <b>&amp; – 𝑥 \u2028 \x01";
  EXPECT_EQ(nlohmann::json::parse(written(hostile)).get<std::string>(), hostile);
}

TEST(JsonWriter, ReplacesInvalidUtf8) { EXPECT_EQ(written("a\xC3(\xFF"), "\"a\uFFFD(\uFFFD\""); }

}  // namespace
}  // namespace tviz
