// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A numeric field of ModelArchitecture and the range it must lie in.
struct Dimension {
  std::string_view field;
  std::int64_t ModelArchitecture::*value;
  std::int64_t least;
  std::int64_t Limits::*most;
  std::string_view limit;  ///< The name of `most`, for messages.
};

/// All of them, each after those that it may be derived from.
inline constexpr std::array<Dimension, 11> kDimensions{{
    {"n_layers", &ModelArchitecture::n_layers, 1, &Limits::layers, "layers"},
    {"d_model", &ModelArchitecture::d_model, 1, &Limits::width, "width"},
    {"n_heads", &ModelArchitecture::n_heads, 1, &Limits::heads, "heads"},
    {"n_key_value_heads", &ModelArchitecture::n_key_value_heads, 1, &Limits::heads, "heads"},
    {"d_head", &ModelArchitecture::d_head, 1, &Limits::width, "width"},
    {"d_mlp", &ModelArchitecture::d_mlp, 0, &Limits::width, "width"},
    {"d_vocab", &ModelArchitecture::d_vocab, 1, &Limits::width, "width"},
    {"d_vocab_out", &ModelArchitecture::d_vocab_out, 1, &Limits::width, "width"},
    {"n_ctx", &ModelArchitecture::n_ctx, 0, &Limits::width, "width"},
    {"rotary_dim", &ModelArchitecture::rotary_dim, 0, &Limits::width, "width"},
    {"window_size", &ModelArchitecture::window_size, 0, &Limits::width, "width"},
}};

/// What is wrong with a value of this dimension, or nothing.
std::optional<std::string> range_fault(const Dimension& dimension, std::int64_t value,
                                       const Limits& limits);

/// Something wrong with a field, whatever input it came from.
struct Fault {
  std::string field;
  std::string message;
};

/// Fills the fields that follow from others and are still 0.
void derive(ModelArchitecture& model);

/// Every number that is out of range or contradicts another.
std::vector<Fault> faults(const ModelArchitecture& model, const Limits& limits);

}  // namespace tviz
