// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "element_tree.hpp"
#include "tviz/scene/json_writer.hpp"

namespace tviz::svg {

/// A drawing as a pattern and the row of numbers in which it differs from others like it.
struct PatternUse {
  std::size_t pattern = 0;
  std::size_t row = 0;
};

/// Writes drawings that are alike once. Two are alike if they are the same but for numbers in
/// places and texts, whatever the drawings mean. Elements of a pattern are written as the
/// values in which they differ from an example of their shape: those of one name and one look.
/// Read by viewer/pattern.js, which sets values and so can make no element that no example is.
class PatternBook {
 public:
  /// Drawings of one series only become rows of one pattern: of such as take turns, say a layer
  /// closed and the same layer opened, the numbers of neither would grow evenly.
  PatternUse add(Element drawing, int series = 0);
  bool empty() const { return patterns_.empty(); }
  /// An svg element with one element of each shape, to be cloned.
  void write_examples(ElementWriter& xml) const;
  /// The keys "shapes" and "patterns" of an object.
  void write(JsonWriter& json) const;

 private:
  /// What alike drawings have in common is that of the first.
  struct Pattern {
    Element first;
    std::vector<std::vector<std::int64_t>> rows;
  };

  std::map<std::string, std::size_t, std::less<>> numbers_of_patterns_;
  std::vector<Pattern> patterns_;
};

}  // namespace tviz::svg
