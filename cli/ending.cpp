// SPDX-License-Identifier: MIT
#include "ending.hpp"

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

// Exit handlers take no arguments.
std::atomic<bool> is_working = false;
bool writes_json = false;
std::atomic<int> final_code = -1;  // Negative until the work is done.
pid_t program = 0;

[[noreturn]] void end_now(int exit_code) {
  while (true) ::syscall(SYS_exit_group, exit_code);
}

/// What has been written to standard output so far is not flushed: half a result is none.
void report_end() {
  // What a plugin has forked may end as it likes.
  if (::getpid() != program || !is_working.exchange(false)) return;
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
  program = ::getpid();
  is_working = true;
  std::atexit(report_end);
  std::at_quick_exit(report_end);
}

int done(int exit_code) {
  final_code = exit_code;
  is_working = false;
  return exit_code;
}

}  // namespace tviz::cli

// Handlers do not run for these, so they are here in place of the C library's: plugins and other
// libraries find the program's own functions first.
extern "C" {

[[gnu::visibility("default")]] void _exit(int status) {
  tviz::cli::report_end();
  const bool is_ours = ::getpid() == tviz::cli::program && tviz::cli::final_code >= 0;
  tviz::cli::end_now(is_ours ? tviz::cli::final_code.load() : status);
}

[[gnu::visibility("default")]] void _Exit(int status) noexcept { _exit(status); }

}  // extern "C"
