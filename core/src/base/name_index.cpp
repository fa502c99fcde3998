// SPDX-License-Identifier: MIT
#include "base/name_index.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/near_words.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::uint32_t kSnippetBits = 18;

/// How many slips a word of so many letters may have.
std::size_t tolerance(std::size_t letters) { return std::max<std::size_t>(1, letters / 3); }

/// The names without those that came before.
std::vector<std::string> distinct(std::vector<std::string> names) {
  std::unordered_set<std::string_view> seen;
  seen.reserve(names.size());
  std::vector<bool> is_new;
  is_new.reserve(names.size());
  for (const std::string& name : names) is_new.push_back(seen.insert(name).second);
  std::vector<std::string> result;
  result.reserve(seen.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_new[i]) result.push_back(std::move(names[i]));
  }
  return result;
}

std::vector<std::pair<std::string, std::size_t>> sorted_words(
    const std::vector<std::string>& names) {
  std::vector<std::pair<std::string, std::size_t>> words;
  words.reserve(names.size());
  for (const std::string& name : names) words.emplace_back(lower_case(name), words.size());
  std::ranges::sort(words);
  return words;
}

WordGraph graph_of(const std::vector<std::pair<std::string, std::size_t>>& words) {
  std::vector<std::string_view> texts;
  texts.reserve(words.size());
  for (const auto& [word, place] : words) {
    const bool may_be_near = word.size() <= kLongestMisspelt + tolerance(kLongestMisspelt);
    const bool is_new = texts.empty() || texts.back() != word;
    if (may_be_near && is_new) texts.emplace_back(word);
  }
  return WordGraph(texts);
}

/// Calls `visit` with a number of kSnippetBits bits for each four letters after another.
template <class Visit>
void each_snippet(std::string_view text, Visit visit) {
  std::uint32_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    letters = letters << 8U | static_cast<unsigned char>(text[i]);
    if (i >= 3) visit(letters * 0x9E3779B1U >> (32U - kSnippetBits));
  }
}

}  // namespace

NameIndex::NameIndex(std::vector<std::string> names)
    : names_(distinct(std::move(names))),
      words_(sorted_words(names_)),
      graph_(graph_of(words_)),
      snippets_(std::size_t{1} << kSnippetBits) {
  join(words_);
}

void NameIndex::join(const std::vector<Word>& words) {
  std::vector<const Word*> by_size;
  by_size.reserve(words.size());
  for (const Word& word : words) by_size.push_back(&word);
  std::ranges::sort(by_size, {},
                    [](const Word* word) { return std::pair(word->first.size(), word->second); });
  for (const Word* word : by_size) {
    begins_.emplace_back(joined_.size(), word->second);
    joined_ += word->first;
    joined_ += '\n';
  }
  each_snippet(joined_, [this](std::size_t snippet) { snippets_[snippet] = true; });
}

/// The places of the first names that contain a word, the shortest first.
std::vector<std::size_t> NameIndex::containing(std::string_view word, std::size_t count) const {
  std::vector<std::size_t> places;
  bool possible = word.find('\n') == std::string_view::npos;
  each_snippet(word, [&](std::size_t snippet) { possible = possible && snippets_[snippet]; });
  if (!possible) return places;
  std::size_t from = 0;
  while (places.size() < count) {
    const std::size_t found = joined_.find(word, from);
    if (found == std::string::npos) break;
    const auto next = std::ranges::upper_bound(begins_, std::pair(found, names_.size()));
    places.push_back(std::prev(next)->second);
    if (next == begins_.end()) break;
    from = next->first;
  }
  return places;
}

std::vector<std::string> NameIndex::nearest(std::string_view word, std::size_t count) const {
  if (word.empty() || word.size() > kLongestMisspelt) return {};
  const std::string wanted = lower_case(word);
  std::vector<std::size_t> places;
  for (const std::string& near : nearest_words(graph_, wanted, tolerance(wanted.size()))) {
    for (auto each = std::ranges::lower_bound(words_, near, {}, &Word::first);
         each != words_.end() && each->first == near; ++each) {
      places.push_back(each->second);
    }
  }
  std::ranges::sort(places);
  if (places.size() > count) places.resize(count);
  // Beside a likely slip, names that differ more only distract.
  if (places.empty()) places = containing(wanted, count);
  std::vector<std::string> names;
  names.reserve(places.size());
  for (const std::size_t place : places) names.push_back(names_[place]);
  return names;
}

std::string NameIndex::did_you_mean(std::string_view word) const {
  const std::vector<std::string> names = nearest(word);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += '\'' + names[i] + '\'';
  }
  return names.empty() ? text : "did you mean " + text + '?';
}

}  // namespace tviz
