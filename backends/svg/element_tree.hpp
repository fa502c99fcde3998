// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "element_writer.hpp"

namespace tviz::svg {

struct Attribute {
  Literal name;
  std::string value;
};

/// An element that is not written yet. It has a text or children.
struct Element {
  Literal name;
  std::vector<Attribute> attributes;
  std::string text;
  std::vector<Element> children;
};

/// Keeps elements instead of writing them. Values are as a reader of XML would get them:
/// characters that XML cannot hold are dropped.
class ElementTree final : public ElementWriter {
 public:
  using ElementWriter::attribute;
  ElementTree& open(Literal name) override;
  ElementTree& attribute(Literal name, std::string_view value) override;
  ElementTree& text(std::string_view content) override;
  ElementTree& close() override;

  /// The elements that were closed and lie in no other, moved out.
  std::vector<Element> take();

 private:
  std::vector<Element> roots_;
  std::vector<Element> open_;
};

}  // namespace tviz::svg
