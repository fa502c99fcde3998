// SPDX-License-Identifier: MIT
#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace tviz::cli {
namespace {

using Clock = std::chrono::steady_clock;

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

/// The reading end of a pipe, with the end of what came through it. It never blocks.
class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    check(::pipe2(ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe");
    read_ = ends[0];
    write_ = ends[1];
    check(::fcntl(read_, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno, "pipe");
  }
  ~Pipe() {
    close(read_);
    close(write_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int write_end() const { return write_; }
  void close_write_end() { close(write_); }
  pollfd awaited() const { return {read_, POLLIN, 0}; }

  /// Takes what is there, at most as much as a pipe holds: a child that never stops writing
  /// must not keep us here.
  void take() {
    if (read_ < 0) return;
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(read_, buffer.data(), buffer.size());
    if (count == 0) close(read_);
    if (count <= 0) return;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > 2 * kKept) text.erase(0, text.size() - kKept);
  }

  std::string text;

 private:
  static constexpr std::size_t kKept = 1U << 20U;

  static void close(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }

  int read_ = -1;
  int write_ = -1;
};

/// What the child does between its birth and its program.
class Preparation {
 public:
  Preparation(const Pipe& output, const Pipe& errors) {
    check(::posix_spawn_file_actions_init(&actions_), "posix_spawn");
    check(::posix_spawnattr_init(&attributes_), "posix_spawn");
    check(::posix_spawn_file_actions_adddup2(&actions_, output.write_end(), STDOUT_FILENO),
          "posix_spawn");
    check(::posix_spawn_file_actions_adddup2(&actions_, errors.write_end(), STDERR_FILENO),
          "posix_spawn");
    check(::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0),
          "posix_spawn");
    check(::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP), "posix_spawn");
    check(::posix_spawnattr_setpgroup(&attributes_, 0), "posix_spawn");
  }
  ~Preparation() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  pid_t spawn(std::vector<std::string>& command) const {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    check(::posix_spawn(&child, arguments[0], &actions_, &attributes_, arguments.data(), environ),
          "posix_spawn");
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// Whether the child has ended. It stays unreaped, so that its number cannot mean another.
bool has_ended(pid_t child) {
  siginfo_t info{};
  const int result = ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
  check(result == 0 ? 0 : errno, "waitid");
  return info.si_pid == child;
}

/// Reads both pipes until the child ends; false if its time is over before. The pipes' own end
/// says nothing: the child may close them, and what it started may keep them open.
bool read_to_end(pid_t child, Pipe& output, Pipe& errors, Clock::time_point deadline) {
  constexpr int kTickMilliseconds = 10;
  while (!has_ended(child)) {
    if (Clock::now() >= deadline) return false;
    std::array<pollfd, 2> awaited{output.awaited(), errors.awaited()};
    ::poll(awaited.data(), awaited.size(), kTickMilliseconds);
    output.take();
    errors.take();
  }
  return true;
}

/// Ends the child's process group and gives the child's status.
int reap(pid_t child) {
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) check(errno == EINTR ? 0 : errno, "waitpid");
  return status;
}

}  // namespace

ChildResult run_child(std::vector<std::string> command, std::chrono::milliseconds time_limit) {
  Pipe output;
  Pipe errors;
  const auto deadline = Clock::now() + time_limit;
  const pid_t child = Preparation(output, errors).spawn(command);
  output.close_write_end();
  errors.close_write_end();
  const bool in_time = read_to_end(child, output, errors, deadline);
  const int status = reap(child);
  output.take();
  errors.take();

  ChildResult result{ChildResult::End::TimedOut, 0, std::move(output.text), std::move(errors.text)};
  if (!in_time) return result;
  const bool signalled = WIFSIGNALED(status);
  result.end = signalled ? ChildResult::End::Signalled : ChildResult::End::Exited;
  result.code = signalled ? WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace tviz::cli
