// SPDX-License-Identifier: MIT
// Plugins that end or stop their process, or make noise. The linker says when and how: it gives
// each zoo_when_ one of the deeds, so that all of them are one object.
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <latch>
#include <stdexcept>
#include <string>

#include "tviz/plugin/plugin.hpp"

namespace {

/// More than any pipe holds, and no end of the last line.
void talk(int descriptor) {
  const std::string words(1U << 22U, 'x');
  for (std::size_t done = 0; done < words.size();) {
    const ssize_t count = ::write(descriptor, words.data() + done, words.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace

extern "C" {

void zoo_when_loaded();
void zoo_when_asked();
void zoo_when_created();
void zoo_when_drawing();
void zoo_when_unloaded();

void zoo_nothing() {}

void zoo_abort() { std::abort(); }

/// With last words of which some look like the program's own.
void zoo_abort_with_words() {
  std::fputs(
      "\nso long\n{x\n[{}]\n{\"error\": 3}\n{\"step\": {}}\n{\"error\": {\"message\": 4}}\n{",
      stderr);
  std::abort();
}

void zoo_exit_quietly() { ::_exit(0); }

void zoo_exit_loudly() { ::_exit(42); }

void zoo_exit_in_order() { std::exit(0); }

void zoo_exit_quickly() { std::quick_exit(0); }

/// Four threads at once, when each of them is here.
void zoo_exit_together() {
  static std::latch all(4);
  all.arrive_and_wait();
  std::exit(0);
}

/// Where no function of the C library is asked.
void zoo_exit_unseen() { ::syscall(SYS_exit_group, 42); }

void zoo_throw_exception() { throw std::runtime_error("not today"); }

void zoo_loop() {
  while (true) ::pause();
}

/// The other process holds the pipes of this one open.
void zoo_start_another_that_loops() {
  if (::fork() == 0) zoo_loop();
}

void zoo_segfault() {
  void (*volatile nowhere)() = nullptr;
  nowhere();
}

void zoo_talk_on_standard_error() { talk(STDERR_FILENO); }

void zoo_talk_on_standard_output() { talk(STDOUT_FILENO); }

}  // extern "C"

namespace {

const struct Lifetime {
  Lifetime() { zoo_when_loaded(); }
  ~Lifetime() { zoo_when_unloaded(); }
} kLifetime;

class Quiet final : public tviz::Backend {
 public:
  Quiet() { zoo_when_created(); }
  bool interactive() const override { return false; }
  void render(const tviz::Scene&, const tviz::BackendOptions&, tviz::ByteSink&) const override {
    zoo_when_drawing();
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
  zoo_when_asked();
  return &kDescriptor;
}
