// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

/// Whether the text is what Python prints of a configuration: "HookedTransformerConfig(" with
/// fields, or "HookedTransformerConfig:" with a dictionary.
bool is_python_dump(std::string_view text);

/// Reads such a text. Numbers, True, False and None mean what they do in JSON; what has no meaning
/// there (torch.float32, device(...), <function ...>) becomes text. Throws Error with line and
/// column.
Document parse_python_dump(std::string_view text, std::string source, const Limits& limits);

}  // namespace tviz
