// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace tviz {

/// What the states of a stream are called beside a block: by their numbers, or, if the block stands
/// for several, by how far they are above the state that it reads, xᵢ.
class StateNames {
 public:
  /// The names of a block that stands for several.
  static StateNames general() { return StateNames(true, 0); }
  /// The names of a block whose first state has this number.
  static StateNames from(std::int64_t first) { return StateNames(false, first); }

  bool is_general() const { return general_; }
  /// The index of the state above so many ⊕ of the block: "6", "i", "i+1".
  std::string index(std::int64_t above) const;
  /// The same as math markup: "x_{6}".
  std::string markup(std::int64_t above) const { return "x_{" + index(above) + "}"; }

 private:
  StateNames(bool general, std::int64_t first) : general_(general), first_(first) {}

  bool general_;
  std::int64_t first_;
};

}  // namespace tviz
