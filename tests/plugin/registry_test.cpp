// SPDX-License-Identifier: MIT
#include "tviz/plugin/registry.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "folder.hpp"
#include "tviz/graph/builder.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

using zoo::empty_folder;
using zoo::only;
using zoo::put;

class Murmur final : public Backend {
 public:
  bool interactive() const override { return true; }
  void render(const Scene&, const BackendOptions&, ByteSink& sink) const override {
    sink.write("murmur");
  }
};

constexpr std::array kOffers{provide<Backend, Murmur>("murmur"), provide<Backend, Murmur>("shout")};
constexpr auto kRegistryProvisions = provisions_of(kOffers);

TvizPluginDescriptor built_in(const char* name) {
  return {TVIZ_PLUGIN_MAGIC,
          sizeof(TvizPluginDescriptor),
          TVIZ_PLUGIN_ABI_MAJOR,
          TVIZ_PLUGIN_ABI_MINOR,
          kRegistryProvisions.size(),
          TVIZ_COMPILER_TAG,
          name,
          "1.0.0",
          "MIT",
          "Linked into the test.",
          kRegistryProvisions.data(),
          [](const char*, const char*) -> void* { return static_cast<Extension*>(new Murmur); },
          [](void* object) { delete static_cast<Extension*>(object); }};
}

TEST(Registry, MakesWhatPluginsProvide) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  const Registry registry(only({folder}));
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  EXPECT_FALSE(registry.backend("shout")->interactive());
  GraphBuilder builder({}, {});
  registry.architecture("chain")->build({}, builder);
  EXPECT_EQ(builder.finish().streams.at(0).name, "good");
}

TEST(Registry, MakesAnObjectOnce) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  const Registry registry(only({folder}));
  EXPECT_EQ(registry.backend("shout"), registry.backend("shout"));
}

TEST(Registry, ObjectsOutliveTheRegistry) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  std::shared_ptr<const Backend> backend = Registry(only({folder})).backend("shout");
  EXPECT_EQ(zoo::shout(*backend), "good: hello");
  backend.reset();
  EXPECT_TRUE(zoo::is_mapped(file)) << "libraries stay to the end of the process";
}

TEST(Registry, ListsNamesOfAKind) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  put(folder, "fragile");
  const Registry registry(only({folder}));
  EXPECT_EQ(registry.names("backend"),
            (std::vector<std::string>{"null", "shout", "throws", "throws_a_number",
                                      "throws_an_empty_problem", "throws_nothing_said"}));
  EXPECT_EQ(registry.names("architecture"), (std::vector<std::string>{"backend_instead", "chain"}));
  EXPECT_TRUE(registry.names("hook_resolver").empty());
}

TEST(Registry, UnknownNamesGetNearOnes) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  const Registry registry(only({folder}));
  EXPECT_EQ(zoo::error_of([&] { registry.backend("shoutt"); }),
            "no backend writes 'shoutt' (did you mean 'shout'?)");
  EXPECT_EQ(zoo::error_of([&] { registry.backend("pdf"); }),
            "no backend writes 'pdf' (available: shout)");
  EXPECT_EQ(zoo::error_of([&] { registry.architecture("chian"); }),
            "no plugin builds the architecture 'chian' (did you mean 'chain'?)");
  EXPECT_EQ(zoo::error_of([&] { registry.hook_resolver("nnsight"); }),
            "no plugin knows the hook dialect 'nnsight' (looked in " + folder.string() + ")");
  EXPECT_EQ(zoo::error_of([] { Registry(only({})).backend("pdf"); }),
            "no backend writes 'pdf' (no plugin folder was found)");
}

TEST(Registry, FirstPluginOfANameIsInUse) {
  const auto first = empty_folder("first");
  const auto second = empty_folder("second");
  const auto in_use = put(first, "good");
  const auto shadowed = put(second, "newer_good", "good");
  for (const bool with_manifests : {false, true}) {
    if (with_manifests) {
      zoo::put_manifest(in_use);
      zoo::put_manifest(shadowed);
    }
    const Registry registry(only({first, second}));
    const auto records = registry.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].version, "1.0.0");
    EXPECT_EQ(records[1].version, "2.0.0");
    EXPECT_EQ(records[1].state, PluginState::Shadowed);
    EXPECT_EQ(records[1].reason, in_use.string() + " is in use instead of " + shadowed.string());
    EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  }
}

TEST(Registry, FirstPluginThatProvidesANameMakesIt) {
  const auto first = empty_folder("first");
  const auto second = empty_folder("second");
  put(first, "good");
  put(second, "rival");
  EXPECT_EQ(zoo::shout(*Registry(only({first, second})).backend("shout")), "good: hello");
  EXPECT_EQ(zoo::shout(*Registry(only({second, first})).backend("shout")), "rival: hello");
}

