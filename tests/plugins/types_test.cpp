// SPDX-License-Identifier: MIT
// Every type of types.json has the parameters that its code makes from this configuration, and
// its layers compute in this order. Both are recorded from transformers 5.24, most of them for
// the default configuration. `marked`: of such a model something is not drawn, and tviz says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "naming.hpp"

namespace tviz {
namespace {

/// What the blocks compute, each kind once: "x + attn(ln1(x)); x + mlp(ln2(x))".
std::vector<std::string> layers(const Graph& graph) {
  const Document document = parse_json(to_json(graph), "graph.json");
  std::vector<std::string> kinds;
  for (const Node& block : document.root.find("blocks")->items) {
    const std::string& signature = block.find("signature")->scalar;
    const std::size_t name = signature.find(": ");
    std::string kind = name == std::string::npos ? signature : signature.substr(name + 2);
    if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(std::move(kind));
  }
  return kinds;
}

TEST(Types, AreAsTheirCodeMakesThem) {
  const Document types =
      parse_json(read_file(TVIZ_TEST_DATA "/types.json", 1U << 20U), "types.json");
  ASSERT_GE(types.root.items.size(), 100U);
  for (const Node& type : types.root.items) {
    const Node& configuration = *type.find("config");
    SCOPED_TRACE(configuration.find("model_type")->scalar);
    const ModelArchitecture model = read_model(Document{"config.json", configuration});
    const Graph graph = models::build(model);
    EXPECT_EQ(count_parameters(graph), as_integer(*type.find("parameters")));
    std::vector<std::string> expected;
    for (const Node& layer : type.find("layers")->items) expected.push_back(layer.scalar);
    EXPECT_EQ(layers(graph), expected);
    EXPECT_EQ(doubts_of(model).empty(), type.find("marked") == nullptr) << doubts_of(model);
  }
}

const std::set<std::string> kOutsideOfInteriors{"in",    "q_input", "k_input", "v_input",
                                                "entry", "exit",    "out"};

/// Adds the sites of a component that lie in its interior and that none of its wires carries.
void add_sites_without_wire(const Component& component, std::set<std::string>& sites) {
  std::set<std::string> carried;
  for (const Wire& wire : component.interior.wires) {
    carried.insert(wire.sites.begin(), wire.sites.end());
  }
  for (const HookPoint& point : component.hook_points) {
    const bool inside = !kOutsideOfInteriors.contains(point.site);
    if (inside && !carried.contains(point.site)) {
      sites.insert(component.kind + " " + component.path + " " + point.site);
    }
  }
}

// Else its dot stands beside the tensor that is computed next.
TEST(Types, EveryHookPointOfAnInteriorLiesOnAWire) {
  const Document types =
      parse_json(read_file(TVIZ_TEST_DATA "/types.json", 1U << 20U), "types.json");
  std::set<std::string> sites;
  for (const Node& type : types.root.items) {
    const Graph graph = models::build(read_model(Document{"config.json", *type.find("config")}));
    for (const Stream& stream : graph.streams) {
      for (const BlockStructure& structure : stream.structures) {
        for (const Component* each : components_of(structure)) {
          if (!each->interior.empty()) add_sites_without_wire(*each, sites);
        }
      }
    }
  }
  EXPECT_EQ(sites, (std::set<std::string>{"attention attn rotation"}));
}

}  // namespace
}  // namespace tviz
