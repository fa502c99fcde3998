// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/plugin/interfaces.hpp"

namespace tviz::svg {

/// One SVG file: every fold closed, component names as tooltips.
class SvgBackend final : public Backend {
 public:
  bool interactive() const override { return false; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

/// One HTML page that needs nothing else: the same figure, and a viewer that opens panels
/// and folds. Without a script the figure is still complete.
class HtmlBackend final : public Backend {
 public:
  bool interactive() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

/// HTML to stand in another page, such as a notebook's: the figure as a picture, and a script that
/// replaces it by the live figure. Where scripts are taken out the picture remains.
class FragmentBackend final : public Backend {
 public:
  bool interactive() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

}  // namespace tviz::svg
