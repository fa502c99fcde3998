// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"

namespace tviz {

/// The candidates that `word` was probably meant to be, at most `count`: those at the least
/// edit distance (insertions, deletions, exchanges, swapped neighbours; case is ignored) if
/// that is small for the length of the word, else those that contain the word.
TVIZ_API std::vector<std::string> nearest(std::string_view word,
                                          std::span<const std::string> candidates,
                                          std::size_t count = 3);

/// "did you mean 'a', 'b' or 'c'?" for the nearest candidates; empty if none is near.
TVIZ_API std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// `text` in lower case, ASCII only and independent of the locale.
TVIZ_API std::string lower_case(std::string_view text);

}  // namespace tviz
