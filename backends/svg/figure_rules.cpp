// SPDX-License-Identifier: MIT
#include "figure_rules.hpp"

#include <array>

#include "dark_rules.hpp"

namespace tviz::svg {

std::string figure_rules(const Scene& scene, std::string_view selector) {
  const std::string outline =
      "{outline:2px solid " + css_color(scene, scene.panel.head.stroke) + '}';
  const std::array<std::string, 9> rules_below{
      '{' + std::string(kToolbarRoom) + '}', " [tabindex]{outline:none}",
      " [tabindex]:focus-visible" + outline,
      // Around the bar only: what takes the pointer reaches over the text above it.
      " .tviz-slider:focus-visible{outline:none}",
      " .tviz-slider:focus-visible>.tviz-bar{stroke:" + css_color(scene, scene.panel.head.stroke) +
          ";stroke-width:4px}",
      // Positioned, it is painted apart from what opens over it, which so costs nothing there.
      " svg{display:block;position:relative;box-sizing:content-box;max-width:100%;height:auto;"
      "margin:0 var(--side,0);padding:0;border:0}",
      " .tviz-far{visibility:hidden}", " .tviz-faded{opacity:.15}",
      " .tviz-outline" + std::string(kHidden)};
  std::string rules;
  for (const std::string& rule : rules_below) {
    rules += selector;
    rules += rule;
  }
  return rules + "@media print{" + std::string(selector) + " .tviz-far{visibility:visible}}";
}

}  // namespace tviz::svg
