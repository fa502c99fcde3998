// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "model/tensor_list.hpp"
#include "model/tensor_model.hpp"
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

/// The shape and type of each tensor, in the order of the header.
std::vector<TensorEntry> entries_of(const Node& root) {
  std::vector<TensorEntry> entries;
  for (const Node::Member& member : root.members) {
    if (member.key == "__metadata__") continue;
    TensorEntry& entry = entries.emplace_back(TensorEntry{.name = member.key, .shape = {}});
    for (const Node& axis : member.value.find("shape")->items) {
      entry.shape.push_back(as_integer(axis).value_or(0));
    }
    entry.type = member.value.find("dtype")->scalar;
  }
  return entries;
}

/// The files of an index, each with how many tensors lie in it. Throws Error.
std::map<std::string, std::size_t> shards_of(const std::filesystem::path& path,
                                             const Limits& limits) {
  const Document index = parse_json(read_file(path, limits.document_bytes), path.string(), limits);
  const Node* map = index.root.find("weight_map");
  if (map == nullptr) refuse_weights(path, "has no weight_map for its tensors");
  std::map<std::string, std::size_t> shards;
  for (const Node::Member& each : map->members) {
    const std::filesystem::path file = each.value.scalar;
    // An index from elsewhere must not open other files.
    if (file.empty() || file.has_parent_path()) {
      refuse_weights(path, fmt::format("'{}' is no file beside the index", file.string()));
    }
    ++shards[file.string()];
  }
  if (map->members.size() > limits.header_entries) {
    refuse_weights(path, fmt::format("lists {} tensors, but the limit is {} (header_entries)",
                                     map->members.size(), limits.header_entries));
  }
  return shards;
}

/// Whether any of the shards is there.
bool has_shards(const std::filesystem::path& path, const Limits& limits) {
  const auto shards = shards_of(path, limits);
  return std::any_of(shards.begin(), shards.end(), [&](const auto& each) {
    std::error_code error;
    return std::filesystem::exists(path.parent_path() / each.first, error);
  });
}

/// The tensors of all shards that are there; the others are named in a warning.
TensorList tensors_of_index(const std::filesystem::path& path, const Limits& limits) {
  TensorList list{.source = path.string(), .tensors = {}};
  for (const auto& [name, count] : shards_of(path, limits)) {
    const std::filesystem::path shard = path.parent_path() / name;
    std::error_code error;
    if (!std::filesystem::exists(shard, error)) {
      list.warnings.push_back(fmt::format("{} is missing, with {} tensors", name, count));
      continue;
    }
    TensorList part = tensors_of_safetensors(shard, limits);
    std::move(part.tensors.begin(), part.tensors.end(), std::back_inserter(list.tensors));
    if (list.tensors.size() > limits.header_entries) {
      refuse_weights(path, fmt::format("its shards hold more than {} tensors (header_entries)",
                                       limits.header_entries));
    }
  }
  // Shards cut through layers, whose tensors must come in one order to be equal.
  std::sort(list.tensors.begin(), list.tensors.end(),
            [](const TensorEntry& a, const TensorEntry& b) { return a.name < b.name; });
  if (list.tensors.empty()) {
    refuse_weights(path, "none of its shards is there",
                   "put the shards or the model's config.json beside it, or name the model");
  }
  return list;
}

/// "tiny" of tiny.safetensors; "llama" of llama/model.safetensors.index.json.
std::string name_of_weights(const std::filesystem::path& path) {
  const std::string file = path.filename().string();
  const std::string stem = file.substr(0, file.find(".safetensors"));
  const std::string folder = path.parent_path().filename().string();
  return stem.starts_with("model") && !folder.empty() && folder != "." && folder != ".." ? folder
                                                                                         : stem;
}

/// Whether a configuration was read by the rules of another family.
bool is_guess(const ModelArchitecture& model) {
  return std::any_of(model.assumptions.begin(), model.assumptions.end(),
                     [](const Assumption& each) { return each.field == "model_type"; });
}

