// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace tviz::cli {

/// How a child process ended, and the end of what it wrote.
struct ChildResult {
  enum class End { Exited, Signalled, TimedOut };

  End end = End::Exited;
  int code = 0;  ///< The exit code or the signal; 0 if it was stopped after the time limit.
  std::string output;
  std::string errors;
};

/// Runs a program, without a shell and without input, and waits for it. When it ends or its
/// time is over, it is killed with everything that it has started in its process group.
/// Throws std::system_error if it cannot be started.
ChildResult run_child(std::vector<std::string> command, std::chrono::milliseconds time_limit);

}  // namespace tviz::cli
