// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/figure/drawable.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/plugin/registry.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// One of several figures that stand side by side.
struct SubFigure {
  ModelArchitecture model{};
  /// The theme, its overrides, the crop and the output are ignored, since they belong to the whole
  /// figure. So are the width and the height, if the whole figure has them. Values with the same
  /// title share one scale, unless they have limits.
  RenderOptions options{};
  std::string caption{};  ///< Stands after "(a)" below the drawing; may be empty.
};

/// What holds for all sub-figures together.
struct SubFigureOptions {
  std::size_t columns = 0;  ///< Largest number of sub-figures in a row; 0: all.
  /// Width of the whole figure in pixels, which the sub-figures share. None: each has its usual
  /// width.
  std::optional<double> width{};
  /// In pixels, what the whole must not exceed, as RenderOptions::height. Its rows share it.
  std::optional<double> height{};
  std::string theme = "circuits";
  std::vector<ThemeOverride> overrides{};
  bool crop = false;
  BackendOptions output{};
};

/// The options of a figure that apply to the whole.
TVIZ_API SubFigureOptions options_of_whole(const RenderOptions& options, std::size_t columns);

/// Several figures in one, side by side with (a), (b), … below them.
class TVIZ_API SubFigures : public Drawable {
 public:
  /// Lays out all sub-figures. Throws Error if they do not fit the width, or if one of them is
  /// invalid; then the source of the problem's location is its label, "(b)".
  SubFigures(const std::vector<SubFigure>& parts, const SubFigureOptions& options,
             std::shared_ptr<const Registry> registry);

  const Scene& scene() const override { return scene_; }
  Scene interactive_scene() const override;
  Scene paper_scene() const override;
  Diagram diagram() const override;
  const std::vector<std::string>& warnings() const override { return warnings_; }
  /// The output options of the whole, completed by the first figure, with the sources of all
  /// figures.
  BackendOptions output() const override;

 private:
  /// One of the scenes of each figure.
  std::vector<Scene> scenes_of(Scene (Figure::*draw)() const) const;
  /// Stands the scenes of the figures side by side, in both themes.
  Scene assemble(std::vector<Scene> scenes) const;

  std::size_t columns_;
  bool are_multiples_;  ///< They share a title and a scale.
  bool crop_;
  Theme theme_;
  std::optional<Theme> dark_theme_;
  std::shared_ptr<const Fonts> fonts_;
  std::vector<std::string> captions_;
  std::vector<Figure> figures_;
  Scene scene_;
  std::vector<std::string> warnings_;
};

}  // namespace tviz
