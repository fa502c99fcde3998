// SPDX-License-Identifier: MIT
#pragma once

#include "arguments.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/options.hpp"

namespace tviz::cli {

/// Interprets the options of a figure. Throws Error with all that are wrong.
FigureSettings figure_settings(const FigureArguments& arguments);

/// What a function returns, whose errors call options as the command line does.
template <class Function>
auto naming_options(const Function& function) {
  try {
    return function();
  } catch (const Error& error) {
    throw Error(in_words_of(OptionLanguage::Program, error.problems()));
  }
}

}  // namespace tviz::cli
