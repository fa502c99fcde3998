// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz::cli {

/// Writes a line to standard error. Where that is closed there is nobody to tell, which is no
/// reason to fail.
void print_message(const std::string& line);

/// Prints what is wrong, in colour on a terminal unless NO_COLOR is set. The text has no control
/// characters.
void print_error(const std::string& text);

/// Prints a problem as print_error() does, or as a JSON object in one line.
void print_problem(const Problem& problem, bool as_json);

/// Prints what the user should know, with control characters escaped as in errors: the words
/// may come from a file.
void print_warnings(const std::vector<std::string>& warnings);

/// A text with its control characters escaped as in errors, so that it cannot drive a terminal.
std::string escaped(std::string_view text);

}  // namespace tviz::cli
