// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "tviz/base/document.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// "openai-community/gpt2" for a path in Hugging Face's cache
/// ("models--openai-community--gpt2/snapshots/607a30d7…"); else empty.
std::string name_in_cache(const std::string& path);

/// Whether a word is a digest, which names nothing for a reader: 16 or more hexadecimal digits.
bool is_digest(const std::string& word);

/// What to call a model of Hugging Face in a figure: the name that its configuration or its place
/// in the cache gives, without the organisation, or else "Llama architecture, 32 layers". Where a
/// file lies and what it is called is its owner's business. `file` may be empty.
std::string title_of_configuration(const Node& root, const std::filesystem::path& file,
                                   const ModelArchitecture& model);

}  // namespace tviz
