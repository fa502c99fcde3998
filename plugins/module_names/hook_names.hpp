// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "modules.hpp"
#include "tensors.hpp"
#include "tviz/overlay/overlay.hpp"

namespace module_names {

/// How a library lays out the axes of a tensor that has one for heads.
enum class HeadAxes {
  Apart,   ///< As in the graph: (batch, seq_len, n_heads, d_head).
  Joined,  ///< (batch, seq_len, n_heads*d_head).
  First,   ///< (batch, n_heads, seq_len, d_head).
};

/// The hook names for tensors that one name of a library stands for. Tensors whose heads are
/// joined are parts of one tensor, whose shape all of them get.
std::vector<tviz::HookName> hook_names(const std::string& name,
                                       const std::vector<const Tensor*>& tensors, HeadAxes axes);

/// The same for what a module reads or gives.
std::vector<tviz::HookName> hook_names(const std::string& name, const Module& module, bool input);

}  // namespace module_names
