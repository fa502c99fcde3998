// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace module_names {

/// What a module is in a graph: the tensors that it reads and gives.
struct Place {
  std::string module;     ///< Our name for it: "attn.q"; those inside another begin with its name.
  std::string component;  ///< Path in its block or stream; "block" for the stream itself.
  std::string kind;       ///< Only of a component of this kind; empty: of any.
  std::vector<std::string> in;   ///< Sites; "a|b" is the first of the two that the model has.
  std::vector<std::string> out;  ///< Several where its output is several tensors joined.
  bool joins_heads = false;      ///< The axes of heads and of one head are one axis here.
  /// Its path in TransformerLens's bridge if that is not `module`; empty: it has none.
  std::optional<std::string> bridge;
};

/// What every module that a dialect can name is (places.json).
std::vector<Place> read_places();

}  // namespace module_names
