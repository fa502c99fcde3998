// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace tviz::cli {

/// What is wrong with a call, and where to read more; the commands, if it has none.
std::string usage_error(const CLI::App* app, const CLI::Error& error);

/// What unknown commands and options were probably meant to be, a line for each; empty if nothing
/// is near.
std::string suggestion(const CLI::App& app, int argc, const char* const* argv);

}  // namespace tviz::cli
