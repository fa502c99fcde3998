// SPDX-License-Identifier: MIT
#include "layout/header.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

TEST(ShortCount, ThreeFigures) {
  EXPECT_EQ(short_count(0), "0");
  EXPECT_EQ(short_count(512), "512");
  EXPECT_EQ(short_count(1536), "1.54K");
  EXPECT_EQ(short_count(124439808), "124M");
  EXPECT_EQ(short_count(70426624), "70.4M");
  EXPECT_EQ(short_count(1557611200), "1.56B");
  EXPECT_EQ(short_count(8030261248), "8.03B");
  EXPECT_EQ(short_count(405853388800), "406B");
  EXPECT_EQ(short_count(999999), "1.00M");
  EXPECT_EQ(short_count(9996000), "10.0M");
}

}  // namespace
}  // namespace tviz
