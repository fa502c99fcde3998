// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/tensor_list.hpp"
#include "tviz/base/document.hpp"

namespace tviz {

/// The parts of a dotted name: {"layers", "0", "attn"}.
using NameParts = std::vector<std::string_view>;

NameParts parts_of(std::string_view name);
/// Whether a part counts: "0", "12".
bool is_numeral(std::string_view part);

/// What a module is in a layer.
struct ModuleRole {
  std::string group;  ///< "attention", "cross_attention", "mlp", "experts", "mixer"; or empty.
  std::string role;   ///< "q", "up", "router", ...; empty if only its surroundings are known.
};

/// Where a norm stands, as its name says.
struct NormPlace {
  std::string place;  ///< "before", "after", "on_stream"; or empty.
  std::string of;     ///< "attention", "cross_attention", "feed_forward".
};

/// The names that core/data/tensor_words.json lists.
class TensorWords {
 public:
  TensorWords();

  /// Whether a tensor is stored with the model but is none of its parameters: a causal mask.
  bool is_buffer(const TensorEntry& tensor) const;
  /// How many of the parts of a tensor's name are those of the module that it belongs to:
  /// 2 of "attn.q_proj.weight", "attn.q_proj.lora_A.weight" and "attn.in_proj_weight".
  std::size_t module_length(const NameParts& name) const;
  /// The names without those of wrappers: "h.0.attn" of "module.h.0._orig_mod.attn".
  void unwrap(std::vector<TensorEntry>& tensors) const;
  /// Whether a module is called as norms are.
  bool is_norm(const NameParts& module) const;
  /// What a module is in its layer. `module` is its path inside the layer.
  ModuleRole role_in_layer(const NameParts& module) const;
  /// What a module outside the layers is: a kind of component, or empty.
  std::string kind_outside(const NameParts& module) const;
  /// Whether a norm outside the layers lies below them.
  bool is_input_norm(const NameParts& module) const;
  /// Where a norm of a layer stands that has all these norms.
  NormPlace place_of_norm(const NameParts& module, const std::vector<NameParts>& norms) const;
  /// What a stack with this path is: "Vision", "Encoder"; empty if its name does not say.
  std::string tower(const NameParts& stack) const;

 private:
  using Patterns = std::vector<std::vector<std::string>>;
  struct Role {
    ModuleRole is;
    Patterns names;
    std::vector<std::string> containers;  ///< Groups that must surround it; empty: any.
  };
  struct Buffer {
    std::vector<std::string> names;
    std::size_t axes = 0;
  };
  struct Word {
    std::string value;
    Patterns names;
  };
  struct NormRule {
    NormPlace place;
    Patterns names;
    Patterns with;
  };

  std::string container_of(const NameParts& module) const;

  std::vector<std::string> parameters_;
  std::vector<std::string> inside_modules_;
  std::vector<std::string> wrappers_;
  std::vector<std::string> wrapping_prefixes_;
  std::vector<std::string> norms_;
  std::vector<Buffer> buffers_;
  std::vector<Word> containers_;
  std::vector<Role> roles_;
  std::vector<Word> ends_;
  Patterns input_norms_;
  std::vector<NormRule> norm_rules_;
  std::vector<Word> towers_;
};

}  // namespace tviz
