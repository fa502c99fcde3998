// SPDX-License-Identifier: MIT
#include "ending.hpp"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "exit_codes.hpp"
#include "messages.hpp"
#include "tviz/base/error.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz::cli {
namespace {

enum class State : char { Idle, Working, Ending };

// Exit handlers take no arguments.
std::atomic<State> state = State::Idle;
bool writes_json = false;
std::atomic<int> final_code = -1;  // Negative until the work is done.
pid_t own_process = 0;

[[noreturn]] void end_now(int exit_code) {
  while (true) ::syscall(SYS_exit_group, exit_code);
}

/// What has been written to standard output so far is not flushed: half a result is none.
void report_end() {
  // What a plugin has forked may end as it likes.
  if (::getpid() != own_process || state == State::Idle) return;
  // Of several threads that end the program at once, the first says why and the others wait for it.
  while (state.exchange(State::Ending) == State::Ending) ::pause();
  if (const auto plugin = running_plugin()) {
    print_problem({"the plugin ended the program while " + plugin->task,
                   {.source = plugin->file.string()},
                   {}},
                  writes_json);
    end_now(kInputAtFault);
  }
  print_message("tviz: internal error: the program was ended at work");
  end_now(kInternal);
}

}  // namespace

void refuse_to_end(bool as_json) {
  writes_json = as_json;
  own_process = ::getpid();
  state = State::Working;
  std::atexit(report_end);
  std::at_quick_exit(report_end);
}

int done(int exit_code) {
  final_code = exit_code;
  state = State::Idle;
  return exit_code;
}

}  // namespace tviz::cli

#if TVIZ_LOADS_PLUGIN_FILES
// In place of the C library's, since plugins and other libraries find the program's own functions
// first. The C library runs no handler in _exit and _Exit, and it must not run them on two threads
// at once, as it would where two plugins call exit.
extern "C" {

[[gnu::visibility("default")]] void exit(int status) noexcept {
  tviz::cli::report_end();
  const auto next = reinterpret_cast<void (*)(int)>(::dlsym(RTLD_NEXT, "exit"));
  next(status);
  std::abort();  // Never reached: the next one does not return.
}

[[gnu::visibility("default")]] void _exit(int status) {
  tviz::cli::report_end();
  const bool is_ours = ::getpid() == tviz::cli::own_process && tviz::cli::final_code >= 0;
  tviz::cli::end_now(is_ours ? tviz::cli::final_code.load() : status);
}

[[gnu::visibility("default")]] void _Exit(int status) noexcept { _exit(status); }

}  // extern "C"
#endif
