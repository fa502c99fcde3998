// SPDX-License-Identifier: MIT
// Diagrams: what joins what, for backends that place nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "families.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

constexpr std::size_t kDiagramShards = 4;  // So that the models are drawn side by side.

const std::shared_ptr<const Registry>& registry_for_diagrams() {
  static const auto registry = std::make_shared<const Registry>();
  return registry;
}

ModelArchitecture model_of_file(std::string_view text) {
  return read_model(parse_yaml(text, "graph.yaml"));
}

/// A line for each arrow, and before the nodes of a frame a line with its text.
std::string arrows_of(const Diagram& diagram) {
  std::string text;
  for (const DiagramFrame& frame : diagram.frames) {
    text += frame.id + (frame.frame.empty() ? "" : " in " + frame.frame) + ": " + frame.text + "\n";
  }
  for (const DiagramArrow& arrow : diagram.arrows) {
    text += arrow.from + " > " + arrow.to + (arrow.text.empty() ? "" : ", " + arrow.text) + "\n";
  }
  return text;
}

Diagram diagram_of(const ModelArchitecture& model, const RenderOptions& options = {}) {
  return Figure(model, options, registry_for_diagrams()).diagram();
}

constexpr std::string_view kDetours = R"(
components:
  tokens: {kind: tokens}
  embed: {kind: embedding}
  pos: {kind: position_embedding}
  ln: {kind: norm}
  ln_post: {kind: norm}
  attn: {kind: attention, n_heads: 2, summary: 2 heads}
  mlp: {kind: mlp}
  early: {kind: logits}
  logits: {kind: logits}
streams:
  - entry: [tokens, embed]
    added_at_entry: [pos]
    structures:
      block: {additions: [{shared: [ln], branches: [[attn], [mlp]], on_stream: [ln_post]}]}
    blocks: [{repeat: 6, of: [block]}]
    loops: [{first: 1, last: 2, times: r}]
    skips: [{from: -1, to: 5, join: concatenate}]
    read_outs: [{after: 2, components: [early]}]
    exit: [logits]
)";

TEST(Diagram, LeadsFromTheInputToTheOutput) {
  const std::string text = arrows_of(diagram_of(model_of_file(kDetours)));
  EXPECT_EQ(text,
            "blocks.0: Layer 0\n"
            // The entry, whose last state is the one that the skip reads.
            "tokens > embed\n"
            "embed > stream.sum\n"
            "pos > stream.sum\n"
            // Attention and MLP read one state through one norm; the stream itself goes past them.
            "stream.sum > blocks.0.ln\n"
            "blocks.0.ln > blocks.0.attn\n"
            "blocks.0.ln > blocks.0.mlp\n"
            "stream.sum > blocks.0.sum.0\n"
            "blocks.0.attn > blocks.0.sum.0\n"
            "blocks.0.mlp > blocks.0.sum.0\n"
            "blocks.0.sum.0 > blocks.0.ln_post\n"
            "blocks.0.ln_post > stream.loop.1\n"
            "stream.loop.1 > stream.layers.1\n"
            "stream.layers.1 > early\n"
            "stream.layers.1 > stream.loop.1, × r\n"
            "stream.layers.1 > stream.layers.3\n"
            "stream.sum > stream.skip.0\n"
            "stream.layers.3 > stream.skip.0\n"
            "stream.skip.0 > stream.layers.5\n"
            "stream.layers.5 > logits\n");
}

TEST(Diagram, SaysWhatEachNodeIs) {
  const Diagram diagram = diagram_of(model_of_file(kDetours));
  std::map<std::string, const DiagramNode*> nodes;
  for (const DiagramNode& each : diagram.nodes) nodes[each.id] = &each;
  EXPECT_EQ(nodes.at("blocks.0.attn")->kind, "attention");
  EXPECT_EQ(nodes.at("blocks.0.attn")->text, "attn");
  EXPECT_EQ(nodes.at("blocks.0.attn")->summary, "2 heads");
  EXPECT_EQ(nodes.at("blocks.0.attn")->frame, "blocks.0");
  EXPECT_EQ(nodes.at("stream.skip.0")->text, "∥");
  EXPECT_EQ(nodes.at("stream.layers.1")->text, "Layers 1 – 2");
  EXPECT_EQ(nodes.at("early")->frame, "");
}

TEST(Diagram, JoinsStreamsByTheirLinks) {
  const std::string text = arrows_of(diagram_of(read_model("t5-small")));
  EXPECT_NE(text.find("encoder: Encoder\n"
                      "encoder.0 in encoder: Layers 0 – 5\n"
                      "decoder: Decoder\n"
                      "decoder.0 in decoder: Layers 0 – 5\n"),
            text.npos);
  EXPECT_NE(text.find("encoder_final_ln > decoder.0.cross_attn\n"), text.npos);
  EXPECT_NE(text.find("encoder_rel_pos > encoder.0, every layer\n"), text.npos);
}

