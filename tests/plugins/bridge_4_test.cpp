// SPDX-License-Identifier: MIT
// The names of the bridge of TransformerLens 4.3 in small models whose sizes are other than those
// from which the table was made (bridge_4.json): every hook point that there is, the shape that
// passed it at batch 2 and 5 tokens, or that nothing did. "*" stands for each of the two layers.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

/// What is known of each name: its shape, or "dormant".
using Facts = std::map<std::string, std::string>;

Document recorded() {
  return parse_json(read_file(TVIZ_TEST_DATA "/bridge_4.json", 1U << 20U), "bridge_4.json");
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

Facts expected(const Node& model) {
  Facts facts;
  for (const Node::Member& group : model.find("names")->members) {
    for (const std::string& name : words(group.value.scalar)) {
      const auto star = name.find('*');
      for (const char* layer : {"0", "1"}) {
        std::string one = name;
        if (star != std::string::npos) one.replace(star, 1, layer);
        facts[one] = group.key;
      }
    }
  }
  return facts;
}

std::string at_run(std::string shape) {
  const std::pair<const char*, const char*> sizes[] = {
      {"batch*seq_len", "10"}, {"batch", "2"}, {"seq_len", "5"}, {"enc_len", "5"},
      {"dec_len", "5"},        {"(", ""},      {")", ""},        {" ", ""}};
  for (const auto& [word, size] : sizes) replace_all(shape, word, size);
  return shape;
}

Facts listed(const Graph& graph) {
  Facts facts;
  for (const HookName& each : Dialect("transformer_bridge@4.3").all(graph)) {
    facts[each.name] = each.fires ? at_run(each.shape) : "dormant";
    EXPECT_NE(each.fires, !each.needs.empty()) << each.name;
    const ComponentReference place = find_component(graph, each.component);
    EXPECT_TRUE(place.component != nullptr || place.block != nullptr ||
                each.site.starts_with("resid") || each.site.starts_with("normalized"))
        << each.name << " is at " << each.component;
  }
  return facts;
}

TEST(Bridge4, ListsWhatWasRecordedFromThePackage) {
  const Document document = recorded();
  for (const Node& model : document.root.find("models")->items) {
    SCOPED_TRACE(model.find("model_type")->scalar);
    const Graph graph = models::build(read_model(Document{"bridge_4.json", *model.find("config")}));
    EXPECT_EQ(listed(graph), expected(model));
  }
}

TEST(Bridge4, ResolvesEachNameThatItLists) {
  const Graph graph = naming::graph_of("t5-small");
  const Dialect bridge("transformer_bridge");
  for (const HookName& each : bridge.all(graph)) {
    EXPECT_FALSE(bridge.resolve(graph, each.name).empty()) << each.name;
  }
  EXPECT_EQ(bridge.place(graph, "decoder_blocks.5.self_attn.hook_z"), "decoder.5.attn z");
  EXPECT_EQ(bridge.place(graph, "decoder_blocks.6.self_attn.hook_z"), "");
}

TEST(Bridge4, MarksHeadsOnTheirAxis) {
  const Graph graph = naming::graph_of("meta-llama/Llama-3.2-1B");
  const auto found = Dialect("transformer_bridge").resolve(graph, "blocks.3.attn.k.hook_out");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().shape, "(batch, seq_len, 8, 64)");
  EXPECT_EQ(found.front().symbolic_shape, "(batch, seq_len, n_key_value_heads, d_head)");
  EXPECT_EQ(found.front().head_axis, 2);
  EXPECT_EQ(found.front().heads_on_axis, 8);
}

/// The recorded models have an attention first.
TEST(Bridge4, TellsLayersApartByWhatTheyHave) {
  const Document config = parse_json(R"({"model_type": "qwen3_next", "hidden_size": 64,
      "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16,
      "vocab_size": 100, "intermediate_size": 96, "num_experts": 4, "num_experts_per_tok": 2,
      "moe_intermediate_size": 32, "shared_expert_intermediate_size": 32,
      "linear_num_key_heads": 2, "linear_num_value_heads": 4, "linear_key_head_dim": 16,
      "linear_value_head_dim": 16, "full_attention_interval": 4})",
                                     "config.json");
  const Facts facts = listed(models::build(read_model(config)));
  EXPECT_TRUE(facts.contains("blocks.0.linear_attn.hook_out"));
  EXPECT_FALSE(facts.contains("blocks.0.attn.q.hook_out"));
  EXPECT_TRUE(facts.contains("blocks.3.attn.q.hook_out"));
  EXPECT_FALSE(facts.contains("blocks.3.linear_attn.hook_out"));
}

TEST(Bridge4, SaysWhatADormantPointNeeds) {
  const Graph graph = naming::graph_of("gpt2-small");
  const Dialect bridge("transformer_bridge");
  EXPECT_EQ(bridge.resolve(graph, "blocks.0.hook_mlp_in").front().needs, "use_hook_mlp_in");
  EXPECT_EQ(bridge.resolve(graph, "blocks.0.attn.qkv.hook_out").front().needs,
            "nothing: queries, keys, and values are computed apart");
}

}  // namespace
}  // namespace tviz
