// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.hpp"
#include "tviz/base/document.hpp"

namespace tviz {

/// Builds the tree of a document from the events of a parser. What both languages must
/// refuse is refused here: duplicate keys, numbers out of range, and limits passed.
class TreeBuilder {
 public:
  TreeBuilder(std::string source, const Limits& limits);

  void null(Place place);
  void scalar(Place place, std::string_view text, bool quoted);
  void begin(Node::Kind kind, Place place);
  void key(Place place, std::string_view text);
  void end();

  /// The innermost open value is a mapping whose next entry has no key yet.
  bool expects_key() const;
  [[noreturn]] void fail(Place place, std::string message, std::string hint = {}) const;
  Document take();

 private:
  struct Open {
    Node* node;  ///< Stays where it is: its parent takes no entry before it is closed.
    bool awaits_value = false;
    std::set<std::string, std::less<>> keys;
  };

  Node& add(Node::Kind kind, Place place);
  std::string limited(Place place, std::string_view text) const;

  const Limits& limits_;
  Document document_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

}  // namespace tviz
