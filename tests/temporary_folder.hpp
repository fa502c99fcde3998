// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tviz/base/error.hpp"

namespace tviz::test {

/// A test with a folder of its own, which is gone after it.
class TemporaryFolder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("tviz_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Writes a file into the folder and returns its path.
  std::string write(std::string_view name, std::string_view content) const {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  /// What an error says of a file in the folder, without the path of the folder.
  static std::string messages_of(const Error& error, const std::string& name) {
    std::string messages;
    for (const Problem& problem : error.problems()) {
      const std::string line = format(problem);
      const std::size_t file = line.find(name);
      messages += messages.empty() ? "" : "\n";
      messages += file == std::string::npos ? line : line.substr(file);
    }
    return messages;
  }

  std::filesystem::path folder_;
};

}  // namespace tviz::test
