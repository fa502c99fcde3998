// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "tviz/scene/scene.hpp"
#include "tviz/text/font.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// One of two models that are compared: a drawing without a header.
struct ComparedScene {
  Scene scene{};
  std::string title{};
  std::string summary{};  ///< A few words below the title.
  /// For each place that differs, the path of its region, what it is called in callouts.
  std::map<std::string, std::string, std::less<>> differing{};
};

/// A difference in words.
struct CalloutLine {
  std::string name{};
  std::string left{};
  std::string right{};
};

/// The differences of one part.
struct Callout {
  std::string part{};  ///< As in ComparedScene::differing; one that stands nowhere has no line.
  std::vector<CalloutLine> lines{};
};

/// Both scenes on one foot, in grey but for what differs, with the callouts between them.
Scene compare_scenes(std::array<ComparedScene, 2> sides, const std::vector<Callout>& callouts,
                     const Theme& theme, const Fonts& fonts);

}  // namespace tviz
