// SPDX-License-Identifier: MIT
// A dialect is a library and its version: what a user writes chooses one of those that plugins
// provide.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "hooks/dialects.hpp"
#include "hooks/resolve_hooks.hpp"
#include "named_dialects.hpp"
#include "tviz/base/error.hpp"
#include "tviz/hooks/hook_check.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {
namespace {

/// Knows one name, which tells its version, and one that all versions have.
class Version final : public HookResolver {
 public:
  explicit Version(std::string name) : name_(std::move(name)) {}
  void enumerate(const Graph&, const Stream&, const Block*, HookNameSink& sink) const override {
    sink.add({.name = "of_" + name_, .component = name_});
    sink.add({.name = "of_all", .component = name_});
  }
  void resolve(const Graph&, std::string_view name, HookNameSink& sink) const override {
    if (name == "of_" + name_ || name == "of_all") {
      sink.add({.name = std::string(name), .component = name_});
    }
  }

 private:
  std::string name_;
};

constexpr std::array kProvisions{TvizProvision{"hook_resolver", "library@3.5", 10},
                                 TvizProvision{"hook_resolver", "library@10.1", 10},
                                 TvizProvision{"hook_resolver", "library@4.3", 10},
                                 TvizProvision{"hook_resolver", "other", 20}};

constexpr TvizPluginDescriptor kPlugin = test::named_dialects<Version>(kProvisions);

class DialectVersions : public testing::Test {
 protected:
  DialectVersions() {
    registry_.add_static(&kPlugin);
    graph_.streams.emplace_back();
  }

  std::string chosen(const std::string& dialect) {
    Dialects dialects(registry_, graph_, dialect);
    return dialects.resolve(dialect, "of_all").at(0).component;
  }

  std::string error_of(const std::string& dialect, const std::string& name) {
    try {
      Dialects dialects(registry_, graph_, dialect);
      std::vector<std::string> warnings;
      resolve_hooks(graph_, std::vector<Hook>{{name}}, dialects, warnings);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  Registry registry_{{{}, false, false}};
  Graph graph_;
};

TEST_F(DialectVersions, ChooseTheNewestUnlessOneIsNamed) {
  EXPECT_EQ(chosen("library"), "library@10.1");
  EXPECT_EQ(chosen("library@3.5"), "library@3.5");
  EXPECT_EQ(chosen("library@4"), "library@4.3");
  EXPECT_EQ(chosen("library@4.3.0"), "library@4.3");
  EXPECT_EQ(chosen("other"), "other");
}

TEST_F(DialectVersions, CountAsOneDialect) {
  EXPECT_EQ(registry_.hook_dialects(), (std::vector<std::string>{"library", "other"}));
  EXPECT_EQ(registry_.dialect_versions("library@4"),
            (std::vector<std::string>{"library@10.1", "library@4.3", "library@3.5"}));
}

TEST_F(DialectVersions, AnUnknownOneIsAnErrorWithThoseThatExist) {
  const std::string error = error_of("library@1", "of_all");
  EXPECT_NE(error.find("no plugin knows the version '1' of the hook dialect 'library'"),
            std::string::npos)
      << error;
  EXPECT_NE(error.find("library@10.1, library@4.3, library@3.5"), std::string::npos) << error;
}

TEST_F(DialectVersions, ANameOfAnotherVersionIsToldAsSuch) {
  const std::string error = error_of("library", "of_library@3.5");
  EXPECT_NE(error.find("it is a name in the dialect library@3.5"), std::string::npos) << error;
  const std::vector<ListedHook> list{{"of_library@4.3", 1}};
  const auto findings = check_hooks(graph_, registry_, "library@3", list);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().fault, HookFault::Stale);
  EXPECT_EQ(findings.front().reason, "it is a name in the dialect library@4.3");
}

}  // namespace
}  // namespace tviz
