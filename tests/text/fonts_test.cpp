// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tviz/text/font.hpp"

namespace tviz {
namespace {

constexpr std::string_view kSentence = "Attention (layer 1): Wave, 12 × 64 ∈ ℝ, Δx → αβ";

std::vector<Face> all_faces() {
  return {Face::Serif, Face::SerifItalic, Face::SerifBold, Face::Sans, Face::Mono, Face::Math};
}

/// Runs as "face:text|", for comparison with what is expected.
std::string faces_of(const std::vector<ShapedText>& runs) {
  std::string description;
  for (const ShapedText& run : runs) {
    description += std::to_string(static_cast<int>(run.face)) + ":" + run.text + "|";
  }
  return description;
}

std::vector<Typeface> all_typefaces() {
  return {Typeface::Times, Typeface::ComputerModern, Typeface::Sans};
}

TEST(Typeface, HasTheNameOfItsWord) {
  EXPECT_EQ(typeface_names(), (std::vector<std::string>{"times", "computer-modern", "sans"}));
  for (const Typeface typeface : all_typefaces()) {
    EXPECT_EQ(name_of(typeface), typeface_names().at(static_cast<std::size_t>(typeface)));
    EXPECT_EQ(Fonts(typeface).typeface(), typeface);
  }
}

TEST(FontFile, CarriesSixOpenTypeFacesOfEachTypeface) {
  for (const Typeface typeface : all_typefaces()) {
    for (const Face face : all_faces()) {
      const FontFile& file = font_file(typeface, face);
      const std::string_view magic = file.bytes.substr(0, 4);
      EXPECT_TRUE(magic == "OTTO" || magic == std::string_view("\0\1\0\0", 4)) << file.family;
      EXPECT_GT(file.bytes.size(), 20'000U) << file.family;
      EXPECT_LT(file.bytes.size(), 150'000U) << file.family;
      EXPECT_EQ(file.italic, face == Face::SerifItalic) << file.family;
      EXPECT_EQ(file.bold, face == Face::SerifBold) << file.family;
    }
  }
  EXPECT_EQ(font_file(Typeface::Times, Face::Mono).family, "DejaVu Sans Mono");
  EXPECT_EQ(font_file(Typeface::ComputerModern, Face::Serif).family, "Latin Modern Roman");
  EXPECT_EQ(font_file(Typeface::Sans, Face::Serif).generic, "sans-serif");
  EXPECT_EQ(&font_file(Typeface::Sans, Face::Serif), &font_file(Typeface::Times, Face::Sans));
}

TEST(Fonts, WidthsAreLinearInTheSize) {
  const Fonts fonts;
  for (const Face face : all_faces()) {
    const double unit = fonts.width(kSentence, face, 1);
    EXPECT_GT(unit, 10);
    for (const double size : {0.1, 7.0, 9.5, 13.37, 400.0}) {
      EXPECT_NEAR(fonts.width(kSentence, face, size), unit * size, 1e-9 * size);
    }
  }
}

TEST(Fonts, WidthIsTheSumOfTheAdvances) {
  const Fonts fonts;
  double sum = 0;
  for (const ShapedText& run : fonts.shape(kSentence, Face::Serif, 11)) {
    double advances = 0;
    for (const Glyph& glyph : run.glyphs) advances += glyph.advance;
    EXPECT_NEAR(run.width, advances, 1e-9);
    sum += run.width;
  }
  EXPECT_DOUBLE_EQ(fonts.width(kSentence, Face::Serif, 11), sum);
}

TEST(Fonts, KernsPairs) {
  const Fonts fonts;
  for (const Face face : {Face::Serif, Face::SerifItalic, Face::SerifBold, Face::Sans}) {
    const double apart = fonts.width("A", face, 100) + fonts.width("V", face, 100);
    EXPECT_LT(fonts.width("AV", face, 100), apart - 1) << static_cast<int>(face);
  }
}

TEST(Fonts, ShapesAWordTheSameAfterADigit) {
  const Fonts fonts;  // Of itself HarfBuzz would take the script from the first letter.
  EXPECT_NEAR(fonts.width("1 AV", Face::Sans, 100) - fonts.width("1 ", Face::Sans, 100),
              fonts.width("AV", Face::Sans, 100), 1e-9);
}

TEST(Fonts, MonospacedIsMonospaced) {
  const Fonts fonts;
  EXPECT_NEAR(fonts.width("iiii_", Face::Mono, 10), fonts.width("WWWWW", Face::Mono, 10), 1e-9);
}

TEST(Fonts, NeverFormsLigatures) {
  const Fonts fonts;
  for (const Face face : all_faces()) {
    const auto runs = fonts.shape("->", face, 10);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].glyphs.size(), 2U);
  }
  const auto runs = fonts.shape("ffi", Face::Serif, 10);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].glyphs.size(), 3U);
}

