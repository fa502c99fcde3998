// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "folder.hpp"

namespace tviz {
namespace {

using zoo::empty_folder;
using zoo::is_mapped;
using zoo::only;
using zoo::put;
using zoo::put_manifest;
using zoo::write;

constexpr const char* kManifest = R"({
  "schema": 1,
  "name": "good",
  "version": "1.0.0",
  "licence": "MIT",
  "summary": "A plugin of the tests.",
  "provides": [
    {
      "kind": "architecture",
      "name": "chain"
    },
    {
      "kind": "backend",
      "name": "shout"
    }
  ]
}
)";

/// The only record of a registry over the folder.
PluginRecord only_record(const std::filesystem::path& folder) {
  const auto records = Registry(only({folder})).records();
  EXPECT_EQ(records.size(), 1U);
  return records.at(0);
}

TEST(Manifest, IsWrittenFromTheDescriptor) {
  const auto file = put(empty_folder("a"), "good");
  const PluginRecord record = inspect_plugin(file);
  EXPECT_EQ(record.name, "good");
  EXPECT_EQ(record.path, file);
  EXPECT_EQ(record.state, PluginState::Loaded);
  EXPECT_EQ(manifest_of(record), kManifest);
}

TEST(Manifest, SparesLoadingThePlugin) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  write(folder / "good.json", kManifest);
  const Registry registry(only({folder}));
  const PluginRecord record = registry.records().at(0);
  EXPECT_EQ(record.state, PluginState::Found);
  EXPECT_EQ(record.name, "good");
  EXPECT_EQ(record.version, "1.0.0");
  EXPECT_EQ(record.licence, "MIT");
  EXPECT_EQ(record.summary, "A plugin of the tests.");
  EXPECT_EQ(record.path, file);
  EXPECT_EQ(record.provides,
            (std::vector<Provision>{{"architecture", "chain"}, {"backend", "shout"}}));
  EXPECT_EQ(registry.names("backend"), std::vector<std::string>{"shout"});
  EXPECT_FALSE(is_mapped(file));

  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  EXPECT_TRUE(is_mapped(file));
  EXPECT_EQ(registry.records().at(0).state, PluginState::Loaded);
}

TEST(Manifest, MissingOneMakesThePluginLoadAtOnce) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  EXPECT_EQ(only_record(folder).state, PluginState::Loaded);
  EXPECT_TRUE(is_mapped(file));
}

TEST(Manifest, StaleOneIsAFailureWhenThePluginLoads) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "newer_good", "good");
  write(folder / "good.json", kManifest);
  const Registry registry(only({folder}));
  EXPECT_EQ(registry.records().at(0).state, PluginState::Found);
  const std::string reason =
      "its manifest " + (folder / "good.json").string() + " does not match it: rebuild the plugin";
  EXPECT_EQ(zoo::error_of([&] { registry.backend("shout"); }),
            file.string() + ": plugin 'good' failed: " + reason);
  EXPECT_EQ(registry.records().at(0).state, PluginState::Failed);
  EXPECT_EQ(registry.records().at(0).reason, reason);
  EXPECT_TRUE(registry.names("backend").empty());
  EXPECT_EQ(zoo::error_of([&] { registry.backend("shout"); }),
            file.string() + ": plugin 'good' failed: " + reason);
}

TEST(Manifest, BrokenOneIsAFailureWithItsPlace) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  const std::string path = (folder / "good.json").string();
  const auto reason = [&](std::string_view manifest) {
    write(path, manifest);
    const PluginRecord record = only_record(folder);
    EXPECT_EQ(record.state, PluginState::Failed) << manifest;
    EXPECT_EQ(record.path, file);
    return record.reason;
  };
  EXPECT_TRUE(reason("{\n  nonsense").starts_with(path + ":2:3: ")) << reason("{\n  nonsense");
  EXPECT_EQ(reason("[]"), path + ": not a JSON object");
  EXPECT_EQ(reason(R"({"schema": 2, "name": "good", "version": "1", "licence": "MIT",
                       "summary": "x", "provides": [{"kind": "backend", "name": "shout"}]})"),
            path + ":1:12: schema: must be 1");
  EXPECT_EQ(reason(R"({"schema": 1, "name": "good", "version": "1", "licence": "MIT",
                       "provides": []})"),
            path + ":1:1: summary: missing\n" + path +
                ":2:36: provides: must be a list with what the plugin provides");
  EXPECT_EQ(reason(R"({"schema": 1, "name": "good", "version": "1", "licence": "MIT",
                       "summary": "x", "provides": [{"kind": "painter", "name": "shout"}]})"),
            path + ":2:62: provides[0].kind: unknown kind 'painter'");
  EXPECT_EQ(
      reason(R"({"schema": 1, "name": "good", "version": "1", "licence": "MIT", "summary": "x",
                       "provides": [{"kind": "hook_resolver", "name": "words", "order": 0}]})"),
      path + ":2:89: provides[0].order: must be at least 1, got 0");
  EXPECT_FALSE(is_mapped(file));
}

TEST(Manifest, MustNotBeWritableByEveryone) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  write(folder / "good.json", kManifest);
  std::filesystem::permissions(folder / "good.json", std::filesystem::perms(0666));
  const PluginRecord record = only_record(folder);
  EXPECT_EQ(record.state, PluginState::Failed);
  EXPECT_EQ(record.reason, "everyone can write to " + (folder / "good.json").string());
}

}  // namespace
}  // namespace tviz
