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
  /// The theme, its overrides, the crop and the output are not looked at, since they are the
  /// whole's; the width is not if the whole has one.
  RenderOptions options{};
  std::string caption{};  ///< Stands after "(a)" below the drawing; may be empty.
};

/// What holds for all sub-figures together.
struct SubFigureOptions {
  std::size_t columns = 0;  ///< Most sub-figures in a row; 0: all.
  /// Pixels of the whole, which the sub-figures share. None: each has its usual width.
  std::optional<double> width{};
  std::string theme = "circuits";
  std::vector<ThemeOverride> overrides{};
  bool crop = false;
  BackendOptions output{};
};

/// What of the options of a figure holds for the whole.
TVIZ_API SubFigureOptions options_of_whole(const RenderOptions& options, std::size_t columns);

/// Several figures in one, side by side with (a), (b), … below them.
class TVIZ_API SubFigures : public Drawable {
 public:
  /// Lays all out. Throws Error if they do not fit the width, or if a sub-figure will not do; then
  /// the source of the problem's location is its label, "(b)".
  SubFigures(const std::vector<SubFigure>& parts, const SubFigureOptions& options,
             std::shared_ptr<const Registry> registry);

  const Scene& scene() const override { return scene_; }
  Scene interactive_scene() const override;
  const std::vector<std::string>& warnings() const override { return warnings_; }
  /// What the first figure makes of the whole's, with the sources of all.
  BackendOptions output() const override;

 private:
  /// Stands the scenes of the figures side by side, in both themes.
  Scene assemble(std::vector<Scene> scenes) const;

  std::size_t columns_;
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
