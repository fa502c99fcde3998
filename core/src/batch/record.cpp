// SPDX-License-Identifier: MIT
#include "batch/record.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/digest.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

using Json = nlohmann::ordered_json;

/// The bytes of a regular file, nothing if they cannot be read.
std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  try {
    return read_file(path, std::numeric_limits<std::size_t>::max());
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::filesystem::path record_path(const std::filesystem::path& folder, const std::string& figure) {
  return folder / ".tviz" / (figure + ".json");
}

BatchRecord read_record(const std::filesystem::path& path) {
  // A record that somebody spoilt costs a figure drawn once more.
  const Json json = Json::parse(content_of(path).value_or(""), nullptr, false);
  if (!json.is_object() || !json.contains("fingerprint") || !json.contains("files")) return {};
  BatchRecord record;
  if (!json["fingerprint"].is_string() || !json["files"].is_object()) return {};
  record.fingerprint = json["fingerprint"];
  for (const auto& [name, bytes] : json["files"].items()) {
    if (!bytes.is_string()) return {};
    record.files.emplace(name, bytes);
  }
  return record;
}

std::string record_text(const BatchRecord& record) {
  const Json json{{"fingerprint", record.fingerprint}, {"files", record.files}};
  return json.dump(1) + "\n";
}

bool is_as_drawn(const std::pair<const std::string, std::string>& file,
                 const std::filesystem::path& folder) {
  const std::optional<std::string> bytes = content_of(folder / file.first);
  return bytes && digest(*bytes) == file.second;
}

bool files_are_there(const BatchRecord& record, const std::filesystem::path& folder) {
  return std::ranges::all_of(record.files,
                             [&](const auto& file) { return is_as_drawn(file, folder); });
}

}  // namespace tviz
