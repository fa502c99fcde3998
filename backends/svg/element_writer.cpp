// SPDX-License-Identifier: MIT
#include "element_writer.hpp"

#include <string>

#include "tviz/scene/number.hpp"

namespace tviz::svg {

ElementWriter& ElementWriter::attribute(Literal name, double value) {
  std::string text;
  append_number(text, value);
  return attribute(name, std::string_view(text));
}

ElementWriter& ElementWriter::attribute(Literal name, Color value) {
  return attribute(name, std::string_view(format(value)));
}

ElementWriter& ElementWriter::attribute(Literal name, const Notation& value) {
  return attribute(name, value.text());
}

}  // namespace tviz::svg