TEST(Fonts, ClustersAreByteOffsetsOfTheirCharacters) {
  const Fonts fonts;
  const auto runs = fonts.shape("aéß–z", Face::Serif, 10);
  ASSERT_EQ(runs.size(), 1U);
  std::vector<std::uint32_t> clusters;
  for (const Glyph& glyph : runs[0].glyphs) clusters.push_back(glyph.cluster);
  EXPECT_EQ(clusters, (std::vector<std::uint32_t>{0, 1, 3, 5, 8}));
}

TEST(Fonts, MissingSignsComeFromTheMathematicalFace) {
  const Fonts fonts;
  for (const std::string sign : {"∈", "⊤", "⊕", "∥", "⋯"}) {
    for (const Face face : {Face::Serif, Face::SerifItalic, Face::SerifBold, Face::Sans}) {
      EXPECT_EQ(faces_of(fonts.shape("a" + sign + "b", face, 10)),
                std::to_string(static_cast<int>(face)) + ":a|5:" + sign + "|" +
                    std::to_string(static_cast<int>(face)) + ":b|");
    }
  }
  EXPECT_EQ(faces_of(fonts.shape("√", Face::Math, 10)), "5:√|");
}

TEST(Fonts, FallbackGoesOnAfterTheMathematicalFace) {
  const Fonts fonts;
  EXPECT_EQ(faces_of(fonts.shape("x√8", Face::Math, 10)), "0:x|5:√|0:8|");  // No letters in Math.
  EXPECT_EQ(faces_of(fonts.shape("▣", Face::Serif, 10)), "4:▣|");           // In Mono alone.
}

TEST(Fonts, WhatNoFaceHasStaysAsTheMissingGlyphOfTheWantedFace) {
  const Fonts fonts;
  const auto runs = fonts.shape("a漢b", Face::Sans, 10);
  ASSERT_EQ(faces_of(runs), "3:a漢b|");
  ASSERT_EQ(runs[0].glyphs.size(), 3U);
  EXPECT_EQ(runs[0].glyphs[1].id, 0U);
  EXPECT_GT(runs[0].glyphs[1].advance, 0);
  EXPECT_GT(fonts.overhang(fonts.shape("f", Face::SerifItalic, 10)[0]).right, 0);
}

TEST(Fonts, EveryTypefaceHasTheCharactersOfFigures) {
  for (const Typeface typeface : all_typefaces()) {
    const Fonts fonts(typeface);
    for (const char32_t character :
         std::u32string_view(U"Aé αΩ∈∉⊤⊕⊗⊙√∑∏∫∥∣·×÷−±∗≤≥≠≈∝∞∂∇ℝ′⌈⌉⌊⌋…⋯–—‘’“”→←↑↓↦⇒\u00A0")) {
      EXPECT_TRUE(fonts.has(character))
          << name_of(typeface) << " U+" << std::hex << static_cast<unsigned>(character);
    }
  }
}

TEST(Fonts, LettersOfEveryTypefaceHaveTheHeightsOfLetters) {
  for (const Typeface typeface : all_typefaces()) {
    const Fonts fonts(typeface);
    for (const Face face : all_faces()) {
      if (face == Face::Math) continue;  // It has no letters.
      const FaceMetrics metrics = fonts.metrics(face);
      EXPECT_NEAR(metrics.ascent, 0.7, 0.09) << name_of(typeface) << static_cast<int>(face);
      EXPECT_NEAR(metrics.descent, 0.22, 0.06) << name_of(typeface) << static_cast<int>(face);
    }
  }
}

TEST(Fonts, TheRootOfComputerModernStandsOnTheLine) {
  // The mathematical face has one that hangs below it.
  EXPECT_EQ(faces_of(Fonts(Typeface::ComputerModern).shape("√", Face::Math, 10)), "0:√|");
}

TEST(Fonts, KnowsWhatItHas) {
  const Fonts fonts;
  for (const char32_t character : std::u32string_view(U"Aé αΩ₀∈⊤⊕√∥·×…–→◦\uFFFD")) {
    EXPECT_TRUE(fonts.has(character)) << static_cast<unsigned>(character);
  }
  EXPECT_FALSE(fonts.has(U'漢'));
  EXPECT_FALSE(fonts.has(U'א'));
  EXPECT_FALSE(fonts.has(0x1F600));
  EXPECT_FALSE(fonts.has(0x110000));
}

