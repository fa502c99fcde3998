// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "places.hpp"
#include "stacks.hpp"
#include "tensors.hpp"
#include "tviz/overlay/overlay.hpp"

namespace module_names {

/// A module of a model's code in one block, or outside all blocks.
struct Module {
  const Place* place = nullptr;
  std::vector<std::string> paths;  ///< All that it may be called, the usual one first; may be none.
  std::vector<const Tensor*> in;
  std::vector<const Tensor*> out;
  std::int64_t expert = tviz::kAllExperts;
  bool listed = true;  ///< PathRule::listed.
};

/// A block in which a path lies, and the path with a layer that counts from the first.
struct BlockMatch {
  const tviz::Block* block = nullptr;
  std::string path;
};

/// The modules of a stack of one model.
class Modules {
 public:
  /// References must outlive this.
  Modules(const Stack& stack, const std::vector<Place>& places);

  /// Those of one block, or outside all blocks.
  std::vector<Module> of(const Tensors& tensors) const;
  /// The block in which a path lies. A negative layer counts from the last.
  std::vector<BlockMatch> blocks_of(const tviz::Stream& stream, std::string_view path) const;

 private:
  static void add_blocks(const tviz::Stream& stream, const std::string& block,
                         std::string_view path, std::vector<BlockMatch>& matches);
  std::vector<std::string> paths_of(const PathRule& rule, const Tensors& tensors) const;
  void add(const Place& place, const PathRule& rule, const Tensors& tensors,
           std::vector<Module>& modules) const;

  const Stack& stack_;
  const std::vector<Place>& places_;
};

}  // namespace module_names
