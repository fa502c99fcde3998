// SPDX-License-Identifier: MIT
#pragma once

/// For notebooks with a C++ kernel (xeus-cling, xeus-cpp), which bring nlohmann/json. The one
/// header of tviz that needs it, so tviz/tviz.hpp leaves it out.

#include <nlohmann/json.hpp>

#include "tviz/base/base64.hpp"
#include "tviz/figure/notebook.hpp"

namespace tviz {

/// mime_bundle() in the form of Jupyter's messages, with the PDF in base64. Kernels find it by the
/// figure's namespace when a cell ends with a figure.
inline nlohmann::json mime_bundle_repr(const Drawable& figure) {
  nlohmann::json bundle = nlohmann::json::object();
  for (const auto& [type, bytes] : mime_bundle(figure)) {
    bundle[type] = type == "application/pdf" ? base64(bytes) : bytes;
  }
  return bundle;
}

}  // namespace tviz
