// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz::svg {

/// The script that brings a page's figures to life: the files of viewer/, joined.
std::string_view viewer_source();

/// The script that makes a fragment's picture the live figure, for inside a function that has the
/// figure's data as `tvizFragment`: {id, rules, data}, see viewer/fragment.js.
std::string_view fragment_viewer_source();

/// The SHA-256 of viewer_source() as a Content-Security-Policy names it: "sha256-...".
std::string viewer_policy();

}  // namespace tviz::svg
