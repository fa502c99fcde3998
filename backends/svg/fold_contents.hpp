// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pattern_book.hpp"
#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer makes of one fold.
struct FoldContent {
  std::vector<PatternUse> drawing;  ///< Of the open state, from top to bottom.
  std::vector<PatternUse> regions;  ///< Likewise, in the direction of the data flow.
  PatternUse unfold_button;
  PatternUse fold_button;
};

/// All that a page shows once a script runs, and the patterns that it is made of.
struct FoldContents {
  PatternBook book;
  std::vector<FoldContent> folds;       ///< In the order of the scene's items.
  std::vector<PatternUse> definitions;  ///< Those that only open folds use.
};

/// Draws the open states of all folds.
FoldContents fold_contents(const Scene& scene, const std::string& prefix, const TextPainter& text);

}  // namespace tviz::svg
