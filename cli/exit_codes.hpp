// SPDX-License-Identifier: MIT
#pragma once

namespace tviz::cli {

/// Something outside the program was at fault: an input, a file, a plugin, the system.
constexpr int kInputAtFault = 1;
/// The program itself was.
constexpr int kInternal = 3;

}  // namespace tviz::cli
