// SPDX-License-Identifier: MIT
#include "tviz/base/export.hpp"

// What sanitizers report of Cairo 1.16 and what cannot be changed from outside.
extern "C" {

/// Cairo's caches are guarded by atomics of its own, which ThreadSanitizer cannot see in a
/// library that was not built with it.
TVIZ_API const char* __tsan_default_suppressions() { return "race:libcairo.so\n"; }

/// Cairo loses about 1.3 kB for each font that it writes as Type 1 to PostScript.
TVIZ_API const char* __lsan_default_suppressions() { return "leak:libcairo.so\n"; }

}  // extern "C"
