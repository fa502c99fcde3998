// SPDX-License-Identifier: MIT
#include "hooks/hook_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tviz/base/error.hpp"

namespace tviz::test {
namespace {

bool matches(const char* pattern, const char* name) { return HookPattern(pattern).matches(name); }

TEST(HookPattern, AStarStaysInItsPart) {
  EXPECT_TRUE(matches("blocks.*.hook_z", "blocks.3.hook_z"));
  EXPECT_FALSE(matches("blocks.*.hook_z", "blocks.3.attn.hook_z"));
  EXPECT_TRUE(matches("**.hook_z", "blocks.3.attn.hook_z"));
}

TEST(HookPattern, BracesAreWholeNumbersOrWords) {
  EXPECT_TRUE(matches("blocks.{0,5-7}", "blocks.6"));
  EXPECT_FALSE(matches("blocks.{0,5-7}", "blocks.60"));
  EXPECT_FALSE(matches("blocks.1{2-3}", "blocks.12")) << "not the 2 of 12";
  EXPECT_TRUE(matches("hook_{q,k}_input", "hook_k_input"));
}

TEST(HookPattern, IsComparedWithNamesWithoutNumbers) {
  EXPECT_EQ(HookPattern("blocks.{3-5}.attn").general(), "blocks.*.attn");
  EXPECT_EQ(general_name("blocks.11.ln1.hook_scale"), "blocks.*.ln1.hook_scale");
  EXPECT_EQ(general_name("model.h[5].attn"), "model.h[*].attn");
}

TEST(HookPattern, RefusesBracesThatMeanNothing) {
  for (const char* wrong : {"a.{1", "a.1}", "a.{1,}", "a.{}", "a.{5-3}"}) {
    EXPECT_THROW(HookPattern{wrong}, Error) << wrong;
  }
}

}  // namespace
}  // namespace tviz::test
