// SPDX-License-Identifier: MIT
#pragma once

namespace tviz {

/// Lets a std::unique_ptr own an object of a C library: Destroy<hb_font_destroy>.
template <auto destroy>
struct Destroy {
  /// Hands the object back to its library.
  template <class Object>
  void operator()(Object* object) const {
    destroy(object);
  }
};

}  // namespace tviz
