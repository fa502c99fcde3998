// SPDX-License-Identifier: MIT
#include "dark_rules.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tviz::svg {
namespace {

// JupyterLab, VS Code, Colab, Quarto, Material for MkDocs, and pages that say it in a common
// attribute. Others say it by their color-scheme.
constexpr std::array<std::string_view, 7> kDarkHosts{
    "[data-jp-theme-light=\"false\"]",
    "body.vscode-dark",
    "body.vscode-high-contrast:not(.vscode-high-contrast-light)",
    "[theme=\"dark\"]",
    "body.quarto-dark",
    "[data-md-color-scheme=\"slate\"]",
    ":is([data-theme=\"dark\"],[data-bs-theme=\"dark\"])"};
constexpr std::array<std::string_view, 7> kLightHosts{
    "[data-jp-theme-light=\"true\"]",
    "body.vscode-light",
    "body.vscode-high-contrast-light",
    "[theme=\"light\"]",
    "body.quarto-light",
    "[data-md-color-scheme=\"default\"]",
    ":is([data-theme=\"light\"],[data-bs-theme=\"light\"])"};

std::string light_dark(const ColorPair& pair) {
  return "light-dark(" + format(pair.light) + ',' + format(pair.dark) + ')';
}

std::string rule_below(std::span<const std::string_view> hosts, std::string_view selector,
                       std::string_view scheme) {
  std::string rule;
  for (const std::string_view host : hosts) {
    if (!rule.empty()) rule += ',';
    rule += host;
    rule += ' ';
    rule += selector;
  }
  rule += "{color-scheme:";
  rule += scheme;
  rule += '}';
  return rule;
}

}  // namespace

std::string css_color(const Scene& scene, Color color) {
  const auto pair = std::ranges::find(scene.dark_colors, color, &ColorPair::light);
  return pair == scene.dark_colors.end() ? format(color) : light_dark(*pair);
}

std::string dark_rules(const Scene& scene, std::string_view id) {
  std::string rules;
  if (scene.dark_colors.empty()) return rules;
  const std::string own = '#' + std::string(id);
  // Readers that stumble over light-dark() pass over what they do not support, and draw the light
  // figure.
  rules += "@supports(color:light-dark(red,red)){";
  // As a file or a picture; in a page the page says.
  rules += own + ":root{color-scheme:light dark}";
  // What is used stands in a tree of its own, which begins with the definition.
  const std::string selector = ":is(" + own + ",[id^=" + std::string(id) + "-d])";
  for (const ColorPair& pair : scene.dark_colors) {
    for (const std::string_view property : {"fill", "stroke"}) {
      rules += selector;
      rules += " [";
      rules += property;
      rules += "=\"" + format(pair.light) + "\"]{";
      rules += property;
      rules += ':' + light_dark(pair) + '}';
    }
  }
  return rules + '}';
}

std::string_view color_scheme(const Scene& scene) {
  constexpr Color kBlack{0, 0, 0};
  constexpr Color kWhite{255, 255, 255};
  if (!scene.dark_colors.empty()) return "light dark";
  const bool dark = contrast(scene.panel.page, kWhite) > contrast(scene.panel.page, kBlack);
  return dark ? "dark" : "light";
}

std::string host_scheme_rules(const Scene& scene, std::string_view selector) {
  if (scene.dark_colors.empty()) return {};
  return rule_below(kDarkHosts, selector, "dark") + rule_below(kLightHosts, selector, "light");
}

}  // namespace tviz::svg
