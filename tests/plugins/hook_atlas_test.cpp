// SPDX-License-Identifier: MIT
// The hook points of models that TransformerLens 3.5 loads, all of them (hook_atlas.json): which
// fire with what shape, and which need what to fire. "{layer}" and "{expert}" stand for every
// number.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

/// What is known of each name: its shape if it fires, else "needs X".
using Facts = std::map<std::string, std::string>;

Document atlas() {
  constexpr std::size_t kMostBytes = 1U << 20U;
  return parse_json(read_file(TVIZ_TEST_DATA "/hook_atlas.json", kMostBytes), "hook_atlas.json");
}

std::vector<std::string> models_of_atlas() {
  std::vector<std::string> names;
  for (const Node::Member& member : atlas().root.members) names.push_back(member.key);
  return names;
}

/// The names that a template stands for, of which there are `count` for each placeholder.
std::vector<std::string> expanded(const std::string& name, std::string_view placeholder,
                                  std::int64_t count) {
  const std::size_t at = name.find(placeholder);
  if (at == std::string::npos) return {name};
  std::vector<std::string> names;
  for (std::int64_t number = 0; number < count; ++number) {
    names.push_back(std::string(name).replace(at, placeholder.size(), std::to_string(number)));
  }
  return names;
}

/// `groups` has lists of templates under what is known of them.
void add_facts(const Node& model, const Node& groups, const std::string& prefix, Facts& facts) {
  const std::int64_t layers = *as_integer(*model.find("layers"));
  const std::int64_t experts = *as_integer(*model.find("experts"));
  for (const Node::Member& group : groups.members) {
    for (const Node& item : group.value.items) {
      for (const std::string& in_layer : expanded(item.scalar, "{layer}", layers)) {
        for (std::string& name : expanded(in_layer, "{expert}", experts)) {
          facts.emplace(std::move(name), prefix + group.key);
        }
      }
    }
  }
}

Facts facts_of(const std::vector<HookName>& names) {
  Facts facts;
  for (const HookName& name : names) {
    const std::string needs = name.needs.starts_with("nothing: ") ? "nothing" : name.needs;
    const bool is_new = facts.emplace(name.name, name.fires ? name.shape : "needs " + needs).second;
    EXPECT_TRUE(is_new) << name.name;
  }
  return facts;
}

/// Whether the component, or the block on whose stream it lies, has this tensor.
bool has_place(const Graph& graph, const HookName& name) {
  const auto is_site = [&](const HookPoint& point) { return point.site == name.site; };
  if (const Component* component = find_component(graph, name.component).component) {
    return std::ranges::any_of(component->hook_points, is_site);
  }
  for (const Stream& stream : graph.streams) {
    const Block* block = find_block(stream, name.component);
    if (block == nullptr || block->path != name.component) continue;
    return std::ranges::any_of(stream.structures[block->structure].stream_points, is_site,
                               &StreamPoint::point);
  }
  return false;
}

class HookAtlas : public testing::TestWithParam<std::string> {};

TEST_P(HookAtlas, IsThatOfTransformerLens) {
  const Document document = atlas();
  const Node& model = *document.root.find(GetParam());
  Facts expected;
  add_facts(model, *model.find("shapes"), "", expected);
  add_facts(model, *model.find("needs"), "needs ", expected);

  const Graph graph = models::build(read_model(GetParam()));
  const std::vector<HookName> names = Dialect("transformer_lens").all(graph);
  EXPECT_EQ(facts_of(names), expected);
  EXPECT_EQ(std::ranges::count(names, true, &HookName::fires), as_integer(*model.find("firing")));
  EXPECT_EQ(std::ranges::count(names, false, &HookName::fires), as_integer(*model.find("dormant")));
  for (const HookName& name : names) {
    EXPECT_TRUE(has_place(graph, name)) << name.name << ": " << name.component << " " << name.site;
  }
}

TEST_P(HookAtlas, NamesMeanThemselves) {
  const Graph graph = models::build(read_model(GetParam()));
  const Dialect dialect("transformer_lens");
  for (const HookName& name : dialect.all(graph)) {
    // One expert of each layer stands for the others, which only its number tells apart.
    if (name.expert > 0) continue;
    const std::vector<HookName> found = dialect.resolve(graph, name.name);
    ASSERT_EQ(found.size(), 1U) << name.name;
    EXPECT_EQ(found[0].component, name.component) << name.name;
    EXPECT_EQ(found[0].site, name.site) << name.name;
    EXPECT_EQ(found[0].shape, name.shape) << name.name;
  }
}

std::string case_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Models, HookAtlas, testing::ValuesIn(models_of_atlas()), case_name);

}  // namespace
}  // namespace tviz
