// SPDX-License-Identifier: MIT
#include "layout/state_names.hpp"

#include <fmt/format.h>

namespace tviz {

std::string StateNames::index(std::int64_t above) const {
  if (!general_) return fmt::format("{}", first_ + above);
  return above == 0 ? "i" : fmt::format("i+{}", above);
}

}  // namespace tviz
