// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>
#include <vector>

#include "model/weights_file.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

[[noreturn]] void refuse_weights(const std::filesystem::path& path, std::string message,
                                 std::string hint = {}) {
  throw Error(Problem{std::move(message), {path.string(), 0, 0, {}}, std::move(hint)});
}

/// The length of the JSON header, which the first 8 bytes give, little-endian.
std::uint64_t header_length(const std::filesystem::path& path, std::ifstream& file,
                            std::uint64_t size, const Limits& limits) {
  std::array<char, 8> bytes{};
  if (size < bytes.size() || !file.read(bytes.data(), bytes.size())) {
    refuse_weights(path, "is not a safetensors file: it is shorter than 8 bytes");
  }
  std::uint64_t length = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    length = length << 8U | static_cast<unsigned char>(bytes[i]);
  }
  if (length > limits.document_bytes) {
    refuse_weights(path,
                   fmt::format("claims a header of {} bytes, but the limit is {} (document_bytes)",
                               length, limits.document_bytes));
  }
  if (length > size - bytes.size()) {
    refuse_weights(path, "the safetensors header ends too early", "is the file whole?");
  }
  return length;
}

/// The header as a document; the numbers of the tensors are not read.
Document read_header(const std::filesystem::path& path, const Limits& limits) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) refuse_weights(path, "cannot be read");
  std::string text(header_length(path, file, size, limits), '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    refuse_weights(path, "cannot be read");
  }
  return parse_json(text, path.string(), limits);
}

/// Bits of one value; 0 for a type that is not known, of which there are more from time to time.
std::uint64_t bits_of(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 21> kTypes{{
      {"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},   {"I8", 8},
      {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"I16", 16}, {"U16", 16},
      {"F16", 16},    {"BF16", 16},   {"I32", 32},    {"U32", 32},        {"F32", 32}, {"F64", 64},
      {"I64", 64},    {"U64", 64},    {"C64", 64},
  }};
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const auto& each) { return each.first == type; });
  return found == kTypes.end() ? 0 : found->second;
}

/// A tensor's place among the numbers, which follow the header.
struct Extent {
  std::uint64_t begin;
  std::uint64_t end;
  const Node::Member* entry;
};

/// The checks of safetensors' own reader (tensor.rs) that concern the header.
class TensorTable {
 public:
  explicit TensorTable(const Document& header) : header_(header) {}

  void check() {
    for (const Node::Member& entry : header_.root.members) {
      entry.key == "__metadata__" ? check_metadata(entry) : check_tensor(entry);
    }
    std::sort(extents_.begin(), extents_.end(), [](const Extent& one, const Extent& other) {
      return one.begin != other.begin ? one.begin < other.begin : one.end < other.end;
    });
    std::uint64_t end = 0;
    for (const Extent& extent : extents_) {
      if (extent.begin != end)
        fail(*extent.entry, "its data does not begin where the data before it ends");
      end = extent.end;
    }
  }

 private:
  [[noreturn]] void fail(const Node::Member& entry, std::string message) const {
    throw Error(
        Problem{std::move(message), {header_.source, entry.line, entry.column, entry.key}, {}});
  }

  void check_metadata(const Node::Member& entry) const {
    for (const Node::Member& each : entry.value.members) {
      if (!as_text(each.value)) fail(entry, fmt::format("'{}' must be text", each.key));
    }
  }

  void check_tensor(const Node::Member& entry) {
    const Node* shape = entry.value.find("shape");
    if (shape == nullptr || shape->kind != Node::Kind::Sequence) {
      fail(entry, "the tensor has no shape");
    }
    const Node* offsets = entry.value.find("data_offsets");
    if (offsets == nullptr || offsets->items.size() != 2) fail(entry, "the tensor has no offsets");
    const auto begin = as_integer(offsets->items[0]);
    const auto end = as_integer(offsets->items[1]);
    if (!begin || !end || *begin < 0 || *end < *begin) fail(entry, "the offsets are invalid");
    const auto from = static_cast<std::uint64_t>(*begin);
    const auto to = static_cast<std::uint64_t>(*end);
    const Node* type = entry.value.find("dtype");
    if (type == nullptr) fail(entry, "the tensor has no dtype");
    check_size(entry, *shape, bits_of(type->scalar), to - from);
    extents_.push_back({from, to, &entry});
  }

  void check_size(const Node::Member& entry, const Node& shape, std::uint64_t bits,
                  std::uint64_t bytes) const {
    std::uint64_t count = bits;
    for (const Node& axis : shape.items) {
      const auto size = as_integer(axis);
      if (!size || *size < 0) fail(entry, "the shape is invalid");
      if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(*size), &count)) {
        fail(entry, "the tensor has more numbers than can be counted");
      }
    }
    if (bits == 0) return;
    if (count % 8 != 0) fail(entry, "its numbers do not fill whole bytes");
    if (count / 8 != bytes) {
      fail(entry, fmt::format("has {} bytes, but its shape needs {}", bytes, count / 8));
    }
  }

  const Document& header_;
  std::vector<Extent> extents_;
};

}  // namespace

std::filesystem::path configuration_beside(const std::filesystem::path& path) {
  return path.parent_path() / "config.json";
}

ModelArchitecture read_safetensors(const std::filesystem::path& path, const ModelTypes& types,
                                   const Limits& limits) {
  const bool is_index = path.extension() == ".json";
  if (is_index) {
    const Document index =
        parse_json(read_file(path, limits.document_bytes), path.string(), limits);
    if (index.root.find("weight_map") == nullptr)
      refuse_weights(path, "has no weight_map for its tensors");
  } else {
    const Document header = read_header(path, limits);
    if (header.root.kind != Node::Kind::Mapping)
      refuse_weights(path, "the header is not a map of tensors");
    TensorTable(header).check();
  }
  const std::filesystem::path configuration = configuration_beside(path);
  std::error_code error;
  if (!std::filesystem::exists(configuration, error)) {
    refuse_weights(path, "a safetensors header does not tell the number of heads",
                   "put the model's config.json beside it, or name the model");
  }
  return read_model(configuration.string(), types, limits);
}

}  // namespace tviz
