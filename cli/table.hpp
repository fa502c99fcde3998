// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tviz::cli {

/// Prints rows in columns that are as wide as their widest cell.
void print_table(std::vector<std::vector<std::string>> rows);

}  // namespace tviz::cli
