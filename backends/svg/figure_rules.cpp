// SPDX-License-Identifier: MIT
#include "figure_rules.hpp"

#include <array>

namespace tviz::svg {

std::string_view color_scheme(const Scene& scene) {
  constexpr Color kBlack{0, 0, 0};
  constexpr Color kWhite{255, 255, 255};
  const bool dark = contrast(scene.panel.page, kWhite) > contrast(scene.panel.page, kBlack);
  return dark ? "dark" : "light";
}

std::string figure_rules(const Scene& scene, std::string_view selector) {
  const std::string outline = "{outline:2px solid " + format(scene.panel.head.stroke) + '}';
  const std::array<std::string, 5> rules_below{
      '{' + std::string(kToolbarRoom) + '}',
      " [tabindex]{outline:none}", " [tabindex]:focus-visible" + outline,
      // Positioned, it is painted apart from what opens over it, which so costs nothing there.
      " svg{display:block;position:relative;box-sizing:content-box;max-width:100%;height:auto;"
      "margin:0;padding:0;"
      "border:0}",
      " .tviz-outline" + std::string(kHidden)};
  std::string rules;
  for (const std::string& rule : rules_below) {
    rules += selector;
    rules += rule;
  }
  return rules;
}

}  // namespace tviz::svg
