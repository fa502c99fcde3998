// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {

// Options of a figure as people write them: on a command line, in a manifest. `option` is what an
// Error calls the place: "--width".

/// The room for a figure that has a name: the text or a column of a venue, or a slide.
struct NamedPage {
  std::string name;     ///< "icml".
  double width = 0;     ///< In pixels, 1/96 inch.
  double height = 0;    ///< Likewise.
  std::string meaning;  ///< "a column of ICML: 3.25 × 9 in".
};

/// The pages that have names, in the order of the list (core/data/pages.json).
TVIZ_API std::vector<NamedPage> named_pages();

/// The page of this name. Throws Error.
TVIZ_API NamedPage parse_page(std::string_view text, std::string_view option);

/// A length in pixels: a number, or one with px, pt, mm, cm or in. Throws Error.
TVIZ_API double parse_length(std::string_view text, std::string_view option);

/// A length as for parse_length(), or the name of a page, whose width it is. Throws Error.
TVIZ_API double parse_width(std::string_view text, std::string_view option);

/// "all" (the largest number) or a number from 1 on. Throws Error.
TVIZ_API std::int64_t parse_max_layers(std::string_view text, std::string_view option);

/// "POINT[=LABEL][@HEADS]" with heads as "0,2" or "0-3,8". Throws Error.
TVIZ_API Hook parse_hook(std::string_view text, std::string_view option);

/// Reads a list of hooks. Each is a text as for parse_hook(), or {point, label, heads, backward}.
/// Adds problems with their places in `source`.
TVIZ_API std::vector<Hook> read_hooks(const Node& list, const std::string& source,
                                      std::vector<Problem>& problems);

/// Reads a list of hooks from a YAML or JSON file. Throws Error with all problems.
TVIZ_API std::vector<Hook> read_hooks(const std::filesystem::path& file);

/// The date for files that must have one: `epoch` (seconds, as in SOURCE_DATE_EPOCH) in the form
/// "YYYY-MM-DDThh:mm:ssZ"; a fixed date if `epoch` is empty. Throws Error.
TVIZ_API std::string file_date(std::string_view epoch);

/// file_date() for the environment variable SOURCE_DATE_EPOCH, or the fixed date if it is not set,
/// so that equal input gives equal bytes. Throws Error.
TVIZ_API std::string date_of_environment();

}  // namespace tviz
