// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace tviz::cli {

// The only ways to standard output. Each throws Error if it cannot be written.

/// Prints text for people, with control characters escaped as in errors, except the ends of lines:
/// the words may come from a file.
void print_text(std::string_view text);

/// Prints bytes for programs as they are.
void print_bytes(std::string_view bytes);

/// Prints indented JSON. Bytes that are not UTF-8 are replaced.
void print_json(const nlohmann::ordered_json& json);

/// Makes sure that all that was printed has arrived, as far as the system tells.
void finish_output();

/// Opens those of the descriptors 0 to 2 that are closed, so that no file gets their numbers.
/// Reading from or writing to them goes on failing, except that messages are dropped. Ends the
/// program if that is not possible.
void occupy_standard_descriptors();

}  // namespace tviz::cli
