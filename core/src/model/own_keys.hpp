// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/model/architecture.hpp"

namespace tviz {

/// The model as an architecture that declares these keys gets it: what the configuration has under
/// them are own values, and no longer unread. Throws Error for a value of another type or out of
/// range, and for a key in tviz's own words that is near to a known one.
ModelArchitecture with_own_keys(ModelArchitecture model, const std::vector<OwnKey>& declared);

}  // namespace tviz
