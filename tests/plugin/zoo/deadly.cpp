// SPDX-License-Identifier: MIT
// A plugin that ends or stops its process, or makes noise; the build says when and how.
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <latch>
#include <stdexcept>
#include <string>

#include "tviz/plugin/plugin.hpp"

namespace {

[[maybe_unused]] void nothing() {}

/// With last words of which some look like the program's own.
[[maybe_unused]] void abort_with_words() {
  std::fputs(
      "\nso long\n{x\n[{}]\n{\"error\": 3}\n{\"step\": {}}\n{\"error\": {\"message\": 4}}\n{",
      stderr);
  std::abort();
}

[[maybe_unused]] void exit_quietly() { ::_exit(0); }

[[maybe_unused]] void exit_loudly() { ::_exit(42); }

[[maybe_unused]] void exit_in_order() { std::exit(0); }

[[maybe_unused]] void exit_quickly() { std::quick_exit(0); }

/// Four threads at once, when each of them is here.
[[maybe_unused]] void exit_together() {
  static std::latch all(4);
  all.arrive_and_wait();
  std::exit(0);
}

/// Where no function of the C library is asked.
[[maybe_unused]] void exit_unseen() { ::syscall(SYS_exit_group, 42); }

[[maybe_unused]] void throw_exception() { throw std::runtime_error("not today"); }

[[maybe_unused]] void loop() {
  while (true) ::pause();
}

/// The other process holds the pipes of this one open.
[[maybe_unused]] void start_another_that_loops() {
  if (::fork() == 0) loop();
}

[[maybe_unused]] void segfault() {
  void (*volatile nowhere)() = nullptr;
  nowhere();
}

/// More than any pipe holds, and no end of the last line.
void talk(int descriptor) {
  const std::string words(1U << 22U, 'x');
  for (std::size_t done = 0; done < words.size();) {
    const ssize_t count = ::write(descriptor, words.data() + done, words.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

[[maybe_unused]] void talk_on_standard_error() { talk(STDERR_FILENO); }

[[maybe_unused]] void talk_on_standard_output() { talk(STDOUT_FILENO); }

#ifndef ZOO_WHEN_LOADED
#define ZOO_WHEN_LOADED nothing
#endif
#ifndef ZOO_WHEN_ASKED
#define ZOO_WHEN_ASKED nothing
#endif
#ifndef ZOO_WHEN_CREATED
#define ZOO_WHEN_CREATED nothing
#endif
#ifndef ZOO_WHEN_DRAWING
#define ZOO_WHEN_DRAWING nothing
#endif
#ifndef ZOO_WHEN_UNLOADED
#define ZOO_WHEN_UNLOADED nothing
#endif

const struct Lifetime {
  Lifetime() { ZOO_WHEN_LOADED(); }
  ~Lifetime() { ZOO_WHEN_UNLOADED(); }
} kLifetime;

class Quiet final : public tviz::Backend {
 public:
  Quiet() { ZOO_WHEN_CREATED(); }
  bool interactive() const override { return false; }
  void render(const tviz::Scene&, const tviz::BackendOptions&, tviz::ByteSink&) const override {
    ZOO_WHEN_DRAWING();
  }
};

constexpr std::array kOffers{tviz::provide<tviz::Backend, Quiet>("quiet")};
constexpr auto kProvisions = tviz::provisions_of(kOffers);

void* create(const char*, const char*) { return kOffers[0].make(); }

void destroy(void* extension) { delete static_cast<tviz::Extension*>(extension); }

constexpr TvizPluginDescriptor kDescriptor{TVIZ_PLUGIN_MAGIC,
                                           sizeof(TvizPluginDescriptor),
                                           TVIZ_PLUGIN_ABI_MAJOR,
                                           TVIZ_PLUGIN_ABI_MINOR,
                                           kProvisions.size(),
                                           TVIZ_COMPILER_TAG,
                                           "deadly",
                                           "1.0.0",
                                           "MIT",
                                           "Ends or stops its process.",
                                           kProvisions.data(),
                                           create,
                                           destroy};

}  // namespace

extern "C" TVIZ_API const TvizPluginDescriptor* tviz_plugin_descriptor_v1() {
  ZOO_WHEN_ASKED();
  return &kDescriptor;
}
