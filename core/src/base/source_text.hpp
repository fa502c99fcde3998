// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

/// A place in a text; both count from 1, the column in bytes.
struct Place {
  int line = 1;
  int column = 1;
};

/// Throws an Error at a place of a text.
[[noreturn]] void fail_at(const std::string& source, Place place, std::string message,
                          std::string hint = {});

/// Checks what YAML and JSON have in common before any parser sees the text: its size, that
/// it is UTF-8, and that it holds no control characters (both parsers take some of them for
/// the end of the text). Returns the text without a byte order mark.
std::string_view checked_text(std::string_view text, const std::string& source,
                              const Limits& limits);

/// The place after `text`, if `text` starts at `place`.
Place advance(Place place, std::string_view text);

}  // namespace tviz
