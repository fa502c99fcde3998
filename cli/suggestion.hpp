// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

namespace tviz::cli {

/// After wrong usage: prints what an unknown command or option was probably meant to be, if
/// anything is near.
void print_suggestion(const CLI::App& app, int argc, const char* const* argv);

}  // namespace tviz::cli
