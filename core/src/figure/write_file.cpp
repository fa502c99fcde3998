// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "tviz/figure/figure.hpp"

namespace tviz {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view what, int error) {
  throw Error(Problem{fmt::format("{}: {}", what, std::generic_category().message(error)),
                      {path.string(), 0, 0, {}},
                      {}});
}

/// A file that disappears unless it is renamed to its final name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& final_path) : final_path_(final_path) {
    path_ = final_path;
    path_ += fmt::format(".{}.part", ::getpid());
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(final_path_, "cannot be written", errno);
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
    if (::close(std::exchange(descriptor_, -1)) != 0) {
      fail(final_path_, "cannot be written", errno);
    }
    if (::rename(path_.c_str(), final_path_.c_str()) != 0) {
      fail(final_path_, "cannot be written", errno);
    }
    path_.clear();
  }

 private:
  std::filesystem::path final_path_;
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  TemporaryFile file(path);
  file.write(bytes);
  file.publish();
}

}  // namespace tviz
