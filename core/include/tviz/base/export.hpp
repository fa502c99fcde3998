// SPDX-License-Identifier: MIT
#pragma once

/// Marks what the shared library exports. Everything else is hidden, so that a plugin cannot
/// replace a symbol of the core by accident.
#define TVIZ_API __attribute__((visibility("default")))

// At the beginning of every header that needs C++20, so that this is all that a compiler says.
#if __cplusplus < 202002L
#error "tviz needs C++20: compile with -std=c++20"
#include <tviz needs C++20>  // #error alone lets the compiler go on.
#endif
