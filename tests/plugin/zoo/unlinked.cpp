// SPDX-License-Identifier: MIT
// A library that needs what no library has.
#include "tviz/base/export.hpp"

extern "C" int tviz_zoo_function_that_nobody_defines();

extern "C" TVIZ_API int tviz_zoo_question() { return tviz_zoo_function_that_nobody_defines(); }
