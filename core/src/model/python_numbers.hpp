// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz {

/// Python writes infinities and NaN into a config.json, which is no JSON (Nemotron-H has one).
/// Puts them in quotes, so that they are texts, which no dimension accepts.
std::string with_quoted_infinities(std::string_view text);

}  // namespace tviz
