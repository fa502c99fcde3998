// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {

/// Runs code of a plugin. What it throws becomes an Error that names what it was running for;
/// an Error already says what is wrong.
template <class Call>
void call_plugin(const std::string& name, Call call) {
  const auto fail = [&name](std::string_view reason) {
    throw Error(Problem{fmt::format("the plugin failed: {}", reason), {.source = name}, {}});
  };
  try {
    call();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    fail(error.what());
  } catch (...) {
    fail("it threw something that is not a std::exception");
  }
}

/// Throws the same problems; those without a place lie in what `source` did.
[[noreturn]] inline void throw_from(const std::string& source, std::vector<Problem> problems) {
  for (Problem& problem : problems) {
    if (problem.where.source.empty()) problem.where.source = source;
  }
  throw Error(std::move(problems));
}

}  // namespace tviz
