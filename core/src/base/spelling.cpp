// SPDX-License-Identifier: MIT
#include "tviz/base/spelling.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

namespace tviz {
namespace {

/// Nobody mistypes a word of this length; the distance of longer ones is not worth its cost.
constexpr std::size_t kLongestWord = 128;

std::size_t tolerance(std::string_view word) { return std::max<std::size_t>(1, word.size() / 3); }

std::size_t length_difference(std::string_view a, std::string_view b) {
  return std::max(a.size(), b.size()) - std::min(a.size(), b.size());
}

/// Damerau-Levenshtein distance in the form where no part of a word is edited twice.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchange = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, exchange});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

/// How far `candidate` is from `word` (both in lower case), or nothing if it is not near.
/// A candidate that merely contains the word ranks behind all that resemble it.
std::optional<std::size_t> rank(std::string_view word, std::string_view candidate) {
  if (length_difference(word, candidate) <= tolerance(word)) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance <= tolerance(word)) return distance;
  }
  if (candidate.find(word) != std::string_view::npos) {
    return kLongestWord + candidate.size() - word.size();
  }
  return std::nullopt;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates,
                                 std::size_t count) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  if (word.empty() || word.size() > kLongestWord) return {};
  const std::string wanted = lower_case(word);
  for (const std::string& candidate : candidates) {
    if (const auto place = rank(wanted, lower_case(candidate))) {
      ranked.emplace_back(*place, candidate);
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (auto& [place, name] : ranked) {
    // Beside a likely slip, names that differ more only distract.
    const bool distracts = ranked.front().first < kLongestWord && place > ranked.front().first;
    if (names.size() == count || distracts) break;
    names.push_back(std::move(name));
  }
  return names;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::vector<std::string> names = nearest(word, candidates);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += '\'' + names[i] + '\'';
  }
  return names.empty() ? text : "did you mean " + text + '?';
}

}  // namespace tviz
