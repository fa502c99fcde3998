// SPDX-License-Identifier: MIT
#pragma once

#include "arguments.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz::cli {

/// Interprets the options of a figure. Throws Error with all that are wrong.
RenderOptions render_options(const FigureArguments& arguments);

}  // namespace tviz::cli
