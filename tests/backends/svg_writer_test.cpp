// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <hb.h>

#include "font_face.hpp"
#include "svg_support.hpp"
#include "viewer.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {
namespace {

std::string text_written(std::string_view content) {
  XmlWriter xml;
  xml.open("t").text(content).close();
  return between(xml.written(), "<t>", "</t>");
}

TEST(XmlWriter, NestsElements) {
  XmlWriter xml;
  xml.open("svg")
      .attribute("width", 1.5)
      .open("g")
      .open("rect")
      .attribute("fill", Color{255, 0, 1});
  xml.close().close().open("text").text("h").close().close();
  EXPECT_EQ(xml.written(),
            "<svg width=\"1.5\">\n<g>\n<rect fill=\"#FF0001\"/></g>\n<text>h</text></svg>");
}

TEST(XmlWriter, WritesPagesWithoutLineBreaks) {
  XmlWriter xml(LineBreaks::None);
  xml.open("g").open("rect").close().open("rect").close().close();
  EXPECT_EQ(xml.written(), "<g><rect/><rect/></g>");
}

// A line that begins with <style> begins a block of its own in Markdown, which tears the figure.
TEST(XmlWriter, BeginsNoLineWithAStyleSheet) {
  XmlWriter xml;
  xml.open("svg").open("title").close().open("style").text("a{}").close().open("g").close();
  xml.close();
  EXPECT_EQ(xml.written(), "<svg>\n<title/><style>a{}</style>\n<g/></svg>");
}

TEST(Translation, SeparatesItsNumbers) {
  EXPECT_EQ(translation({57.4, -67.05}).text(), "translate(57.4 -67.05)");
  EXPECT_EQ(translation({3, 4}).text(), "translate(3 4)");
}

TEST(XmlWriter, EscapesText) {
  EXPECT_EQ(text_written("a<b>&\"c\"'d'"), "a&lt;b&gt;&amp;&quot;c&quot;'d'");
  EXPECT_EQ(text_written("]]>"), "]]&gt;");
}

TEST(XmlWriter, EscapesAttributes) {
  XmlWriter xml;
  xml.open("g").attribute("class", "\" onload=\"alert(1)\n\t").close();
  EXPECT_EQ(xml.written(), "<g class=\"&quot; onload=&quot;alert(1)&#10;&#9;\"/>");
}

TEST(XmlWriter, DropsWhatXmlCannotHold) {
  EXPECT_EQ(text_written(std::string_view("a\0\x01\x1B\x7F\rb", 7)), "ab");
  EXPECT_EQ(text_written("a\xC2\x85z"), "az");
}

TEST(XmlWriter, ReplacesInvalidUtf8) {
  EXPECT_EQ(text_written("a\xFFz\xE2\x88"), "a\uFFFDz\uFFFD\uFFFD");
  EXPECT_EQ(text_written("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(text_written("\xEF\xBF\xBE"), "\uFFFD");
}

TEST(XmlWriter, KeepsOtherCharacters) { EXPECT_EQ(text_written("x₀ – ∑ 𝑥"), "x₀ – ∑ 𝑥"); }

TEST(Notation, SeparatesNumbersOnlyWhereNeeded) {
  Notation path;
  path.word("M").point({1, -2.5}).word("V").number(3).number(4);
  EXPECT_EQ(path.text(), "M1-2.5V3 4");
  EXPECT_EQ(translation({0, 12.25}).text(), "translate(0 12.25)");
}

struct LoadedFont {
  explicit LoadedFont(const std::string& bytes) {
    hb_blob_t* blob = hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()),
                                     HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    face = hb_face_create(blob, 0);
    font = hb_font_create(face);
    hb_blob_destroy(blob);
  }
  ~LoadedFont() {
    hb_font_destroy(font);
    hb_face_destroy(face);
  }
  LoadedFont(const LoadedFont&) = delete;
  LoadedFont& operator=(const LoadedFont&) = delete;

  bool has(hb_codepoint_t character) const {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font, character, &glyph) != 0;
  }

  hb_face_t* face;
  hb_font_t* font;
};

TEST(SubsetFont, KeepsTheCharactersAndNoOthers) {
  for (const Typeface typeface : {Typeface::Times, Typeface::ComputerModern, Typeface::Sans}) {
    for (std::size_t i = 0; i < kFaceCount; ++i) {
      const FontFile& file = font_file(typeface, static_cast<Face>(i));
      const std::string bytes = subset_font(file, {U'(', U'='});
      const LoadedFont font(bytes);
      EXPECT_TRUE(font.has('(')) << file.family;
      EXPECT_FALSE(font.has(')')) << file.family;
      EXPECT_LE(hb_face_get_glyph_count(font.face), 3U) << file.family;
      EXPECT_LT(bytes.size(), 6000U) << file.family;
    }
  }
}

TEST(SubsetFont, KeepsKerning) {
  const std::string bytes = subset_font(font_file(Typeface::Times, Face::Serif), {U'A', U'V'});
  const LoadedFont font(bytes);
  hb_buffer_t* buffer = hb_buffer_create();
  hb_buffer_add_utf8(buffer, "AV", 2, 0, 2);
  hb_buffer_guess_segment_properties(buffer);
  hb_shape(font.font, buffer, nullptr, 0);
  unsigned length = 0;
  const hb_glyph_info_t* glyphs = hb_buffer_get_glyph_infos(buffer, &length);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &length);
  EXPECT_LT(positions[0].x_advance, hb_font_get_glyph_h_advance(font.font, glyphs[0].codepoint));
  hb_buffer_destroy(buffer);
}

TEST(SubsetFont, GivesEqualBytesForEqualArguments) {
  const FontFile& file = font_file(Typeface::Times, Face::Sans);
  EXPECT_EQ(subset_font(file, {U'a', U'z'}), subset_font(file, {U'z', U'a'}));
}

TEST(FontFamilies, PutTheEmbeddedFontFirst) {
  EXPECT_EQ(font_families(Typeface::Times, Face::Sans, "t1"), "t1-sans,'Inter',sans-serif");
  EXPECT_EQ(font_families(Typeface::Times, Face::SerifBold, ""),
            "'TeX Gyre Termes','Times New Roman',Times,serif");
  EXPECT_EQ(font_families(Typeface::ComputerModern, Face::Mono, "t1"),
            "t1-mono,'Latin Modern Mono',monospace");
}

TEST(FontFamilies, AreOneForFacesOfOneFamily) {
  EXPECT_EQ(font_families(Typeface::Sans, Face::Sans, "t1"),
            font_families(Typeface::Sans, Face::SerifItalic, "t1"));
}

TEST(Viewer, CannotLeaveItsElementAndWritesNoMarkup) {
  const std::string_view script = viewer_source();
  EXPECT_GT(script.size(), 1000U);
  for (const std::string_view word :
       {"</script", "<!--", "innerHTML", "outerHTML", "eval(", "insertAdjacentHTML",
        "document.write", "fetch(", "XMLHttpRequest", "import(", "Function("}) {
    EXPECT_EQ(script.find(word), script.npos) << word;
  }
}

}  // namespace
}  // namespace tviz::svg
