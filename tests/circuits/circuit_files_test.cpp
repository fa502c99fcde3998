// SPDX-License-Identifier: MIT
// Circuits from files of tviz's own form and of other tools, and what is wrong with some.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "../temporary_folder.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

std::set<std::string> edge_names(const Circuit& circuit) {
  std::set<std::string> edges;
  for (const CircuitEdge& edge : circuit.edges) {
    std::string text =
        name_of(circuit.members[edge.from]) + "->" + name_of(circuit.members[edge.to]);
    if (!edge.ports.empty()) text += "<" + edge.ports + ">";
    edges.insert(text);
  }
  return edges;
}

class CircuitFiles : public test::TemporaryFolder {
 protected:
  Circuit drawn(const std::string& name, const std::string& text, CircuitChoice choice = {}) {
    RenderOptions options;
    options.circuit = read_circuit(write(name, text));
    options.circuit_choice = choice;
    const Figure figure = visualize("gpt2", options);
    warnings_ = figure.warnings();
    return figure.overlay().circuit;
  }

  std::set<std::string> edges(const std::string& name, const std::string& text,
                              CircuitChoice choice = {}) {
    return edge_names(drawn(name, text, choice));
  }

  std::string error_of(const std::string& name, const std::string& text,
                       CircuitChoice choice = {}) {
    try {
      drawn(name, text, choice);
    } catch (const Error& error) {
      return messages_of(error, name);
    }
    return "no error";
  }

  std::vector<std::string> warnings_;
};

const std::set<std::string> kThree{"0.1->5.5<Q>", "MLP 0->9.6", "9.6->logits"};

TEST_F(CircuitFiles, OfEveryTool) {
  EXPECT_EQ(edges("c.yaml", "edges: [\"0.1->5.5<q>\", [MLP 0, [9, 6]], {from: L9H6, to: logits}]"),
            kThree);
  EXPECT_EQ(edges("eap.json", R"({"cfg": {"n_layers": 12, "n_heads": 12}, "nodes": {},
    "edges": {"a0.h1->a5.h5<q>": {"score": -0.5, "in_graph": true},
              "a0.h2->a5.h5<q>": {"score": 9, "in_graph": false},
              "m0->a9.h6": {"score": 0.1, "in_graph": true},
              "a9.h6->logits": {"score": 2, "in_graph": true}}})"),
            kThree);
  EXPECT_EQ(edges("pruned.json", R"([["a0.h1", "a5.h5.q"], ["a5.h5.q", "a5.h5"], ["m0", "a9.h6"],
                                     ["a9.h6", "resid_post"]])"),
            kThree);
  EXPECT_EQ(edges("auto.txt", "A0.1->A5.5.Q\nMLP 0->A9.6\n\n# the end\nA9.6->Resid End 0.25"),
            kThree);
  EXPECT_EQ(edges("acdc.txt",
                  "blocks.0.attn.hook_result[:, :, 1] -> blocks.5.hook_q_input[:, :, 5]\n"
                  "<m0> -> <a9.6>\n<a9.6> -> <resid_post>"),
            kThree);
  EXPECT_EQ(edges("acdc.gv",
                  "digraph {\n\"<a0.1>\" -> \"<a5.5_q>\" [color = \"red\"\n]\n"
                  "\"<m0>\" -> \"<a9.6>\";\n\"<a9.6>\" -> \"<resid_post>\"\n"
                  "\"<a1.1>\" -> \"<a2.2>\" [id = \"x\"\n,style = invis\n]\n}"),
            kThree);
  EXPECT_EQ(edges("paths.yaml",
                  "edges: [{from: blocks.0.attn.heads.1, to: blocks.5.attn.heads.5, "
                  "port: q}, [blocks.0.mlp, 9.6], [9.6, logits]]"),
            kThree);
}

TEST_F(CircuitFiles, NameWhatStandsOutsideTheBlocks) {
  EXPECT_EQ(edges("c.yaml", "edges: [[pos_embed, 0.1], [embed, blocks.2.ln1], [9.6, unembed]]"),
            (std::set<std::string>{"pos_embed->0.1", "embed->blocks.2.ln1", "9.6->unembed"}));
}