/// Warns where a configuration says something else than the tensors that it lies beside. Only what
/// shapes tell for certain is compared, and only of models of one stream.
void warn_of_contradictions(const ModelArchitecture& tensors, ModelArchitecture& model) {
  if (!model.encoders.empty() || !tensors.encoders.empty()) return;
  const auto compare = [&](std::string_view name, std::int64_t said, std::int64_t found) {
    if (said <= 0 || found <= 0 || said == found) return;
    model.warnings.push_back(
        fmt::format("{} is {} in the configuration, but {} in the tensors", name, said, found));
  };
  if (!model.shared_layers) compare("n_layers", model.n_layers, tensors.n_layers);
  compare("d_model", model.d_model, tensors.d_model);
  compare("d_vocab", model.d_vocab, tensors.d_vocab);
  compare("n_experts", model.experts.n_experts, tensors.experts.n_experts);
  if (!model.layers.empty() || model.latent.kv_rank > 0) return;
  if (model.experts.n_experts == 0) compare("d_mlp", model.d_mlp, tensors.d_mlp);
  compare("the width of all heads", model.n_heads * model.d_head, tensors.n_heads * tensors.d_head);
  compare("the width of all key-value heads", model.n_key_value_heads * model.d_head,
          tensors.n_key_value_heads * tensors.d_head);
}

bool is_index(const std::filesystem::path& path) { return path.extension() == ".json"; }

/// The model of the tensors beside a configuration; none if no shard is there, or no layer.
std::optional<ModelArchitecture> model_of_weights(const std::filesystem::path& path,
                                                  const ModelArchitecture& known,
                                                  const Limits& limits) {
  if (is_index(path) && !has_shards(path, limits)) return std::nullopt;
  TensorList list = tensors_of_safetensors(path, limits);
  try {
    return read_model_of_tensors(std::move(list), limits, &known);
  } catch (const Error&) {
    // The configuration tells enough.
    return std::nullopt;
  }
}

}  // namespace

bool is_safetensors_header(const Node& root) {
  return std::any_of(root.members.begin(), root.members.end(), [](const Node::Member& each) {
    return each.value.find("dtype") != nullptr && each.value.find("data_offsets") != nullptr;
  });
}

TensorList read_safetensors_header(const Document& header) {
  if (header.root.kind != Node::Kind::Mapping) {
    refuse_weights(header.source, "the header is not a map of tensors");
  }
  TensorTable(header).check();
  return {.source = header.source, .tensors = entries_of(header.root)};
}

std::string_view header_in_bytes(std::string_view bytes) {
  constexpr std::size_t kLength = 8;
  if (bytes.size() <= kLength || bytes[kLength] != '{') return {};
  std::uint64_t length = 0;
  for (std::size_t i = kLength; i-- > 0;) {
    length = length << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return length <= bytes.size() - kLength ? bytes.substr(kLength, length) : std::string_view();
}

TensorList tensors_of_safetensors(const std::filesystem::path& path, const Limits& limits) {
  if (is_index(path)) return tensors_of_index(path, limits);
  return read_safetensors_header(read_header(path, limits));
}

std::filesystem::path configuration_beside(const std::filesystem::path& path) {
  return path.parent_path() / "config.json";
}

ModelArchitecture read_safetensors(const std::filesystem::path& path, const ModelTypes& types,
                                   const Limits& limits) {
  const std::filesystem::path configuration = configuration_beside(path);
  std::error_code error;
  if (!std::filesystem::exists(configuration, error)) {
    ModelArchitecture model = read_model_of_tensors(tensors_of_safetensors(path, limits), limits);
    model.model_name = name_of_weights(path);
    return model;
  }
  ModelArchitecture model = read_model(configuration.string(), types, limits);
  std::optional<ModelArchitecture> own = model_of_weights(path, model, limits);
  if (!own) return model;
  if (!is_guess(model)) {
    warn_of_contradictions(*own, model);
    return model;
  }
  // Of a family that nobody knows the tensors say more.
  own->model_name = model.model_name;
  own->title = model.title;
  own->n_ctx = model.n_ctx;
  return *std::move(own);
}

}  // namespace tviz
