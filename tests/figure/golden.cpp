// SPDX-License-Identifier: MIT
#include "golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tviz::test {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream old_lines(expected);
  std::istringstream new_lines(actual);
  std::string old_line;
  std::string new_line;
  for (int number = 1;; ++number) {
    const bool more_old = static_cast<bool>(std::getline(old_lines, old_line));
    const bool more_new = static_cast<bool>(std::getline(new_lines, new_line));
    if (!more_old && !more_new) return "the ends of the lines differ";
    if (more_old && more_new && old_line == new_line) continue;
    return "line " + std::to_string(number) + "\n  expected: " + (more_old ? old_line : "(end)") +
           "\n  actual:   " + (more_new ? new_line : "(end)");
  }
}

}  // namespace

std::string compare_with_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path golden = std::filesystem::path(TVIZ_TEST_DATA) / "golden" / name;
  if (const char* update = std::getenv("UPDATE_GOLDENS"); update != nullptr && *update == '1') {
    write(golden, actual);
    return {};
  }
  const std::string expected = read(golden);
  if (expected == actual) return {};
  const std::filesystem::path output = std::filesystem::path(TVIZ_TEST_OUTPUT) / name;
  write(output, actual);
  return first_difference(expected, actual) + "\n  compare " + golden.string() + " with " +
         output.string();
}

}  // namespace tviz::test
