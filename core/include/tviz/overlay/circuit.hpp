// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tviz/base/color.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"

namespace tviz {

/// CircuitMember::head of a component that is a member as a whole.
inline constexpr std::int64_t kWholeComponent = -1;

/// A class of members that do the same: "name mover".
struct CircuitClass {
  std::string name{};
  std::optional<Color> color{};  ///< Of its outlines and lines; none: the theme's next one.
  friend bool operator==(const CircuitClass&, const CircuitClass&) = default;
};

/// A component of the model, or one of its heads, that belongs to a circuit.
struct CircuitMember {
  std::string component{};  ///< Path: "blocks.9.attn", "embed", "logits".
  std::int64_t head = kWholeComponent;
  std::optional<std::size_t> role{};  ///< Index of its class in Circuit::classes.
  Location where{};                   ///< Where it was first named, for errors.
};

/// Says that one member writes what another one reads.
struct CircuitEdge {
  std::size_t from = 0;  ///< Index in Circuit::members, as is `to`.
  std::size_t to = 0;
  /// The inputs of a head that it feeds, some of the letters of "QKV" in this order; empty if the
  /// file does not say, and where there is only one input.
  std::string ports{};
  std::optional<double> weight{};  ///< Its score, with its sign.
  /// One of all pairs between two lists, of which those against the flow of the data are not meant.
  bool implied = false;
};

/// Which components of a model do a task together, and how they read each other.
struct Circuit {
  std::string name{};      ///< "ioi".
  std::string title{};     ///< Of the task: "Indirect object identification"; may be empty.
  std::string citation{};  ///< "Wang et al. 2022, arXiv:2211.00593"; may be empty.
  std::string note{};      ///< What it leaves out; may be empty.
  std::vector<std::string> models{};  ///< The models that it was found in; empty: unknown.
  std::int64_t n_layers = 0;          ///< Of these models; 0: unknown, as is n_heads.
  std::int64_t n_heads = 0;
  std::vector<CircuitClass> classes{};
  std::vector<CircuitMember> members{};
  std::vector<CircuitEdge> edges{};
  /// Of the file, before some were chosen; 0: these are all.
  std::size_t edges_found = 0;

  bool empty() const { return members.empty(); }  ///< Whether there is no circuit.
};

/// The member in the notation of papers: "9.6" for head 6 of layer 9, "MLP 3", else its path.
TVIZ_API std::string name_of(const CircuitMember& member);

}  // namespace tviz
