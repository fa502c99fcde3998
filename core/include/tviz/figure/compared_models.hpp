// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/compare/compare.hpp"
#include "tviz/figure/drawable.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/plugin/registry.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Two models side by side on one foot, one block of each kind, in which only what differs has
/// colour; between them stand the differences, each with a line to what it is about.
class TVIZ_API ComparedModels : public Drawable {
 public:
  /// Lays out both models. Of `options`, the theme with its overrides and the output count. Throws
  /// Error if a model or the theme is invalid.
  ComparedModels(const ModelArchitecture& left, const ModelArchitecture& right,
                 const RenderOptions& options, std::shared_ptr<const Registry> registry);

  /// What differs, in the order of the callouts' parts.
  const std::vector<ModelDifference>& differences() const { return differences_; }
  const Scene& scene() const override { return scene_; }
  Scene interactive_scene() const override { return scene_; }
  Scene paper_scene() const override { return scene_; }
  /// Throws Error: a comparison has none.
  Diagram diagram() const override;
  const std::vector<std::string>& warnings() const override { return warnings_; }
  BackendOptions output() const override;

 private:
  std::vector<Figure> figures_;
  std::vector<ModelDifference> differences_;
  Scene scene_;
  std::vector<std::string> warnings_;
};

}  // namespace tviz
