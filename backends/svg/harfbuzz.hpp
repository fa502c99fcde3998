// SPDX-License-Identifier: MIT
#pragma once

#include <hb-subset.h>
#include <hb.h>

#include <memory>

#include "tviz/base/destroy.hpp"
#include "tviz/text/font.hpp"

namespace tviz::svg {

using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_destroy>>;
using FontFace = std::unique_ptr<hb_face_t, Destroy<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Destroy<hb_font_destroy>>;
using DrawFunctions = std::unique_ptr<hb_draw_funcs_t, Destroy<hb_draw_funcs_destroy>>;
using SubsetInput = std::unique_ptr<hb_subset_input_t, Destroy<hb_subset_input_destroy>>;

/// A carried font, whole. It refers to the library's bytes.
inline FontFace load_face(const FontFile& file) {
  const std::string_view bytes = file.bytes;
  const Blob blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()),
                                 HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  return FontFace(hb_face_create(blob.get(), 0));
}

}  // namespace tviz::svg
