// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace transformer_lens {

/// What the placeholders of a pattern stood for.
struct Captures {
  std::string_view layer{};
  std::string_view hook{};
};

/// Whether `text` has the form of `pattern`, in which "{layer}" and "#" stand for a number,
/// "{hook}" for any text that is not empty and "*" for any text.
std::optional<Captures> match(std::string_view pattern, std::string_view text);

}  // namespace transformer_lens
