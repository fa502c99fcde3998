// SPDX-License-Identifier: MIT
// Names of several dialects in one figure, each recognised by its form.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../built_in_plugin.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

/// Names for what enters each block, and one that TransformerLens has too.
class Wordy final : public HookResolver {
 public:
  void enumerate(const Graph&, const Stream&, const Block* block,
                 HookNameSink& sink) const override {
    sink.add(block == nullptr ? shared() : name_of(*block));
  }

  void resolve(const Graph& graph, std::string_view name, HookNameSink& sink) const override {
    for (const Stream& stream : graph.streams) {
      for (const Block& block : stream.blocks) {
        if (name_of(block).name == name) sink.add(name_of(block));
      }
    }
    if (name == shared().name) sink.add(shared());
  }

  std::string snippet() const override { return "look_at('{name}')"; }

 private:
  static HookName shared() { return {"hook_embed", "pos_embed", "out"}; }
  static HookName name_of(const Block& block) {
    return {"wordy." + std::to_string(block.layer) + ".beginning", block.path, "resid_pre"};
  }
};

constexpr Offer kWordyOffer = provide<HookResolver, Wordy>("wordy");
constexpr TvizPluginDescriptor kWordy =
    built_in_plugin<kWordyOffer>("wordy", "A dialect in words.");

Figure figure_of(std::vector<Hook> hooks, std::string dialect = {}) {
  RenderOptions options;
  options.hooks = std::move(hooks);
  options.dialect = std::move(dialect);
  return {read_model("gpt2"), std::move(options), registry_with(kWordy)};
}

std::string error_of(std::vector<Hook> hooks, std::string dialect = {}) {
  try {
    figure_of(std::move(hooks), std::move(dialect));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Dialects, OneFigureMixesThem) {
  const Figure figure = figure_of({{"wordy.2.beginning", "a", {}},
                                   {"blocks.1.hook_resid_pre", "b", {}},
                                   {"wordy.{0,1}.*", "c", {}}});
  std::vector<std::string> components;
  for (const Highlight& mark : figure.overlay().highlights) components.push_back(mark.component);
  EXPECT_EQ(components, (std::vector<std::string>{"blocks.2", "blocks.1", "blocks.0", "blocks.1"}));
}

TEST(Dialects, ASharedNameBelongsToTheFirst) {
  EXPECT_EQ(figure_of({{"hook_embed", "f", {}}}).overlay().highlights.at(0).component, "embed");
  EXPECT_EQ(figure_of({{"hook_emb*", "f", {}}}).overlay().highlights.at(0).component, "embed");
  EXPECT_EQ(figure_of({{"hook_embed", "f", {}}}, "wordy").overlay().highlights.at(0).component,
            "pos_embed");
}

TEST(Dialects, AChosenOneKnowsNoOther) {
  EXPECT_NE(error_of({{"blocks.1.hook_resid_pre", "f", {}}}, "wordy").find("has no hook point"),
            std::string::npos);
  EXPECT_NE(error_of({{"blocks.1.hook_resid_pre", "f", {}}}, "wordi").find("did you mean 'wordy'"),
            std::string::npos);
}

TEST(Dialects, TheNearestNameIsSoughtInAll) {
  EXPECT_NE(error_of({{"wordy.2.begining", "f", {}}}).find("did you mean 'wordy.2.beginning'?"),
            std::string::npos);
}

TEST(Dialects, APluginIsLoadedWhenItsNamesAreNeeded) {
  const auto plugins = std::make_shared<Registry>();
  const auto is_loaded = [&plugins](const std::string& name) {
    for (const PluginRecord& record : plugins->records()) {
      if (record.name == name) return record.state == PluginState::Loaded;
    }
    return false;
  };
  RenderOptions options;
  const Figure plain(read_model("gpt2"), options, plugins);
  EXPECT_FALSE(is_loaded("transformer_lens")) << "no hooks, no dialect";
  options.hooks = {{"blocks.0.attn.hook_z", "f", {}}};
  const Figure hooked(read_model("gpt2"), options, plugins);
  EXPECT_TRUE(is_loaded("transformer_lens"));
  EXPECT_FALSE(is_loaded("module_names")) << "names of the first dialect load no others";
}

TEST(Dialects, WhatListsNamesSpeaksTransformerLens) {
  EXPECT_EQ(figure_of({}).hook_names().at(1).name, "hook_pos_embed");
  EXPECT_EQ(figure_of({}, "wordy").hook_names().at(1).name, "wordy.0.beginning");
}

TEST(Dialects, AnInteractiveSceneHasTheirCodeAndSharesTheirNamesAmongLayers) {
  const std::string scene = to_json(figure_of({}, "wordy").interactive_scene());
  EXPECT_NE(scene.find("look_at("), std::string::npos);
  EXPECT_NE(scene.find("wordy.{layer}.beginning"), std::string::npos);
  EXPECT_EQ(scene.find("wordy.0.beginning"), std::string::npos);
}

}  // namespace
}  // namespace tviz
