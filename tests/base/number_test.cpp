// SPDX-License-Identifier: MIT
#include "base/number.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tviz {
namespace {

TEST(Number, WholeNumbersAreDigitsWithASign) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("+7"), 7);
  EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "-", "+", "1.0", "1e3", "0x10", "1_000", " 1", "1 ", "+-1", "--1",
                           "9223372036854775808"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Number, RealNumbersAreDecimal) {
  EXPECT_EQ(parse_real("1.5"), 1.5);
  EXPECT_EQ(parse_real("+.5"), 0.5);
  EXPECT_EQ(parse_real("-2."), -2.0);
  EXPECT_EQ(parse_real("1E+2"), 100.0);
  for (const char* text :
       {"", ".", "e5", "1e", "1e+", "inf", "nan", "-inf", "0x1p3", "1,5", "1e999"}) {
    EXPECT_FALSE(parse_real(text)) << text;
  }
}

TEST(Number, ANumberTooLargeIsStillWrittenAsANumber) {
  EXPECT_TRUE(is_number("1e999"));
  EXPECT_TRUE(is_whole_number("99999999999999999999"));
  EXPECT_FALSE(is_number("1.2.3"));
}

}  // namespace
}  // namespace tviz
