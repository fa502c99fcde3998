// SPDX-License-Identifier: MIT
#pragma once

/* The contract between the library and a plugin: plain C data that is checked field by
 * field before any C++ of the plugin runs. A plugin exports one function, named
 * TVIZ_PLUGIN_ENTRY, that returns its descriptor. tviz/plugin/plugin.hpp writes it. */

#include <stdint.h>
#ifdef __cplusplus
#include <cstddef> /* Says which standard library this is, for TVIZ_COMPILER_TAG. */
#endif

#define TVIZ_PLUGIN_MAGIC 0x7A495654u /**< "TVIz" in memory, little-endian */
#define TVIZ_PLUGIN_ABI_MAJOR 9       /**< Another major never loads. */
#define TVIZ_PLUGIN_ABI_MINOR 1       /**< A newer minor than the host's never loads. */
/** The name of the function that a plugin exports. */
#define TVIZ_PLUGIN_ENTRY "tviz_plugin_descriptor_v1"

/** Interfaces are C++ classes, so host and plugin must come from compilers that agree. */
#if defined(__GLIBCXX__) && defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
#define TVIZ_COMPILER_TAG "itanium-libstdc++-cxx11-c++20"
#else
#define TVIZ_COMPILER_TAG "itanium-other-c++20"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** One thing that a plugin provides. */
typedef struct TvizProvision {
  const char* kind; /**< "architecture", "component_kind", "hook_resolver", "value_reader" or
                         "backend" */
  const char* name; /**< "decoder", "transformer_lens", "pdf" */
  uint32_t order;   /**< Of a hook_resolver: dialects are asked in ascending order, and the first
                         is the one that figures list hook points in. 0, as all other kinds have
                         it: after all dialects with a number, in the order of their names. */
} TvizProvision;

/** What a plugin says about itself. Strings are UTF-8, neither null nor empty, at most 256 bytes,
 * and live as long as the library. */
typedef struct TvizPluginDescriptor {
  uint32_t magic;           /**< TVIZ_PLUGIN_MAGIC */
  uint32_t struct_size;     /**< sizeof(TvizPluginDescriptor) when the plugin was compiled */
  uint16_t abi_major;       /**< TVIZ_PLUGIN_ABI_MAJOR of the headers that it was built with */
  uint16_t abi_minor;       /**< TVIZ_PLUGIN_ABI_MINOR of the same */
  uint32_t provision_count; /**< 1 to 64 */
  const char* compiler_tag; /**< TVIZ_COMPILER_TAG of its compiler */
  const char* name;         /**< [a-z0-9_]+ */
  const char* version;      /**< Its own, in any form */
  const char* licence;      /**< SPDX expression */
  const char* summary;      /**< One sentence */
  const TvizProvision* provisions; /**< provision_count of them, each pair once */
  /** Makes the object for one provision: a tviz::Extension*, or null. May throw. */
  void* (*create)(const char* kind, const char* name);
  /** Destroys what create() returned. */
  void (*destroy)(void* extension);
} TvizPluginDescriptor;

#ifdef __cplusplus
} /* extern "C" */
#endif
