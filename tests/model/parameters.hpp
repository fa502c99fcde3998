// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "tviz/model/architecture.hpp"

namespace tviz::test {

/// The number of parameters that follows from the fields, towers included; to be held against
/// the published one. It shares nothing with the graph's way of counting.
std::int64_t parameters(const ModelArchitecture& model);

/// Of these, those that one token uses: of a mixture only its routed experts_per_token.
std::int64_t active_parameters(const ModelArchitecture& model);

}  // namespace tviz::test
