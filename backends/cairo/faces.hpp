// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include "handles.hpp"
#include "tviz/text/font.hpp"

namespace tviz::cairo {

/// The faces of a typeface for Cairo, each file opened when it is first needed. For one
/// rendering, on one thread.
class Faces {
 public:
  explicit Faces(Typeface typeface) : typeface_(typeface) {}

  cairo_font_face_t* get(Face face);

 private:
  Typeface typeface_;
  std::map<const FontFile*, FontFace> opened_;
};

}  // namespace tviz::cairo
