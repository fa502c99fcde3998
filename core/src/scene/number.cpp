// SPDX-License-Identifier: MIT
#include "tviz/scene/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tviz {

void append_number(std::string& text, std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

void append_number(std::string& text, double number) {
  constexpr double kLargest = 1e12;
  if (!(std::abs(number) <= kLargest)) number = 0;
  const std::int64_t thousandths = std::llround(number * 1000);
  const std::int64_t whole = thousandths / 1000;
  std::int64_t rest = std::abs(thousandths % 1000);
  if (thousandths < 0 && whole == 0) text += '-';
  append_number(text, whole);
  if (rest == 0) return;
  text += '.';
  for (std::int64_t unit = 100; rest != 0; unit /= 10) {
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
}

}  // namespace tviz
