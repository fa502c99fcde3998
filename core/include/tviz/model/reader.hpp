// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/model/model_types.hpp"

namespace tviz {

/// Reads a model from what a user names: a catalog name, the path of a YAML or JSON
/// file, or "-" for JSON or YAML on standard input. Throws Error (with near names
/// for an unknown model, with file, line and column for a bad file).
TVIZ_API ModelArchitecture read_model(std::string_view source, const Limits& limits = {});
/// The same with the families of `types`.
TVIZ_API ModelArchitecture read_model(std::string_view source, const ModelTypes& types,
                                      const Limits& limits = {});

/// The files that read_model() reads for a source, its own first: none for a catalog name, two for
/// weights whose header does not tell the model and which have a config.json beside them. Files
/// that are not there are left out.
TVIZ_API std::vector<std::filesystem::path> files_of_model(std::string_view source);

/// Reads a model from the names and shapes of the tensors in a file alone, whatever lies beside it:
/// a .safetensors file, the index of a sharded one, a .gguf file, or a JSON list of tensors. Throws
/// Error.
TVIZ_API ModelArchitecture read_tensors(const std::filesystem::path& path,
                                        const Limits& limits = {});

/// Reads a model from the text of a configuration, as from a file that is called `source`: JSON,
/// YAML or what Python prints of a configuration object. Throws Error.
TVIZ_API ModelArchitecture read_model_text(std::string_view text, const std::string& source,
                                           const ModelTypes& types, const Limits& limits = {});

/// Reads a model from a parsed document: a Hugging Face config.json (it has a
/// `model_type` or `architectures`), a TransformerLens configuration, or a plain
/// dictionary of dimensions (n_layers, d_model, n_heads, d_vocab, and optional ones).
TVIZ_API ModelArchitecture read_model(const Document& document, const Limits& limits = {});
/// The same with the families of `types`.
TVIZ_API ModelArchitecture read_model(const Document& document, const ModelTypes& types,
                                      const Limits& limits = {});

}  // namespace tviz