TEST(Registry, SeveralLiveSideBySide) {
  const auto first = empty_folder("first");
  const auto second = empty_folder("second");
  put(first, "good");
  put(second, "rival");
  const Registry one(only({first}));
  const Registry two(only({second}));
  EXPECT_EQ(zoo::shout(*one.backend("shout")), "good: hello");
  EXPECT_EQ(zoo::shout(*two.backend("shout")), "rival: hello");
}

TEST(Registry, TakesSingleFiles) {
  const auto folder = empty_folder("a");
  const auto elsewhere = empty_folder("elsewhere");
  put(folder, "good");
  const auto file = put(elsewhere, "rival");
  put(elsewhere, "fragile");
  Registry registry(only({folder}));
  registry.add_file(file);
  registry.add_file(elsewhere / "none.so");
  const auto records = registry.records();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].name, "rival");
  EXPECT_EQ(records[1].path, file);
  EXPECT_EQ(records[1].state, PluginState::Loaded);
  EXPECT_EQ(records[2].state, PluginState::Failed);
  EXPECT_EQ(records[2].reason, "cannot be opened: No such file or directory");
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello") << "found ones come first";
}

TEST(FindPlugins, RunsNone) {
  const auto folder = empty_folder("a");
  const auto aborts = put(folder, "aborts");
  const auto broken = put(folder, "fragile");
  const auto described = put(folder, "rival");
  zoo::write(folder / "fragile.json", "[]");
  zoo::put_manifest(described);
  const auto unseen = put(folder, "newer_good");
  std::filesystem::permissions(unseen, std::filesystem::perms(0777));
  const auto records = find_plugins(only({folder}));
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[0].path, aborts);
  EXPECT_EQ(records[0].name, "aborts");
  EXPECT_EQ(records[0].state, PluginState::Found);
  EXPECT_TRUE(records[0].provides.empty());
  EXPECT_FALSE(zoo::is_mapped(aborts));
  EXPECT_EQ(records[1].path, broken);
  EXPECT_EQ(records[1].state, PluginState::Failed);
  EXPECT_EQ(records[1].reason, (folder / "fragile.json").string() + ": not a JSON object");
  EXPECT_EQ(records[2].path, unseen);
  EXPECT_EQ(records[2].state, PluginState::Failed);
  EXPECT_EQ(records[2].reason, "everyone can write to " + unseen.string());
  EXPECT_EQ(records[3].name, "rival");
  EXPECT_EQ(records[3].state, PluginState::Found);
  EXPECT_EQ(records[3].provides.size(), 2U);
}

TEST(Registry, TakesPluginsOfTheProgram) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  const TvizPluginDescriptor descriptor = built_in("murmur");
  Registry registry(only({folder}));
  registry.add_static(&descriptor);
  const PluginRecord record = registry.records().at(1);
  EXPECT_EQ(record.name, "murmur");
  EXPECT_EQ(record.state, PluginState::Loaded);
  EXPECT_TRUE(record.path.empty());
  EXPECT_TRUE(registry.backend("murmur")->interactive());
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello") << "found ones come first";
}

TEST(Registry, ChecksPluginsOfTheProgramToo) {
  const auto folder = empty_folder("a");
  const auto file = put(folder, "good");
  TvizPluginDescriptor wrong = built_in("wrong");
  wrong.abi_major = TVIZ_PLUGIN_ABI_MAJOR + 1;
  const TvizPluginDescriptor same_name = built_in("good");
  Registry registry(only({folder}));
  registry.add_static(&wrong);
  EXPECT_EQ(registry.records().at(1).state, PluginState::Failed);
  EXPECT_EQ(registry.records().at(1).reason,
            "built for plugin ABI " + zoo::abi(TVIZ_PLUGIN_ABI_MINOR, TVIZ_PLUGIN_ABI_MAJOR + 1) +
                ", but this tviz has " + zoo::abi() +
                ": rebuild the plugin with the headers of this tviz");
  registry.add_static(&same_name);
  EXPECT_EQ(registry.records().at(2).state, PluginState::Shadowed);
  EXPECT_EQ(registry.records().at(2).reason,
            file.string() + " is in use instead of the program itself");
}

TEST(Registry, ServesManyThreads) {
  const auto folder = empty_folder("a");
  zoo::put_manifest(put(folder, "good"));
  zoo::put_manifest(put(folder, "fragile"));
  const Registry registry(only({folder}));
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        answer = zoo::shout(*registry.backend("shout"));
        zoo::error_of([&] { registry.backend("throws"); });
        if (registry.records().size() != 2 || registry.names("architecture").empty()) answer = "?";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, "good: hello");
}

TEST(Registry, NamesItsStates) {
  EXPECT_EQ(name_of(PluginState::Found), "found");
  EXPECT_EQ(name_of(PluginState::Loaded), "loaded");
  EXPECT_EQ(name_of(PluginState::Failed), "failed");
  EXPECT_EQ(name_of(PluginState::Shadowed), "shadowed");
}

}  // namespace
}  // namespace tviz
