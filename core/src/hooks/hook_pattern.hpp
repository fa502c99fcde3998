// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tviz {

/// A hook name with wildcards: `*` is any text inside a dotted part, `**` any text,
/// `{0,3,5-7}` one of several numbers or words.
class HookPattern {
 public:
  /// Whether a name has wildcards.
  static bool has_wildcards(std::string_view name);

  /// Throws Error if a brace is not closed or empty.
  explicit HookPattern(std::string_view text);

  bool matches(std::string_view name) const;

  /// The pattern with `*` for each brace, which resembles general_name() of what it is meant for.
  const std::string& general() const { return general_; }

 private:
  struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
  };
  struct Choice {
    std::vector<std::string> words;
    std::vector<Range> ranges;
  };
  struct AnyText {
    bool over_parts = false;
  };
  using Step = std::variant<std::string, AnyText, Choice>;

  void add_letter(char letter);
  void add_choice(std::string_view inside);
  static void advance(const Choice& choice, std::string_view name, std::size_t from,
                      std::vector<char>& reached);

  std::vector<Step> steps_;
  std::string general_;
};

/// A name with `*` for each whole number.
std::string general_name(std::string_view name);

}  // namespace tviz
