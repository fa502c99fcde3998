// SPDX-License-Identifier: MIT
#include "new_folder.hpp"

#include <string>
#include <system_error>
#include <utility>

#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz::cli {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string what, std::string hint) {
  throw Error(Problem{std::move(what), {.source = path.string()}, std::move(hint)});
}

}  // namespace

NewFolder::NewFolder(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code error;
  is_made_ = std::filesystem::create_directory(path_, error);
  if (error) refuse(path_, "cannot be made: " + error.message(), {});
  const bool is_empty = std::filesystem::is_empty(path_, error);
  if (error) refuse(path_, "cannot be read: " + error.message(), {});
  if (!is_empty) refuse(path_, "is not empty", "name a new folder with -o");
}

NewFolder::~NewFolder() {
  if (is_kept_) return;
  std::error_code ignored;  // There is an error already, which says what matters.
  for (const std::filesystem::path& file : written_) std::filesystem::remove(file, ignored);
  if (is_made_) std::filesystem::remove(path_, ignored);
}

void NewFolder::write(std::string_view name, std::string_view text) {
  const std::filesystem::path& file = written_.emplace_back(path_ / name);
  write_file(file, text);
}

}  // namespace tviz::cli
