// SPDX-License-Identifier: MIT
#include "model/tensor_stacks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>
#include <utility>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Lists inside lists inside lists are no layers.
constexpr std::size_t kDeepestStack = 2;

/// Where a number stands in a name, by the bytes before and after it.
struct NumberPlace {
  std::size_t begin;
  std::size_t end;
};

std::vector<NumberPlace> numbers_in(const std::string& name) {
  std::vector<NumberPlace> places;
  for (const std::string_view part : parts_of(name)) {
    const auto begin = static_cast<std::size_t>(part.data() - name.data());
    const std::size_t end = begin + part.size();
    // What begins or ends a name is no number of a layer.
    if (is_numeral(part) && begin > 0 && end < name.size()) places.push_back({begin, end});
    if (places.size() == kDeepestStack) break;
  }
  return places;
}

/// What the elements of a list hold.
struct Contents {
  bool mixes = false;      ///< Attention or a state-space mixer.
  bool is_wide = false;    ///< An MLP or experts.
  bool has_inner = false;  ///< A module below the element itself.
  std::size_t tensors = 0;

  void add(const Contents& other) {
    mixes = mixes || other.mixes;
    is_wide = is_wide || other.is_wide;
    has_inner = has_inner || other.has_inner;
    tensors += other.tensors;
  }
};

class StackSearch {
 public:
  StackSearch(const std::vector<TensorEntry>& tensors, std::string source, const TensorWords& words,
              const Limits& limits)
      : tensors_(tensors), source_(std::move(source)), words_(words), limits_(limits) {}

  TensorStacks run() {
    for (const TensorEntry& each : tensors_) note(each.name);
    choose();
    if (chosen_.empty()) choose_whatever_is_repeated();
    if (chosen_.empty()) {
      throw Error(Problem{"no layers are found among the tensors: no list of modules is repeated",
                          {source_, 0, 0, {}},
                          "their names need numbers, as in 'layers.0.attn.weight'"});
    }
    return sorted_into_stacks();
  }

 private:
  /// What the module of a tensor is. Names that differ in numbers alone are looked up once.
  ModuleRole role_of(std::string_view name) {
    NameParts parts = parts_of(name);
    for (std::string_view& part : parts) {
      if (is_numeral(part)) part = "0";
    }
    std::string general = fmt::format("{}", fmt::join(parts, "."));
    const auto known = roles_.find(general);
    if (known != roles_.end()) return known->second;
    const std::size_t length = words_.module_length(parts);
    parts.resize(length);
    return roles_.emplace(std::move(general), words_.role_in_layer(parts)).first->second;
  }

  void note(const std::string& name) {
    for (const NumberPlace& place : numbers_in(name)) {
      const std::string_view inside = std::string_view(name).substr(place.end + 1);
      const ModuleRole role = role_of(inside);
      const NameParts parts = parts_of(inside);
      Contents contents;
      contents.mixes =
          role.group == "attention" || role.group == "cross_attention" || role.group == "mixer";
      contents.is_wide = role.group == "mlp" || role.group == "experts";
      contents.has_inner = words_.module_length(parts) > 0 && parts.size() > 1;
      contents.tensors = 1;
      elements_[name.substr(0, place.end)].add(contents);
      lists_[name.substr(0, place.begin - 1)].add(contents);
    }
  }

  static std::string list_of_element(const std::string& element) {
    return element.substr(0, element.rfind('.'));
  }

  /// The lists whose elements are layers. Of lists in each other it is the outer one, unless an
  /// inner one has whole layers itself: a stage of Swin is no layer.
  void choose() {
    std::set<std::string> whole;
    for (const auto& [element, contents] : elements_) {
      if (contents.mixes && contents.is_wide) whole.insert(list_of_element(element));
    }
    const auto holds_whole_list = [&](const std::string& list) {
      const std::string before = list + '.';
      const auto inner = whole.upper_bound(before);
      return inner != whole.end() && inner->starts_with(before);
    };
    for (const auto& [list, contents] : lists_) {
      if (!(contents.mixes || contents.is_wide) || !contents.has_inner) continue;
      if (holds_whole_list(list) || is_inside_chosen(list)) continue;
      chosen_.insert(list);
    }
  }

  bool is_inside_chosen(const std::string& list) const {
    for (std::size_t end = list.find('.'); end != list.npos; end = list.find('.', end + 1)) {
      if (chosen_.contains(std::string_view(list).substr(0, end))) return true;
    }
    return false;
  }

  void choose_whatever_is_repeated() {
    const auto most =
        std::max_element(lists_.begin(), lists_.end(), [](const auto& a, const auto& b) {
          return std::pair(a.second.has_inner, a.second.tensors) <
                 std::pair(b.second.has_inner, b.second.tensors);
        });
    if (most != lists_.end()) chosen_.insert(most->first);
  }

  TensorStacks sorted_into_stacks() const {
    TensorStacks result;
    std::map<std::string, std::size_t, std::less<>> stacks;
    for (const TensorEntry& each : tensors_) {
      const NumberPlace* place = nullptr;
      const std::vector<NumberPlace> places = numbers_in(each.name);
      for (const NumberPlace& candidate : places) {
        if (chosen_.contains(each.name.substr(0, candidate.begin - 1))) place = &candidate;
      }
      if (place == nullptr) {
        result.outside.push_back({each.name, &each});
        continue;
      }
      const std::string path = each.name.substr(0, place->begin - 1);
      const auto [stack, is_new] = stacks.emplace(path, result.stacks.size());
      if (is_new) result.stacks.push_back({.path = path});
      result.stacks[stack->second].layers[number_of(each.name, *place)].push_back(
          {each.name.substr(place->end + 1), &each});
    }
    return result;
  }

  std::int64_t number_of(const std::string& name, const NumberPlace& place) const {
    std::int64_t number = 0;
    const auto [end, fault] =
        std::from_chars(name.data() + place.begin, name.data() + place.end, number);
    if (fault != std::errc() || number >= limits_.layers) {
      throw Error(Problem{fmt::format("tensor '{}' lies in a layer beyond the limit of {} (layers)",
                                      name.substr(0, limits_.text_bytes), limits_.layers),
                          {source_, 0, 0, {}},
                          {}});
    }
    return number;
  }

  const std::vector<TensorEntry>& tensors_;
  std::string source_;
  const TensorWords& words_;
  const Limits& limits_;
  std::unordered_map<std::string, ModuleRole> roles_;
  std::map<std::string, Contents, std::less<>> elements_;  ///< "layers.0".
  std::map<std::string, Contents, std::less<>> lists_;     ///< "layers".
  std::set<std::string, std::less<>> chosen_;
};

}  // namespace

TensorStacks find_stacks(const std::vector<TensorEntry>& tensors, const std::string& source,
                         const TensorWords& words, const Limits& limits) {
  return StackSearch(tensors, source, words, limits).run();
}

}  // namespace tviz
