// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/plugin/interfaces.hpp"

namespace tviz::cairo {

/// One page of the figure's size with selectable text.
class PdfBackend final : public Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

/// BackendOptions::scale pixels for each of the scene's.
class PngBackend final : public Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

/// PostScript for a printer.
class PsBackend final : public Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

/// Encapsulated PostScript, for inclusion in documents.
class EpsBackend final : public Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const override;
};

}  // namespace tviz::cairo
