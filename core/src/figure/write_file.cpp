// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

#include "figure/leftovers.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view what, int error) {
  throw Error(Problem{fmt::format("{}: {}", what, std::generic_category().message(error)),
                      {path.string(), 0, 0, {}},
                      {}});
}

/// A file that disappears unless it is renamed to its final name. It is locked while it is written:
/// one that nobody locks was left by a run that was killed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& final_path) : final_path_(final_path) {
    while (!make()) ::close(std::exchange(descriptor_, -1));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(final_path_, "cannot be written", errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void publish() {
    // Closing tells what could not be written; closing a copy keeps the lock until it is renamed.
    if (::close(::dup(descriptor_)) != 0) fail(final_path_, "cannot be written", errno);
    if (::rename(path_.c_str(), final_path_.c_str()) != 0) {
      fail(final_path_, "cannot be written", errno);
    }
    path_.clear();
  }

 private:
  /// Whether it is still there once it is locked: before, another run may take it for a leftover.
  bool make() {
    path_ = final_path_;
    path_ += fmt::format(".{:08x}.part", std::random_device{}());
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(final_path_, "cannot be written", errno);
    // Where the file system has no locks, nothing is taken for a leftover.
    ::flock(descriptor_, LOCK_EX);
    struct stat status {};
    return ::fstat(descriptor_, &status) != 0 || status.st_nlink > 0;
  }

  std::filesystem::path final_path_;
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// Removes a temporary file that nobody writes.
void remove_if_left(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
  ::close(descriptor);
}

}  // namespace

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  TemporaryFile file(path);
  file.write(bytes);
  file.publish();
}

void remove_leftovers(const std::filesystem::path& folder, const std::set<std::string>& names) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    // "gpt2.pdf.0f3a91c2.part"
    if (path.extension() == ".part" && names.contains(path.stem().stem().string())) {
      remove_if_left(path);
    }
  }
}

}  // namespace tviz
