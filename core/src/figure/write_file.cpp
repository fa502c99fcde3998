// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <list>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/utf8.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/write_files.hpp"

namespace tviz {
namespace {

namespace fs = std::filesystem;

/// ".0f3a91c2.part"
constexpr std::size_t kHexadecimalDigits = 8;
constexpr std::string_view kTemporaryEnd = ".part";
constexpr std::size_t kTemporarySuffix = 1 + kHexadecimalDigits + kTemporaryEnd.size();
constexpr int kMostLinks = 40;  // As Linux has it.

[[noreturn]] void fail(const fs::path& path, std::string_view what, int error) {
  std::error_code unknown;
  const bool has_folder = !path.has_parent_path() || fs::exists(path.parent_path(), unknown);
  throw Error(
      Problem{fmt::format("{}: {}", what, std::generic_category().message(error)),
              {path.string(), 0, 0, {}},
              has_folder ? std::string()
                         : fmt::format("make the folder '{}' first", path.parent_path().string())});
}

/// What the names of a file's temporary ones begin with: its own, unless that leaves no room.
std::string temporary_stem(const std::string& name) {
  return std::string(head(name, NAME_MAX - kTemporarySuffix));
}

/// The stem in the name of a temporary file; empty if it is none.
std::string_view stem_of_temporary(std::string_view name) {
  if (name.size() <= kTemporarySuffix || !name.ends_with(kTemporaryEnd)) return {};
  const std::string_view suffix = name.substr(name.size() - kTemporarySuffix);
  const bool is_number =
      suffix.substr(1, kHexadecimalDigits).find_first_not_of("0123456789abcdef") ==
      std::string_view::npos;
  return suffix.front() == '.' && is_number ? name.substr(0, name.size() - kTemporarySuffix)
                                            : std::string_view();
}

/// The file that a path leads to by symbolic links, as opening it would find or make it.
fs::path followed(const fs::path& path) {
  fs::path file = path;
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code error;
    if (!fs::is_symlink(fs::symlink_status(file, error))) return file;
    const fs::path next = fs::read_symlink(file, error);
    if (error) fail(path, "cannot be written", error.value());
    file = file.parent_path() / next;
  }
  fail(path, "cannot be written", ELOOP);
}

/// A file that is written beside the one that it becomes, and disappears unless it does. It is
/// locked meanwhile: one that nobody locks was left by a run that was killed.
class PendingFile {
 public:
  explicit PendingFile(const fs::path& path) : name_(path) {
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    // What renaming would find wrong with the name only when other files have theirs.
    if (!exists && errno != ENOENT) fail(path, "cannot be written", errno);
    if (exists && S_ISDIR(status.st_mode)) fail(path, "cannot be written", EISDIR);
    if (exists && !S_ISREG(status.st_mode)) {
      open_as_it_is();
      return;
    }
    if (exists) check_writable(status.st_mode);
    target_ = followed(path);
    while (!make()) ::close(std::exchange(descriptor_, -1));
    // Where the file system has no permissions there are none to keep.
    if (exists) ::fchmod(descriptor_, status.st_mode & 07777U);
  }
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(name_, "cannot be written", errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    // Closing tells what could not be written; closing a copy keeps the lock until it is renamed.
    if (::close(::dup(descriptor_)) != 0) fail(name_, "cannot be written", errno);
  }

  void publish() {
    if (temporary_.empty()) return;
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
      fail(name_, "cannot be written", errno);
    }
    temporary_.clear();
  }

 private:
  /// A pipe or a device: nothing else can take its place.
  void open_as_it_is() {
    descriptor_ = ::open(name_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (descriptor_ < 0) fail(name_, "cannot be written", errno);
  }

  /// A rename asks the folder alone. Who may do everything is held to the permissions, too: a
  /// file that is read-only is meant to stay.
  void check_writable(mode_t mode) const {
    constexpr mode_t kAnyWrite = S_IWUSR | S_IWGRP | S_IWOTH;
    if ((mode & kAnyWrite) == 0 || ::access(name_.c_str(), W_OK) != 0) {
      fail(name_, "cannot be written, because it is read-only", EACCES);
    }
  }

  /// Whether it is still there once it is locked: before, another run may take it for a leftover.
  bool make() {
    temporary_ = target_.parent_path() / temporary_stem(target_.filename().string());
    // std::random_device may open /dev/urandom, which some containers lack.
    std::uint32_t mark = 0;
    if (::getentropy(&mark, sizeof(mark)) != 0) fail(name_, "cannot be written", errno);
    temporary_ += fmt::format(".{:08x}{}", mark, kTemporaryEnd);
    descriptor_ =
        ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
      const int error = errno;
      temporary_.clear();
      fail(name_, "cannot be written", error);
    }
    // Where the file system has no locks, nothing is taken for a leftover.
    ::flock(descriptor_, LOCK_EX);
    struct stat status {};
    return ::fstat(descriptor_, &status) != 0 || status.st_nlink > 0;
  }

  fs::path name_;  ///< As it was given.
  fs::path target_;
  fs::path temporary_;  ///< Empty where there is none.
  int descriptor_ = -1;
};

/// Removes a temporary file that nobody writes.
void remove_if_left(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
  ::close(descriptor);
}

/// What tells one file from another, whatever the way to it: where it is, and its name if it is
/// not there yet.
using Identity = std::tuple<dev_t, ino_t, std::string>;

Identity identity_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return {status.st_dev, status.st_ino, {}};
  const fs::path file = followed(path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (::stat(folder.c_str(), &status) == 0) {
    return {status.st_dev, status.st_ino, file.filename().string()};
  }
  // A folder that is not there yet may be left again by "..".
  const fs::path normal = file.lexically_normal();
  return normal == file ? Identity{0, 0, file.string()} : identity_of(normal);
}

bool is_device_or_pipe(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

}  // namespace

void write_files(const std::vector<FileContent>& files) {
  std::list<PendingFile> pending;
  for (const FileContent& file : files) pending.emplace_back(file.path).write(file.bytes);
  for (PendingFile& file : pending) file.publish();
}

void write_file(const fs::path& path, std::string_view bytes) {
  PendingFile file(path);
  file.write(bytes);
  file.publish();
}

void check_targets(const std::vector<fs::path>& targets, const std::vector<fs::path>& sources) {
  const auto refuse = [](const fs::path& path, std::string message, std::string hint) {
    throw Error(Problem{std::move(message), {path.string(), 0, 0, {}}, std::move(hint)});
  };
  std::set<Identity> read;
  for (const fs::path& source : sources) read.insert(identity_of(source));
  std::set<Identity> written;
  for (const fs::path& target : targets) {
    if (target.empty()) refuse(target, "a file to write has no name", {});
    if (is_device_or_pipe(target)) continue;
    const Identity identity = identity_of(target);
    if (read.contains(identity)) {
      refuse(target, "would overwrite an input file", "give the output another name");
    }
    if (!written.insert(identity).second) refuse(target, "is written twice", {});
  }
}

void remove_leftovers(const fs::path& folder, const std::set<std::string>& names) {
  std::set<std::string, std::less<>> stems;
  for (const std::string& name : names) stems.insert(temporary_stem(name));
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (stems.contains(stem_of_temporary(name))) remove_if_left(entry->path());
  }
}

}  // namespace tviz
