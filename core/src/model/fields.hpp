// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A numeric field of ModelArchitecture and the range it must lie in.
struct Dimension {
  std::string_view field;    ///< As rules name it, e.g. "experts.d_expert".
  std::string_view meaning;  ///< One line for people.
  std::int64_t& (*at)(ModelArchitecture&);
  std::int64_t least;  ///< Of a number that an input gives.
  std::int64_t Limits::*most;
  std::string_view limit;  ///< The name of `most`, for messages.

  std::int64_t of(const ModelArchitecture& model) const {
    return at(const_cast<ModelArchitecture&>(model));
  }
};

/// A field that is on or off.
struct Switch {
  std::string_view field;
  std::string_view meaning;
  bool& (*at)(ModelArchitecture&);
};

/// A field that holds text.
struct Text {
  std::string_view field;
  std::string_view meaning;
  std::string& (*at)(ModelArchitecture&);
};

/// The most that a Real may be.
inline constexpr double kMostReal = 1e9;

/// A field that holds a real number.
struct Real {
  std::string_view field;
  std::string_view meaning;
  double& (*at)(ModelArchitecture&);
};

/// A field that holds one of several words, as name_of() gives them.
struct Choice {
  std::string_view field;
  std::string_view meaning;
  /// False if no value has this name.
  bool (*set)(ModelArchitecture&, std::string_view name);
  std::string_view (*word)(const ModelArchitecture&);  ///< The one that it holds.
  std::vector<std::string> (*words)();
};

/// A field of LayerKind.
struct LayerField {
  std::string_view field;
  std::string_view meaning;
  /// False if the word is no value of the field.
  bool (*set)(LayerKind&, std::string_view word);
  std::string (*word)(const LayerKind&);  ///< The one that it holds.
  std::vector<std::string> (*words)();    ///< None: it is a number.
};

/// All of them; dimensions each after those that it may be derived from.
std::span<const Dimension> dimensions();
std::span<const Switch> switches();
std::span<const Text> text_fields();
std::span<const Real> real_fields();
std::span<const Choice> choices();
std::span<const LayerField> layer_fields();

/// What a field holds, as rules write it: "3072", "rotary", "true". Empty for a number that is 0,
/// for an empty text, and for fields of layers.
std::string text_of_field(const ModelArchitecture& model, std::string_view field);

/// The dimension of this name, or nullptr.
const Dimension* find_dimension(std::string_view field);

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

/// Every number that is out of range or contradicts another, those of encoders too.
std::vector<Fault> faults(const ModelArchitecture& model, const Limits& limits);

}  // namespace tviz
