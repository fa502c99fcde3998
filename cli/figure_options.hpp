// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "arguments.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz::cli {

/// Interprets the options of a figure. Throws Error with all that are wrong.
RenderOptions render_options(const FigureArguments& arguments);

/// "POINT[=LABEL][@HEADS]" with heads as "0,2" or "0-3,8". Throws Error.
Hook parse_hook(std::string_view text);

/// A length in pixels: a number, or one with px, pt, mm, cm or in. Throws Error.
double parse_length(std::string_view text);

}  // namespace tviz::cli
