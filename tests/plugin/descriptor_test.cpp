// SPDX-License-Identifier: MIT
#include "tviz/plugin/descriptor.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>

#include "folder.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {
namespace {

// The layout is a promise to plugins that are compiled already.
static_assert(sizeof(void*) != 8 || sizeof(TvizPluginDescriptor) == 80);
static_assert(offsetof(TvizPluginDescriptor, magic) == 0);
static_assert(offsetof(TvizPluginDescriptor, struct_size) == 4);
static_assert(offsetof(TvizPluginDescriptor, abi_major) == 8);
static_assert(offsetof(TvizPluginDescriptor, abi_minor) == 10);
static_assert(offsetof(TvizPluginDescriptor, provision_count) == 12);
static_assert(offsetof(TvizPluginDescriptor, compiler_tag) == 16);
static_assert(sizeof(void*) != 8 || sizeof(TvizProvision) == 24);
static_assert(sizeof(void*) != 8 || offsetof(TvizPluginDescriptor, provisions) == 56);
static_assert(sizeof(void*) != 8 || offsetof(TvizPluginDescriptor, create) == 64);
static_assert(sizeof(void*) != 8 || offsetof(TvizPluginDescriptor, destroy) == 72);

constexpr std::array<TvizProvision, 2> kProvisions{{{"backend", "pdf", 0}, {"backend", "png", 0}}};

class Descriptor : public testing::Test {
 protected:
  std::string check() const { return check_descriptor(&plugin); }

