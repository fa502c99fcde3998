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

/// What a figure draws of its layers.
enum class View {
  Automatic,  ///< A tower on screens, what fits on paper.
  Block,      ///< One block of each kind and how many there are; marked layers stay apart.
  Atlas,      ///< A row for each layer, a cell for each head.
  Tower,      ///< The first layers one by one, the others folded.
};

/// Where the data flows: up, as in the figures of papers, or to the right, as suits slides.
enum class Direction { Up, Right };

/// The height of a page's text in pixels: nine inches.
inline constexpr double kPageHeight = 864;

/// What a figure shows of its graph, and how.
struct LayoutOptions {
  View view = View::Tower;      ///< Not Automatic.
  std::int64_t max_layers = 8;  ///< Layers that a tower draws open before the rest folds.
  /// In pixels. None: the theme's width, or more if several streams stand side by side. A figure
  /// that flows to the right is as wide as its layers need; if a width is given, it shows only as
  /// many layers as fit.
  std::optional<double> width{};
  /// In pixels, what the figure must not exceed: a block view draws closer together and leaves out
  /// its notes, a tower folds more layers. None: a block view draws closer together to fit
  /// kPageHeight, and is as high as it must be if that does not help.
  std::optional<double> height{};
  Annotations annotations = Annotations::Equations;
  /// Whether it stands beside others: then its notes never stand below it, and paper keeps its
  /// margin.
  bool is_sub_figure = false;
  /// Whether it stands among others of the same model: an atlas then leaves out the title and the
  /// scale of the numbers, which all have in common.
  bool is_multiple = false;
  bool short_hook_names = false;  ///< "pattern" for "hook_pattern", in opened layers.
  bool terse_notes = false;       ///< Notes below the figure without their sentences.
  HeadsShown heads = HeadsShown::Fitting;
  /// Components and blocks that are drawn opened, by path; or "all".
  std::vector<std::string> expanded{};
  ComponentPainters painters{};  ///< For the kinds of component that plugins draw.
  /// Names for the hook points in opened layers, in one dialect. For each structure, the names are
  /// for its first block.
  std::vector<HookName> hook_names{};
  /// Whether the reader can open each layer that is drawn (each becomes a Fold). A figure that
  /// flows to the right has no folds.
  bool layers_open = false;
  Direction direction = Direction::Up;
};

/// Lays out the graph under the overlay. A pure function. Adds to `warnings` what the user should
/// know, such as that there was no room for notes. Throws Error if the width or the height is too
/// small, and if something is to be opened in a figure that flows to the right.
TVIZ_API Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme,
                       const Fonts& fonts, const LayoutOptions& options,
                       std::vector<std::string>& warnings);

/// The same in the view that suits a page of paper: a block view, or an atlas if many layers carry
/// numbers, or if a block view is higher than options.height, or than kPageHeight because many
/// layers carry hooks. `options.view` has no meaning.
TVIZ_API Scene lay_out_on_paper(const Graph& graph, const Overlay& overlay, const Theme& theme,
                                const Fonts& fonts, const LayoutOptions& options,
                                std::vector<std::string>& warnings);

/// The smallest width, in pixels, in which lay_out() places the graph.
TVIZ_API double least_width(const Graph& graph, const Overlay& overlay, const Theme& theme,
                            const Fonts& fonts, const LayoutOptions& options);

/// Adds to a scene what the panels of a page show. `names` are hook names in one dialect: in the
/// first block of each structure, and outside the blocks.
TVIZ_API void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme,
                         const Fonts& fonts, const std::vector<HookName>& names, Scene& scene);

}  // namespace tviz