TEST(Fonts, InvalidUtf8BecomesTheReplacementCharacter) {
  const Fonts fonts;
  const auto text_of = [&](std::string_view bytes) {
    std::string text;
    for (const ShapedText& run : fonts.shape(bytes, Face::Mono, 10)) text += run.text;
    return text;
  };
  EXPECT_EQ(text_of("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(text_of("\xC3"), "\uFFFD");            // Cut off.
  EXPECT_EQ(text_of("\xE2\x88"), "\uFFFD\uFFFD");  // Cut off.
  EXPECT_EQ(text_of("\xC0\x80"), "\uFFFD\uFFFD");  // Overlong.
  EXPECT_EQ(text_of("\xE0\x80\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(text_of("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");            // Surrogate.
  EXPECT_EQ(text_of("\xEF\xBF\xBF"), "\uFFFD");                        // U+FFFF, which XML forbids.
  EXPECT_EQ(text_of("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // Above U+10FFFF.
  EXPECT_EQ(text_of("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
}

TEST(Fonts, ControlCharactersBecomeSpaces) {
  const Fonts fonts;
  const auto runs = fonts.shape(std::string_view("a\n\t\0b\u0085c\u202Ed", 12), Face::Mono, 10);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].text, "a   b c d");
}

TEST(Fonts, EmptyTextHasNoRuns) {
  const Fonts fonts;
  EXPECT_TRUE(fonts.shape("", Face::Serif, 10).empty());
  EXPECT_EQ(fonts.width("", Face::Serif, 10), 0);
}

TEST(Fonts, MetricsAreThoseOfTheLetters) {
  const Fonts fonts;
  EXPECT_NEAR(fonts.metrics(Face::Serif).ascent, 0.683, 0.001);
  EXPECT_NEAR(fonts.metrics(Face::Serif).descent, 0.217, 0.001);
  for (const Face face : all_faces()) {
    EXPECT_GT(fonts.metrics(face).ascent, 0.6) << static_cast<int>(face);
    EXPECT_LT(fonts.metrics(face).ascent, 0.8) << static_cast<int>(face);
    EXPECT_GT(fonts.metrics(face).descent, 0.1) << static_cast<int>(face);
    EXPECT_LT(fonts.metrics(face).descent, 0.25) << static_cast<int>(face);
  }
}

TEST(Fonts, ItalicsHangOver) {
  const Fonts fonts;
  const Overhang f = fonts.overhang(fonts.shape("f", Face::SerifItalic, 100)[0]);
  EXPECT_NEAR(f.left, 14.7, 0.1);
  EXPECT_NEAR(f.right, 14.6, 0.1);
  const Overhang o = fonts.overhang(fonts.shape("o", Face::Serif, 100)[0]);
  EXPECT_EQ(o.left, 0);
  EXPECT_EQ(o.right, 0);
}

TEST(Fonts, InkIsTheBoxOfTheLettersAndNotOfTheirAdvances) {
  const Fonts fonts;
  const ShapedText text = fonts.shape("lx", Face::Serif, 100)[0];
  const Rect ink = fonts.ink(text);
  EXPECT_GT(ink.x, 0);
  EXPECT_LT(ink.right(), text.width);
  EXPECT_NEAR(-ink.y, 100 * fonts.metrics(Face::Serif).ascent, 2);
  EXPECT_NEAR(ink.bottom(), 0, 2);
  EXPECT_EQ(fonts.ink(fonts.shape("  ", Face::Serif, 100)[0]), Rect{});
}

TEST(Fonts, EightThreadsShapeTheSame) {
  const Fonts fonts;
  const auto shape_all = [&fonts] {
    std::vector<double> numbers;
    for (int round = 0; round < 50; ++round) {
      for (const Face face : all_faces()) {
        for (const ShapedText& run : fonts.shape(kSentence, face, 10 + round)) {
          for (const Glyph& glyph : run.glyphs) {
            numbers.insert(numbers.end(), {double(glyph.id), glyph.advance, glyph.x_offset});
          }
        }
      }
    }
    return numbers;
  };
  std::vector<std::vector<double>> results(8);
  std::vector<std::thread> threads;
  for (auto& result : results) threads.emplace_back([&] { result = shape_all(); });
  for (std::thread& thread : threads) thread.join();
  const std::vector<double> alone = shape_all();
  EXPECT_GT(alone.size(), 10'000U);
  for (const auto& result : results) EXPECT_EQ(result, alone);
}

}  // namespace
}  // namespace tviz
