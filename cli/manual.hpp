// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace tviz::cli {

/// The manual page of the program with all its commands, for man(1).
std::string manual_page(const CLI::App& program);

}  // namespace tviz::cli
