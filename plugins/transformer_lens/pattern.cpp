// SPDX-License-Identifier: MIT
#include "pattern.hpp"

#include <algorithm>
#include <cstddef>

namespace transformer_lens {

namespace {

constexpr std::string_view kLayer = "{layer}";
constexpr std::string_view kHook = "{hook}";

std::size_t leading_digits(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

bool is_matched(std::string_view pattern, std::string_view text, Captures& captures);

/// Tries every length of a text of at least `least` bytes, the shortest first.
bool is_any_matched(std::string_view rest, std::string_view text, std::size_t least,
                    std::string_view* captured, Captures& captures) {
  for (std::size_t length = least; length <= text.size(); ++length) {
    if (!is_matched(rest, text.substr(length), captures)) continue;
    if (captured != nullptr) *captured = text.substr(0, length);
    return true;
  }
  return false;
}

bool is_number_matched(std::string_view rest, std::string_view text, std::string_view* captured,
                       Captures& captures) {
  const std::size_t digits = leading_digits(text);
  if (digits == 0 || !is_matched(rest, text.substr(digits), captures)) return false;
  if (captured != nullptr) *captured = text.substr(0, digits);
  return true;
}

bool is_matched(std::string_view pattern, std::string_view text, Captures& captures) {
  const std::size_t plain = std::min(pattern.find_first_of("{#*"), pattern.size());
  if (text.substr(0, plain) != pattern.substr(0, plain)) return false;
  pattern.remove_prefix(plain);
  text.remove_prefix(plain);
  if (pattern.empty()) return text.empty();
  if (pattern.starts_with(kLayer)) {
    return is_number_matched(pattern.substr(kLayer.size()), text, &captures.layer, captures);
  }
  if (pattern.starts_with(kHook)) {
    return is_any_matched(pattern.substr(kHook.size()), text, 1, &captures.hook, captures);
  }
  if (pattern.front() == '#') {
    return is_number_matched(pattern.substr(1), text, nullptr, captures);
  }
  return is_any_matched(pattern.substr(1), text, 0, nullptr, captures);
}

}  // namespace

std::optional<Captures> match(std::string_view pattern, std::string_view text) {
  Captures captures;
  if (!is_matched(pattern, text, captures)) return std::nullopt;
  return captures;
}

}  // namespace transformer_lens
