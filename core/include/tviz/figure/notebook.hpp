// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "tviz/base/export.hpp"
#include "tviz/figure/drawable.hpp"

namespace tviz {

/// A figure in the forms that a notebook can show: bytes by MIME type, none of them in base64.
/// `text/html` is the format "fragment": interactive if scripts run, otherwise a picture.
/// `image/svg+xml` is the format "svg", and `text/plain` is the outline of the architecture.
/// `application/pdf`, for notebooks that become papers, is left out if it has 200 kB or more, or if
/// no plugin writes it. Throws Error as Drawable::render() does.
TVIZ_API std::map<std::string, std::string> mime_bundle(const Drawable& figure);

}  // namespace tviz
