// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tviz {

/// A box or a sign that arrows join.
struct DiagramNode {
  /// Of a component its path, "blocks.3.attn"; of a sign on a stream, "blocks.3.sum.0". In the
  /// second of several sub-figures "b:blocks.3.attn", as Region::path.
  std::string id{};
  /// Component::kind, or "sum" (⊕), "concatenate" (∥), "state" (a place on a stream that an arrow
  /// leads back to), or "layers" (several, folded).
  std::string kind{};
  std::string text{};     ///< "Attention", "⊕".
  std::string summary{};  ///< "12 heads × 64 · causal"; may be empty.
  std::string frame{};    ///< The innermost frame around it; empty if there is none.
};

/// What stands around some nodes: a layer, a stream, a sub-figure.
struct DiagramFrame {
  std::string id{};
  std::string text{};   ///< "Layer 3", "Layers 0 – 11", "Encoder".
  std::string frame{};  ///< The frame around it, which stands before it in the list.
};

/// A line from one node to another, in the direction of the data.
struct DiagramArrow {
  std::string from{};
  std::string to{};    ///< A node, or a frame if all of it uses what `from` gives.
  std::string text{};  ///< "× r" of a loop; mostly empty.
};

/// What joins what in a figure, without places: for formats whose programs place boxes themselves.
/// Each node has an arrow, and the nodes are in the order of the data flow.
struct Diagram {
  std::string title{};
  std::vector<DiagramFrame> frames{};
  std::vector<DiagramNode> nodes{};
  std::vector<DiagramArrow> arrows{};
};

}  // namespace tviz
