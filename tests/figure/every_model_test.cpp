// SPDX-License-Identifier: MIT
// Every model of the catalog, and one of each family that is known: each is drawn, and its graph
// has what its numbers say.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "families.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

constexpr int kShards = 16;  // So that the models are drawn side by side.
constexpr std::size_t kStep = kShards * TVIZ_TEST_EVERY;

const std::shared_ptr<const Registry>& registry() {
  static const auto registry = std::make_shared<const Registry>();
  return registry;
}

/// What the graph of one stack must have.
void expect_stack(const ModelArchitecture& model, const Stream& stream) {
  EXPECT_EQ(static_cast<std::int64_t>(stream.blocks.size()), model.n_layers) << stream.name;
  for (const Block& block : stream.blocks) {
    const LayerKind kind = model.layer(block.layer);
    std::int64_t heads = 0;
    std::int64_t experts = 0;
    for (const Component* component : components_of(stream.structures[block.structure])) {
      if (component->kind == "attention") heads = component->n_heads;
      if (component->kind == "experts") experts = component->n_experts;
    }
    const bool attends = kind.mixer == TokenMixer::Attention;
    const std::int64_t own = kind.n_heads > 0 ? kind.n_heads : model.n_heads;
    EXPECT_EQ(heads, attends ? own : 0) << block.path;
    const bool mixture = kind.feed_forward == FeedForward::Experts ||
                         kind.feed_forward == FeedForward::DenseAndExperts;
    EXPECT_EQ(experts, mixture ? model.experts.n_experts : 0) << block.path;
  }
}

void expect_drawn(const ModelArchitecture& model) {
  const Figure figure(model, {.max_layers = 4}, registry());
  const Graph& graph = figure.graph();
  ASSERT_EQ(graph.streams.size(), model.encoders.size() + 1);
  for (std::size_t i = 0; i < model.encoders.size(); ++i) {
    expect_stack(model.encoders[i], graph.streams[i]);
  }
  expect_stack(model, graph.streams.back());
  EXPECT_GT(count_parameters(graph), 0);
  EXPECT_LE(count_active_parameters(graph), count_parameters(graph));
  EXPECT_TRUE(figure.render("svg").starts_with("<svg"));
  EXPECT_TRUE(figure.render("pdf").starts_with("%PDF-"));
}

class EveryModel : public testing::TestWithParam<int> {};

TEST_P(EveryModel, OfTheCatalogIsDrawn) {
  const Catalog catalog;
  const std::vector<CatalogEntry> entries = catalog.entries();
  for (std::size_t i = static_cast<std::size_t>(GetParam()); i < entries.size(); i += kStep) {
    SCOPED_TRACE(entries[i].name);
    expect_drawn(read_model(entries[i].name));
  }
}

TEST_P(EveryModel, OfAFamilyIsDrawn) {
  const std::vector<Family> all = families();
  for (std::size_t i = static_cast<std::size_t>(GetParam()); i < all.size(); i += kStep) {
    SCOPED_TRACE(all[i].name);
    expect_drawn(all[i].model);
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, EveryModel, testing::Range(0, kShards));

TEST(Catalog, HasTheModelsOfTransformerLens) {
  std::set<std::string> names;
  for (const CatalogEntry& entry : Catalog().entries()) names.insert(entry.name);
  EXPECT_GE(names.size(), 247U);
}

}  // namespace
}  // namespace tviz::test
