// SPDX-License-Identifier: MIT
// Broken plugins: each is refused with its own message, and the good one beside it works.
#include <gtest/gtest.h>

#include <fstream>

#include "folder.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {
namespace {

namespace fs = std::filesystem;
using zoo::abi;
using zoo::empty_folder;
using zoo::only;
using zoo::put;

/// Why the file is refused, after the good plugin in its folder has shown that it works.
std::string refusal_of_file(const fs::path& file) {
  put(file.parent_path(), "good");
  const Registry registry(only({file.parent_path()}));
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  for (const PluginRecord& record : registry.records()) {
    if (record.path != file) continue;
    EXPECT_EQ(record.state, PluginState::Failed);
    EXPECT_EQ(record.name, file.stem());
    EXPECT_EQ(zoo::error_of([&] { inspect_plugin(file); }), file.string() + ": " + record.reason);
    return record.reason;
  }
  return "no record";
}

std::string refusal_of(const std::string& name) {
  return refusal_of_file(put(empty_folder("a"), name));
}

TEST(Zoo, WrongMagic) {
  EXPECT_EQ(refusal_of("wrong_magic"),
            "not a tviz plugin: its magic number is 0xDEADBEEF, expected 0x7A495654");
}

TEST(Zoo, OtherMajorAbi) {
  EXPECT_EQ(refusal_of("other_major"), "built for plugin ABI " + abi(TVIZ_PLUGIN_ABI_MINOR, 10) +
                                           ", but this tviz has " + abi() +
                                           ": rebuild the plugin with the headers of this tviz");
}

TEST(Zoo, NewerMinorAbi) {
  EXPECT_EQ(refusal_of("newer_minor"), "built for plugin ABI " + abi(7) + ", which is newer than " +
                                           abi() + " of this tviz: update tviz");
}

TEST(Zoo, OtherCompiler) {
  EXPECT_EQ(refusal_of("other_compiler"),
            "built by another compiler: its tag is 'msvc-143', this tviz has "
            "'itanium-libstdc++-cxx11-c++20': rebuild the plugin with the compiler of this tviz");
}

TEST(Zoo, NullDescriptor) {
  EXPECT_EQ(refusal_of("null_descriptor"), "the entry function returned no descriptor");
}

TEST(Zoo, ThrowingEntry) {
  EXPECT_EQ(refusal_of("throwing_entry"),
            "the function tviz_plugin_descriptor_v1 threw an exception");
}

TEST(Zoo, MissingEntry) {
  EXPECT_EQ(refusal_of("no_entry"),
            "not a tviz plugin: it has no function tviz_plugin_descriptor_v1");
}

TEST(Zoo, TextFile) {
  const auto file = empty_folder("a") / "text.so";
  zoo::write(file, std::string(1000, 'x'));
  EXPECT_EQ(refusal_of_file(file), "not a shared library");
}

TEST(Zoo, EmptyFile) {
  const auto file = empty_folder("a") / "empty.so";
  zoo::write(file, "");
  EXPECT_EQ(refusal_of_file(file), "not a shared library");
}

TEST(Zoo, TruncatedFile) {
  // Behind the header, inside the table of segments, inside a segment.
  for (const std::uintmax_t size : {64U, 100U, 5000U, 30000U}) {
    const auto file = put(empty_folder("a"), "rival");
    fs::resize_file(file, size);
    const std::string reason = refusal_of_file(file);
    EXPECT_TRUE(reason.starts_with("cut short: the file has " + std::to_string(size) +
                                   " bytes, but should have "))
        << reason;
  }
}

TEST(Zoo, LibraryWithAMissingSymbol) {
  EXPECT_EQ(refusal_of("unlinked"),
            "cannot be loaded: undefined symbol: tviz_zoo_function_that_nobody_defines");
}

TEST(Zoo, OtherMachine) {
  const auto file = put(empty_folder("a"), "rival");
  std::fstream(file, std::ios::binary | std::ios::in | std::ios::out).seekp(4).put(1);
  EXPECT_EQ(refusal_of_file(file), "a shared library for another kind of machine");
}

TEST(Zoo, MissingFile) {
  const auto file = empty_folder("a") / "none.so";
  EXPECT_EQ(zoo::error_of([&] { inspect_plugin(file); }),
            file.string() + ": cannot be opened: No such file or directory");
}

/// Asks for something that the fragile plugin cannot make; the good plugin still works.
std::string failure_of(const std::string& kind, const std::string& name) {
  const auto folder = empty_folder(name);
  const auto file = put(folder, "fragile");
  put(folder, "good");
  const Registry registry(only({folder}));
  const auto ask = [&] {
    return zoo::error_of([&] {
      if (kind == "backend") {
        registry.backend(name);
      } else {
        registry.architecture(name);
      }
    });
  };
  const std::string before = file.string() + ": plugin 'fragile' failed: ";
  const std::string message = ask();
  EXPECT_TRUE(message.starts_with(before)) << message;
  EXPECT_EQ(ask(), message) << "the second time";
  const PluginRecord record = registry.records().at(0);
  EXPECT_EQ(record.state, PluginState::Failed);
  EXPECT_EQ(before + record.reason, message);
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  return record.reason;
}

TEST(Zoo, CreateThrows) {
  EXPECT_EQ(failure_of("backend", "throws"), "making backend 'throws' threw: out of order");
  EXPECT_EQ(failure_of("backend", "throws_a_number"),
            "making backend 'throws_a_number' threw something that is not a std::exception");
  for (const std::string name : {"throws_nothing_said", "throws_an_empty_problem"}) {
    EXPECT_EQ(failure_of("backend", name),
              "making backend '" + name + "' threw an exception without a message");
  }
}

TEST(Zoo, CreateReturnsNull) {
  EXPECT_EQ(failure_of("backend", "null"), "making backend 'null' returned nothing");
}

TEST(Zoo, CreateReturnsAnotherKind) {
  EXPECT_EQ(failure_of("architecture", "backend_instead"),
            "making architecture 'backend_instead' returned an object of another kind");
}

/// What is said of a graph that the nonsense plugin builds; the good plugin still builds its own.
std::string nonsense(const std::string& kind) {
  const auto folder = empty_folder(kind);
  put(folder, "nonsense");
  put(folder, "good");
  const Registry registry(only({folder}));
  const auto build = [&](const std::string& name) { return build_graph({.kind = name}, registry); };
  const std::string message = zoo::error_of([&] { build(kind); });
  EXPECT_EQ(zoo::error_of([&] { build(kind); }), message) << "the second time";
  EXPECT_EQ(build("chain").streams.at(0).name, "good");
  const std::string before = "architecture " + kind + ": ";
  EXPECT_TRUE(message.starts_with(before)) << message;
  return message.substr(std::min(before.size(), message.size()));
}

/// "the plugin /.../nonsense.so failed: ".
std::string nonsense_failed(const std::string& kind) {
  const auto folder = fs::weakly_canonical(zoo::folder_of(kind));
  return "the plugin " + (folder / "nonsense.so").string() + " failed: ";
}

TEST(Zoo, BuildThrows) {
  EXPECT_EQ(nonsense("throws"), nonsense_failed("throws") + "no idea how");
  EXPECT_EQ(nonsense("throws_a_number"),
            nonsense_failed("throws_a_number") + "it threw something that is not a std::exception");
}

TEST(Zoo, BuildThrowsWithoutAWord) {
  for (const std::string kind :
       {"throws_nothing_said", "throws_wordless", "throws_an_empty_problem", "throws_no_problem"}) {
    EXPECT_EQ(nonsense(kind), nonsense_failed(kind) + "it threw an exception without a message");
  }
  EXPECT_EQ(nonsense("throws_a_field_alone"), "d_mlp: " + nonsense_failed("throws_a_field_alone") +
                                                  "it threw an exception without a message");
}

TEST(Zoo, BuildsABillionHeads) {
  EXPECT_EQ(nonsense("many_heads"), "attn: n_heads is 1000000000, but must be 0 to 4096");
}

TEST(Zoo, BuildsWithoutEnd) {
  EXPECT_EQ(nonsense("endless"), "graph: more components and other parts than the limit of 100000");
}

TEST(Zoo, BuildsInTheWrongOrder) {
  EXPECT_EQ(nonsense("part_before_stream"),
            "graph: parts cannot be added before the first stream begins");
  EXPECT_EQ(nonsense("point_after_the_end"),
            "block structure: stream point 'resid_post' must come after 0 to 1 additions, not 7");
}

TEST(Zoo, BuildsABlockOfAnUnknownStructure) {
  EXPECT_EQ(nonsense("unknown_structure"),
            "blocks.0: the block has structure 9, but the number of structures is 0");
}

TEST(Zoo, BuildsAComponentThatNoLayoutKnows) {
  const auto folder = empty_folder("a");
  put(folder, "good");
  const auto registry = std::make_shared<const Registry>(only({folder}));
  const Figure figure({.kind = "chain"}, {}, registry);
  EXPECT_EQ(zoo::shout(*registry->backend("shout")), "good: hello");
  EXPECT_GT(place(figure.scene(), false).height, 0);
}

TEST(Zoo, BuildsNothing) { EXPECT_EQ(nonsense("nothing"), "graph: no stream"); }

TEST(Zoo, BuildsABranchWithoutAMainComponent) {
  EXPECT_EQ(nonsense("norm_alone"),
            "ln1: a branch has 0 components that are not norms, but must have exactly one");
}

TEST(Zoo, BuildsThePathOfAnotherComponent) {
  EXPECT_EQ(nonsense("same_path"), "attn: this path is used twice");
}

TEST(Zoo, AnotherPluginMakesWhatTheFirstCannot) {
  const auto folder = empty_folder("a");
  put(folder, "fragile");
  put(folder, "good");
  const Registry registry(only({folder}));
  EXPECT_EQ(zoo::shout(*registry.backend("shout")), "good: hello");
  EXPECT_EQ(registry.records().at(0).reason, "making backend 'shout' returned nothing");
}

}  // namespace
}  // namespace tviz
