// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tviz::cli {

/// Prints rows in columns that are as wide as their widest cell, below whole lines of text; all of
/// it or, if memory runs out, nothing.
void print_table(std::vector<std::vector<std::string>> rows, std::string lines_above = {});

}  // namespace tviz::cli
