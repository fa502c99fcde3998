// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "handles.hpp"
#include "tviz/text/font.hpp"

namespace tviz::cairo {

/// The carried faces for Cairo, each opened when it is first needed. For one rendering, on
/// one thread.
class Faces {
 public:
  cairo_font_face_t* get(Face face);

 private:
  std::array<FontFace, kFaceCount> faces_;
};

}  // namespace tviz::cairo
