// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "../temporary_folder.hpp"
#include "thrown.hpp"
#include "tviz/base/document.hpp"

namespace tviz {
namespace {

class File : public test::TemporaryFolder {};

TEST_F(File, IsReadWhole) {
  const std::string content = std::string("a\0b\r\n", 5) + std::string(200'000, 'x');
  EXPECT_EQ(read_file(write("x", content), 1'000'000), content);
  EXPECT_EQ(read_file(write("y", ""), 0), "");
}

TEST_F(File, ThatIsTooLargeIsRefused) {
  const std::string path = write("x", "12345");
  EXPECT_EQ(read_file(path, 5), "12345");
  EXPECT_EQ(test::thrown([&] { read_file(path, 4); }), path + ": larger than 4 bytes");
}

TEST_F(File, ThatCannotBeReadSaysWhy) {
  const std::string missing = (folder_ / "none").string();
  EXPECT_EQ(test::thrown([&] { read_file(missing, 9); }), missing + ": no such file");
  EXPECT_EQ(test::thrown([&] { read_file(folder_, 9); }),
            folder_.string() + ": a directory, not a file");
}

TEST_F(File, WithoutEndIsRefused) {
  EXPECT_EQ(test::thrown([] { read_file("/dev/zero", 1000); }),
            "/dev/zero: larger than 1000 bytes");
}

}  // namespace
}  // namespace tviz
