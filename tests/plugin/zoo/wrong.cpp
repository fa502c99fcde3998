// SPDX-License-Identifier: MIT
// A plugin whose descriptor must be refused; the build says what is wrong with it.
#include "tviz/base/export.hpp"
#include "tviz/plugin/descriptor.h"

#ifndef ZOO_MAGIC
#define ZOO_MAGIC TVIZ_PLUGIN_MAGIC
#endif
#ifndef ZOO_ABI_MAJOR
#define ZOO_ABI_MAJOR TVIZ_PLUGIN_ABI_MAJOR
#endif
#ifndef ZOO_ABI_MINOR
#define ZOO_ABI_MINOR TVIZ_PLUGIN_ABI_MINOR
#endif
#ifndef ZOO_COMPILER_TAG
#define ZOO_COMPILER_TAG TVIZ_COMPILER_TAG
#endif

namespace {

constexpr TvizProvision kProvisions[] = {{"backend", "wrong", 0}};

void* create(const char*, const char*) { return nullptr; }
void destroy(void*) {}

constexpr TvizPluginDescriptor kDescriptor{ZOO_MAGIC,
                                           sizeof(TvizPluginDescriptor),
                                           ZOO_ABI_MAJOR,
                                           ZOO_ABI_MINOR,
                                           1,
                                           ZOO_COMPILER_TAG,
                                           "wrong",
                                           "1.0.0",
                                           "MIT",
                                           "Must not load.",
                                           kProvisions,
                                           create,
                                           destroy};

}  // namespace

extern "C" TVIZ_API const TvizPluginDescriptor* tviz_plugin_descriptor_v1() { return &kDescriptor; }
