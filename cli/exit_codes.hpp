// SPDX-License-Identifier: MIT
#pragma once

namespace tviz::cli {

/// Something outside the program was at fault: an input, a file, a plugin, the system.
constexpr int kInputAtFault = 1;
/// The same for diff, in which 1 says that the models differ, as in other programs of that name.
constexpr int kDiffAtFault = 2;
constexpr int kDifferent = 1;
/// The program itself was.
constexpr int kInternal = 3;

}  // namespace tviz::cli
