// SPDX-License-Identifier: MIT
#include "tviz/base/standard_input.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <limits>
#include <sstream>
#include <string>

namespace tviz {
namespace {

/// What is read if this is the standard input.
std::string read_of(const std::string& input, std::size_t max_bytes) {
  std::istringstream text(input);
  std::streambuf* const before = std::cin.rdbuf(text.rdbuf());
  std::string content = read_standard_input(max_bytes);
  std::cin.clear();
  std::cin.rdbuf(before);
  return content;
}

TEST(StandardInput, OneByteTooManySaysThatThereIsMore) {
  EXPECT_EQ(read_of("abcdef", 3), "abcd");
  EXPECT_EQ(read_of("abcdef", 6), "abcdef");
  EXPECT_EQ(read_of("", 6), "");
}

TEST(StandardInput, MayBeReadWithoutALimit) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(read_of(text, std::numeric_limits<std::size_t>::max()), text);
}

}  // namespace
}  // namespace tviz
