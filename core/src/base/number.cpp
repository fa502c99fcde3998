// SPDX-License-Identifier: MIT
#include "base/number.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace tviz {
namespace {

std::size_t skip_sign(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '+' || text[at] == '-') ? at + 1 : at;
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

template <typename Value>
std::optional<Value> convert(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Value value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool is_number(std::string_view text) {
  const std::size_t start = skip_sign(text, 0);
  std::size_t at = skip_digits(text, start);
  std::size_t digits = at - start;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = at + 1;
    at = skip_digits(text, fraction);
    digits += at - fraction;
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t exponent = skip_sign(text, at + 1);
    at = skip_digits(text, exponent);
    if (at == exponent) return false;
  }
  return at == text.size();
}

bool is_whole_number(std::string_view text) {
  const std::size_t start = skip_sign(text, 0);
  const std::size_t end = skip_digits(text, start);
  return end > start && end == text.size();
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (!is_whole_number(text)) return std::nullopt;
  return convert<std::int64_t>(text);
}

std::optional<double> parse_real(std::string_view text) {
  if (!is_number(text)) return std::nullopt;
  return convert<double>(text);
}

}  // namespace tviz
