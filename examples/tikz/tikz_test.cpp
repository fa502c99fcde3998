// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <limits>
#include <tviz/base/error.hpp>

#include "latex_text.hpp"
#include "picture.hpp"

namespace tikz {
namespace {

constexpr tviz::Color kInk{0x2B, 0x2B, 0x2B};
constexpr tviz::Color kPaper{0xFF, 0xFF, 0xFF};

/// A figure of 100 by 50 pixels.
tviz::Scene scene_of(std::vector<tviz::Primitive> primitives) {
  tviz::Scene scene;
  scene.title = "A figure";
  scene.width = 100;
  scene.background = kPaper;
  scene.items = {tviz::Band{50, std::move(primitives)}};
  return scene;
}

std::string picture_of(tviz::Primitive primitive) {
  return picture(scene_of({std::move(primitive)}));
}

testing::AssertionResult has(const std::string& code, const std::string& part) {
  if (code.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no " << part << " in\n" << code;
}

tviz::TextRun run_of(std::string_view text, tviz::Face face) {
  return {{10, 20.5}, tviz::Fonts().shape(text, face, 12).at(0), kInk};
}

TEST(LatexText, LeavesNothingToTex) {
  EXPECT_EQ(latex_text(R"(# $ % & _ { } ~ ^ \)").code,
            R"(\#~\$~\%~\&~\_~\{~\}~\textasciitilde{}~\textasciicircum{}~\textbackslash{})");
  EXPECT_EQ(latex_text(R"('"`<|>)").code, R"(\textquotesingle{}\textquotedbl{}\textasciigrave{})"
                                          R"(\textless{}\textbar{}\textgreater{})");
  EXPECT_EQ(latex_text("a  b\n\tc\x7F").code, "a~~b~~c~");
}

TEST(LatexText, JoinsNoSigns) { EXPECT_EQ(latex_text("--- ,, 1,2").code, "-{}-{}-~,{},~1,2"); }

TEST(LatexText, WritesSignsAsCommands) {
  EXPECT_EQ(latex_text("2×3").code, R"(2\texttimes{}3)");
  EXPECT_EQ(latex_text("⊕∥₀∈⊤").code,
            R"(\ensuremath{\oplus}\ensuremath{\parallel}\ensuremath{{}_{0}}\ensuremath{\in})"
            R"(\ensuremath{\top})");
  EXPECT_EQ(latex_text("Łódź").code, "Łódź");
}

TEST(LatexText, SaysWhatIsMissing) {
  const LatexText text = latex_text("a漢\xFFħ");
  EXPECT_EQ(text.code, R"(a\tvizmissing{}\tvizmissing{}\tvizmissing{})");
  EXPECT_EQ(text.missing, (std::vector<char32_t>{U'漢', U'\uFFFD', U'ħ'}));
  const std::string code = picture_of(run_of("漢", tviz::Face::Sans));
  EXPECT_TRUE(has(code, "% U+6F22 is an empty box"));
}

TEST(Picture, DrawsRectangles) {
  EXPECT_TRUE(
      has(picture_of(tviz::Rectangle{{1, 2, 30, 8}, 9, kInk, tviz::Stroke{kPaper, 2, {3, 1}}}),
          R"(\path[rounded corners=3bp, fill=tviz2B2B2B, draw=tvizFFFFFF, line width=1.5bp, )"
          R"(dash pattern=on 2.25bp off 0.75bp] (1, 2) rectangle (31, 10);)"));
  EXPECT_TRUE(has(picture_of(tviz::Rectangle{{1, 2, 30, 8}, 0, kInk, {}}),
                  R"(\path[line join=miter, fill=tviz2B2B2B] (1, 2) rectangle (31, 10);)"));
}

TEST(Picture, DrawsCirclesAndLines) {
  EXPECT_TRUE(has(picture_of(tviz::Circle{{5, 6}, 1.5, kInk, {}}),
                  R"(\path[fill=tviz2B2B2B] (5, 6) circle[radius=1.5];)"));
  EXPECT_TRUE(has(picture_of(tviz::Polyline{{{0, 1}, {2, 3}, {4, 0}}, true, kInk, {}}),
                  R"(\path[fill=tviz2B2B2B] (0, 1) -- (2, 3) -- (4, 0) -- cycle;)"));
  // Three lengths are on, off, on, and then off, on, off.
  EXPECT_TRUE(has(
      picture_of(tviz::Polyline{{{0, 1}, {2, 3}}, false, {}, tviz::Stroke{kInk, 1, {4, 8, 12}}}),
      "dash pattern=on 3bp off 6bp on 9bp off 3bp on 6bp off 9bp] (0, 1) -- (2, 3);"));
}

TEST(Picture, DrawsNothingThatHasNoPaint) {
  const std::string empty = picture(scene_of({}));
  EXPECT_EQ(picture_of(tviz::Circle{{5, 6}, 1.5, {}, tviz::Stroke{kInk, 0, {}}}), empty);
  EXPECT_EQ(picture_of(tviz::Region{"blocks.0", "Layer 0", {}, {0, 0, 10, 10}}), empty);
}

TEST(Picture, SetsTextInEachFace) {
  const auto code = [](std::string_view text, tviz::Face face) {
    return picture_of(run_of(text, face));
  };
  EXPECT_TRUE(has(code("mm", tviz::Face::Serif),
                  R"(\tviztext{10, 20.5}{\tvizserif}{9}{tviz2B2B2B}{14.004}{mm})"));
  EXPECT_TRUE(has(code("m", tviz::Face::SerifItalic), R"({\tvizserifitalic})"));
  EXPECT_TRUE(has(code("m", tviz::Face::SerifBold), R"({\tvizserifbold})"));
  EXPECT_TRUE(has(code("m", tviz::Face::Sans), R"({\tvizsans})"));
  EXPECT_TRUE(has(code("m", tviz::Face::Mono), R"({\tvizmono})"));
  EXPECT_TRUE(has(code("+", tviz::Face::Math), R"({\ensuremath{+}})"));
  EXPECT_TRUE(has(code("−", tviz::Face::Math), R"({\textminus{}})"));
}

TEST(Picture, DrawsDefinitionsWhereTheyAreUsed) {
  tviz::Scene scene = scene_of({tviz::Use{0, {3, 4}}});
  scene.definitions = {{{tviz::Circle{{5, 6}, 1.5, kInk, {}}}}};
  const std::string code = picture(scene);
  EXPECT_TRUE(has(code, "\\tikzset{tviz 0/.pic={\n\\path[fill=tviz2B2B2B] (5, 6)"));
  EXPECT_TRUE(has(code, R"(\pic at (3, 4) {tviz 0};)"));
}

TEST(Picture, DrawsFoldsClosedAndStreamsAcrossThem) {
  tviz::Scene scene = scene_of({});
  tviz::Fold fold;
  fold.folded = {{20, {tviz::Circle{{1, 1}, 1, kInk, {}}}}};
  fold.unfolded = {{900, {tviz::Circle{{2, 2}, 2, kInk, {}}}}};
  fold.members = 1;
  const tviz::Band member{300, {tviz::Circle{{3, 3}, 3, kInk, {}}}};
  scene.items.insert(scene.items.begin(), {fold, member});
  scene.streams = {{7, 0, 5, 2, 30, tviz::Stroke{kInk, 1, {}}}};
  const std::string code = picture(scene);
  EXPECT_TRUE(has(code, "(0, 0) rectangle (100, 70);"));
  EXPECT_TRUE(has(code, "(1, 1) circle"));
  EXPECT_FALSE(has(code, "(2, 2) circle"));
  EXPECT_FALSE(has(code, "(3, 3) circle"));
  EXPECT_TRUE(has(code, "(7, 5) -- (7, 50);"));
  EXPECT_TRUE(has(code, R"(\begin{scope}[shift={(0, 20)}])"));
}

TEST(Picture, StandsColumnsOnOneFootWithTheirRail) {
  tviz::Scene scene = scene_of({});
  scene.items = {tviz::Band{30, {}}, tviz::Band{50, {}}};
  scene.columns = {{0, 0}, {1, 1}};
  scene.rails = {{7, {{0, 5, 5}, {1, 10, 10}}, tviz::Stroke{kInk, 1, {}}}};
  const std::string code = picture(scene);
  EXPECT_TRUE(has(code, "(0, 0) rectangle (100, 50);"));
  EXPECT_TRUE(has(code, R"(\begin{scope}[shift={(0, 20)}])"));
  EXPECT_TRUE(has(code, "(7, 10) -- (7, 25);"));
}

TEST(Picture, KeepsTitlesInsideTheirComment) {
  tviz::Scene scene = scene_of({});
  scene.title = "a\n\\input{b}\r\xFF";
  EXPECT_TRUE(has(picture(scene), "% a \\input{b} \uFFFD\n"));
}

TEST(Picture, RefusesScenesThatTexCannotDraw) {
  tviz::Scene scene = scene_of({tviz::Use{0, {}}});
  EXPECT_THROW(picture(scene), tviz::Error);
  scene.definitions = {{{tviz::Use{0, {}}}}};
  EXPECT_THROW(picture(scene), tviz::Error);
  for (const double width : {0.0, -1.0, 16384.0, std::numeric_limits<double>::quiet_NaN()}) {
    scene = scene_of({});
    scene.width = width;
    EXPECT_THROW(picture(scene), tviz::Error) << width;
  }
}

}  // namespace
}  // namespace tikz
