// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/plugin/interfaces.hpp"
#include "tviz/plugin/registry.hpp"
#include "tviz/scene/diagram.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Something with a scene, which can therefore be drawn in every format. A const Drawable may be
/// used from many threads at once. Every method throws Error for bad input.
class TVIZ_API Drawable {
 public:
  virtual ~Drawable();

  /// The drawing, without what only panels show.
  virtual const Scene& scene() const = 0;
  /// The drawing for an interactive page, with panels and everything that the reader can open.
  virtual Scene interactive_scene() const = 0;
  /// The drawing for pages of paper, where nothing unfolds.
  virtual Scene paper_scene() const = 0;
  /// What joins what, for formats that place boxes themselves: one block of each kind.
  virtual Diagram diagram() const = 0;
  /// What the user should know: what was assumed or left out.
  virtual const std::vector<std::string>& warnings() const = 0;
  /// How its files are written, and what their metadata says.
  virtual BackendOptions output() const = 0;

  /// The bytes of a format: "svg", "html", "fragment", "pdf", "png", "ps", "eps", or a plugin's.
  std::string render(std::string_view format) const;
  /// Writes the bytes of a format to a stream. Throws Error if the stream fails.
  void write(std::ostream& stream, std::string_view format) const;
  /// Writes a file in the format of its extension. It appears whole or not at all.
  void save(const std::filesystem::path& path) const;

 protected:
  /// The plugins that draw it.
  explicit Drawable(std::shared_ptr<const Registry> registry);
  // Protected, so that nobody copies this base alone.
  Drawable(const Drawable&) = default;             ///< Shares the plugins.
  Drawable(Drawable&&) = default;                  ///< Takes the plugins over.
  Drawable& operator=(const Drawable&) = default;  ///< Shares the plugins.
  Drawable& operator=(Drawable&&) = default;       ///< Takes the plugins over.

  /// The plugins.
  const std::shared_ptr<const Registry>& registry() const { return registry_; }

 private:
  std::shared_ptr<const Registry> registry_;
};

}  // namespace tviz
