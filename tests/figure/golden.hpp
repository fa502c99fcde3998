// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace tviz::test {

/// Compares text with tests/figure/golden/NAME. If it differs, writes what came out to the
/// test output folder and gives the first line that differs; empty if all is equal. With
/// UPDATE_GOLDENS=1 in the environment it writes the golden instead.
std::string compare_with_golden(const std::string& name, const std::string& actual);

}  // namespace tviz::test