TEST_F(CircuitFiles, OfOwnFormHaveClassesAndImpliedPairs) {
  const Circuit circuit = drawn("c.yaml",
                                "title: Test\ncitation: Nobody 2020\nmodels: [gpt2]\n"
                                "classes:\n"
                                "  - {name: early, color: \"#336699\", members: [0.1, 10.10]}\n"
                                "  - {name: late, members: [\"9.6\", 10.1]}\n"
                                "members: [3.0]\n"
                                "edges: [{from: early, to: late, port: KV, weight: -1}]");
  EXPECT_EQ(edge_names(circuit), (std::set<std::string>{"0.1->9.6<KV>", "0.1->10.1<KV>"}));
  EXPECT_EQ(circuit.members.size(), 5U);
  EXPECT_EQ(circuit.classes[0].color, (Color{0x33, 0x66, 0x99}));
  EXPECT_EQ(circuit.edges[0].weight, -1);
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(CircuitFiles, OfScoresOnlyHaveAllEdgesToChooseFrom) {
  const std::string text = R"({"cfg": {"n_layers": 12, "n_heads": 12}, "nodes": {}, "edges": {
    "a0.h1->a5.h5<q>": {"score": -0.5, "in_graph": false},
    "m0->a9.h6<v>": {"score": 0.25, "in_graph": false},
    "a9.h6->logits": {"score": 0.4, "in_graph": false}}})";
  EXPECT_EQ(edges("s.json", text).size(), 3U);
  EXPECT_EQ(edges("s.json", text, {.top = 2}),
            (std::set<std::string>{"0.1->5.5<Q>", "9.6->logits"}));
  EXPECT_EQ(edges("s.json", text, {.threshold = 0.4}),
            (std::set<std::string>{"0.1->5.5<Q>", "9.6->logits"}));
  const Circuit one = drawn("s.json", text, {.top = 1});
  EXPECT_EQ(one.members.size(), 2U);
  EXPECT_EQ(one.edges_found, 3U);
  EXPECT_EQ(error_of("s.json", text, {.threshold = 3}),
            "circuit_threshold: no edge of the circuit is as strong as this (choose a lower "
            "threshold)");
}

TEST_F(CircuitFiles, SayWhatIsWrong) {
  EXPECT_EQ(error_of("c.yaml", "members: [nowhere]"),
            "c.yaml:1:11: members: no component is called 'nowhere' (nodes are called 9.6 or a9.h6 "
            "(a head), MLP 3 or m3, embed, logits, or by their paths, such as "
            "blocks.9.attn.heads.6)");
  EXPECT_EQ(error_of("c.yaml", "members: [12.0]"),
            "c.yaml:1:11: members: 12.0 is in no layer of gpt2-small (its layers are 0 to 11)");
  EXPECT_EQ(error_of("c.yaml", "members: [3.12]"),
            "c.yaml:1:11: members: blocks.3.attn has no head 12 (its heads are 0 to 11)");
  EXPECT_EQ(error_of("c.yaml", "members: [blocks.3.mlp.heads.1]"),
            "c.yaml:1:11: members: blocks.3.mlp has no heads");
  EXPECT_EQ(error_of("c.yaml", "edges: [[9.6, 3.0]]"),
            "c.yaml:1:15: edges: 3.0 cannot read 9.6, which does not come before it");
  EXPECT_EQ(error_of("c.yaml", "edges: [{from: 0.1, to: m3, port: Q}]"),
            "c.yaml:1:25: edges.to: MLP 3 has no input Q");
  EXPECT_EQ(error_of("c.yaml", "title: nothing"),
            "c.yaml:1:1: the circuit is empty (it needs members or edges)");
  EXPECT_EQ(error_of("c.json", "[]"),
            "c.json:1:1: the circuit is empty (it needs members or edges)");
  EXPECT_EQ(error_of("c.yaml", "classes: [{name: a, members: [0.1]}]\nedges: [{from: aa, to: m3}]"),
            "c.yaml:2:16: edges.from: no component is called 'aa' (did you mean 'a'?)");
  EXPECT_EQ(
      error_of("c.yaml", "layers: 32\nheads: 32\nmodels: [llama-2-7b]\nmembers: [0.1]"),
      "circuit: the circuit is of a model with 32 layers of 32 heads, but gpt2-small has 12 of 12 "
      "(it was found in llama-2-7b)");
  EXPECT_EQ(error_of("c.txt", "0.1 9.6"),
            "c.txt:1: is no edge (an edge is written a0.h1->a5.h5<q>)");
  EXPECT_EQ(error_of("c.yaml", "edges: [[0.1, 9.6]]", {.top = 1}),
            "circuit_top: the edges of the circuit have no scores (give each edge a weight)");
  EXPECT_EQ(error_of("c.pt", ""),
            "c.pt: is a Python object, which tviz does not run (save the circuit as JSON: "
            "Graph.to_json() of EAP-IG, or a list of [sender, receiver])");
  EXPECT_EQ(error_of("c.json", R"({"metadata": {}, "qParams": {}, "nodes": [], "links": []})"),
            "c.json:1:1: is an attribution graph of features, which tviz cannot draw yet (it draws "
            "circuits of heads and MLPs)");
  EXPECT_EQ(
      error_of("c.jsonl", R"({"Component": "resid", "Layer": 5, "Feature": 3036})"),
      "c.jsonl:1:1: is a list of annotations of features, which tviz cannot draw yet (it draws "
      "circuits of heads and MLPs)");
}

TEST(Circuits, OfUnknownNamesAreMisspelt) {
  try {
    carried_circuit("greater_than");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "circuit: unknown circuit 'greater_than' (did you mean 'greater-than'?)");
  }
}

TEST(Circuits, OfOtherModelsAreDrawnWithAWarning) {
  RenderOptions options;
  options.circuit = carried_circuit("ioi");
  EXPECT_TRUE(visualize("gpt2-small", options).warnings().empty());
  EXPECT_EQ(visualize("distilgpt2", {}).warnings().size(), 0U);
  // Twelve layers of twelve heads, too.
  EXPECT_EQ(visualize("opt-125m", options).warnings(),
            (std::vector<std::string>{"the circuit ioi was found in gpt2, not in opt-125m"}));
}

}  // namespace
}  // namespace tviz
