// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/word_graph.hpp"

namespace tviz {

/// Names among which nearest() and did_you_mean() look, made ready once for many questions. A
/// question costs little more for a hundred thousand names than for some hundreds that are built
/// alike.
class NameIndex {
 public:
  /// A name that comes twice counts once.
  explicit NameIndex(std::vector<std::string> names);

  /// As tviz::nearest().
  std::vector<std::string> nearest(std::string_view word, std::size_t count = 3) const;
  /// As tviz::did_you_mean().
  std::string did_you_mean(std::string_view word) const;

 private:
  /// A name in lower case, with its place among the names.
  using Word = std::pair<std::string, std::size_t>;

  std::vector<std::size_t> containing(std::string_view word, std::size_t count) const;
  void join(const std::vector<Word>& words);

  std::vector<std::string> names_;
  std::vector<Word> words_;  ///< Sorted.
  WordGraph graph_;
  std::string joined_;  ///< All words with line ends between, the shortest first.
  /// Where each begins in `joined_`, with the place of its name.
  std::vector<std::pair<std::size_t, std::size_t>> begins_;
  /// Which four letters after another `joined_` may have: most words that no name contains are
  /// known by that, without reading all of it.
  std::vector<bool> snippets_;
};

}  // namespace tviz
