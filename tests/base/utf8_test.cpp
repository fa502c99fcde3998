// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

TEST(Utf8, DecodesEachLength) {
  EXPECT_EQ(decode("a", 0).value, U'a');
  EXPECT_EQ(decode("x\xC3\xA9", 1).value, U'\u00E9');
  EXPECT_EQ(decode("\xE2\x8A\x95", 0).value, U'\u2295');
  EXPECT_EQ(decode("\xF0\x9F\x98\x80", 0).value, U'\U0001F600');
  EXPECT_EQ(decode("\xF0\x9F\x98\x80", 0).length, 4U);
}

TEST(Utf8, RefusesIllFormedBytes) {
  for (const char* text : {"\x80", "\xC3", "\xC3(", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                           "\xF4\x90\x80\x80", "\xF0\x9F\x98", "\xFF"}) {
    EXPECT_EQ(decode(text, 0).length, 0U) << text;
  }
}

TEST(Utf8, EscapesWhatDrivesATerminalOrHidesText) {
  EXPECT_EQ(escape_controls("plain \xC3\xA9"), "plain \xC3\xA9");
  EXPECT_EQ(escape_controls("\x1b]0;x\x7f"), "\\x1b]0;x\\x7f");
  EXPECT_EQ(escape_controls("a\xE2\x80\xAE"
                            "b"),
            "a\\u202eb");
  EXPECT_EQ(escape_controls("\xC2\x85"), "\\u0085");
  EXPECT_EQ(escape_controls("\xC3("), "\\xc3(");
}

TEST(Utf8, HeadCutsNoCharacter) {
  EXPECT_EQ(head("abc", 3), "abc");
  EXPECT_EQ(head("abcd", 3), "abc");
  EXPECT_EQ(head("ab\xC3\xA9", 3), "ab");
}

}  // namespace
}  // namespace tviz
