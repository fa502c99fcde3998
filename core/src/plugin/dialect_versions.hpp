// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tviz {

/// A dialect as users write it: "transformer_bridge@4.3", or without a version.
struct DialectName {
  std::string library;
  std::string version;  ///< Empty: the newest.
};

DialectName parse_dialect(std::string_view text);

/// Those of `provided` that are versions of a dialect, the newest first.
std::vector<std::string> versions_of(std::string_view library,
                                     const std::vector<std::string>& provided);

/// The newest of these versions that `asked` means: "4" and "4.3.0" mean "4.3". Empty if none.
std::string matching_version(std::string_view asked, const std::vector<std::string>& versions);

}  // namespace tviz
