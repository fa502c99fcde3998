// SPDX-License-Identifier: MIT
#include "tviz/figure/sub_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

SubFigures draw(const std::vector<SubFigure>& parts, const SubFigureOptions& options = {}) {
  return {parts, options, std::make_shared<const Registry>()};
}

SubFigure part(std::string_view model, RenderOptions options = {}, std::string caption = {}) {
  options.max_layers = 1;
  return {read_model(model), std::move(options), std::move(caption)};
}

std::vector<std::string> problems(const std::vector<SubFigure>& parts,
                                  const SubFigureOptions& options) {
  std::vector<std::string> texts;
  try {
    draw(parts, options);
  } catch (const Error& error) {
    for (const Problem& problem : error.problems()) texts.push_back(format(problem));
  }
  return texts;
}

/// What one item draws: boxes, frames and texts, with the width and height of the page.
struct ItemDrawing {
  Rect bounds;
  Rect page;
};

ItemDrawing drawing_of(const Scene& scene, std::size_t item) {
  Scene alone = scene;
  alone.items = {scene.items[item]};
  alone.columns.clear();
  const PlacedDrawing drawing = place_drawing(alone, false);
  std::vector<Rect> rects = drawing.boxes;
  for (const auto* more : {&drawing.cards, &drawing.frames, &drawing.circles}) {
    rects.insert(rects.end(), more->begin(), more->end());
  }
  for (const DrawnText& text : drawing.texts) rects.push_back(text.bounds);
  Rect bounds = rects.front();
  for (const Rect& rect : rects) bounds = united(bounds, rect);
  return {bounds, {0, 0, drawing.width, drawing.height}};
}

bool overlaps(const Rect& a, const Rect& b) {
  return std::min(a.right(), b.right()) > std::max(a.x, b.x) &&
         std::min(a.bottom(), b.bottom()) > std::max(a.y, b.y);
}

/// Nothing is cut off and no sub-figure lies on another. The box of a text may reach out of a page
/// that ends at the ink by `bearing`.
void expect_tidy(const Scene& scene, double bearing = 0) {
  std::vector<Rect> drawings;
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    const auto [bounds, page] = drawing_of(scene, i);
    EXPECT_GE(bounds.x, -bearing) << i;
    EXPECT_GE(bounds.y, -bearing) << i;
    EXPECT_LE(bounds.right(), page.right() + bearing) << i;
    EXPECT_LE(bounds.bottom(), page.bottom() + bearing) << i;
    for (const Rect& other : drawings) EXPECT_FALSE(overlaps(bounds, other)) << i;
    drawings.push_back(bounds);
  }
}

/// Of every colour in the scene's JSON the three numbers.
std::vector<int> colors_of(const Scene& scene) {
  std::vector<int> numbers;
  const std::string json = to_json(scene);
  for (std::size_t at = json.find("\"#"); at != std::string::npos; at = json.find("\"#", at + 1)) {
    for (std::size_t i = 0; i < 3; ++i) {
      numbers.push_back(std::stoi(json.substr(at + 2 + 2 * i, 2), nullptr, 16));
    }
  }
  return numbers;
}

TEST(SubFigures, AreAsWideAsAskedAndTidy) {
  const std::vector<SubFigure> parts{part("gpt2", {}, "GPT-2, the smallest of four"),
                                     part("llama-3.1-8b"), part("pythia-70m", {}, "Pythia")};
  for (const std::string theme : {"circuits", "print", "slides"}) {
    for (const std::size_t columns : {0U, 1U, 2U}) {
      SubFigureOptions options{.columns = columns, .width = 1100, .theme = theme};
      const Scene scene = draw(parts, options).scene();
      EXPECT_EQ(scene.width, 1100) << theme << columns;
      expect_tidy(scene);
      options.crop = true;
      expect_tidy(draw(parts, options).scene(), 1.5);
    }
  }
}

TEST(SubFigures, OnPaperAreTidyInThePageOfAVenue) {
  const std::vector<SubFigure> parts{{read_model("gpt2"), {}, ""},
                                     {read_model("llama-3.1-8b"), {}, ""}};
  expect_tidy(draw(parts, {.width = 648}).paper_scene());
  for (const double height : {864.0, 432.0}) {
    const SubFigures figure = draw(parts, {.width = 648, .height = height});
    EXPECT_EQ(figure.paper_scene().width, 648);
    expect_tidy(figure.paper_scene());
    EXPECT_LE(place(figure.paper_scene(), false).height, height);
  }
}

