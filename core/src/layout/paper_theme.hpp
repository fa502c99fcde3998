// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/theme/theme.hpp"

namespace tviz {

/// A theme for a page that has margins of its own, with lengths along the flow shortened to this
/// share of what they were. Letters keep their sizes. If it is `narrow`, so are lengths across.
Theme on_paper(Theme theme, double share, bool narrow);

}  // namespace tviz
