// SPDX-License-Identifier: MIT
#include "base/near_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_set>
#include <utility>

namespace tviz {
namespace {

/// What is known of the distances after some letters of a path. Places are letters of the word;
/// only where their number is near the path's can the distance be small.
struct State {
  std::size_t first = 0;
  std::size_t last = 0;
  /// Distance between the path and the beginning of the word before each place.
  std::array<std::uint8_t, kLongestMisspelt + 1> row;
  /// What the row after the next letter has at each place, if that letter ends a swap there.
  std::array<std::uint8_t, kLongestMisspelt + 1> swapped;

  bool has(std::size_t place) const { return place >= first && place <= last; }
};

/// Looks for words within one distance. What lies below a node depends on the node and the state
/// alone, so where that was in vain once, by whichever path, it is not tried again. This makes the
/// cost one of the graph's size, not one of the number of words.
class Search {
 public:
  Search(const WordGraph& graph, std::string_view word, std::size_t most)
      : graph_(graph), word_(word), most_(most) {}

  std::vector<std::string> words() && {
    State start;
    start.last = std::min(word_.size(), most_);
    for (std::size_t place = 0; place <= start.last; ++place) {
      start.row[place] = capped(place);
      start.swapped[place] = capped(most_ + 1);
    }
    search(graph_.root(), start);
    return std::move(found_);
  }

 private:
  std::uint8_t capped(std::size_t distance) const {
    return static_cast<std::uint8_t>(std::min(distance, most_ + 1));
  }

  /// Whether anything was found below the node.
  bool search(std::uint32_t index, const State& state) {
    const WordGraph::Node& node = graph_.node(index);
    if (!may_succeed(node, state)) return false;
    std::string key = key_of(index, state);
    if (in_vain_.contains(key)) return false;
    bool any = node.ends_word && state.has(word_.size()) && state.row[word_.size()] <= most_;
    if (any) found_.push_back(path_);
    for (const WordGraph::Edge& edge : node.edges) {
      path_.push_back(edge.letter);
      any = search(edge.target, after(state, edge.letter)) || any;
      path_.pop_back();
    }
    if (!any) in_vain_.insert(std::move(key));
    return any;
  }

  /// Whether any place is near enough, by the letters that are to come as well.
  bool may_succeed(const WordGraph::Node& node, const State& state) const {
    for (std::size_t place = state.first; place <= state.last; ++place) {
      const std::size_t rest = word_.size() - place;
      std::size_t more = 0;
      if (rest < node.least_rest) more = node.least_rest - rest;
      if (rest > node.longest_rest) more = rest - node.longest_rest;
      if (state.row[place] + more <= most_) return true;
      // A swap is complete with the next letter.
      if (state.swapped[place] <= most_) return true;
    }
    return false;
  }

  /// The state after a further letter, which `path_` has already.
  State after(const State& before, char letter) const {
    State state;
    state.first = path_.size() - std::min(path_.size(), most_);
    state.last = std::min(word_.size(), path_.size() + most_);
    for (std::size_t place = state.first; place <= state.last; ++place) {
      const bool same = place > 0 && word_[place - 1] == letter;
      std::size_t distance = most_ + 1;
      const auto reach = [&](std::size_t other) { distance = std::min(distance, other); };
      if (before.has(place)) reach(before.row[place] + 1U);
      if (place > state.first) reach(state.row[place - 1] + 1U);
      if (place > 0 && before.has(place - 1)) reach(before.row[place - 1] + (same ? 0U : 1U));
      if (place > 1 && word_[place - 2] == letter && before.has(place)) {
        reach(before.swapped[place]);
      }
      state.row[place] = capped(distance);
      const bool may_swap = same && place > 1 && before.has(place - 2);
      state.swapped[place] = capped(may_swap ? before.row[place - 2] + 1U : most_ + 1);
    }
    return state;
  }

  static std::string key_of(std::uint32_t index, const State& state) {
    std::string key(reinterpret_cast<const char*>(&index), sizeof index);
    key += static_cast<char>(state.first);
    const std::size_t count = state.last + 1 - state.first;
    key.append(reinterpret_cast<const char*>(&state.row[state.first]), count);
    key.append(reinterpret_cast<const char*>(&state.swapped[state.first]), count);
    return key;
  }

  const WordGraph& graph_;
  std::string_view word_;
  std::size_t most_;
  std::string path_;
  std::vector<std::string> found_;
  std::unordered_set<std::string> in_vain_;
};

}  // namespace

std::vector<std::string> nearest_words(const WordGraph& graph, std::string_view word,
                                       std::size_t most) {
  for (std::size_t distance = 0; distance <= most; ++distance) {
    std::vector<std::string> found = Search(graph, word, distance).words();
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace tviz
