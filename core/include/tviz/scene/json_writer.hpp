// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tviz/base/color.hpp"
#include "tviz/base/export.hpp"

namespace tviz {

/// Writes JSON front to back and sets the commas. In strings, `<`, `>`, `&`, U+2028 and
/// U+2029 are escaped, so that the text may stand inside a script element of a page, and
/// invalid UTF-8 becomes U+FFFD, so that any reader takes it.
class TVIZ_API JsonWriter {
 public:
  /// Opens an object; end_object() closes it. Each call returns the writer, to go on with.
  JsonWriter& begin_object() { return begin('{'); }
  /// Closes the object that was opened last.
  JsonWriter& end_object() { return end('}'); }
  /// Opens a list; end_array() closes it.
  JsonWriter& begin_array() { return begin('['); }
  /// Closes the list that was opened last.
  JsonWriter& end_array() { return end(']'); }
  /// Writes the key of the value that comes next.
  JsonWriter& key(std::string_view name);
  /// Writes a text.
  JsonWriter& value(std::string_view text);
  /// Writes a coordinate as append_number() does: with three decimals.
  JsonWriter& value(double number);
  /// Writes a measured number with all its digits. What JSON lacks is a text: "Infinity",
  /// "-Infinity", "NaN".
  JsonWriter& exact(double number);
  /// Writes a whole number.
  JsonWriter& value(std::int64_t number);
  /// Writes a colour as a text: "#RRGGBB".
  JsonWriter& value(Color color);
  /// Begins a new line before the next value or key, for texts that people compare.
  JsonWriter& line();

  /// What was written so far.
  const std::string& text() const { return text_; }
  /// The text, moved out of the writer.
  std::string take() && { return std::move(text_); }

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  void separate();
  void quote(std::string_view text);

  std::string text_;
  bool first_ = true;      ///< Nothing to set a comma after.
  bool new_line_ = false;  ///< line() was called.
};

}  // namespace tviz
