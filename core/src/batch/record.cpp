// SPDX-License-Identifier: MIT
#include "batch/record.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/digest.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::filesystem::path record_path(const std::filesystem::path& folder, const std::string& figure) {
  return folder / ".tviz" / (figure + ".json");
}

BatchRecord read_record(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  // A record that somebody spoilt costs a figure drawn once more.
  const Json json = Json::parse(std::istreambuf_iterator<char>(file), {}, nullptr, false);
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

void write_record(const std::filesystem::path& path, const BatchRecord& record) {
  const Json json{{"fingerprint", record.fingerprint}, {"files", record.files}};
  write_file(path, json.dump(1) + "\n");
}

bool files_are_there(const BatchRecord& record, const std::filesystem::path& folder) {
  return std::ranges::all_of(record.files, [&](const auto& file) {
    std::error_code error;
    const std::filesystem::path path = folder / file.first;
    if (!std::filesystem::is_regular_file(path, error)) return false;
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    return digest(bytes) == file.second;
  });
}

}  // namespace tviz
