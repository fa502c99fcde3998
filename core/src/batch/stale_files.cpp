// SPDX-License-Identifier: MIT
#include <set>

#include "batch/record.hpp"
#include "tviz/batch/batch.hpp"

namespace tviz {
namespace {

namespace fs = std::filesystem;

/// What a manifest has in its folder: files of figures and their records.
std::set<fs::path> files_of(const Manifest& manifest) {
  std::set<fs::path> files;
  for (const BatchFigure& figure : manifest.figures) {
    files.insert(record_path({}, figure.name));
    for (const std::string& format : figure.formats) files.insert(figure.name + "." + format);
  }
  return files;
}

/// No run writes such a name, but anyone may write a record.
bool leads_out(const fs::path& name) {
  return name.is_absolute() || name.lexically_normal().string().starts_with("..");
}

}  // namespace

std::vector<fs::path> stale_files(const Manifest& manifest) {
  const std::set<fs::path> kept = files_of(manifest);
  std::set<fs::path> stale;
  std::error_code error;
  fs::recursive_directory_iterator entry(manifest.folder / ".tviz", error);
  for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& record = entry->path();
    if (record.extension() != ".json") continue;
    const BatchRecord drawn = read_record(record);
    for (const auto& file : drawn.files) {
      if (kept.contains(file.first) || leads_out(file.first)) continue;
      if (!is_as_drawn(file, manifest.folder)) continue;
      stale.insert(manifest.folder / file.first);
    }
    const fs::path own = record.lexically_relative(manifest.folder);
    if (!drawn.files.empty() && !kept.contains(own)) stale.insert(record);
  }
  return {stale.begin(), stale.end()};
}

}  // namespace tviz
