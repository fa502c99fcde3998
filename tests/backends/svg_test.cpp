// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "backends.hpp"
#include "sample_scene.hpp"
#include "svg_support.hpp"
#include "tviz/base/base64.hpp"
#include "viewer.hpp"

namespace tviz {
namespace {

std::string svg_of(const Scene& scene, TextMode mode = TextMode::System) {
  return rendered(svg::SvgBackend(), scene, {.text = mode});
}

std::string html_of(const Scene& scene, TextMode mode = TextMode::System) {
  return rendered(svg::HtmlBackend(), scene, {.text = mode});
}

std::string fragment_of(const Scene& scene, TextMode mode = TextMode::System) {
  return rendered(svg::FragmentBackend(), scene, {.text = mode});
}

/// The figure's svg element out of a page.
std::string figure_of(const std::string& page) {
  return "<svg" + between(page, "<svg", "</svg>") + "</svg>";
}

constexpr std::array kModes{TextMode::Embed, TextMode::Outline, TextMode::System};

std::string mode_name(const testing::TestParamInfo<TextMode>& mode) {
  constexpr std::array kNames{"Embed", "Outline", "System"};
  return kNames.at(static_cast<std::size_t>(mode.param));
}

class EveryTextMode : public testing::TestWithParam<TextMode> {};
INSTANTIATE_TEST_SUITE_P(Svg, EveryTextMode, testing::ValuesIn(kModes), mode_name);

void expect_closed_document(const std::vector<XmlElement>& elements) {
  ASSERT_FALSE(elements.empty()) << "not well-formed";
  EXPECT_EQ(elements.front().name, "svg");
  const std::vector<std::string> ids = values_of(elements, "id");
  const std::set<std::string> known(ids.begin(), ids.end());
  EXPECT_EQ(known.size(), ids.size()) << "an id occurs twice";
  for (const std::string& target : values_of(elements, "href")) {
    EXPECT_TRUE(target.starts_with('#') && known.contains(target.substr(1))) << target;
  }
  for (const XmlElement& element : elements) {
    EXPECT_NE(element.name, "foreignObject");
    EXPECT_NE(element.name, "script");
    EXPECT_NE(element.name, "image");
    for (const auto& [name, value] : element.attributes) {
      EXPECT_FALSE(name.starts_with("on")) << name;
      EXPECT_EQ(value.find("url("), value.npos) << value;
    }
  }
}

TEST_P(EveryTextMode, GivesOneClosedWellFormedDocument) {
  expect_closed_document(parse_xml(svg_of(sample_scene(), GetParam())));
  expect_closed_document(parse_xml(figure_of(html_of(sample_scene(), GetParam()))));
}

TEST_P(EveryTextMode, StaysClosedForHostileText) {
  expect_closed_document(parse_xml(svg_of(hostile_scene(), GetParam())));
  expect_closed_document(parse_xml(figure_of(html_of(hostile_scene(), GetParam()))));
}

TEST_P(EveryTextMode, GivesEqualBytesForEqualScenes) {
  EXPECT_EQ(svg_of(sample_scene(), GetParam()), svg_of(sample_scene(), GetParam()));
  EXPECT_EQ(html_of(sample_scene(), GetParam()), html_of(sample_scene(), GetParam()));
}

TEST_P(EveryTextMode, RefersToNothingOutside) {
  // The script names the namespace, too; what it asks for is seen in a browser.
  std::string page = html_of(sample_scene(), GetParam());
  page.erase(page.find(svg::viewer_source()), svg::viewer_source().size());
  for (const std::string& text : {svg_of(sample_scene(), GetParam()), page}) {
    // A namespace is a name.
    const std::string file = std::regex_replace(text, std::regex("xmlns(:[a-z]+)?=\"[^\"]*\""), "");
    EXPECT_EQ(count(file, "http"), count(file, "http-equiv="));
    EXPECT_EQ(count(file, "url("), count(file, "url(data:font/"));
    EXPECT_EQ(count(file, "@import"), 0U);
    EXPECT_EQ(count(file, "src="), 0U);
  }
}

TEST(Svg, PrefixesEveryIdWithTheScenesHash) {
  Scene scene = sample_scene();
  std::get<Band>(scene.items[0]).primitives.emplace_back(Use{0, {3, 0}});
  const std::vector<std::string> ids = values_of(parse_xml(svg_of(scene)), "id");
  EXPECT_EQ(ids.size(), 3U);
  for (const std::string& id : ids) EXPECT_TRUE(id.starts_with('t' + hash(scene) + '-')) << id;
}

TEST(Svg, NamesAndDescribesTheFigure) {
  const auto elements = parse_xml(svg_of(sample_scene()));
  const auto& root = elements.at(0).attributes;
  EXPECT_EQ(root.at("role"), "img");
  EXPECT_EQ(root.at("width"), "420");
  EXPECT_EQ(root.at("viewBox"), "0 0 420 " + root.at("height"));
  EXPECT_EQ(root.at("aria-labelledby"), elements.at(1).attributes.at("id"));
  EXPECT_EQ(root.at("aria-describedby"), elements.at(2).attributes.at("id"));
  EXPECT_EQ(elements.at(1).text, "Sample model");
  EXPECT_EQ(elements.at(2).text,
            "Three attention layers on one residual stream.\n"
            "tokens\n3 × attention, 4 heads");
}

TEST(Svg, LeavesTheOutlineToThePageAroundIt) {
  const std::string page = figure_of(html_of(sample_scene()));
  EXPECT_EQ(parse_xml(page).at(2).text, "Three attention layers on one residual stream.");
}

TEST(Svg, DrawsEveryPrimitive) {
  const std::string svg = svg_of(sample_scene());
  EXPECT_NE(svg.find("<rect x=\"20\" y=\"6\" width=\"380\" height=\"138\" rx=\"8\" "
                     "stroke=\"#6E6E6E\" stroke-dasharray=\"3 3\"/>"),
            svg.npos);
  EXPECT_NE(svg.find("<rect x=\"24\" y=\"52\" width=\"12\" height=\"12\" "
                     "stroke-linejoin=\"miter\" fill=\"#E9B44C\" stroke=\"#A87714\" "
                     "stroke-width=\"1.3\"/>"),
            svg.npos);
  EXPECT_NE(svg.find("<circle cx=\"340\" cy=\"50\" r=\"9\" fill=\"#FFFFFF\" stroke=\"#2B2B2B\" "
                     "stroke-width=\"1.1\"/>"),
            svg.npos);
  EXPECT_NE(svg.find("<path d=\"M240 50H331\" stroke=\"#2B2B2B\" stroke-width=\"1.1\"/>"),
            svg.npos);
  EXPECT_NE(svg.find("<path d=\"M331 50l-7-3v6Z\" fill=\"#2B2B2B\"/>"), svg.npos);
  // What most texts in a row share, they have from a group.
  EXPECT_EQ(count(svg, "<g font-size=\"13\" fill=\"#2B2B2B\">"), 1U);
  EXPECT_EQ(count(svg, "<text x=\"360\" y=\"90\" font-style=\"italic\" fill=\"#6E6E6E\">x</text>"),
            1U);
  EXPECT_NE(svg.find("<rect x=\"282\" y=\"20\" width=\"116\" height=\"32\" data-path=\"tokens\">\n"
                     "<title>Tokens</title></rect>"),
            svg.npos);
}

TEST(Svg, WritesADefinitionOnceAndUsesIt) {
  Scene scene = sample_scene();
  std::get<Band>(scene.items[0]).primitives.emplace_back(Use{0, {3, 0}});
  const std::string svg = svg_of(scene);
  const std::string id = 't' + hash(scene) + "-d0";
  EXPECT_EQ(count(svg, "id=\"" + id + "\""), 1U);
  EXPECT_EQ(count(svg, "<use xlink:href=\"#" + id + "\" x=\"3\"/>"), 1U);
}

TEST(Svg, LeavesOutDefinitionsThatOnlyOpenFoldsUse) {
  EXPECT_EQ(count(svg_of(sample_scene()), "-d0"), 0U);
}

TEST(Svg, KeepsArtworkToItself) {
  const std::string hostile =
      R"~(<svg xmlns="http://www.w3.org/2000/svg" id="a" onload="alert(1)"><script>x()</script>)~"
      R"~(<image href="https://example.org/a.png"/></svg>)~";
  Scene scene = sample_scene();
  std::get<Band>(scene.items[0]).primitives.emplace_back(Artwork{{1, 2, 30, 40}, hostile});
  const std::string svg = svg_of(scene);
  EXPECT_EQ(count(svg,
                  "<image x=\"1\" y=\"2\" width=\"30\" height=\"40\" "
                  "xlink:href=\"data:image/svg+xml;base64,PHN2ZyB4"),
            1U);
  EXPECT_EQ(count(svg, "example.org"), 0U);
  EXPECT_EQ(count(svg, "alert"), 0U);
  EXPECT_EQ(count(svg, "<script"), 0U);
}

TEST(Svg, KeepsSpacesThatReadersWouldJoin) {
  EXPECT_NE(svg_of(sample_scene()).find("xml:space=\"preserve\">head_ablation  heads 0, 2</text>"),
            std::string::npos);
}

TEST(Svg, LimitsEachRunToItsMeasuredWidth) {
  EXPECT_NE(svg_of(sample_scene(), TextMode::Embed).find("textLength=\"14\">h0</text>"),
            std::string::npos);
}

// An installed font has widths of its own, and a label that somebody edits has another one.
TEST(Svg, LimitsNoRunToAWidthWithInstalledFonts) {
  EXPECT_EQ(count(svg_of(sample_scene(), TextMode::System), "textLength"), 0U);
}

TEST(Svg, KeepsAnEditedLabelInItsPlaceWithInstalledFonts) {
  Scene scene = sample_scene();
  Band& band = std::get<Band>(scene.items.front());
  const ShapedText text{Face::Sans, 11, "edited", {}, 40};
  band.primitives.emplace_back(TextRun{{100, 7}, text, {}, TextAnchor::Middle});
  band.primitives.emplace_back(TextRun{{100, 8}, text, {}, TextAnchor::End});
  band.primitives.emplace_back(TextRun{{100, 9}, text, {}});
  const std::string system = svg_of(scene, TextMode::System);
  EXPECT_EQ(count(system, "<text x=\"120\" y=\"7\" text-anchor=\"middle\""), 1U);
  EXPECT_EQ(count(system, "<text x=\"140\" y=\"8\" text-anchor=\"end\""), 1U);
  EXPECT_EQ(count(system, "<text x=\"100\" y=\"9\" font"), 1U);
  EXPECT_EQ(count(svg_of(scene, TextMode::Embed), "text-anchor"), 0U);
}

TEST(Svg, EndsListsOfInstalledFontsWithOnesThatLookAlike) {
  const std::string system = svg_of(sample_scene(), TextMode::System);
  EXPECT_GT(count(system, "'TeX Gyre Termes','Times New Roman',Times,serif"), 0U);
  EXPECT_GT(count(system, "'Inter',Helvetica,Arial,sans-serif"), 0U);
  EXPECT_EQ(count(svg_of(sample_scene(), TextMode::Embed), "Helvetica"), 0U);
}

TEST(Svg, HidesWhatOnlyNewReadersKnowFromOthers) {
  Scene scene = sample_scene();
  scene.dark_colors = {{scene.background, Color{1, 2, 3}}};
  const std::string style = between(svg_of(scene), "<style>", "</style>");
  EXPECT_TRUE(style.starts_with("@supports(color:light-dark(red,red)){#")) << style;
  EXPECT_TRUE(style.ends_with("}}")) << style;
}

TEST(Svg, DrawsTheFoldedStateWithoutButtons) {
  const std::string svg = svg_of(sample_scene());
  EXPECT_EQ(count(svg, ">Layers 1 – 2<"), 1U);
  EXPECT_EQ(count(svg, ">Layer 1<"), 0U);
  EXPECT_EQ(count(svg, "Show 2 more layers"), 0U);
  EXPECT_EQ(count(svg, "tviz-"), 0U);
  EXPECT_EQ(count(svg, "data-detail"), 0U);
}

TEST(Svg, WritesRegionsInTheDirectionOfTheDataFlow) {
  const std::vector<std::string> paths = values_of(parse_xml(svg_of(sample_scene())), "data-path");
  EXPECT_EQ(paths, (std::vector<std::string>{"tokens", "blocks.0", "blocks.0.attn"}));
}

/// Between a head of 30 and a foot of 10 pixels: a band of 80, and beside it a fold of 20 or 100
/// over a band of 30, with a rail from the one to the other.
Scene two_columns() {
  const auto band = [](double height, const std::string& path) {
    return Band{height, {Region{path, path, "", {0, 0, 9, 9}}}};
  };
  Fold fold;
  fold.folded = {band(20, "card")};
  fold.unfolded = {band(100, "layer")};
  Scene scene;
  scene.width = 100;
  scene.items = {band(30, "head"), band(80, "left"), fold, band(30, "right"), band(10, "foot")};
  scene.columns = {{1, 1}, {2, 3}};
  scene.rails = {{50, {{1, 3, 0}, {2, 10, {}}, {3, 20, 0}}, Stroke{{1, 2, 3}, 2, {}}}};
  return scene;
}

TEST(Svg, StandsColumnsOnOneFoot) {
  const std::string svg = svg_of(two_columns());
  EXPECT_EQ(count(svg, "viewBox=\"0 0 100 120\""), 1U);
  // Each twice: the drawing and the regions.
  for (const char* top : {"30", "60", "80", "110"}) {
    EXPECT_EQ(count(svg, std::string("transform=\"translate(0 ") + top + ")\""), 2U) << top;
  }
  EXPECT_EQ(values_of(parse_xml(svg), "data-path"),
            (std::vector<std::string>{"foot", "left", "right", "card", "head"}));
}

TEST(Svg, DrawsRails) {
  EXPECT_EQ(count(svg_of(two_columns()),
                  "<path d=\"M50 33V100\" stroke=\"#010203\" stroke-width=\"2\"/>"),
            1U);
}

TEST(Svg, EmbedsASubsetOfEachUsedFace) {
  Scene scene = sample_scene();
  const std::string svg = svg_of(scene, TextMode::Embed);
  const std::string family = 't' + hash(scene);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-serif;"), 3U);
  EXPECT_EQ(count(svg, ";font-style:italic;"), 1U);
  EXPECT_EQ(count(svg, ";font-weight:bold;"), 1U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-sans;"), 1U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-mono;src:url(data:font/ttf;"), 1U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-math;src:url(data:font/otf;"), 1U);
  EXPECT_LT(svg.size(), 30'000U);
  std::get<Band>(scene.items[0]).primitives.clear();
  EXPECT_EQ(count(svg_of(scene, TextMode::Embed), "-mono;"), 0U);
}

TEST(Svg, EmbedsAFileOfSeveralFacesOnce) {
  Scene scene = sample_scene();
  scene.typeface = Typeface::Sans;
  const std::string svg = svg_of(scene, TextMode::Embed);
  const std::string family = 't' + hash(scene);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-serif;"), 3U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-sans;"), 0U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-mono;"), 1U);
  EXPECT_EQ(count(svg, "@font-face{font-family:" + family + "-math;"), 1U);
  EXPECT_EQ(count(svg, "font-family=\"" + family + "-serif,'Inter',sans-serif\""), 1U);
}

TEST(Svg, OutlinesNeedNoFont) {
  const std::string svg = svg_of(sample_scene(), TextMode::Outline);
  EXPECT_EQ(count(svg, "<text"), 0U);
  EXPECT_EQ(count(svg, "@font-face"), 0U);
  EXPECT_EQ(count(svg, "aria-label=\"tokens\""), 1U);
  // Each letter of the headline is a reference to an outline; the space needs none.
  const std::string headline = between(svg, "aria-label=\"Sample model\">", "</g>");
  EXPECT_EQ(count(headline, "<use xlink:href=\"#"), 11U);
}

TEST(Svg, NamesInstalledFontsInSystemMode) {
  const std::string svg = svg_of(sample_scene());
  EXPECT_EQ(count(svg, "<style"), 0U);
  EXPECT_NE(svg.find("font-family=\"'TeX Gyre Termes','Times New Roman',Times,serif\" "
                     "style=\"font-variant-ligatures"),
            svg.npos);
  Scene scene = sample_scene();
  scene.typeface = Typeface::ComputerModern;
  EXPECT_EQ(
      count(svg_of(scene), "font-family=\"'Latin Modern Roman','Times New Roman',Times,serif\""),
      1U);
  EXPECT_GT(
      count(svg_of(scene), "font-family=\"'Latin Modern Math','Times New Roman',Times,serif\""),
      0U);
}

TEST(Svg, MatchesTheGolden) {
  const std::filesystem::path golden =
      std::filesystem::path(TVIZ_TEST_DATA) / "golden" / "sample.svg";
  const std::string svg = svg_of(sample_scene());
  if (std::getenv("UPDATE_GOLDENS") != nullptr) std::ofstream(golden, std::ios::binary) << svg;
  std::ostringstream expected;
  expected << std::ifstream(golden, std::ios::binary).rdbuf();
  EXPECT_EQ(svg, expected.str()) << "run with UPDATE_GOLDENS=1 if the change is meant";
}

TEST(Svg, DrawsAnEmptyScene) {
  for (const TextMode mode : kModes) {
    expect_closed_document(parse_xml(svg_of(Scene{}, mode)));
    expect_closed_document(parse_xml(figure_of(html_of(Scene{}, mode))));
    EXPECT_EQ(count(fragment_of(Scene{}, mode), "<img"), 1U);
  }
}

TEST(Html, AllowsItsOwnScriptAndNothingElse) {
  const std::string page = html_of(sample_scene());
  EXPECT_EQ(between(page, "Content-Security-Policy\" content=\"", "\""),
            "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
            "form-action 'none'; script-src '" +
                svg::viewer_policy() + "'");
  EXPECT_EQ(count(page, "<script>"), 1U);
  EXPECT_EQ(between(page, "<script>", "</script>"), svg::viewer_source());
}

nlohmann::json data_of(const std::string& page) {
  return nlohmann::json::parse(
      inflated(between(page, "<script type=\"application/zlib\">", "</script>")));
}

TEST(Fragment, IsAPictureThenItsTextThenOneScript) {
  const std::string fragment = fragment_of(sample_scene());
  const std::string shown = fragment.substr(0, fragment.find("<script>"));
  const std::vector<XmlElement> elements = parse_xml(shown);
  ASSERT_EQ(elements.size(), 3U);
  EXPECT_EQ(elements[1].name, "img");
  EXPECT_EQ(elements[1].attributes.at("alt"), sample_scene().description);
  EXPECT_EQ(elements[2].text, sample_scene().outline);
  EXPECT_EQ(count(fragment, "<script>"), 1U);
  EXPECT_NE(fragment.find(svg::fragment_viewer_source()), fragment.npos);
}

TEST(Fragment, HasTheDrawingOnceAndTheOneOfThePage) {
  for (const TextMode mode : kModes) {
    const std::string fragment = fragment_of(sample_scene(), mode);
    const std::string drawing = figure_of(html_of(sample_scene(), mode));
    EXPECT_EQ(count(fragment, "data:image/svg+xml;base64," + base64(drawing)), 1U);
    EXPECT_EQ(count(fragment, "Layer 0"), 0U);
  }
}

TEST(Fragment, HostileNamesStayText) {
  Scene scene = sample_scene();
  scene.description = scene.outline = "\"><script>alert(1)</script>";
  scene.details[0].title = "</script><script>alert(2)</script>";
  const std::string fragment = fragment_of(scene);
  EXPECT_EQ(count(fragment, "<script"), 1U);
  EXPECT_EQ(count(fragment, "</script"), 1U);
}

TEST(Html, KeepsWhatIsNotSeenAtFirstOutOfTheDocument) {
  const std::string page = html_of(sample_scene());
  const std::string figure = figure_of(page);
  EXPECT_EQ(count(figure, ">Layer 0<"), 1U);
  EXPECT_EQ(count(figure, ">Layer 1<") + count(figure, ">Layer 2<"), 0U);
  EXPECT_EQ(count(figure, ">pattern<"), 0U);
  EXPECT_EQ(count(figure, "tviz-button") + count(figure, "data-path"), 0U);
}

TEST(Html, GivesTheViewerDrawingsAsMarkup) {
  const auto data = data_of(html_of(sample_scene()));
  const auto button = [&data](std::size_t item, std::size_t state) {
    return parse_xml(data["items"][item][1 + state][2].get<std::string>()).at(0).attributes;
  };
  EXPECT_EQ(button(1, 0).at("class"), "tviz-button");
  EXPECT_EQ(button(1, 0).at("aria-label"), "Show 2 more layers");
  EXPECT_EQ(button(1, 0).at("aria-expanded"), "false");
  EXPECT_EQ(button(1, 1).at("aria-label"), "Fold layers 1 – 2");
  EXPECT_EQ(button(1, 1).at("aria-expanded"), "true");
  EXPECT_EQ(button(3, 0).at("aria-label"), "Open layer 1");
  // Of a layer that is folded away: no button, but its drawing.
  const auto& layer = data["items"][2][1];
  EXPECT_EQ(layer[2], "");
  EXPECT_NE(layer[3].get<std::string>().find(">Layer 2</text>"), std::string::npos);
}

TEST(Html, GivesTheViewerItsData) {
  const auto data = data_of(html_of(sample_scene()));
  // Nothing to press in the header; its drawing is in the document.
  EXPECT_EQ(data["items"][0], nlohmann::json::parse(R"([[],[100,[],"",""]])"));
  const auto& run = data["items"][1];
  EXPECT_EQ(run[1][0], 70);
  EXPECT_EQ(run[1][3], "");
  EXPECT_EQ(run[2][0], 24);
  EXPECT_NE(run[2][3], "");
  EXPECT_EQ(run[3], "layers-1-2");
  EXPECT_EQ(data["items"][3][2][0], 210);
  EXPECT_EQ(data["items"][3][3], "inside-blocks.1");
  EXPECT_EQ(data["runs"], nlohmann::json::parse("[[1,2]]"));
  EXPECT_EQ(data["streams"], nlohmann::json::parse("[[340,0,70,5,20]]"));
  EXPECT_EQ(data["flow"], (nlohmann::json{5, 4, 3, 2, 1, 0}));
  EXPECT_EQ(data["columns"], nlohmann::json::array());
  EXPECT_EQ(data["rails"], nlohmann::json::array());
  EXPECT_EQ(data["details"][0]["title"], "Attention");
  EXPECT_EQ(data["details"][0]["groups"], 2);
  EXPECT_EQ(data["details"][0]["rows"][2][3], "needs use_attn_result");
  EXPECT_EQ(data["marks"][0]["heads"], (nlohmann::json{0, 2}));
  EXPECT_EQ(data["style"]["serif"], "'TeX Gyre Termes','Times New Roman',Times,serif");
}

TEST(Html, TellsTheMeaningOfARegionOnceForBothStates) {
  const auto layer = data_of(html_of(sample_scene()))["items"][3];
  ASSERT_EQ(layer[0].size(), 2U);
  EXPECT_EQ(layer[0][0], (nlohmann::json{"blocks.1", "Residual stream, layer 1", 1}));
  const auto regions = nlohmann::json::parse("[[0,333,0,14,150],[1,40,60,212,36]]");
  EXPECT_EQ(layer[1][1], regions);
  EXPECT_EQ(layer[2][1], regions);
}

TEST(Html, TellsTheViewerColumnsAndRails) {
  const auto data = data_of(html_of(two_columns()));
  EXPECT_EQ(data["flow"], (nlohmann::json{4, 1, 3, 2, 0}));
  EXPECT_EQ(data["columns"], nlohmann::json::parse("[[1,1],[2,3]]"));
  // Nothing joins the first fold once it is open.
  EXPECT_EQ(data["rails"], nlohmann::json::parse("[[50,[1,3,0],[2,10],[3,20,0]]]"));
}

TEST(Html, EmbedsWhatPanelsShow) {
  Scene scene = sample_scene();
  const std::string before = html_of(scene, TextMode::Embed);
  scene.details[0].rows.push_back({"ÅÉÎÕÜ", "z", "", ""});
  const std::string after = html_of(scene, TextMode::Embed);
  const auto mono = [](const std::string& page) { return between(page, "-mono;src:url(", ")"); };
  EXPECT_GT(mono(after).size(), mono(before).size());
}

TEST(Html, TellsScreenReadersTheArchitecture) {
  EXPECT_EQ(between(html_of(sample_scene()), "<pre class=\"tviz-outline\">", "</pre>"),
            "tokens&#10;3 × attention, 4 heads");
}

TEST(Html, LetsNoTextBecomeMarkup) {
  const std::string page = html_of(hostile_scene());
  EXPECT_EQ(count(page, "<img"), 0U);
  EXPECT_EQ(count(page, "</script>"), 2U);
  EXPECT_EQ(count(page, "</title></title>"), 0U);
  EXPECT_EQ(count(page, "\xE2\x80\xA8\"") + count(page, "<!--"), 0U);
  const auto data = data_of(page);
  std::string expected(kHostileText);
  expected.replace(expected.find('\xFF'), 1, "\uFFFD");
  EXPECT_EQ(data["marks"][0]["label"], expected);
}

TEST(Html, FollowsTheThemesBrightness) {
  Scene scene = sample_scene();
  EXPECT_NE(html_of(scene).find("color-scheme:light"), std::string::npos);
  scene.panel.page = {0x1B, 0x1C, 0x20};
  EXPECT_NE(html_of(scene).find("color-scheme:dark;"), std::string::npos);
}

TEST(Html, GrowsByLittleForEachFoldedLayer) {
  Scene scene = sample_scene();
  const std::size_t before = html_of(scene).size();
  const Fold layer = std::get<Fold>(scene.items[3]);
  for (int index = 0; index < 100; ++index) {
    scene.items.insert(scene.items.begin() + 3, layer);
    ++std::get<Fold>(scene.items[1]).members;
    ++scene.streams[0].bottom_item;
  }
  EXPECT_LT(html_of(scene).size() - before, 100U * 120U);
}

}  // namespace
}  // namespace tviz
