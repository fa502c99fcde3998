// SPDX-License-Identifier: MIT
#include "tviz/figure/write_files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <climits>
#include <set>
#include <string>
#include <thread>

#include "../temporary_folder.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz::test {
namespace {

class LeftoversTest : public TemporaryFolder {
 protected:
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }
};

using Names = std::set<std::string>;

TEST_F(LeftoversTest, WhatARunLeftIsRemovedAndNothingElse) {
  write("a.pdf.0f3a91c2.part", "half");
  write("a.pdf", "whole");
  write("b.pdf.0f3a91c2.part", "of another manifest");
  write("a.part", "of the user");
  write("a.pdf.part", "of the user");
  write("a.pdf.backup.part", "of the user");
  write("a.pdf.0f3a91c.part", "of the user");
  remove_leftovers(folder_, {"a.pdf"});
  EXPECT_EQ(names(), (Names{"a.pdf", "b.pdf.0f3a91c2.part", "a.part", "a.pdf.part",
                            "a.pdf.backup.part", "a.pdf.0f3a91c.part"}));
  remove_leftovers(folder_ / "absent", {"a.pdf"});
}

TEST_F(LeftoversTest, OfALongNameTheBeginningCounts) {
  const std::string name(NAME_MAX, 'x');
  write(name.substr(0, NAME_MAX - 14) + ".0f3a91c2.part", "half");
  remove_leftovers(folder_, {name});
  EXPECT_EQ(names(), Names{});
}

TEST_F(LeftoversTest, WhatIsBeingWrittenStays) {
  const std::string path = write("a.pdf.0f3a91c2.part", "half");
  const int writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(writer, LOCK_EX), 0);
  remove_leftovers(folder_, {"a.pdf"});
  EXPECT_EQ(names(), Names{"a.pdf.0f3a91c2.part"});
  ::close(writer);
  remove_leftovers(folder_, {"a.pdf"});
  EXPECT_EQ(names(), Names{});
}

TEST_F(LeftoversTest, AFileMayBeWrittenByTwoAtOnceWhileAThirdTidiesUp) {
  const auto write_often = [this] {
    for (int i = 0; i < 200; ++i) write_file(folder_ / "a.pdf", "whole");
  };
  {
    const std::jthread first(write_often);
    const std::jthread second(write_often);
    for (int i = 0; i < 200; ++i) remove_leftovers(folder_, {"a.pdf"});
  }
  EXPECT_EQ(names(), Names{"a.pdf"});
  EXPECT_EQ(std::filesystem::file_size(folder_ / "a.pdf"), 5U);
}

}  // namespace
}  // namespace tviz::test
