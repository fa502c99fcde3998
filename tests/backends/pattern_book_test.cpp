// SPDX-License-Identifier: MIT
#include "pattern_book.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "xml_writer.hpp"

namespace tviz::svg {
namespace {

Element label(std::string_view x, std::string_view text) {
  return {"text", {{"x", std::string(x)}, {"fill", "#2B2B2B"}}, std::string(text), {}};
}

nlohmann::json written(const PatternBook& book) {
  JsonWriter json;
  json.begin_object();
  book.write(json);
  json.end_object();
  return nlohmann::json::parse(json.text());
}

nlohmann::json patterns(const PatternBook& book) { return written(book)["patterns"]; }

TEST(PatternBook, WritesOneDrawingAsItsExample) {
  PatternBook book;
  book.add(label("3.5", "Layer 1"));
  EXPECT_EQ(written(book), nlohmann::json::parse(R"({"shapes":[[]],"patterns":[[[0],[]]]})"));
  XmlWriter xml;
  book.write_examples(xml);
  EXPECT_EQ(xml.written(),
            "<svg xmlns=\"http://www.w3.org/2000/svg\">\n"
            "<text x=\"3.5\" fill=\"#2B2B2B\">Layer 1</text></svg>");
}

TEST(PatternBook, TellsNumbersThatGrowEvenlyByTheirStep) {
  PatternBook book;
  EXPECT_EQ(book.add(label("30", "Layer 9 of 12")).row, 0U);
  EXPECT_EQ(book.add(label("20.5", "Layer 10 of 12")).row, 1U);
  EXPECT_EQ(book.add(label("11", "Layer 11 of 12")).row, 2U);
  EXPECT_EQ(written(book), nlohmann::json::parse(
                               R"({"shapes":[["x",""]],"patterns":[
                                 [[0,[0],["Layer ",1," of 12"]],[[30,-9.5],[9,1]]]]})"));
}

TEST(PatternBook, ListsOtherNumbersOnceHoweverOftenTheyOccur) {
  PatternBook book;
  for (const char* number : {"1", "2", "4"}) book.add(label(number, number));
  EXPECT_EQ(patterns(book), nlohmann::json::parse("[[[0,[0],[0]],[[1,2,4]]]]"));
}

TEST(PatternBook, KeepsSeriesApart) {
  PatternBook book;
  for (const char* number : {"1", "2", "3"}) {
    book.add(label(number, "a"));
    book.add(label(std::string(number) + "0", "a"), 1);
  }
  EXPECT_EQ(patterns(book), nlohmann::json::parse("[[[0,[0]],[[1,1]]],[[0,[0]],[[10,10]]]]"));
}

TEST(PatternBook, KeepsApartWhatDiffersInWordsOrLooks) {
  PatternBook book;
  const Element other{"text", {{"x", "1"}, {"fill", "#000000"}}, "a", {}};
  EXPECT_EQ(book.add(label("1", "a")).pattern, 0U);
  EXPECT_EQ(book.add(label("1", "b")).pattern, 1U);
  EXPECT_EQ(book.add(other).pattern, 2U);
  EXPECT_EQ(book.add(label("2", "a")).pattern, 0U);
  // Words are slots of a shape, looks are not.
  EXPECT_EQ(written(book)["shapes"], nlohmann::json::parse(R"([["x",""],[]])"));
}

TEST(PatternBook, TakesOnlyNumbersThatAreWrittenAgainAsTheyWere) {
  PatternBook book;
  for (const char* text : {"007", "008", "1.50", "1.2345", "1234567890123"}) {
    book.add(label("0", text));
  }
  EXPECT_EQ(patterns(book), nlohmann::json::parse(R"([[[0,"007"],[]],[[0,"008"],[]],
      [[0,"1.50"],[]],[[0,"1.2345"],[]],[[0,"1234567890123"],[]]])"));
}

TEST(PatternBook, KeepsSigns) {
  PatternBook book;
  book.add(label("-3", "a"));
  book.add(label("-0", "b"));
  book.add(label("-", "c"));
  EXPECT_EQ(patterns(book),
            nlohmann::json::parse(R"([[[0,-3,"a"],[]],[[0,"-0","b"],[]],[[0,"-","c"],[]]])"));
}

TEST(PatternBook, NestsElements) {
  PatternBook book;
  const auto group = [](std::string_view y, std::string_view text) {
    return Element{"g",
                   {{"transform", "translate(0 " + std::string(y) + ")"}},
                   {},
                   {label("1", text), label("2", "x")}};
  };
  book.add(group("10", "h"));
  book.add(group("30", "h"));
  EXPECT_EQ(written(book), nlohmann::json::parse(R"~({"shapes":[["transform"],["x",""]],
      "patterns":[[[0,["translate(0 ",0,")"],[1,1,"h"],[1,2,"x"]],[[10,20]]]]})~"));
}

TEST(PatternBook, LetsNoTextBecomeMarkup) {
  PatternBook book;
  book.add(label("1", "</script><img src=x> 1"));
  book.add(label("1", "</script><img src=x> 2"));
  JsonWriter json;
  json.begin_object();
  book.write(json);
  EXPECT_EQ(json.text().find('<'), std::string::npos);
  XmlWriter xml;
  book.write_examples(xml);
  EXPECT_EQ(xml.written().find("<img"), std::string_view::npos);
}

TEST(ElementTree, DropsWhatXmlCannotHold) {
  ElementTree tree;
  tree.open("text").attribute("x", "a\x01\x1E\x1F").text("b\xFF\tc").close();
  const std::vector<Element> roots = tree.take();
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(roots[0].attributes[0].value, "a");
  EXPECT_EQ(roots[0].text, "b\uFFFD\tc");
}

}  // namespace
}  // namespace tviz::svg
