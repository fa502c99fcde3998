// SPDX-License-Identifier: MIT
#include "tviz/base/error.hpp"

#include <gtest/gtest.h>

#include "thrown.hpp"

namespace tviz {
namespace {

TEST(Error, PlaceIsJoinedFromWhatIsKnown) {
  EXPECT_EQ(format(Location{"theme.yaml", 3, 5, ""}), "theme.yaml:3:5");
  EXPECT_EQ(format(Location{"theme.yaml", 3, 0, ""}), "theme.yaml:3");
  EXPECT_EQ(format(Location{"theme.yaml", 0, 0, ""}), "theme.yaml");
  EXPECT_EQ(format(Location{"", 0, 0, "roles.head.fill"}), "roles.head.fill");
  EXPECT_EQ(format(Location{"theme.yaml", 3, 5, "roles.head"}), "theme.yaml:3:5: roles.head");
  EXPECT_EQ(format(Location{}), "");
}

TEST(Error, ProblemSaysWhereWhatAndHint) {
  EXPECT_EQ(format(Problem{"not a colour", {"t.yaml", 3, 5, "fill"}, "write it as #RRGGBB"}),
            "t.yaml:3:5: fill: not a colour (write it as #RRGGBB)");
  EXPECT_EQ(format(Problem{"unknown model 'x'", {}, {}}), "unknown model 'x'");
}

TEST(Error, ControlCharactersAreEscapedEverywhere) {
  const Problem hostile{"bad \x1b[31m\n", {"a\x07.json", 1, 2, "f\t"}, "\xC2\x9B \x9B"};
  EXPECT_EQ(format(hostile), "a\\x07.json:1:2: f\\x09: bad \\x1b[31m\\x0a (\\u009b \\x9b)");
}

TEST(Error, WhatHoldsEveryProblemOnItsOwnLine) {
  const Error error({{"one", {}, {}}, {"two", {"f", 1, 1, ""}, {}}});
  EXPECT_STREQ(error.what(), "one\nf:1:1: two");
  EXPECT_EQ(error.problems().size(), 2U);
}

TEST(Error, ThrowIfAnyThrowsOnlyIfThereAreProblems) {
  EXPECT_EQ(test::thrown([] { throw_if_any({}); }), "nothing thrown");
  EXPECT_EQ(test::thrown([] { throw_if_any({{"wrong", {}, {}}}); }), "wrong");
}

}  // namespace
}  // namespace tviz
