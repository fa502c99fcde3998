// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz::svg {

/// The script that brings a page's figures to life: the files of viewer/, joined.
std::string_view viewer_source();

/// Its SHA-256 as a Content-Security-Policy names it: "sha256-...".
std::string viewer_policy();

}  // namespace tviz::svg
