// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "arguments.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz::cli {

/// Interprets the options of a figure. Throws Error with all that are wrong.
RenderOptions render_options(const FigureArguments& arguments);

/// The date of the files' metadata: SOURCE_DATE_EPOCH if that is set, else the library's fixed one,
/// so that equal input gives equal bytes. Throws Error.
std::string date_of_environment();

}  // namespace tviz::cli
