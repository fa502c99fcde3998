// SPDX-License-Identifier: MIT
#include "messages.hpp"

#include <cstdio>

#include "tviz/base/error.hpp"

namespace tviz::cli {

void print_message(const std::string& line) { std::fputs((line + '\n').c_str(), stderr); }

void print_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    print_message("tviz: warning: " + format(Problem{warning, {}, {}}));
  }
}

}  // namespace tviz::cli
