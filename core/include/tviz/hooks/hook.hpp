// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"

namespace tviz {

/// A hook to show: where it is attached, the function's name, and the heads it acts on.
struct Hook {
  /// "blocks.1.attn.hook_pattern". `*` is any text inside a dotted part, `**` any text,
  /// `{0,3,5-7}` one of several: "blocks.*.attn.hook_z".
  std::string point{};
  std::string label{};                ///< "head_ablation"; empty: the point's own name.
  std::vector<std::int64_t> heads{};  ///< Empty: all.
  bool backward = false;              ///< On the gradient, not on the tensor.
  /// Whether the heads are only guessed: where a point has no such heads, all are meant.
  bool guessed_heads = false;
  /// Whose name the point is; empty: as for the other hooks of the figure.
  std::string dialect{};
};

}  // namespace tviz
