// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "tviz/base/export.hpp"
#include "tviz/figure/drawable.hpp"

namespace tviz {

/// A figure as a notebook shows it: bytes by MIME type, none of them in base64. `text/html` is the
/// format "fragment", live where scripts run and a picture where they do not; `image/svg+xml`;
/// `text/plain` is the outline of the architecture; `application/pdf`, for notebooks that become
/// papers, is there unless it has 200 kB or more or nothing can write it. Throws Error as
/// Drawable::render() does.
TVIZ_API std::map<std::string, std::string> mime_bundle(const Drawable& figure);

}  // namespace tviz
