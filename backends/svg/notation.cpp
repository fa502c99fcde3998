// SPDX-License-Identifier: MIT
#include "notation.hpp"

#include "tviz/scene/number.hpp"

namespace tviz::svg {

Notation& Notation::word(Literal text) {
  text_ += text.text();
  after_number_ = false;
  return *this;
}

Notation& Notation::number(double value) {
  const std::size_t start = text_.size();
  append_number(text_, value);
  if (after_number_ && text_[start] != '-') text_.insert(start, 1, ' ');
  after_number_ = true;
  return *this;
}

Notation translation(Point offset) {
  Notation notation;
  // Other than path data, transforms need a separator in SVG 1.1, also before a minus sign.
  notation.word("translate(").number(offset.x).word(" ").number(offset.y).word(")");
  return notation;
}

}  // namespace tviz::svg
