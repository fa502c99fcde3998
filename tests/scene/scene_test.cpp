// SPDX-License-Identifier: MIT
#include "tviz/scene/scene.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <nlohmann/json.hpp>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr Color kSceneInk{0x22, 0x22, 0x22};

/// A head of 30 pixels, a fold of 40 or 100 + 120, a foot of 50.
Scene folding_scene() {
  Fold fold;
  fold.id = "layers-3-4";
  fold.folded = {Band{40, {}}};
  fold.unfolded = {Band{100, {}}, Band{120, {}}};
  Scene scene;
  scene.width = 600;
  scene.items = {Band{30, {}}, fold, Band{50, {}}};
  return scene;
}

/// A head of 30 pixels; a run whose card has 40 and whose strip 10; in it a layer of 100 or 400,
/// and one of 120; a foot of 50.
Scene scene_with_run() {
  Fold run;
  run.id = "layers-3-4";
  run.folded = {Band{40, {}}};
  run.unfolded = {Band{10, {}}};
  run.members = 2;
  Fold layer;
  layer.folded = {Band{100, {}}};
  layer.unfolded = {Band{400, {}}};
  Scene scene;
  scene.items = {Band{30, {}}, run, layer, Band{120, {}}, Band{50, {}}};
  return scene;
}

std::vector<double> tops(const PlacedScene& placed) {
  std::vector<double> result;
  for (const PlacedBand& band : placed.bands) result.push_back(band.top);
  return result;
}

/// x, top and bottom of each line.
std::vector<std::vector<double>> lines(const PlacedScene& placed) {
  std::vector<std::vector<double>> result;
  for (const PlacedLine& line : placed.lines) result.push_back({line.x, line.top, line.bottom});
  return result;
}

/// A head of 30 pixels; side by side a fold of 40 or 100 + 120, and two bands of 20 and 50; a
/// foot of 10.
Scene two_columns() {
  Scene scene = folding_scene();
  scene.items = {Band{30, {}}, scene.items[1], Band{20, {}}, Band{50, {}}, Band{10, {}}};
  scene.columns = {{1, 1}, {2, 3}};
  return scene;
}

