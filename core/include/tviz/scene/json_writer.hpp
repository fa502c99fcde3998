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
  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(Color color);
  /// Begins a new line before the next value or key, for texts that people compare.
  JsonWriter& line();

  const std::string& text() const { return text_; }
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
