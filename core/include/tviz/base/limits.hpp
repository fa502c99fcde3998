// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace tviz {

/// The most that an input may cost. If an input exceeds a limit, the error names that limit. The
/// values admit every published model with room to spare.
struct Limits {
  std::size_t document_bytes = 16U << 20U;  ///< Of one YAML or JSON text.
  std::size_t document_depth = 64;          ///< Nesting of maps and lists.
  std::size_t document_nodes = 1'000'000;   ///< Scalars, maps and lists together.
  std::size_t scalar_bytes = 64U << 10U;    ///< Of one key or scalar.
  std::int64_t layers = 4096;
  std::int64_t heads = 4096;              ///< Of one attention component.
  std::int64_t experts = 65'536;          ///< Routed ones of one mixture.
  std::int64_t width = 1'000'000'000;     ///< Of any tensor dimension.
  std::size_t header_entries = 300'000;   ///< Tensors, and metadata keys, of a weights file.
  std::size_t components = 100'000;       ///< Of one graph, each block structure counted once;
                                          ///< its other parts (tensors, ...) count too.
  std::size_t axes = 16;                  ///< Of one tensor.
  std::size_t text_bytes = 4096;          ///< Of one label, path or description.
  std::size_t hooks = 100'000;            ///< Highlights of one figure.
  std::size_t artwork_bytes = 1U << 20U;  ///< Of one SVG document in a figure.
  std::size_t values = 1'000'000;         ///< Numbers laid over one figure.
  double component_pixels = 10'000;       ///< Height of what a plugin draws.
  double figure_pixels = 1'000'000;       ///< Width or height of a scene.
  double raster_pixels = 32'767;          ///< Width or height of a PNG: Cairo's limit.
};

}  // namespace tviz
