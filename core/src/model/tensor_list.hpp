// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

/// A tensor of a model, as far as a header tells it.
struct TensorEntry {
  std::string name;                 ///< "model.layers.0.self_attn.q_proj.weight".
  std::vector<std::int64_t> shape;  ///< As PyTorch has it: the last axis varies fastest.
  std::string type{};               ///< "BF16", "Q4_K"; empty if unknown.
  bool tied = false;                ///< The same numbers as a tensor before it.
};

/// What a model is made of: its tensors without their numbers.
struct TensorList {
  std::string source;  ///< What errors call it.
  std::vector<TensorEntry> tensors;
  /// Classes of modules by their paths, where a running program knows them: "LayerNorm".
  std::map<std::string, std::string, std::less<>> classes{};
  /// "on_stream" where the code says that norms lie on the stream; else empty.
  std::string norm_placement{};
  /// Of attention, where a running program knows it; else 0.
  std::int64_t n_heads = 0;
  std::vector<std::string> warnings{};  ///< Such as a shard that is not there.
};

/// Whether a document is a list of tensors: {"tensors": [{"name", "shape", "dtype", "tied"}]},
/// with "modules" ({path: class}) and "norm_placement", and "n_heads" beside it.
bool is_tensor_list(const Node& root);
/// Reads such a document. Throws Error.
TensorList read_tensor_list(const Document& document, const Limits& limits);

/// Whether a document is the header of a safetensors file.
bool is_safetensors_header(const Node& root);
/// Reads such a document, with the checks of safetensors' own reader. Throws Error.
TensorList read_safetensors_header(const Document& header);
/// The JSON in the first bytes of a safetensors file: its first 8 bytes give the length. Empty if
/// the bytes are none.
std::string_view header_in_bytes(std::string_view bytes);

/// The tensors of a .safetensors file, or of all shards of an index. Only their headers are read.
/// Throws Error.
TensorList tensors_of_safetensors(const std::filesystem::path& path, const Limits& limits);

/// The tensors of a GGUF file, whose axes are turned round. Throws Error.
TensorList tensors_of_gguf(const std::filesystem::path& path, const Limits& limits);

}  // namespace tviz
