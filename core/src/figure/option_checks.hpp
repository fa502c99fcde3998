// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {

/// Adds a problem if a figure cannot be as many pixels wide.
void check_width(const std::optional<double>& width, std::vector<Problem>& problems);

/// Adds a problem if a text is longer than Limits::text_bytes. `source` is where it comes from,
/// such as "(b)", or empty.
void check_length(std::string_view text, std::string_view option, const std::string& source,
                  std::vector<Problem>& problems);

}  // namespace tviz
