// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace tviz {

/// What is kept of a figure that was drawn: of which inputs, and the digests of its files.
struct BatchRecord {
  std::string fingerprint{};
  std::map<std::string, std::string> files{};  ///< Digest by name, "gpt2.pdf".
  friend bool operator==(const BatchRecord&, const BatchRecord&) = default;
};

/// Where the record of a figure is kept.
std::filesystem::path record_path(const std::filesystem::path& folder, const std::string& figure);

/// The record of a figure, an empty one if there is none that can be read.
BatchRecord read_record(const std::filesystem::path& path);

/// What the file of a record holds.
std::string record_text(const BatchRecord& record);

/// Whether a file of a record, its name and digest, is in the folder with the bytes that it had.
bool is_as_drawn(const std::pair<const std::string, std::string>& file,
                 const std::filesystem::path& folder);

/// Whether all files of a record are in the folder with the bytes that they had.
bool files_are_there(const BatchRecord& record, const std::filesystem::path& folder);

}  // namespace tviz
