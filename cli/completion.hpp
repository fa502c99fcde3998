// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace tviz::cli {

/// "bash", "zsh" and "fish".
std::vector<std::string> completed_shells();

/// A script by which one of these shells completes the program's commands, options and their
/// words, and the names of models and themes, which it asks the program for.
std::string completion_script(const CLI::App& program, std::string_view shell);

}  // namespace tviz::cli
