// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/geometry.hpp"

namespace tviz::svg {

/// Text that stands in the source code. Its constructor runs in the compiler, so that
/// nothing from a user can ever become one.
class Literal {
 public:
  template <std::size_t Size>
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is to be written as it is.
  consteval Literal(const char (&text)[Size]) : text_(text, Size - 1) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// A value in one of SVG's small languages (path data, transforms, lists of lengths),
/// made of words from the source and numbers, with a space only where it is needed.
class Notation {
 public:
  Notation& word(Literal text);
  Notation& number(double value);
  Notation& point(Point value) { return number(value.x).number(value.y); }
  std::string_view text() const { return text_; }

 private:
  std::string text_;
  bool after_number_ = false;
};

/// "translate(3 4)".
Notation translation(Point offset);

}  // namespace tviz::svg