TEST(Diagram, FramesOneBlockOfEachKind) {
  const std::string text = arrows_of(diagram_of(read_model("deepseek-v3")));
  EXPECT_TRUE(
      text.starts_with("blocks.0: Layers 0 – 2: dense\n"
                       "blocks.3: Layers 3 – 60: mixture of experts\n"))
      << text;
}

TEST(Diagram, OfSubFiguresKeepsThemApart) {
  const SubFigures figures({{read_model("gpt2"), {}, "before"}, {read_model("gpt2"), {}, ""}}, {},
                           registry_for_diagrams());
  const std::string text = arrows_of(figures.diagram());
  EXPECT_TRUE(
      text.starts_with("a:: (a) before\na:blocks.0 in a:: Layers 0 – 11\n"
                       "b:: (b) GPT-2 small\nb:blocks.0 in b:: Layers 0 – 11\n"));
  EXPECT_NE(text.find("\nb:tokens > b:embed\n"), text.npos);
}

/// The paths of the components that a figure on paper shows.
std::vector<std::string> shown_components(const Figure& figure) {
  std::vector<std::string> paths;
  const Scene scene = figure.paper_scene();
  for (const PlacedBand& each : place(scene, false).bands) {
    for (const Primitive& primitive : each.band->primitives) {
      const auto* region = std::get_if<Region>(&primitive);
      if (region == nullptr) continue;
      const ComponentReference found = find_component(figure.graph(), region->path);
      if (found.component != nullptr && found.path() == region->path) paths.push_back(region->path);
    }
  }
  return paths;
}

/// Everything that is wrong with a diagram, whatever it shows.
std::string faults_of(const Diagram& diagram) {
  std::string faults;
  std::map<std::string, std::string> roots;  // Of trees that arrows and frames join.
  const auto root = [&](std::string id) {
    while (roots.at(id) != id) id = roots.at(id);
    return id;
  };
  const auto add = [&](const std::string& id) {
    if (!roots.emplace(id, id).second) faults += "twice: " + id + "\n";
  };
  for (const DiagramFrame& each : diagram.frames) add(each.id);
  for (const DiagramNode& each : diagram.nodes) add(each.id);
  std::set<std::string> joined;
  for (const DiagramArrow& each : diagram.arrows) {
    if (!roots.contains(each.from) || !roots.contains(each.to)) {
      faults += "leads nowhere: " + each.from + " > " + each.to + "\n";
      continue;
    }
    joined.insert({each.from, each.to});
    roots[root(each.from)] = root(each.to);
  }
  for (const DiagramNode& each : diagram.nodes) {
    if (!joined.contains(each.id)) faults += "alone: " + each.id + "\n";
    if (!each.frame.empty()) roots[root(each.id)] = root(each.frame);
  }
  for (const DiagramNode& each : diagram.nodes) {
    if (root(each.id) != root(diagram.nodes.front().id)) faults += "apart: " + each.id + "\n";
  }
  return faults;
}

void expect_whole(const ModelArchitecture& model) {
  const Figure figure(model, {}, registry_for_diagrams());
  const Diagram diagram = figure.diagram();
  EXPECT_EQ(faults_of(diagram), "") << model.model_name;
  std::set<std::string> ids;
  for (const DiagramNode& each : diagram.nodes) ids.insert(each.id);
  for (const std::string& path : shown_components(figure)) {
    EXPECT_TRUE(ids.contains(path)) << path << " of " << model.model_name;
  }
}

class DiagramOfEveryModel : public testing::TestWithParam<std::size_t> {};

TEST_P(DiagramOfEveryModel, OfTheCatalogHasWhatTheFigureShowsAllOfItJoined) {
  const Catalog catalog;
  const std::vector<CatalogEntry> entries = catalog.entries();
  for (std::size_t i = GetParam(); i < entries.size(); i += kDiagramShards * TVIZ_TEST_EVERY) {
    expect_whole(read_model(entries[i].name));
  }
}

TEST_P(DiagramOfEveryModel, OfAFamilyHasWhatTheFigureShowsAllOfItJoined) {
  const std::vector<Family> all = families();
  for (std::size_t i = GetParam(); i < all.size(); i += kDiagramShards * TVIZ_TEST_EVERY) {
    expect_whole(all[i].model);
  }
}

INSTANTIATE_TEST_SUITE_P(Shard, DiagramOfEveryModel,
                         testing::Range(std::size_t{0}, kDiagramShards));

}  // namespace
}  // namespace tviz::test
