// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace tviz::cli {

/// How far a long work is, on standard error: a bar with rate and remaining time on a terminal, a
/// line for each step elsewhere.
class Progress {
 public:
  /// `quiet` prints nothing at all.
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A step is done. `line` is what is said of it where there is no terminal; empty: nothing.
  void step(const std::string& line, std::size_t done, std::size_t total);

 private:
  void draw_bar(std::size_t done, std::size_t total);

  bool quiet_;
  bool terminal_;
  bool has_bar_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace tviz::cli
