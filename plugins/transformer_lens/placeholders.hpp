// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace transformer_lens {

/// Puts `value` in the place of the first `placeholder` in `text`, if there is one.
inline void replace(std::string& text, std::string_view placeholder, std::string_view value) {
  if (const auto at = text.find(placeholder); at != std::string::npos) {
    text.replace(at, placeholder.size(), value);
  }
}

}  // namespace transformer_lens
