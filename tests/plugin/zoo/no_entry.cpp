// SPDX-License-Identifier: MIT
// A library, but not a plugin.
#include "tviz/base/export.hpp"

extern "C" TVIZ_API int tviz_zoo_answer() { return 42; }
