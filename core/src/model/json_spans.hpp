// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace tviz {

/// A member of a JSON map, or an item of a list (without key), as text.
struct JsonSpan {
  std::string_view key;
  std::string_view value;
};

/// Cuts the text of a map or list into its members without reading them, so that one entry of a
/// large data file can be found and read alone. The text must be well-formed, and brackets that a
/// line leaves open must be closed by a line that is indented as much: it is for files that the
/// library carries.
std::vector<JsonSpan> json_spans(std::string_view text);

/// The value of the member with this key; empty if there is none.
std::string_view find_span(const std::vector<JsonSpan>& spans, std::string_view key);

}  // namespace tviz
