// SPDX-License-Identifier: MIT
#include "tviz/base/error.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace tviz {
namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += format(problem);
  }
  return text;
}

std::vector<Problem> only(Problem problem) {
  std::vector<Problem> problems;
  problems.push_back(std::move(problem));
  return problems;
}

}  // namespace

std::string format(const Location& where) {
  std::string text = escape_controls(where.source);
  if (where.line > 0) {
    if (!text.empty()) text += ':';
    text += std::to_string(where.line);
    if (where.column > 0) text += ':' + std::to_string(where.column);
  }
  if (!where.field.empty()) {
    if (!text.empty()) text += ": ";
    text += escape_controls(where.field);
  }
  return text;
}

std::string format(const Problem& problem) {
  std::string text = format(problem.where);
  if (!text.empty()) text += ": ";
  text += escape_controls(problem.message);
  if (!problem.hint.empty()) text += " (" + escape_controls(problem.hint) + ')';
  return text;
}

Error::Error(Problem problem) : Error(only(std::move(problem))) {}

Error::Error(std::vector<Problem> problems)
    : problems_(std::move(problems)), text_(joined(problems_)) {}

const char* Error::what() const noexcept { return text_.c_str(); }

const std::vector<Problem>& Error::problems() const noexcept { return problems_; }

void throw_if_any(std::vector<Problem> problems) {
  if (!problems.empty()) throw Error(std::move(problems));
}

}  // namespace tviz
