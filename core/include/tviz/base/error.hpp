// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"

namespace tviz {

/// Where a problem lies: in a text (source, line, column) or at a field's path.
/// Lines and columns count from 1; 0 means unknown. A column counts bytes.
struct Location {
  std::string source{};  ///< File name, or a word such as "command line".
  int line = 0;
  int column = 0;
  std::string field{};  ///< For example "roles.head.fill"; may be empty.
};

/// One thing that is wrong: what, where, and what would help.
struct Problem {
  std::string message{};
  Location where{};
  std::string hint{};  ///< For example "did you mean 'gpt2-xl'?"; may be empty.
};

/// The place alone: "theme.yaml:3:5", "roles.head.fill", or both joined by ": ".
TVIZ_API std::string format(const Location& where);

/// "theme.yaml:3:5: roles.head.fill: not a colour (write it as #RRGGBB)". Control
/// characters are escaped, so that a hostile file name cannot drive a terminal.
TVIZ_API std::string format(const Problem& problem);

/// The only type of error that the library throws. It holds every problem found in an input, not
/// just the first; `what()` lists them, one per line.
class TVIZ_API Error : public std::exception {
 public:
  /// An error with one problem.
  explicit Error(Problem problem);
  /// An error with several problems, at least one.
  explicit Error(std::vector<Problem> problems);

  /// The texts of all problems, one per line.
  const char* what() const noexcept override;
  /// The problems in the order in which they were found.
  const std::vector<Problem>& problems() const noexcept;

 private:
  std::vector<Problem> problems_;
  std::string text_;
};

/// Throws an Error with these problems, if there are any.
TVIZ_API void throw_if_any(std::vector<Problem> problems);

}  // namespace tviz
