// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/model/model_types.hpp"

namespace tviz {

/// Reads the model of a GGUF file from its header (core/data/gguf.json says what its keys
/// mean). Of a sharded file the first shard is needed. Throws Error.
ModelArchitecture read_gguf(const std::filesystem::path& path, const ModelTypes& types,
                            const Limits& limits);

/// The configuration that tells what the headers of a .safetensors file do not.
std::filesystem::path configuration_beside(const std::filesystem::path& path);

/// Reads the model of a .safetensors file or its index. Their headers name and shape tensors
/// but do not tell the number of heads, so the model is read from the config.json beside them,
/// after the header has been checked. Throws Error.
ModelArchitecture read_safetensors(const std::filesystem::path& path, const ModelTypes& types,
                                   const Limits& limits);

}  // namespace tviz
