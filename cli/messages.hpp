// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tviz::cli {

/// Writes a line to standard error. Where that is closed there is nobody to tell, which is no
/// reason to fail.
void print_message(const std::string& line);

/// Prints what the user should know, with control characters escaped as in errors: the words
/// may come from a file.
void print_warnings(const std::vector<std::string>& warnings);

}  // namespace tviz::cli
