// SPDX-License-Identifier: MIT
#include "base/digest.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

TEST(Digest, IsXxh128AsItsOwnProgramPrintsIt) {
  EXPECT_EQ(digest(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_NE(digest("gpt2"), digest("gpt2 "));
}

}  // namespace
}  // namespace tviz
