// SPDX-License-Identifier: MIT
// The carried circuits have the members and edges that were published.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

using Names = std::set<std::string>;

Circuit circuit_of(const std::string& name, const std::string& model) {
  RenderOptions options;
  options.circuit = carried_circuit(name);
  return visualize(model, options).overlay().circuit;
}

std::map<std::string, Names> classes_of(const Circuit& circuit) {
  std::map<std::string, Names> classes;
  for (const CircuitMember& member : circuit.members) {
    classes[member.role ? circuit.classes[*member.role].name : ""].insert(name_of(member));
  }
  return classes;
}

/// "9.6 -> logits", "2.2 -> 5.5 KV".
Names edges_of(const Circuit& circuit) {
  Names edges;
  for (const CircuitEdge& edge : circuit.edges) {
    std::string text =
        name_of(circuit.members[edge.from]) + " -> " + name_of(circuit.members[edge.to]);
    if (!edge.ports.empty()) text += " " + edge.ports;
    edges.insert(text);
  }
  return edges;
}

// Wang et al. 2022: 26 heads in seven classes. 2.9 and 7.1 are often listed but are not in it.
TEST(PublishedCircuits, Ioi) {
  const Circuit circuit = circuit_of("ioi", "gpt2");
  EXPECT_EQ(
      classes_of(circuit),
      (std::map<std::string, Names>{
          {"previous token", {"2.2", "4.11"}},
          {"duplicate token", {"0.1", "0.10", "3.0"}},
          {"induction", {"5.5", "5.8", "5.9", "6.9"}},
          {"S-inhibition", {"7.3", "7.9", "8.6", "8.10"}},
          {"name mover", {"9.6", "9.9", "10.0"}},
          {"backup name mover", {"9.0", "9.7", "10.1", "10.2", "10.6", "10.10", "11.2", "11.9"}},
          {"negative name mover", {"10.7", "11.10"}},
          {"", {"logits"}}}));
  const Names edges = edges_of(circuit);
  EXPECT_EQ(edges.size(), 101U);
  for (const char* edge : {"2.2 -> 6.9 KV", "4.11 -> 5.5 KV", "0.10 -> 7.3 KV", "6.9 -> 7.9 KV",
                           "8.10 -> 9.0 Q", "7.3 -> 11.10 Q", "10.7 -> logits", "11.9 -> logits"}) {
    EXPECT_TRUE(edges.contains(edge)) << edge;
  }
}

// Hanna et al. 2023, as ACDC encodes it.
TEST(PublishedCircuits, GreaterThan) {
  const Circuit circuit = circuit_of("greater-than", "gpt2");
  EXPECT_EQ(classes_of(circuit), (std::map<std::string, Names>{
                                     {"early heads", {"0.1", "0.3", "0.5"}},
                                     {"early MLPs", {"MLP 0", "MLP 1", "MLP 2", "MLP 3"}},
                                     {"middle heads", {"5.5", "6.1", "6.9", "7.10", "8.11", "9.1"}},
                                     {"late MLPs", {"MLP 8", "MLP 9", "MLP 10", "MLP 11"}},
                                     {"", {"embed", "logits"}}}));
  const Names edges = edges_of(circuit);
  for (const char* edge :
       {"embed -> 0.3", "embed -> MLP 3", "0.1 -> MLP 0", "0.5 -> 9.1", "MLP 0 -> MLP 3",
        "MLP 3 -> 5.5", "8.11 -> MLP 8", "MLP 8 -> MLP 11", "9.1 -> logits", "MLP 11 -> logits"}) {
    EXPECT_TRUE(edges.contains(edge)) << edge;
  }
  // Nothing that comes later is read.
  for (const char* edge : {"9.1 -> MLP 8", "MLP 3 -> MLP 0", "MLP 9 -> MLP 8", "0.3 -> MLP 1"}) {
    EXPECT_FALSE(edges.contains(edge)) << edge;
  }
  // 7 from the embedding, 4 from 0.1 into MLPs, 18 and 24 into the middle, 6 among the early MLPs,
  // 23 into the late ones (9.1 comes after MLP 8), 6 among them, 10 to the logits.
  EXPECT_EQ(edges.size(), 7U + 4 + 18 + 24 + 6 + 23 + 6 + 10);
}

// Heimersheim and Janiak 2023: the 37 edges of ACDC without the 13 inside heads.
TEST(PublishedCircuits, Docstring) {
  const Circuit circuit = circuit_of("docstring", "attn-only-4l");
  EXPECT_EQ(edges_of(circuit),
            (Names{"embed -> 0.5 V", "embed -> 1.4 V", "0.5 -> 1.4 V",   "embed -> 1.2 Q",
                   "0.5 -> 1.2 Q",   "embed -> 1.2 K", "0.5 -> 1.2 K",   "embed -> 2.0 Q",
                   "0.5 -> 2.0 Q",   "embed -> 2.0 K", "0.5 -> 2.0 K",   "1.4 -> 2.0 V",
                   "1.4 -> 3.0 Q",   "1.4 -> 3.6 Q",   "1.2 -> 3.0 K",   "1.2 -> 3.6 K",
                   "2.0 -> 3.0 K",   "2.0 -> 3.6 K",   "embed -> 3.0 V", "embed -> 3.6 V",
                   "0.5 -> 3.0 V",   "0.5 -> 3.6 V",   "3.0 -> logits",  "3.6 -> logits"}));
  EXPECT_EQ(classes_of(circuit)["argument mover"], (Names{"3.0", "3.6"}));
}

TEST(PublishedCircuits, Induction) {
  const Circuit circuit = circuit_of("induction", "redwood_attn_2l");
  EXPECT_EQ(edges_of(circuit),
            (Names{"0.0 -> 1.5 K", "0.0 -> 1.6 K", "1.5 -> logits", "1.6 -> logits"}));
}

TEST(PublishedCircuits, SayWhomTheyAreTakenFrom) {
  const std::vector<std::string> names = circuit_names();
  EXPECT_EQ(names, (std::vector<std::string>{"ioi", "greater-than", "docstring", "induction"}));
  for (const std::string& name : names) {
    EXPECT_NE(carried_circuit(name).citation, "") << name;
    EXPECT_FALSE(carried_circuit(name).models.empty()) << name;
  }
}

}  // namespace
}  // namespace tviz