TEST(SubFigures, WithLongCaptionsKeepTheHeightOrAreRefused) {
  const std::string words =
      "a caption of many words that has many lines in the width of a drawing ";
  std::vector<SubFigure> parts{{read_model("gpt2"), {}, words + words + words},
                               {read_model("llama-3.1-8b"), {}, ""}};
  SubFigureOptions options{.width = 528, .height = 560};
  EXPECT_LE(place(draw(parts, options).scene(), false).height, 560);
  options.width.reset();
  options.height = 520;
  for (int i = 0; i < 5; ++i) parts.front().caption += words;
  EXPECT_LE(place(draw(parts, options).scene(), false).height, 520);
  // The second column is narrower than half of the width, so its caption has more lines.
  parts = {{read_model("t5-base"), {}, ""}, {read_model("gpt2"), {}, words + words + words}};
  options.width = 760;
  int drawn = 0;
  for (double height = 400; height < 700; height += 10) {
    options.height = height;
    try {
      EXPECT_LE(place(draw(parts, options).scene(), false).height, height);
      ++drawn;
    } catch (const Error& error) {
      EXPECT_EQ(error.problems().front().where.field, "height");
    }
  }
  EXPECT_GT(drawn, 0);
  EXPECT_LT(drawn, 30);
}

/// A sub-figure in which one head has a number.
SubFigure with_number(double number, const std::string& title = "effect") {
  RenderOptions options{.view = View::Atlas, .values = {title, {{"blocks.0.attn", 0, number}}}};
  return part("gpt2", options);
}

/// What the scale of each sub-figure reaches to.
std::vector<double> ends_of_scales(const std::vector<SubFigure>& parts) {
  std::vector<double> ends;
  for (const DetailScale& scale : draw(parts).interactive_scene().scales) {
    ends.push_back(scale.high);
  }
  return ends;
}

TEST(SubFigures, ShareTheScaleOfNumbersThatMeasureTheSame) {
  EXPECT_EQ(ends_of_scales({with_number(0.1), with_number(3)}), (std::vector{3.0, 3.0}));
  EXPECT_EQ(ends_of_scales({with_number(0.1), with_number(3, "loss"), with_number(0.4)}),
            (std::vector{0.4, 3.0, 0.4}));
  SubFigure own = with_number(0.1);
  own.options.value_max = 0.2;
  EXPECT_EQ(ends_of_scales({own, with_number(3)}), (std::vector{0.2, 3.0}));
}

TEST(SubFigures, HaveTheirUsualWidthsWhereNoneIsAsked) {
  const SubFigures figure = draw({part("gpt2"), part("t5-base")});
  const double gpt2 = visualize("gpt2").scene().width;
  const double t5 = visualize("t5-base").scene().width;
  EXPECT_EQ(figure.scene().width, gpt2 + t5 - 2 * load_theme("circuits").margin + 20);
  expect_tidy(figure.scene());
}

TEST(SubFigures, ShareByNeedWhereEqualSharesAreTooSmall) {
  const SubFigures figure = draw({part("t5-base"), part("bert-base-uncased")}, {.width = 760});
  EXPECT_EQ(figure.scene().width, 760);
  expect_tidy(figure.scene());
}

TEST(SubFigures, LeastWidthIsTheSmallestThatIsTaken) {
  for (const HeadsShown heads : {HeadsShown::Fitting, HeadsShown::All}) {
    RenderOptions options{.view = View::Tower, .expanded = {"blocks.0.attn"}, .heads = heads};
    const double least = visualize("attn-only-1l", options).least_width();
    options.width = least;
    EXPECT_EQ(visualize("attn-only-1l", options).scene().width, least);
    options.width = least - 1;
    if (heads == HeadsShown::All) continue;  // It grows instead.
    EXPECT_THROW(visualize("attn-only-1l", options), Error);
  }
}

TEST(SubFigures, TellTheLabelOfTheOneThatWillNotDo) {
  RenderOptions wrong{.hooks = {{"blocks.0.attn.hook_patern"}}};
  EXPECT_EQ(problems({part("gpt2"), part("gpt2", wrong)}, {}),
            (std::vector<std::string>{
                "(b): hook blocks.0.attn.hook_patern: gpt2-small has no hook point "
                "'blocks.0.attn.hook_patern' (did you mean 'blocks.0.attn.hook_pattern'?)"}));
  EXPECT_EQ(problems({}, {}),
            (std::vector<std::string>{"a figure must have 1 to 26 sub-figures, got 0"}));
  EXPECT_EQ(problems({part("gpt2"), part("gpt2")}, {.width = 300}).size(), 1U);
}

TEST(SubFigures, TellTheLabelOfAWarning) {
  const SubFigures figure = draw({part("gpt2"), part("gpt2")}, {.width = 700});
  ASSERT_EQ(figure.warnings().size(), 2U);
  EXPECT_TRUE(figure.warnings()[1].starts_with("(b): the notes were left out"));
}

