// SPDX-License-Identifier: MIT
#include "base/word_graph.hpp"

#include <algorithm>
#include <unordered_set>

namespace tviz {
namespace {

using WordNode = WordGraph::Node;

/// Compares nodes by what follows them, whether they are in the graph or not yet.
struct Contents {
  using is_transparent = void;

  const WordNode& node(std::uint32_t index) const { return (*nodes)[index]; }
  static const WordNode& node(const WordNode& node) { return node; }

  /// The hash.
  std::size_t operator()(const auto& one) const {
    std::size_t hash = node(one).ends_word ? 1 : 2;
    for (const WordGraph::Edge& edge : node(one).edges) {
      hash = (hash ^ edge.target) * 0x9E3779B97F4A7C15U + static_cast<unsigned char>(edge.letter);
      hash ^= hash >> 32U;
    }
    return hash;
  }

  bool operator()(const auto& one, const auto& other) const {
    return node(one).ends_word == node(other).ends_word && node(one).edges == node(other).edges;
  }

  const std::vector<WordNode>* nodes;
};

/// Builds the graph from words in their order: once the next word begins otherwise, the end of the
/// last one is final and may be shared (Daciuk and others, "Incremental Construction of Minimal
/// Acyclic Finite-State Automata", 2000).
class Builder {
 public:
  explicit Builder(std::vector<WordNode>& nodes) : nodes_(nodes) {}

  void add(std::string_view word) {
    const auto differs = std::ranges::mismatch(word, last_);
    const auto shared = static_cast<std::size_t>(differs.in1 - word.begin());
    finish(shared);
    if (open_.size() <= word.size()) open_.resize(word.size() + 1);
    for (std::size_t i = shared; i < word.size(); ++i) {
      open_[i].edges.push_back({word[i], 0});
      open_[i + 1].edges.clear();
      open_[i + 1].ends_word = false;
    }
    open_[word.size()].ends_word = true;
    last_ = word;
  }

  std::uint32_t root() {
    finish(0);
    return final_node(open_.front());
  }

 private:
  /// Makes the nodes of the last word final that lie after more letters.
  void finish(std::size_t letters) {
    for (std::size_t i = last_.size(); i > letters; --i) {
      open_[i - 1].edges.back().target = final_node(open_[i]);
    }
  }

  /// The node of the graph that is equal to this one.
  std::uint32_t final_node(const WordNode& node) {
    if (const auto known = known_.find(node); known != known_.end()) return *known;
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(node);
    measure(nodes_.back());
    known_.insert(index);
    return index;
  }

  void measure(WordNode& node) const {
    node.least_rest = node.ends_word ? 0 : UINT32_MAX;
    node.longest_rest = 0;
    for (const WordGraph::Edge& edge : node.edges) {
      node.least_rest = std::min(node.least_rest, nodes_[edge.target].least_rest + 1);
      node.longest_rest = std::max(node.longest_rest, nodes_[edge.target].longest_rest + 1);
    }
  }

  std::vector<WordNode>& nodes_;
  std::unordered_set<std::uint32_t, Contents, Contents> known_{16, {&nodes_}, {&nodes_}};
  std::vector<WordNode> open_{1};  ///< After each letter of the last word; not shared yet.
  std::string_view last_;
};

}  // namespace

WordGraph::WordGraph(const std::vector<std::string_view>& words) {
  Builder builder(nodes_);
  for (const std::string_view word : words) builder.add(word);
  root_ = builder.root();
}

}  // namespace tviz
