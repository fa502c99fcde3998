// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <utility>

#include "model/weights_file.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string message,
                         std::string hint = {}) {
  throw Error(Problem{std::move(message), {path.string(), 0, 0, {}}, std::move(hint)});
}

/// The length of the JSON header, which the first 8 bytes give, little-endian.
std::uint64_t header_length(const std::filesystem::path& path, std::ifstream& file,
                            std::uint64_t size, const Limits& limits) {
  std::array<char, 8> bytes{};
  if (size < bytes.size() || !file.read(bytes.data(), bytes.size())) {
    refuse(path, "is no safetensors file: it is shorter than 8 bytes");
  }
  std::uint64_t length = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    length = length << 8U | static_cast<unsigned char>(bytes[i]);
  }
  if (length > limits.document_bytes) {
    refuse(path, fmt::format("claims a header of {} bytes, the limit is {} (document_bytes)",
                             length, limits.document_bytes));
  }
  if (length > size - bytes.size()) {
    refuse(path, "the safetensors header ends too early", "is the file whole?");
  }
  return length;
}

/// The header as a document; the numbers of the tensors are not read.
Document read_header(const std::filesystem::path& path, const Limits& limits) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) refuse(path, "cannot be read");
  std::string text(header_length(path, file, size, limits), '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    refuse(path, "cannot be read");
  }
  return parse_json(text, path.string(), limits);
}

void check_entries(const Document& header) {
  std::vector<Problem> problems;
  for (const Node::Member& entry : header.root.members) {
    if (entry.key == "__metadata__") continue;
    const Node* shape = entry.value.find("shape");
    if (shape != nullptr && shape->kind == Node::Kind::Sequence) continue;
    problems.push_back(
        {"a tensor without a shape", {header.source, entry.line, entry.column, entry.key}, {}});
    break;
  }
  throw_if_any(std::move(problems));
}

}  // namespace

ModelArchitecture read_safetensors(const std::filesystem::path& path, const Limits& limits) {
  const bool is_index = path.extension() == ".json";
  if (!is_index) {
    const Document header = read_header(path, limits);
    if (header.root.kind != Node::Kind::Mapping) refuse(path, "the header is no map of tensors");
    check_entries(header);
  }
  const std::filesystem::path configuration = path.parent_path() / "config.json";
  std::error_code error;
  if (!std::filesystem::exists(configuration, error)) {
    refuse(path, "a safetensors header does not tell the number of heads",
           "put the model's config.json beside it, or name the model");
  }
  return read_model(configuration.string(), limits);
}

}  // namespace tviz
