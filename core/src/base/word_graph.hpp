// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tviz {

/// A set of words as the smallest graph whose paths from the root spell them: beginnings and
/// endings that words share are there once. So the names of all layers of one structure take
/// little more than those of one layer.
class WordGraph {
 public:
  /// A step to a further letter.
  struct Edge {
    char letter = 0;
    std::uint32_t target = 0;
    friend bool operator==(const Edge&, const Edge&) = default;
  };

  /// Where paths stand after the same letters, or before the same.
  struct Node {
    bool ends_word = false;
    std::vector<Edge> edges{};       ///< By letter.
    std::uint32_t least_rest = 0;    ///< Letters to the end of the nearest word.
    std::uint32_t longest_rest = 0;  ///< Letters to the end of the furthest.
  };

  /// `words` are sorted and distinct.
  explicit WordGraph(const std::vector<std::string_view>& words);

  const Node& node(std::uint32_t index) const { return nodes_[index]; }
  std::uint32_t root() const { return root_; }

 private:
  std::vector<Node> nodes_;
  std::uint32_t root_ = 0;
};

}  // namespace tviz
