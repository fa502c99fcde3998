// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string_view>

#include "arguments.hpp"
#include "tviz/figure/options.hpp"

namespace tviz::cli {

/// Whether an option may be given several times, each adding to it.
bool may_be_repeated(const FigureOption& option);

/// Adds a row of the table of options to a command.
CLI::Option& add_figure_option(CLI::App& command, const FigureOption& option,
                               FigureArguments& figure);
/// The same by the row's name.
CLI::Option& add_figure_option(CLI::App& command, std::string_view name, FigureArguments& figure);

}  // namespace tviz::cli
