// SPDX-License-Identifier: MIT
#include "plugin/search.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

#include "plugin/built_in.hpp"
#include "plugin/manifest.hpp"
#include "tviz/base/error.hpp"

namespace tviz {

namespace {

namespace fs = std::filesystem;

bool everyone_can_write(const fs::path& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) != 0;
}

/// The folder of plugins beside the file that holds this code, which is the library; empty if
/// the loader does not know that file by an absolute path.
fs::path installed_folder() {
  static const char kInThisFile = 0;
  Dl_info info{};
  if (dladdr(&kInThisFile, &info) == 0 || info.dli_fname == nullptr) return {};
  std::error_code error;
  const fs::path library = info.dli_fname;
  const fs::path file = library.is_absolute() ? fs::canonical(library, error) : fs::path();
  if (file.empty()) return {};
  return file.parent_path() / TVIZ_PLUGIN_FOLDER;
}

/// The entries of TVIZ_PLUGIN_PATH, which a privileged program must not heed.
std::vector<fs::path> environment_folders() {
  const char* value = getauxval(AT_SECURE) == 0 ? std::getenv("TVIZ_PLUGIN_PATH") : nullptr;
  std::vector<fs::path> folders;
  std::string_view rest = value == nullptr ? "" : value;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    if (end > 0) folders.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return folders;
}

class Search {
 public:
  /// A folder that the user named: it must be there.
  void given(const fs::path& folder) {
    std::error_code error;
    const fs::path path = fs::canonical(folder, error);
    if (error || !fs::is_directory(path, error)) {
      throw Error(Problem{"no such plugin folder", {.source = folder.string()}, {}});
    }
    read(path);
  }

  /// A folder of the environment: what is wrong with it is recorded.
  void environment(const fs::path& folder) {
    std::error_code error;
    if (!folder.is_absolute()) {
      refuse(folder, "TVIZ_PLUGIN_PATH must contain only absolute paths");
    } else if (const fs::path path = fs::canonical(folder, error);
               error || !fs::is_directory(path, error)) {
      refuse(folder, "TVIZ_PLUGIN_PATH names this folder, but it does not exist");
    } else {
      read(path);
    }
  }

  void installed(const fs::path& folder) {
    std::error_code error;
    if (!folder.empty() && fs::is_directory(folder, error)) read(folder);
  }

  SearchResult take() { return std::move(result_); }

 private:
  void refuse(const fs::path& path, std::string reason) {
    result_.hits.push_back({path, std::move(reason)});
  }

  void read(const fs::path& folder) {
    if (everyone_can_write(folder)) {
      refuse(folder, "everyone can write to this folder");
      return;
    }
    std::error_code error;
    std::vector<fs::path> names;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      if (entry->path().extension() == ".so") names.push_back(entry->path());
    }
    if (error) {
      refuse(folder, "cannot be read: " + error.message());
      return;
    }
    result_.folders.push_back(folder);
    std::sort(names.begin(), names.end());
    for (const fs::path& name : names) file(name);
  }

  void file(const fs::path& name) {
    if (!built_in_plugins().empty()) {
      refuse(name, "a self-contained tviz cannot load plugin files");
      return;
    }
    std::error_code error;
    const fs::path path = fs::canonical(name, error);
    struct stat status {};
    if (error || stat(path.c_str(), &status) != 0) {
      refuse(name, "cannot be opened: " + error.message());
      return;
    }
    if (!S_ISREG(status.st_mode) || !seen_.emplace(status.st_dev, status.st_ino).second) return;
    for (const fs::path& each : {path, path.parent_path(), manifest_path(path)}) {
      if (everyone_can_write(each)) {
        refuse(path, fmt::format("everyone can write to {}", each.string()));
        return;
      }
    }
    result_.hits.push_back({path, {}});
  }

  SearchResult result_;
  std::set<std::pair<dev_t, ino_t>> seen_;
};

}  // namespace

SearchResult find_plugin_files(const PluginSearch& search) {
  Search result;
  for (const fs::path& folder : search.directories) result.given(folder);
  if (search.environment) {
    for (const fs::path& folder : environment_folders()) result.environment(folder);
  }
  if (search.installed) result.installed(installed_folder());
  return result.take();
}

}  // namespace tviz
