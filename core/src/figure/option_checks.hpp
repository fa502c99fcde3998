// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {

/// Adds a problem if a figure cannot have as many pixels in a row or a column.
void check_size(const std::optional<double>& size, std::string_view option,
                std::vector<Problem>& problems);

/// Adds a problem if a text is longer than Limits::text_bytes. `source` is where it comes from,
/// such as "(b)", or empty.
void check_length(std::string_view text, std::string_view option, const std::string& source,
                  std::vector<Problem>& problems);

}  // namespace tviz
