// SPDX-License-Identifier: MIT
#include "hooks/hook_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/number.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

std::optional<std::int64_t> as_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

[[noreturn]] void fail(std::string message) {
  throw Error(Problem{std::move(message), {}, "write {0,3,5-7} or {hook_q,hook_k}"});
}

}  // namespace

bool HookPattern::has_wildcards(std::string_view name) {
  return name.find_first_of("*{}") != std::string_view::npos;
}

HookPattern::HookPattern(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') {
      const std::size_t end = text.find_first_of("{}", i + 1);
      if (end == std::string_view::npos || text[end] == '{') fail("a brace is not closed");
      add_choice(text.substr(i + 1, end - i - 1));
      i = end;
    } else if (text[i] == '}') {
      fail("a closing brace has no opening one");
    } else if (text[i] == '*') {
      const bool over_parts = i + 1 < text.size() && text[i + 1] == '*';
      steps_.emplace_back(AnyText{over_parts});
      general_ += over_parts ? "**" : "*";
      i += over_parts ? 1 : 0;
    } else {
      add_letter(text[i]);
    }
  }
}

void HookPattern::add_letter(char letter) {
  if (steps_.empty() || !std::holds_alternative<std::string>(steps_.back())) {
    steps_.emplace_back(std::string());
  }
  std::get<std::string>(steps_.back()) += letter;
  general_ += letter;
}

void HookPattern::add_choice(std::string_view inside) {
  Choice choice;
  while (true) {
    const std::size_t comma = inside.find(',');
    const std::string_view item = inside.substr(0, comma);
    if (item.empty()) fail("braces lack a number or a word");
    const std::size_t dash = item.find('-');
    const auto first = as_number(item.substr(0, dash));
    const auto last =
        dash == std::string_view::npos ? std::nullopt : as_number(item.substr(dash + 1));
    if (first && last) {
      if (*first > *last) fail(fmt::format("the range {} ends before it begins", item));
      choice.ranges.push_back({*first, *last});
    } else {
      choice.words.emplace_back(item);
    }
    if (comma == std::string_view::npos) break;
    inside.remove_prefix(comma + 1);
  }
  steps_.emplace_back(std::move(choice));
  general_ += '*';
}

/// Marks where a choice may end that begins at `from`.
void HookPattern::advance(const Choice& choice, std::string_view name, std::size_t from,
                          std::vector<char>& reached) {
  for (const std::string& word : choice.words) {
    if (name.substr(from).starts_with(word)) reached[from + word.size()] = 1;
  }
  if (choice.ranges.empty()) return;
  std::size_t end = from;
  while (end < name.size() && is_digit(name[end])) ++end;
  const auto number = as_number(name.substr(from, end - from));
  // A whole number only: not the 1 of 12, and not the 2.
  if (!number || (from > 0 && is_digit(name[from - 1]))) return;
  const bool in_a_range = std::ranges::any_of(choice.ranges, [&](const Range& range) {
    return *number >= range.first && *number <= range.last;
  });
  if (in_a_range) reached[end] = 1;
}

bool HookPattern::matches(std::string_view name) const {
  // Which places of the name the steps so far reach, and with the next one.
  std::vector<char> here(name.size() + 1);
  std::vector<char> next(name.size() + 1);
  here[0] = 1;
  for (const Step& step : steps_) {
    std::ranges::fill(next, 0);
    bool reaches = false;
    for (std::size_t at = 0; at <= name.size(); ++at) {
      if (here[at] == 0) continue;
      if (const auto* text = std::get_if<std::string>(&step)) {
        if (name.substr(at).starts_with(*text)) next[at + text->size()] = 1;
      } else if (const auto* choice = std::get_if<Choice>(&step)) {
        advance(*choice, name, at, next);
      } else {
        next[at] = 1;
        const bool goes_on =
            at < name.size() && (name[at] != '.' || std::get<AnyText>(step).over_parts);
        // What any text reaches, it leaves in turn: it is as long as it likes.
        if (goes_on) here[at + 1] = 1;
      }
      reaches = true;
    }
    if (!reaches) return false;
    std::swap(here, next);
  }
  return here[name.size()] != 0;
}

std::string general_name(std::string_view name) {
  std::string general;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = is_digit(name[i]) && (i == 0 || name[i - 1] == '.' || name[i - 1] == '[');
    if (!begins) {
      general += name[i];
      continue;
    }
    std::size_t end = i;
    while (end < name.size() && is_digit(name[end])) ++end;
    general += '*';
    i = end - 1;
  }
  return general;
}

}  // namespace tviz
