// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notation.hpp"
#include "tviz/base/color.hpp"
#include "tviz/scene/json_writer.hpp"

namespace tviz::svg {

/// Whether elements begin on new lines, so that files diff well. In a page each line break would
/// be one more node of the document.
enum class LineBreaks { BetweenElements, None };

/// Writes the elements of an SVG or HTML file front to back. Names come from the source,
/// values are typed, and text is escaped, so that no input can add an element or an
/// attribute. Characters that XML cannot hold are dropped; invalid UTF-8 becomes U+FFFD.
class XmlWriter {
 public:
  explicit XmlWriter(LineBreaks breaks = LineBreaks::BetweenElements) : breaks_(breaks) {}

  /// Starts an element; its attributes follow, then its content.
  XmlWriter& open(Literal name);
  XmlWriter& attribute(Literal name, std::string_view value);
  XmlWriter& attribute(Literal name, double value);
  XmlWriter& attribute(Literal name, Color value);
  XmlWriter& attribute(Literal name, const Notation& value);
  XmlWriter& text(std::string_view content);
  /// Ends the element opened last. Without content it becomes "<name/>", which HTML understands
  /// in SVG and for void elements only.
  XmlWriter& close();

  /// Markup from the source, as it is.
  XmlWriter& markup(Literal content);
  /// JSON for a script element; JsonWriter has escaped it for that place.
  XmlWriter& json(const JsonWriter& content);
  /// The page's own script.
  XmlWriter& viewer_script();
  /// The one of a fragment.
  XmlWriter& fragment_viewer_script();

  std::string_view written() const { return text_; }
  /// What was written since the last time, moved out. All elements must be closed.
  std::string take() { return std::exchange(text_, {}); }

 private:
  void begin_content();

  LineBreaks breaks_;
  std::string text_;
  std::vector<Literal> open_;
  bool in_tag_ = false;  ///< The last start tag still lacks its ">".
};

}  // namespace tviz::svg
