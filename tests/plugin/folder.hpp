// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tviz/base/error.hpp"
#include "tviz/plugin/descriptor.h"
#include "tviz/plugin/registry.hpp"

namespace tviz::zoo {

/// A version of the plugin interface, by default the one that this tviz has: "9.1".
inline std::string abi(int minor = TVIZ_PLUGIN_ABI_MINOR, int major = TVIZ_PLUGIN_ABI_MAJOR) {
  return std::to_string(major) + '.' + std::to_string(minor);
}

/// A folder of the running test's own, with a name that no other test uses.
inline std::filesystem::path folder_of(const std::string& name) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return std::filesystem::path(TVIZ_TEST_OUTPUT) / test->test_suite_name() / test->name() / name;
}

/// The same, empty.
inline std::filesystem::path empty_folder(const std::string& name) {
  const auto folder = folder_of(name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms(0755));
  return std::filesystem::canonical(folder);
}

/// Copies the zoo's plugin `name` into the folder, under its own or another name.
inline std::filesystem::path put(const std::filesystem::path& folder, const std::string& name,
                                 const std::string& as = "") {
  const auto file = folder / ((as.empty() ? name : as) + ".so");
  std::filesystem::copy_file(std::filesystem::path(TVIZ_ZOO) / (name + ".so"), file);
  std::filesystem::permissions(file, std::filesystem::perms(0755));
  return file;
}

inline void write(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(file, std::filesystem::perms(0644));
}

/// Writes the manifest that belongs to a plugin file.
inline void put_manifest(const std::filesystem::path& plugin) {
  write(std::filesystem::path(plugin).replace_extension(".json"),
        manifest_of(inspect_plugin(plugin)));
}

/// A search in these folders alone.
inline PluginSearch only(std::vector<std::filesystem::path> folders) {
  return {std::move(folders), false, false};
}

/// Whether the code of a file is mapped into this process.
inline bool is_mapped(const std::filesystem::path& file) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(file.string())) return true;
  }
  return false;
}

/// What a plugin's backend "shout" writes.
class Text final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

inline std::string shout(const Backend& backend) {
  Scene scene;
  scene.title = "hello";
  Text sink;
  backend.render(scene, {}, sink);
  return sink.text;
}

/// The text of the Error that `action` throws; empty if it throws none.
template <class Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace tviz::zoo
