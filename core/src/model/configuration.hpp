// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "model/model_types.hpp"
#include "model/rules.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// Fills a model with every field that the rules find in the configuration.
void read_fields(RuleReader& rules, Reading& reading);

/// The bias and tying facts of a model whose configuration does not tell them.
void read_facts(RuleReader& rules, Reading& reading);

/// The finished model; throws Error with all problems, each at its place in the text, or at
/// the start of `root` if the text does not give the field.
ModelArchitecture finish(Reading reading, const Node& root, const std::string& source,
                         const Limits& limits);

/// Reads a Hugging Face config.json, whose root is a map. The model has no name yet.
ModelArchitecture read_hugging_face(const Node& root, const std::string& source,
                                    const ModelTypes& types, const Limits& limits);

/// Reads a TransformerLens configuration or a plain dictionary, whose root is a map.
ModelArchitecture read_dimensions(const Node& root, const std::string& source,
                                  const ModelTypes& types, const Limits& limits);

}  // namespace tviz
