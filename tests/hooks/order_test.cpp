// SPDX-License-Identifier: MIT
// The order of the dialects is what their plugins say, whatever they are called.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "hooks/resolve_hooks.hpp"
#include "named_dialects.hpp"
#include "tviz/base/error.hpp"

namespace tviz::test {
namespace {

/// Two names: one of its own, and one that all dialects have.
class Dialect final : public HookResolver {
 public:
  explicit Dialect(const char* name) : name_(name) {}

  void enumerate(const Graph&, const Stream&, const Block*, HookNameSink&) const override {}
  void resolve(const Graph&, std::string_view name, HookNameSink& sink) const override {
    if (name == name_ || name == "shared") sink.add({.name = name_, .component = name_});
  }

 private:
  std::string name_;
};

constexpr std::array kProvisions{
    TvizProvision{"hook_resolver", "a_without", 0}, TvizProvision{"hook_resolver", "b_second", 20},
    TvizProvision{"hook_resolver", "c_without", 0}, TvizProvision{"hook_resolver", "d_first", 10}};

constexpr TvizPluginDescriptor kPlugin = named_dialects<Dialect>(kProvisions);

class Order : public testing::Test {
 protected:
  Order() { registry_.add_static(&kPlugin); }

  /// Which dialect a name was found in.
  std::string dialect_of(const std::string& name, const std::string& chosen = {}) {
    Dialects dialects(registry_, graph_, chosen);
    std::vector<std::string> warnings;
    const std::vector<Hook> hooks{{name}};
    return resolve_hooks(graph_, hooks, dialects, warnings).highlights.at(0).component;
  }

  Registry registry_{{{}, false, false}};
  Graph graph_;
};

TEST_F(Order, IsByNumberAndThenByName) {
  EXPECT_EQ(registry_.hook_dialects(),
            (std::vector<std::string>{"d_first", "b_second", "a_without", "c_without"}));
}

TEST_F(Order, TheFirstThatKnowsANameExplainsIt) {
  EXPECT_EQ(dialect_of("shared"), "d_first");
  EXPECT_EQ(dialect_of("c_without"), "c_without");
  EXPECT_EQ(dialect_of("shared", "a_without"), "a_without");
}

TEST_F(Order, TheFirstListsHookPointsUnlessOneIsChosen) {
  EXPECT_EQ(labelling_dialect(Graph(), registry_, ""), "d_first");
  EXPECT_EQ(labelling_dialect(Graph(), registry_, "c_without"), "c_without");
}

TEST(NoDialect, IsAnErrorWhereHookPointsAreListed) {
  const Registry empty({{}, false, false});
  EXPECT_THROW(labelling_dialect(Graph(), empty, ""), Error);
}

}  // namespace
}  // namespace tviz::test
