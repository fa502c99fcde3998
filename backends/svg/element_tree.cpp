// SPDX-License-Identifier: MIT
#include "element_tree.hpp"

#include <utility>

#include "xml_text.hpp"

namespace tviz::svg {

ElementTree& ElementTree::open(Literal name) {
  open_.push_back({name, {}, {}, {}});
  return *this;
}

ElementTree& ElementTree::attribute(Literal name, std::string_view value) {
  open_.back().attributes.push_back({name, xml_text(value)});
  return *this;
}

ElementTree& ElementTree::text(std::string_view content) {
  open_.back().text += xml_text(content);
  return *this;
}

ElementTree& ElementTree::close() {
  Element closed = std::move(open_.back());
  open_.pop_back();
  (open_.empty() ? roots_ : open_.back().children).push_back(std::move(closed));
  return *this;
}

std::vector<Element> ElementTree::take() { return std::exchange(roots_, {}); }

}  // namespace tviz::svg
