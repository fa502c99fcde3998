// SPDX-License-Identifier: MIT
// Its descriptor is good, but what it makes is not. Each failure has a name of its own.
#include <iterator>
#include <new>
#include <stdexcept>
#include <string_view>

#include "tviz/base/error.hpp"
#include "tviz/plugin/plugin.hpp"

namespace {

class Quiet final : public tviz::Backend {
 public:
  bool interactive() const override { return false; }
  void render(const tviz::Scene&, const tviz::BackendOptions&, tviz::ByteSink&) const override {}
};

constexpr TvizProvision kProvisions[] = {{"backend", "throws", 0},
                                         {"backend", "throws_a_number", 0},
                                         {"backend", "throws_nothing_said", 0},
                                         {"backend", "throws_an_empty_problem", 0},
                                         {"backend", "null", 0},
                                         {"architecture", "backend_instead", 0},
                                         {"backend", "shout", 0}};

void* create(const char*, const char* name) {
  const std::string_view wanted = name;
  if (wanted == "throws") throw std::runtime_error("out of order");
  if (wanted == "throws_a_number") throw 42;
  if (wanted == "throws_nothing_said") throw std::runtime_error("");
  if (wanted == "throws_an_empty_problem") throw tviz::Error(tviz::Problem{});
  if (wanted == "backend_instead") return static_cast<tviz::Extension*>(new Quiet);
  return nullptr;
}

void destroy(void* extension) { delete static_cast<tviz::Extension*>(extension); }

constexpr TvizPluginDescriptor kDescriptor{TVIZ_PLUGIN_MAGIC,
                                           sizeof(TvizPluginDescriptor),
                                           TVIZ_PLUGIN_ABI_MAJOR,
                                           TVIZ_PLUGIN_ABI_MINOR,
                                           std::size(kProvisions),
                                           TVIZ_COMPILER_TAG,
                                           "fragile",
                                           "1.0.0",
                                           "MIT",
                                           "Fails in many ways.",
                                           kProvisions,
                                           create,
                                           destroy};

}  // namespace

extern "C" TVIZ_API const TvizPluginDescriptor* tviz_plugin_descriptor_v1() { return &kDescriptor; }
