// SPDX-License-Identifier: MIT
#include "viewer.hpp"

#include <spawn.h>
#include <unistd.h>

#include <array>
#include <system_error>

#include "tviz/base/error.hpp"

namespace tviz::cli {

void open_in_viewer(const std::string& file) {
#ifdef __APPLE__
  std::string program = "open";
#else
  std::string program = "xdg-open";
#endif
  // A name that begins with a dash is no option of that program.
  std::string shown = file.starts_with('-') ? "./" + file : file;
  std::array<char*, 3> arguments{program.data(), shown.data(), nullptr};
  pid_t child = 0;
  const int error =
      ::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
  if (error == 0) return;
  throw Error(Problem{"cannot be shown: " + std::generic_category().message(error),
                      {.source = file},
                      program + " is asked to show files"});
}

}  // namespace tviz::cli
