// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/theme/theme.hpp"

namespace tviz {

/// How much room a page has across the flow.
enum class PaperWidth {
  Usual,
  Narrow,     ///< Frames and the boxes at the ends are narrower.
  Narrowest,  ///< Letters, heads and norms are smaller too.
};

/// A theme for a page that has margins of its own, with lengths along the flow shortened to this
/// share of what they were. Letters keep their sizes if the page is not the narrowest.
Theme on_paper(Theme theme, double share, PaperWidth width);

}  // namespace tviz