  TvizPluginDescriptor plugin{TVIZ_PLUGIN_MAGIC,
                              sizeof(TvizPluginDescriptor),
                              TVIZ_PLUGIN_ABI_MAJOR,
                              TVIZ_PLUGIN_ABI_MINOR,
                              2,
                              TVIZ_COMPILER_TAG,
                              "cairo",
                              "1.0.0",
                              "MIT",
                              "Writes PDF and PNG.",
                              kProvisions.data(),
                              [](const char*, const char*) -> void* { return nullptr; },
                              [](void*) {}};
};

TEST_F(Descriptor, IsAccepted) { EXPECT_EQ(check(), ""); }

TEST_F(Descriptor, MayBeLongerThanThisOne) {
  plugin.struct_size += 16;
  EXPECT_EQ(check(), "");
}

TEST_F(Descriptor, DrawsOnlyWhatStandsInBlocks) {
  const auto check_kind = [&](const char* kind) {
    const TvizProvision provision{"component_kind", kind, 0};
    plugin.provision_count = 1;
    plugin.provisions = &provision;
    return check();
  };
  for (const char* kind :
       {"attention", "cross_attention", "mlp", "experts", "mixer", "custom:retention"}) {
    EXPECT_EQ(check_kind(kind), "") << kind;
  }
  for (const std::string kind : {"norm", "embedding", "unembedding", "tokens", "projector"}) {
    EXPECT_EQ(check_kind(kind.c_str()),
              "only tviz draws the kind '" + kind +
                  "' (a plugin can draw attention, cross_attention, mlp, experts, mixer, or a kind "
                  "of its own that begins with 'custom:')");
  }
  EXPECT_EQ(check_kind("attenton"),
            "unknown kind 'attenton' (did you mean 'attention'? One of your own begins with "
            "'custom:')");
}

TEST_F(Descriptor, MustBeThere) {
  EXPECT_EQ(check_descriptor(nullptr), "the entry function returned no descriptor");
}

TEST_F(Descriptor, NeedsTheMagic) {
  plugin.magic = 0xCAFE;
  EXPECT_EQ(check(), "not a tviz plugin: its magic number is 0x0000CAFE, expected 0x7A495654");
}

TEST_F(Descriptor, NeedsItsSize) {
  plugin.struct_size = 16;
  EXPECT_EQ(check(), "its descriptor has 16 bytes, expected at least " +
                         std::to_string(sizeof(TvizPluginDescriptor)) +
                         ": rebuild the plugin with the headers of this tviz");
}

TEST_F(Descriptor, NeedsThisMajorAbi) {
  for (const std::uint16_t major : {std::uint16_t{0}, std::uint16_t{1}}) {
    plugin.abi_major = major;
    EXPECT_EQ(check(), "built for plugin ABI " + zoo::abi(TVIZ_PLUGIN_ABI_MINOR, major) +
                           ", but this tviz has " + zoo::abi() +
                           ": rebuild the plugin with the headers of this tviz");
  }
}

TEST_F(Descriptor, NeedsNoNewerMinorAbi) {
  constexpr int kNewer = TVIZ_PLUGIN_ABI_MINOR + 1;
  plugin.abi_minor = kNewer;
  EXPECT_EQ(check(), "built for plugin ABI " + zoo::abi(kNewer) + ", which is newer than " +
                         zoo::abi() + " of this tviz: update tviz");
}

TEST_F(Descriptor, NeedsTheSameCompiler) {
  plugin.compiler_tag = "itanium-libc++-c++20";
  EXPECT_EQ(check(),
            "built by another compiler: its tag is 'itanium-libc++-c++20', this tviz has "
            "'itanium-libstdc++-cxx11-c++20': rebuild the plugin with the compiler of this tviz");
  plugin.compiler_tag = nullptr;
  EXPECT_EQ(check(), "compiler tag is null");
}

TEST_F(Descriptor, NeedsItsStrings) {
  plugin.name = nullptr;
  EXPECT_EQ(check(), "name is null");
  plugin.name = "";
  EXPECT_EQ(check(), "name is empty");
  plugin.name = "cairo";
  plugin.version = nullptr;
  EXPECT_EQ(check(), "version is null");
  plugin.version = "1\xFF";
  EXPECT_EQ(check(), "version is not UTF-8");
  plugin.version = "1";
  plugin.licence = "";
  EXPECT_EQ(check(), "licence is empty");
  plugin.licence = "MIT";
  const std::string longest(256, 'x');
  const std::string longer(257, 'x');
  plugin.summary = longest.c_str();
  EXPECT_EQ(check(), "");
  plugin.summary = longer.c_str();
  EXPECT_EQ(check(), "summary is longer than 256 bytes");
}

TEST_F(Descriptor, NeedsAPlainName) {
  for (const char* name : {"Cairo", "cairo-pdf", "../cairo", "cairo pdf", "caïro"}) {
    plugin.name = name;
    EXPECT_EQ(check(), "name '" + std::string(name) + "' has characters other than a-z, 0-9 and _");
  }
  plugin.name = "cairo_2";
  EXPECT_EQ(check(), "");
}

TEST_F(Descriptor, NeedsProvisions) {
  plugin.provision_count = 0;
  EXPECT_EQ(check(), "provides 0 things, but must provide 1 to 64");
  plugin.provision_count = 65;
  EXPECT_EQ(check(), "provides 65 things, but must provide 1 to 64");
  plugin.provision_count = 2;
  plugin.provisions = nullptr;
  EXPECT_EQ(check(), "list of provisions is null");
}

TEST_F(Descriptor, NeedsGoodProvisions) {
  std::array<TvizProvision, 2> provisions = kProvisions;
  plugin.provisions = provisions.data();
  provisions[1].name = nullptr;
  EXPECT_EQ(check(), "name of provision 1 is null");
  provisions[1].name = "pdf";
  EXPECT_EQ(check(), "provides backend 'pdf' twice");
  provisions[1].order = 7;
  EXPECT_EQ(check(), "provision 1 has an order, which only hook dialects have");
  provisions[1] = {"hook_resolver", "pdf", 7};
  EXPECT_EQ(check(), "");
  provisions[1].order = 0;
  provisions[1].kind = "painter";
  EXPECT_EQ(check(), "provision 1 is of the unknown kind 'painter'");
  provisions[1].kind = nullptr;
  EXPECT_EQ(check(), "kind of provision 1 is null");
  provisions[1].kind = "architecture";
  EXPECT_EQ(check(), "");
}

TEST_F(Descriptor, NeedsItsFunctions) {
  plugin.destroy = nullptr;
  EXPECT_EQ(check(), "function destroy is null");
  plugin.create = nullptr;
  EXPECT_EQ(check(), "function create is null");
}

}  // namespace
}  // namespace tviz