std::string error_of(const Scene& scene) {
  try {
    place(scene, false);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Place, StacksFoldedBands) {
  const Scene scene = folding_scene();
  const PlacedScene placed = place(scene, false);
  EXPECT_EQ(tops(placed), (std::vector<double>{0, 30, 70}));
  EXPECT_EQ(placed.height, 120);
  EXPECT_EQ(placed.bands[1].band, &std::get<Fold>(scene.items[1]).folded[0]);
}

TEST(Place, StacksUnfoldedBands) {
  const Scene scene = folding_scene();
  const PlacedScene placed = place(scene, true);
  EXPECT_EQ(tops(placed), (std::vector<double>{0, 30, 130, 250}));
  EXPECT_EQ(placed.height, 300);
  EXPECT_EQ(placed.bands[2].band, &std::get<Fold>(scene.items[1]).unfolded[1]);
}

TEST(Place, StretchesStreamsOverFolds) {
  Scene scene = folding_scene();
  scene.streams = {{.x = 450, .top_item = 0, .top = 20, .bottom_item = 2, .bottom = 10}};
  EXPECT_EQ(lines(place(scene, false)), (std::vector<std::vector<double>>{{450, 20, 80}}));
  EXPECT_EQ(lines(place(scene, true)), (std::vector<std::vector<double>>{{450, 20, 260}}));
}

TEST(Place, NeverGivesAStreamANegativeLength) {
  Scene scene = folding_scene();
  scene.streams = {{.x = 450, .top_item = 2, .top = 20, .bottom_item = 0, .bottom = 10}};
  EXPECT_EQ(lines(place(scene, false)), (std::vector<std::vector<double>>{{450, 90, 90}}));
}

TEST(Place, StandsColumnsOnOneFoot) {
  const Scene scene = two_columns();
  const PlacedScene folded = place(scene, false);
  EXPECT_EQ(tops(folded), (std::vector<double>{0, 60, 30, 50, 100}));
  EXPECT_EQ(folded.item_tops, tops(folded));
  EXPECT_EQ(folded.height, 110);
  const PlacedScene unfolded = place(scene, true);
  EXPECT_EQ(tops(unfolded), (std::vector<double>{0, 30, 130, 180, 200, 250}));
  EXPECT_EQ(unfolded.item_tops, (std::vector<double>{0, 30, 180, 200, 250}));
  EXPECT_EQ(unfolded.height, 260);
}

TEST(Place, StretchesRailsFromTheHighestToTheLowestEnd) {
  Scene scene = two_columns();
  scene.rails = {{300, {{1, 35, 150}, {3, 5, 5}, {1, 35, 20}, {2, 4, 4}}, {kSceneInk, 1, {}}}};
  const PlacedScene folded = place(scene, false);
  EXPECT_EQ(lines(folded), (std::vector<std::vector<double>>{{300, 34, 95}}));
  EXPECT_EQ(folded.lines[0].stroke, &scene.rails[0].stroke);
  EXPECT_EQ(lines(place(scene, true)), (std::vector<std::vector<double>>{{300, 50, 205}}));
}

TEST(Place, ShowsMembersOnlyWhileTheirFoldIsUnfolded) {
  const Scene scene = scene_with_run();
  const PlacedScene folded = place(scene, false);
  EXPECT_EQ(tops(folded), (std::vector<double>{0, 30, 70}));
  EXPECT_EQ(folded.item_tops, (std::vector<double>{0, 30, 70, 70, 70}));
  EXPECT_EQ(folded.item_shown, (std::vector<bool>{true, true, false, false, true}));
  EXPECT_EQ(folded.height, 120);
  const PlacedScene unfolded = place(scene, true);
  EXPECT_EQ(tops(unfolded), (std::vector<double>{0, 30, 40, 440, 560}));
  EXPECT_EQ(unfolded.item_shown, std::vector<bool>(5, true));
  EXPECT_EQ(unfolded.height, 610);
}

TEST(Place, MembersOfAFoldedRunDoNotMakeTheirColumnTaller) {
  Scene scene = scene_with_run();
  scene.items.insert(scene.items.begin() + 4, Band{60, {}});
  scene.columns = {{1, 3}, {4, 4}};
  EXPECT_EQ(place(scene, false).item_tops, (std::vector<double>{0, 50, 90, 90, 30, 90}));
  EXPECT_EQ(place(scene, false).height, 140);
  EXPECT_EQ(place(scene, true).height, 610);
}

TEST(Place, RailsEndAtWhatIsShown) {
  Scene scene = scene_with_run();
  // At the head, at the card, and at either layer.
  scene.rails = {{300, {{0, 5, {}}, {1, 20, {}}, {2, 50, 350}, {3, 60, {}}}, {}}};
  EXPECT_EQ(lines(place(scene, false)), (std::vector<std::vector<double>>{{300, 5, 50}}));
  EXPECT_EQ(lines(place(scene, true)), (std::vector<std::vector<double>>{{300, 5, 500}}));
  scene.rails[0].ends = {{2, 50, 350}, {3, 60, {}}};
  EXPECT_EQ(lines(place(scene, false)), (std::vector<std::vector<double>>{{300, 0, 0}}));
  EXPECT_EQ(lines(place(scene, true)), (std::vector<std::vector<double>>{{300, 390, 500}}));
}

TEST(Place, RefusesMembersThatDoNotLieBelowTheirFold) {
  Scene scene = scene_with_run();
  Fold& run = std::get<Fold>(scene.items[1]);
  run.members = 4;
  EXPECT_EQ(error_of(scene), "scene: item 1 has more members than items below it");
  run.members = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(error_of(scene), "scene: item 1 has more members than items below it");
  run.members = 2;
  scene.columns = {{1, 2}, {3, 3}};
  EXPECT_EQ(error_of(scene), "scene: item 1 has more members than items below it");
  scene.columns.clear();
  std::get<Fold>(scene.items[2]).members = 1;
  EXPECT_EQ(error_of(scene), "scene: item 2, a member of a fold, has members");
}

TEST(Place, RefusesAStreamThatEndsInAMember) {
  Scene scene = scene_with_run();
  scene.streams = {{.x = 1, .top_item = 0, .top = 0, .bottom_item = 3, .bottom = 0}};
  EXPECT_EQ(error_of(scene), "scene: a stream line ends in item 3, a member of a fold");
}

TEST(Place, RefusesALineThatEndsNowhere) {
  Scene scene = folding_scene();
  scene.streams = {{.x = 1, .top_item = 0, .top = 0, .bottom_item = 3, .bottom = 0}};
  EXPECT_EQ(error_of(scene), "scene: a stream line ends in item 3 of 3");
  scene.streams.clear();
  scene.rails = {{1, {{0, 0, 0}, {4, 0, 0}}, {}}};
  EXPECT_EQ(error_of(scene), "scene: a rail ends in item 4 of 3");
  scene.rails = {{}};
  EXPECT_EQ(error_of(scene), "scene: a rail has no ends");
}

TEST(Place, RefusesColumnsThatDoNotFollowEachOther) {
  Scene scene = two_columns();
  for (const std::vector<Column>& bad :
       {std::vector<Column>{{2, 1}}, {{1, 5}}, {{1, 2}, {2, 3}}, {{1, 1}, {3, 3}}}) {
    scene.columns = bad;
    EXPECT_EQ(error_of(scene),
              "scene: column " + std::to_string(bad.size() - 1) + " has no items of its own");
  }
}

TEST(Place, LeavesAnEmptySceneEmpty) {
  const PlacedScene placed = place(Scene{}, false);
  EXPECT_TRUE(placed.bands.empty());
  EXPECT_EQ(placed.height, 0);
}

TEST(Json, TellsATypefaceThatIsNotTheUsualOne) {
  Scene scene;
  const std::string usual = hash(scene);
  EXPECT_FALSE(nlohmann::json::parse(to_json(scene)).contains("typeface"));
  scene.typeface = Typeface::ComputerModern;
  EXPECT_EQ(nlohmann::json::parse(to_json(scene))["typeface"], "computer-modern");
  EXPECT_NE(hash(scene), usual);
}

/// One of every primitive, and a value in every field.
Scene full_scene() {
  const Stroke dashed{kSceneInk, 1.5, {4, 3}};
  ShapedText text{Face::SerifItalic, 14, "h", {{7, 0, 7.25, 0, -1}}, 7.25};
  Scene scene = folding_scene();
  scene.title = "GPT-2 small";
  scene.description = "A \"quoted\" description";
  scene.outline = "tokens\nembed";
  scene.background = {255, 255, 255};
  scene.definitions = {{{Circle{{1, 2}, 3, std::nullopt, Stroke{kSceneInk, 1, {}}}}}};
  Band& head = std::get<Band>(scene.items[0]);
  head.primitives = {Rectangle{{1, 2, 3, 4}, 2, kSceneInk, dashed},
                     Polyline{{{0, 0}, {1.0 / 3, 5}}, false, std::nullopt, dashed},
                     Polyline{{{0, 0}, {4, 5}, {0, 5}}, true, kSceneInk, std::nullopt},
                     TextRun{{10, 20}, text, kSceneInk},
                     Use{0, {5, 6}},
                     Region{"blocks.0.attn", "Attention, layer 0", "attn", {1, 1, 9, 9}},
                     Artwork{{3, 4, 5, 6}, "<svg/>"}};
  Fold& fold = std::get<Fold>(scene.items[1]);
  fold.fold_label = "Fold layers 3 – 4";
  fold.unfold_label = "Show 2 more layers";
  fold.unfold_button = {0, 0, 100, 40};
  fold.fold_button = {0, 0, 50, 20};
  fold.unfold_hint = {TextRun{{10, 20}, text, kSceneInk}};
  fold.fold_hint = {Circle{{1, 2}, 3, kSceneInk, std::nullopt}};
  scene.streams = {{450, 0, 20, 2, 10, dashed}};
  scene.details = {{"attn",
                    "Attention",
                    "12 heads",
                    "2.36M params",
                    {{"W", Face::SerifItalic, 0}, {"Q", Face::Serif, -1}},
                    12,
                    4,
                    {{"{block}.attn.hook_q", "q", "batch, seq_len, 12, 64", ""}}}};
  scene.marks = {{"blocks.0.attn", "q", {0, 2}, "ablate", {kSceneInk, kSceneInk, kSceneInk}}};
  return scene;
}

TEST(SceneJson, HoldsEveryPart) {
  const auto json = nlohmann::json::parse(to_json(full_scene()));
  EXPECT_EQ(json["title"], "GPT-2 small");
  EXPECT_EQ(json["description"], "A \"quoted\" description");
  EXPECT_EQ(json["background"], "#FFFFFF");
  EXPECT_EQ(json["width"], 600);
  EXPECT_EQ(json["definitions"][0]["primitives"][0]["kind"], "circle");
  const auto& primitives = json["items"][0]["primitives"];
  ASSERT_EQ(primitives.size(), 7U);
  EXPECT_EQ(primitives[6]["kind"], "artwork");
  EXPECT_EQ(primitives[6]["bounds"], (nlohmann::json{3, 4, 5, 6}));
  EXPECT_EQ(primitives[6]["svg"], "<svg/>");
  EXPECT_EQ(primitives[0]["stroke"]["dashes"], (nlohmann::json{4, 3}));
  EXPECT_EQ(primitives[0]["fill"], "#222222");
  EXPECT_FALSE(primitives[1].contains("fill"));
  EXPECT_EQ(primitives[1]["points"], nlohmann::json::parse("[0,0,0.333,5]"));
  EXPECT_EQ(primitives[2]["kind"], "polygon");
  EXPECT_FALSE(primitives[2].contains("stroke"));
  EXPECT_EQ(primitives[3]["face"], "serif-italic");
  EXPECT_EQ(primitives[3]["glyphs"], nlohmann::json::parse("[[7,0,7.25,0,-1]]"));
  EXPECT_EQ(primitives[4]["offset"], (nlohmann::json{5, 6}));
  EXPECT_EQ(primitives[5]["path"], "blocks.0.attn");
  const auto& fold = json["items"][1];
  EXPECT_EQ(fold["id"], "layers-3-4");
  EXPECT_EQ(fold["unfolded"][1]["height"], 120);
  EXPECT_EQ(fold["unfold_label"], "Show 2 more layers");
  EXPECT_EQ(fold["unfold_hint"][0]["text"], "h");
  EXPECT_EQ(fold["fold_hint"][0]["kind"], "circle");
  EXPECT_EQ(json["streams"][0]["bottom_item"], 2);
  EXPECT_EQ(json["details"][0]["rows"][0]["name"], "{block}.attn.hook_q");
  EXPECT_EQ(json["details"][0]["equation"][1], (nlohmann::json{"Q", "serif", -1}));
  EXPECT_EQ(json["details"][0]["n_key_value_heads"], 4);
  EXPECT_EQ(json["marks"][0]["heads"], (nlohmann::json{0, 2}));
  EXPECT_EQ(json["marks"][0]["style"]["fill"], "#222222");
  EXPECT_EQ(json["panel"]["head"]["stroke"], "#000000");
}

TEST(SceneJson, TellsColumnsAndRailsWhereThereAreSome) {
  const auto plain = nlohmann::json::parse(to_json(full_scene()));
  EXPECT_FALSE(plain.contains("columns"));
  EXPECT_FALSE(plain.contains("rails"));
  Scene scene = two_columns();
  scene.rails = {{300, {{1, 35, 150}, {3, 5, 5}}, {kSceneInk, 1, {}}}};
  const auto json = nlohmann::json::parse(to_json(scene));
  EXPECT_EQ(json["columns"][1], (nlohmann::json{{"first_item", 2}, {"last_item", 3}}));
  EXPECT_EQ(json["rails"][0]["x"], 300);
  EXPECT_EQ(json["rails"][0]["ends"][0],
            (nlohmann::json{{"item", 1}, {"folded", 35}, {"unfolded", 150}}));
  EXPECT_EQ(json["rails"][0]["stroke"]["color"], "#222222");
}

TEST(SceneJson, TellsMembersAndEndsOnlyWhereThereAreSome) {
  Scene scene = scene_with_run();
  scene.rails = {{300, {{1, 20, {}}, {2, 50, 350}}, {}}};
  const auto json = nlohmann::json::parse(to_json(scene));
  EXPECT_EQ(json["items"][1]["members"], 2);
  EXPECT_FALSE(json["items"][2].contains("members"));
  EXPECT_EQ(json["rails"][0]["ends"][0], (nlohmann::json{{"item", 1}, {"folded", 20}}));
  EXPECT_EQ(json["rails"][0]["ends"][1]["unfolded"], 350);
}

TEST(SceneJson, WritesOnePrimitiveALine) {
  const std::string json = to_json(full_scene());
  EXPECT_NE(json.find("\n{\"kind\":\"use\",\"definition\":0,\"offset\":[5,6]},\n"),
            std::string::npos);
}

TEST(SceneJson, StaysValidForHostileText) {
  Scene scene = full_scene();
  scene.title = "</script>\xFF\x01\"";
  EXPECT_EQ(nlohmann::json::parse(to_json(scene))["title"], "</script>\uFFFD\x01\"");
}

TEST(SceneHash, IsEightDigitsThatDependOnEverything) {
  const Scene scene = full_scene();
  const std::string digits = hash(scene);
  EXPECT_EQ(digits.size(), 8U);
  EXPECT_TRUE(std::all_of(digits.begin(), digits.end(), [](unsigned char digit) {
    return std::isdigit(digit) || std::islower(digit);
  }));
  EXPECT_EQ(hash(scene), digits);
  Scene moved = scene;
  std::get<TextRun>(std::get<Band>(moved.items[0]).primitives[3]).text.glyphs[0].advance += 0.002;
  EXPECT_NE(hash(moved), digits);
  Scene relabelled = scene;
  relabelled.marks[0].label = "patch";
  EXPECT_NE(hash(relabelled), digits);
  Scene in_columns = scene;
  in_columns.columns = {{0, 0}, {1, 2}};
  EXPECT_NE(hash(in_columns), digits);
  Scene with_member = scene;
  std::get<Fold>(with_member.items[1]).members = 1;
  EXPECT_NE(hash(with_member), digits);
}

TEST(SceneHash, IsTheSameOnEveryMachine) { EXPECT_EQ(hash(Scene{}), "3euoqqz2"); }

}  // namespace
}  // namespace tviz
