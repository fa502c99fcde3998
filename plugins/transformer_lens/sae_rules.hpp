// SPDX-License-Identifier: MIT
// How sparse autoencoders are called, and on which hook points they stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"

namespace transformer_lens {

/// An id of this form stands for these hook points; patterns are those of match().
struct SaeRule {
  std::string pattern;
  std::string release;             ///< Pattern of the release before the id; empty: any or none.
  std::string model;               ///< Pattern of the model's name; empty: any.
  std::vector<std::string> hooks;  ///< With "{layer}" and "{hook}".
  std::vector<std::string> above_last;  ///< With "{last}": if the layer is one above the last.
};

/// A tensor of an autoencoder, after the name of the hook point on which it stands.
struct SaeSuffix {
  std::string name;
  bool features = false;  ///< As wide as the autoencoder, not as what it reads.
};

/// What an id is to be understood in.
struct SaeContext {
  std::string_view model;
  std::int64_t n_layers = 0;
  std::string_view release{};
};

/// The rules of sae_names.json.
class SaeRules {
 public:
  explicit SaeRules(const tviz::Document& document);

  /// The hook points that each rule gives for the id, in the order of the rules.
  std::vector<std::vector<std::string>> readings(std::string_view id,
                                                 const SaeContext& context) const;
  /// The suffix with which a name ends, or nullptr.
  const SaeSuffix* suffix_of(std::string_view name) const;

 private:
  std::vector<SaeRule> rules_;
  std::vector<SaeSuffix> suffixes_;
};

}  // namespace transformer_lens
