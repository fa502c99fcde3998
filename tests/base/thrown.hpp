// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "tviz/base/error.hpp"

namespace tviz::test {

/// The text of the Error that `act` throws, or "nothing thrown".
inline std::string thrown(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

}  // namespace tviz::test
