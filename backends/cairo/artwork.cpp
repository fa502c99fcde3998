// SPDX-License-Identifier: MIT
#include "artwork.hpp"

#include <librsvg/rsvg.h>

// Boost.DLL 1.74 does not include all that it uses.
#include <string>
#include <vector>
#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <memory>
#include <system_error>

#include "tviz/base/error.hpp"

namespace tviz::cairo {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
  throw Error(Problem{"artwork cannot be drawn: " + reason, {}, {}});
}

/// The functions of librsvg and of GLib, which it brings.
class Librsvg {
 public:
  Librsvg() {
    namespace mode = boost::dll::load_mode;
    // Never unloaded: GLib's types stay registered.
    const auto flags =
        mode::search_system_folders | mode::rtld_now | static_cast<mode::type>(RTLD_NODELETE);
    try {
      library_.load("librsvg-2.so.2", flags);
    } catch (const std::system_error& error) {
      throw Error(Problem{std::string("artwork cannot be drawn: ") + error.what(),
                          {},
                          "install librsvg (Debian: librsvg2-2)"});
    }
  }

  template <class Function>
  Function* function(const char* name) const {
    return library_.get<Function>(name);
  }

 private:
  boost::dll::shared_library library_;
};

/// What went wrong, in GLib's words.
class Failure {
 public:
  explicit Failure(const Librsvg& library)
      : free_(library.function<decltype(g_error_free)>("g_error_free")) {}
  ~Failure() {
    if (error_ != nullptr) free_(error_);
  }
  Failure(const Failure&) = delete;
  Failure& operator=(const Failure&) = delete;

  GError** out() { return &error_; }
  std::string reason() const {
    return error_ == nullptr ? "it is not an SVG document" : error_->message;
  }

 private:
  GError* error_ = nullptr;
  decltype(g_error_free)* free_;
};

}  // namespace

void paint_artwork(cairo_t* context, const Artwork& artwork) {
  const Librsvg library;
  Failure failure(library);
  const auto open =
      library.function<decltype(rsvg_handle_new_from_data)>("rsvg_handle_new_from_data");
  const auto draw =
      library.function<decltype(rsvg_handle_render_document)>("rsvg_handle_render_document");
  const auto close = library.function<decltype(g_object_unref)>("g_object_unref");

  // Without a base URI it can refer to nothing outside.
  const auto* bytes = reinterpret_cast<const guint8*>(artwork.svg.data());
  const std::unique_ptr<RsvgHandle, decltype(close)> handle(
      open(bytes, artwork.svg.size(), failure.out()), close);
  if (!handle) refuse(failure.reason());
  const Rect& bounds = artwork.bounds;
  const RsvgRectangle place{bounds.x, bounds.y, bounds.width, bounds.height};
  if (draw(handle.get(), context, &place, failure.out()) == 0) refuse(failure.reason());
}

}  // namespace tviz::cairo
