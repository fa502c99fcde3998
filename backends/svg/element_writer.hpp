// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "notation.hpp"
#include "tviz/base/color.hpp"

namespace tviz::svg {

/// Takes elements front to back, whatever becomes of them. Names come from the source and values
/// are typed; a text is only ever text.
class ElementWriter {
 public:
  ElementWriter() = default;
  ElementWriter(const ElementWriter&) = delete;
  ElementWriter& operator=(const ElementWriter&) = delete;
  virtual ~ElementWriter() = default;

  /// Starts an element; its attributes follow, then its content.
  virtual ElementWriter& open(Literal name) = 0;
  virtual ElementWriter& attribute(Literal name, std::string_view value) = 0;
  virtual ElementWriter& text(std::string_view content) = 0;
  /// Ends the element opened last.
  virtual ElementWriter& close() = 0;

  ElementWriter& attribute(Literal name, double value);
  ElementWriter& attribute(Literal name, Color value);
  ElementWriter& attribute(Literal name, const Notation& value);
};

}  // namespace tviz::svg
