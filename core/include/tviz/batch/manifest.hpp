// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/figure/options.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// One figure of a manifest, or one of its sub-figures: what to draw, and where the manifest says
/// so.
struct BatchFigure : FigureSettings {
  std::string name{};    ///< "appendix/gpt2-print"; its files are NAME.FORMAT.
  std::string source{};  ///< A catalog name or a path; empty if `model` has the dimensions.
  std::optional<ModelArchitecture> model{};
  std::string dimensions{};            ///< The text of `model`, whatever its form in the manifest.
  std::vector<std::string> formats{};  ///< "pdf", "svg", without repetition.
  std::vector<BatchFigure>
      sub_figures{};      ///< If there are any, they are drawn, each with its own model.
  std::string caption{};  ///< Text below a sub-figure.
  Location where{};       ///< Place of the figure in the manifest.
  /// Place of each key: "width", "hooks".
  std::map<std::string, Location, std::less<>> places{};
};

/// A list of figures to draw, as a file describes them.
struct Manifest {
  std::filesystem::path file;
  std::filesystem::path folder;  ///< Where the figures go.
  std::vector<BatchFigure> figures;
};

/// Reads a manifest of schema 1 (YAML, or JSON by its extension), with its hook files. Paths in it
/// are relative to its folder. The files of model families apply to all figures; the manifest can
/// name another one. Throws Error with every problem at its line and column: unknown keys, values
/// out of range, names that lead out of the folder, two figures with one name.
TVIZ_API Manifest read_manifest(const std::filesystem::path& file, const Limits& limits = {},
                                std::vector<std::filesystem::path> model_types_files = {});

/// Does the same with a parsed text, whose source is the manifest's path.
TVIZ_API Manifest read_manifest(const Document& document,
                                std::vector<std::filesystem::path> model_types_files = {});

}  // namespace tviz
