// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/component_painter.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/text/font.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The notes beside a figure: none, or for each step a sentence and its equation.
enum class Annotations { None, Equations };

/// How many heads of an attention row are drawn: as many as fit, or every one (the figure
/// grows as wide as that needs).
enum class HeadsShown { Fitting, All };

/// Where the data flows: up, as in the figures of papers, or to the right, as slides have room.
enum class Direction { Up, Right };

/// What a figure shows of its graph.
struct LayoutOptions {
  std::int64_t max_layers = 8;  ///< Layers drawn open before the rest folds.
  /// Pixels; none: what the theme says, or more where several streams stand side by side. Of a
  /// figure that flows to the right: what its layers need, which are fewer if a width is given.
  std::optional<double> width{};
  Annotations annotations = Annotations::Equations;
  HeadsShown heads = HeadsShown::Fitting;
  /// Components and blocks that are drawn opened, by path; or "all".
  std::vector<std::string> expanded{};
  ComponentPainters painters{};  ///< Of the kinds of component that are a plugin's.
  /// What opened layers call their hook points: the names, in a dialect's words, of the first
  /// block of each structure.
  std::vector<HookName> hook_names{};
  /// Whether the reader can open each layer that is drawn (each becomes a Fold). A figure that
  /// flows to the right has no folds.
  bool layers_open = false;
  Direction direction = Direction::Up;
};

/// Places the graph under the overlay: a pure function. Adds to `warnings` what the user
/// should know, such as notes that had no room. Throws Error if the width is too small, and if
/// something is to be opened in a figure that flows to the right.
TVIZ_API Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme,
                       const Fonts& fonts, const LayoutOptions& options,
                       std::vector<std::string>& warnings);

/// The smallest width, in pixels, in which lay_out() places the graph.
TVIZ_API double least_width(const Graph& graph, const Overlay& overlay, const Theme& theme,
                            const Fonts& fonts, const LayoutOptions& options);

/// Adds to a scene what the panels of a page show. `names` are the hook names, in a
/// dialect's words, of the first block of each structure and of what lies outside the blocks.
TVIZ_API void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme,
                         const Fonts& fonts, const std::vector<HookName>& names, Scene& scene);

}  // namespace tviz