TEST(SubFigures, FoldNothing) {
  const Scene scene = draw({part("gpt2"), part("pythia-70m")}).interactive_scene();
  for (const StackItem& item : scene.items) EXPECT_TRUE(std::holds_alternative<Band>(item));
  EXPECT_FALSE(scene.details.empty());
  EXPECT_FALSE(scene.snippet.empty());
}

TEST(SubFigures, OfAPageAreDrawnAsInAFile) {
  const SubFigures figure = draw({part("gpt2"), part("mixtral-8x7b")});
  Scene page = figure.interactive_scene();
  page.details.clear();
  page.marks.clear();
  page.snippet.clear();
  EXPECT_TRUE(to_json(page) == to_json(figure.scene()));
}

TEST(SubFigures, HaveADarkPartnerForEachColour) {
  const std::vector<SubFigure> parts{
      part("gpt2", {.hooks = {{"blocks.0.attn.hook_z", "f", {0}}}}, "caption"), part("pythia-70m")};
  const Scene in_auto = draw(parts, {.theme = "auto"}).scene();
  EXPECT_FALSE(in_auto.dark_colors.empty());
  const std::vector<int> dark = colors_of(in_dark_colors(in_auto));
  const std::vector<int> expected = colors_of(draw(parts, {.theme = "circuits-dark"}).scene());
  ASSERT_EQ(dark.size(), expected.size());
  // Neighbouring shades stand in for each other.
  for (std::size_t i = 0; i < dark.size(); ++i) EXPECT_NEAR(dark[i], expected[i], 2);
}

TEST(SubFigures, AreDrawnInEveryFormat) {
  const SubFigures figure = draw({part("gpt2", {}, "one"), part("pythia-70m", {}, "two")});
  for (const char* format : {"svg", "html", "fragment", "pdf", "png", "ps", "eps"}) {
    EXPECT_GT(figure.render(format).size(), 5000U) << format;
  }
  EXPECT_NE(figure.render("svg").find("b:blocks.0.attn"), std::string::npos);
  EXPECT_EQ(mime_bundle(figure).at("text/plain"), figure.scene().outline);
}

TEST(Figure, IsCroppedInEveryForm) {
  const Figure whole = visualize("gpt2");
  const Figure cropped = visualize("gpt2", {.crop = true});
  EXPECT_LT(cropped.scene().width, whole.scene().width - 20);
  EXPECT_LT(cropped.interactive_scene().width, whole.scene().width - 20);
  EXPECT_LT(place(cropped.scene(), false).height, place(whole.scene(), false).height - 20);
}

SubFigure multiple(double number, std::string title = "effect") {
  RenderOptions options{.view = View::Atlas};
  options.values.title = std::move(title);
  options.values.list = {{"blocks.0.attn", 3, number}};
  return {read_model("gpt2"), std::move(options), "queries"};
}

std::size_t count_of(const Scene& scene, std::string_view text) {
  const auto texts = place_drawing(scene, false).texts;
  return static_cast<std::size_t>(std::ranges::count(texts, text, &DrawnText::text));
}

TEST(SubFigures, MultiplesOfOneModelShareTitleAndScale) {
  const SubFigureOptions page{.width = 528};
  const Scene scene = draw({multiple(1), multiple(-3), multiple(2)}, page).scene();
  EXPECT_EQ(count_of(scene, "GPT-2 small"), 1U);
  EXPECT_EQ(count_of(scene, "effect"), 1U);
  EXPECT_EQ(count_of(scene, "not measured"), 1U);
  EXPECT_EQ(count_of(scene, "−3"), 1U) << "the end of the scale of all";
  EXPECT_EQ(count_of(scene, "embed"), 3U);
}

TEST(SubFigures, MultiplesKeepTheHeightOfTheWhole) {
  const SubFigureOptions page{.columns = 1, .width = 312, .height = 700};
  const Scene scene = draw({multiple(1), multiple(-3), multiple(2)}, page).scene();
  EXPECT_LE(place(scene, false).height, 700);
}

TEST(SubFigures, AtlasesWithScalesOfTheirOwnSayWhatEachMeasures) {
  const Scene scene = draw({multiple(1), multiple(2, "norm")}, {.width = 528}).scene();
  EXPECT_EQ(count_of(scene, "GPT-2 small"), 2U);
  EXPECT_EQ(count_of(scene, "effect"), 1U);
  EXPECT_EQ(count_of(scene, "norm"), 1U);
}

}  // namespace
}  // namespace tviz::test
