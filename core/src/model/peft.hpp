// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "tviz/base/document.hpp"

namespace tviz {

/// The model that an adapter_config.json of PEFT adapts by low-rank updates, by the name that this
/// gives it; nothing if the document is something else.
std::optional<std::string> base_of_adapter(const Node& root);

}  // namespace tviz
