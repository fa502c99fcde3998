// SPDX-License-Identifier: MIT
#pragma once

namespace tviz::cli {

/// Keeps some memory back until there is no other. Then the program can still report this: the
/// destructors that run before allocate memory in libraries that we use, and end the program if
/// they get none. False if there is too little from the start.
[[nodiscard]] bool keep_memory_back();

}  // namespace tviz::cli
