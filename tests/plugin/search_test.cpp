// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <stdlib.h>

#include "folder.hpp"

namespace tviz {
namespace {

namespace fs = std::filesystem;
using zoo::empty_folder;
using zoo::only;
using zoo::put;
using zoo::write;

/// "state path" of every record.
std::vector<std::string> summary(const Registry& registry) {
  std::vector<std::string> lines;
  for (const PluginRecord& record : registry.records()) {
    lines.push_back(std::string(name_of(record.state)) + " " + record.path.string());
  }
  return lines;
}

/// Sets TVIZ_PLUGIN_PATH while it lives.
class PluginPath {
 public:
  explicit PluginPath(const std::string& value) { setenv("TVIZ_PLUGIN_PATH", value.c_str(), 1); }
  ~PluginPath() { unsetenv("TVIZ_PLUGIN_PATH"); }
  PluginPath(const PluginPath&) = delete;
  PluginPath& operator=(const PluginPath&) = delete;
};

TEST(PluginSearch, ReadsFoldersInOrderAndFilesByName) {
  const auto first = empty_folder("first");
  const auto second = empty_folder("second");
  const auto rival = put(first, "rival");
  const auto fragile = put(first, "fragile");
  const auto good = put(second, "good");
  write(second / "README.txt", "no plugin");
  fs::create_directory(second / "folder.so");
  EXPECT_EQ(summary(Registry(only({first, second}))),
            (std::vector<std::string>{"loaded " + fragile.string(), "loaded " + rival.string(),
                                      "loaded " + good.string()}));
  EXPECT_EQ(summary(Registry(only({second, first}))).front(), "loaded " + good.string());
}

TEST(PluginSearch, GivenFolderMustExist) {
  const auto missing = empty_folder("a") / "missing";
  EXPECT_EQ(zoo::error_of([&] { Registry(only({missing})); }),
            missing.string() + ": no such plugin folder");
  write(missing, "a file");
  EXPECT_EQ(zoo::error_of([&] { Registry(only({missing})); }),
            missing.string() + ": no such plugin folder");
}

TEST(PluginSearch, HeedsTheEnvironmentOnlyIfAsked) {
  const auto folder = empty_folder("a");
  const auto good = put(folder, "good");
  const PluginPath path(folder.string());
  EXPECT_TRUE(Registry(only({})).records().empty());
  EXPECT_EQ(summary(Registry({{}, true, false})),
            std::vector<std::string>{"loaded " + good.string()});
}

TEST(PluginSearch, EnvironmentComesAfterGivenFolders) {
  const auto first = empty_folder("first");
  const auto second = empty_folder("second");
  const auto in_use = put(first, "good");
  const auto shadowed = put(second, "newer_good", "good");
  const PluginPath path(second.string());
  EXPECT_EQ(
      summary(Registry({{first}, true, false})),
      (std::vector<std::string>{"loaded " + in_use.string(), "shadowed " + shadowed.string()}));
}

TEST(PluginSearch, NoRelativeOrMissingFolderFromTheEnvironment) {
  const auto folder = empty_folder("a");
  const auto good = put(folder, "good");
  const auto before = fs::current_path();
  fs::current_path(folder);
  const PluginPath path("::.:" + (folder / "none").string() + "::" + folder.string() + ":");
  const auto records = Registry({{}, true, false}).records();
  fs::current_path(before);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].path, ".");
  EXPECT_EQ(records[0].state, PluginState::Failed);
  EXPECT_EQ(records[0].reason, "TVIZ_PLUGIN_PATH must contain only absolute paths");
  EXPECT_EQ(records[1].path, folder / "none");
  EXPECT_EQ(records[1].reason, "TVIZ_PLUGIN_PATH names this folder, but it does not exist");
  EXPECT_EQ(records[2].path, good);
  EXPECT_EQ(records[2].state, PluginState::Loaded);
}

TEST(PluginSearch, RefusesFoldersThatEveryoneCanWrite) {
  const auto open = empty_folder("open");
  const auto closed = empty_folder("closed");
  const auto evil = put(open, "good");
  const auto good = put(closed, "good");
  fs::permissions(open, fs::perms(0777));
  const auto records = Registry(only({open, closed})).records();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].path, open);
  EXPECT_EQ(records[0].state, PluginState::Failed);
  EXPECT_EQ(records[0].reason, "everyone can write to this folder");
  EXPECT_EQ(records[1].path, good);
  EXPECT_EQ(records[1].state, PluginState::Loaded);
  EXPECT_FALSE(zoo::is_mapped(evil));
}

TEST(PluginSearch, RefusesFilesThatEveryoneCanWrite) {
  const auto folder = empty_folder("a");
  const auto good = put(folder, "good");
  const auto evil = put(folder, "rival");
  fs::permissions(evil, fs::perms(0757));
  const auto records = Registry(only({folder})).records();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].state, PluginState::Loaded);
  EXPECT_EQ(records[1].name, "rival");
  EXPECT_EQ(records[1].state, PluginState::Failed);
  EXPECT_EQ(records[1].reason, "everyone can write to " + evil.string());
  EXPECT_FALSE(zoo::is_mapped(evil));
}

TEST(PluginSearch, RefusesLinksIntoFoldersThatEveryoneCanWrite) {
  const auto open = empty_folder("open");
  const auto closed = empty_folder("closed");
  const auto evil = put(open, "good");
  fs::permissions(open, fs::perms(0777));
  fs::create_symlink(evil, closed / "good.so");
  const auto records = Registry(only({closed})).records();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].reason, "everyone can write to " + open.string());
  EXPECT_FALSE(zoo::is_mapped(evil));
}

TEST(PluginSearch, TakesAFileOnceUnderItsOwnName) {
  const auto folder = empty_folder("a");
  const auto linked = empty_folder("b");
  const auto good = put(folder, "good");
  fs::create_symlink(good, folder / "again.so");
  fs::create_hard_link(good, linked / "hard.so");
  fs::create_directory_symlink(folder, linked / "folder");
  EXPECT_EQ(summary(Registry(only({folder, linked, linked / "folder", folder}))),
            std::vector<std::string>{"loaded " + good.string()});
}

TEST(PluginSearch, SurvivesLinksThatLeadNowhere) {
  const auto folder = empty_folder("a");
  const auto good = put(folder, "good");
  fs::create_symlink(folder / "loop_b.so", folder / "loop_a.so");
  fs::create_symlink(folder / "loop_a.so", folder / "loop_b.so");
  fs::create_directory_symlink(folder, folder / "deeper");
  fs::create_symlink(folder / "none", folder / "dangling.so");
  const auto records = Registry(only({folder})).records();
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[0].path, folder / "dangling.so");
  EXPECT_EQ(records[0].reason, "cannot be opened: No such file or directory");
  EXPECT_EQ(records[1].path, good);
  EXPECT_EQ(records[1].state, PluginState::Loaded);
  EXPECT_EQ(records[2].path, folder / "loop_a.so");
  EXPECT_EQ(records[2].reason, "cannot be opened: Too many levels of symbolic links");
  EXPECT_EQ(records[3].path, folder / "loop_b.so");
}

}  // namespace
}  // namespace tviz
