// SPDX-License-Identifier: MIT
#include "hooks/hook_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/number.hpp"

namespace tviz {
namespace {

/// More than any model has of anything that names count.
constexpr std::int64_t kMostCounted = 1'000'000;

class Counter final : public HookNameSink {
 public:
  void add(const HookName&) override { any = true; }
  bool any = false;
};

/// A number in a name: the digits between two signs.
struct Digits {
  std::size_t begin = 0;
  std::size_t size = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The numbers of a name that stand alone: that of "ln1" belongs to its word.
std::vector<Digits> numbers_in(std::string_view name) {
  std::vector<Digits> numbers;
  for (std::size_t i = 0; i < name.size();) {
    if (!is_digit(name[i])) {
      ++i;
      continue;
    }
    const std::size_t end = std::min(name.find_first_not_of("0123456789", i), name.size());
    const bool alone =
        (i == 0 || !is_letter(name[i - 1])) && (end == name.size() || !is_letter(name[end]));
    if (alone) numbers.push_back({i, end - i});
    i = end;
  }
  return numbers;
}

/// The numbers of one name, some of which are changed.
class Numbers {
 public:
  explicit Numbers(std::string_view name) : name_(name), places_(numbers_in(name)) {
    for (const Digits& place : places_) texts_.emplace_back(name.substr(place.begin, place.size));
  }

  std::size_t size() const { return places_.size(); }
  const std::string& text(std::size_t i) const { return texts_[i]; }
  void set(std::size_t i, std::string text) { texts_[i] = std::move(text); }

  std::string name() const {
    std::string name;
    std::size_t end = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      name += name_.substr(end, places_[i].begin - end);
      name += texts_[i];
      end = places_[i].begin + places_[i].size;
    }
    return name + std::string(name_.substr(end));
  }

  /// "blocks.12" for the first number of "blocks.12.hook_z".
  std::string up_to(std::size_t i) const {
    return std::string(name_.substr(0, places_[i].begin + places_[i].size));
  }
  std::string before(std::size_t i) const { return std::string(name_.substr(0, places_[i].begin)); }

 private:
  std::string_view name_;
  std::vector<Digits> places_;
  std::vector<std::string> texts_;
};

class Search {
 public:
  Search(const Graph& graph, const HookResolver& resolver, std::string_view name)
      : graph_(graph), resolver_(resolver), name_(name), original_(name) {}

  std::optional<WrongNumber> find() const {
    if (auto wrong = too_high()) return wrong;
    return in_another_layer();
  }

 private:
  bool means(const Numbers& numbers) const {
    return has_meaning(graph_, resolver_, numbers.name());
  }

  /// Begins with all numbers 0, which every list has, and puts back one after the other.
  std::optional<WrongNumber> too_high() const {
    Numbers numbers = original_;
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers.set(i, "0");
    if (numbers.size() == 0 || !means(numbers)) return std::nullopt;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      Numbers restored = numbers;
      restored.set(i, original_.text(i));
      if (!means(restored)) return beyond(numbers, i);
      numbers = restored;
    }
    return std::nullopt;
  }

  std::optional<WrongNumber> beyond(Numbers numbers, std::size_t i) const {
    if (is_layer(i)) return in_another_layer();
    const std::string last = std::to_string(highest(numbers, i));
    numbers.set(i, last);
    return WrongNumber{fmt::format("there is no {}; the last is {}{}", original_.up_to(i),
                                   original_.before(i), last),
                       numbers.name()};
  }

  bool is_layer(std::size_t i) const {
    return std::ranges::any_of(graph_.streams, [&](const Stream& stream) {
      const Block* block = find_block(stream, name_);
      return block != nullptr && block->path == original_.up_to(i);
    });
  }

  /// The highest number that has a meaning, where all below it have one.
  std::int64_t highest(Numbers numbers, std::size_t i) const {
    const auto has = [&](std::int64_t number) {
      numbers.set(i, std::to_string(number));
      return means(numbers);
    };
    std::int64_t low = 0;
    std::int64_t high = 1;
    while (high < kMostCounted && has(high)) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (has(middle) ? low : high) = middle;
    }
    return low;
  }

  /// Layers may differ: the name may mean something in one of another kind.
  std::optional<WrongNumber> in_another_layer() const {
    for (const Stream& stream : graph_.streams) {
      const Block* block = find_block(stream, name_);
      if (block == nullptr) continue;
      for (const Block* other : others(stream, *block)) {
        std::string name = other->path + std::string(name_.substr(block->path.size()));
        if (!has_meaning(graph_, resolver_, name)) continue;
        return WrongNumber{
            fmt::format("{} has no such hook point, but {} has it", block->path, other->path),
            std::move(name)};
      }
    }
    return std::nullopt;
  }

  /// The block of each other structure that is nearest to `block`.
  static std::vector<const Block*> others(const Stream& stream, const Block& block) {
    std::vector<const Block*> nearest(stream.structures.size());
    const auto distance = [&](const Block& other) { return std::abs(other.layer - block.layer); };
    for (const Block& each : stream.blocks) {
      const Block*& best = nearest[each.structure];
      if (best == nullptr || distance(each) < distance(*best)) best = &each;
    }
    std::erase_if(nearest, [&](const Block* each) {
      return each == nullptr || each->structure == block.structure;
    });
    std::ranges::sort(nearest, {}, [&](const Block* each) { return distance(*each); });
    return nearest;
  }

  const Graph& graph_;
  const HookResolver& resolver_;
  std::string_view name_;
  Numbers original_;
};

}  // namespace

bool has_meaning(const Graph& graph, const HookResolver& resolver, std::string_view name) {
  Counter counter;
  resolver.resolve(graph, name, counter);
  return counter.any;
}

std::optional<WrongNumber> wrong_number(const Graph& graph, const HookResolver& resolver,
                                        std::string_view name) {
  return Search(graph, resolver, name).find();
}

}  // namespace tviz
