// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/word_graph.hpp"

namespace tviz {

/// Nobody mistypes a word of more letters; the distance of longer ones is not worth its cost.
inline constexpr std::size_t kLongestMisspelt = 128;

/// The words of a graph at the least edit distance to `word`, if that is at most `most`; in no
/// order. The distance is Damerau and Levenshtein's in the form where no part of a word is edited
/// twice: insertions, deletions, exchanges and swapped neighbours count one each. `word` has at
/// most kLongestMisspelt letters.
std::vector<std::string> nearest_words(const WordGraph& graph, std::string_view word,
                                       std::size_t most);

}  // namespace tviz
