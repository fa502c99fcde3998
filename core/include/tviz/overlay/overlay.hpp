// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// HookName::expert of a tensor that belongs to no single expert.
inline constexpr std::int64_t kAllExperts = -1;

/// A hook point under the name that one dialect gives it in one model.
struct HookName {
  std::string name{};            ///< "blocks.0.attn.hook_z".
  std::string component{};       ///< Path of the component, or of the block for the stream.
  std::string site{};            ///< HookPoint::site.
  std::string shape{};           ///< "(batch, seq_len, 12, 64)", in the dialect's order and words.
  std::string symbolic_shape{};  ///< "(batch, seq_len, n_heads, d_head)".
  int head_axis = -1;
  std::int64_t heads_on_axis = 0;  ///< Size of the head axis; 0 without one.
  bool fires = true;               ///< In a default forward pass.
  /// What makes a dormant point fire: "use_attn_result"; "nothing: ..." says why it never does.
  std::string needs{};
  std::int64_t expert = kAllExperts;  ///< The expert whose tensor it is, or kAllExperts.
};

/// Why a dormant point never fires, whatever is switched on, from HookName::needs; empty if
/// something makes it fire.
constexpr std::string_view why_never(std::string_view needs) {
  constexpr std::string_view kNothing = "nothing: ";
  return needs.starts_with(kNothing) ? needs.substr(kNothing.size()) : std::string_view();
}

/// One hook laid over the architecture.
struct Highlight {
  std::string component;  ///< Path, as in HookName.
  std::string site;
  std::vector<std::int64_t> heads;    ///< Query heads, sorted; empty: all, or no heads here.
  std::string label;                  ///< The function's name: one legend entry each.
  std::string hook;                   ///< The name as the user wrote it.
  std::string heads_text;             ///< For the legend: "heads 0, 2"; empty if all.
  std::size_t color = 0;              ///< Index of the label among the distinct labels.
  std::int64_t expert = kAllExperts;  ///< The expert that it acts on, or all.
  bool backward = false;              ///< On the gradient.
  std::string needs;                  ///< HookName::needs of a point that does not fire.
};

/// Value::head of a number that belongs to a component with all its heads.
inline constexpr std::int64_t kAllHeads = -1;

/// A number for a component or for one of its heads, or for a layer at one position of the prompt.
struct Value {
  std::string component{};        ///< Path: "blocks.3.attn", or of a layer: "blocks.3".
  std::int64_t head = kAllHeads;  ///< A query head; of a layer, a position; or kAllHeads.
  double number = 0;              ///< Infinity and NaN are shown as such.
  friend bool operator==(const Value&, const Value&) = default;
};

/// Numbers that colour the components that they belong to, and what they measure.
struct Values {
  std::string title{};  ///< For the legend: "logit difference".
  std::vector<Value> list{};
  std::vector<std::string> tokens{};  ///< At the positions of layers' numbers; none: unknown.
  std::optional<double> least{};      ///< Where the colours begin; none: where the numbers do.
  std::optional<double> most{};       ///< Where they end.
  std::optional<double> center{};     ///< What has the middle colour; none: zero.
};

/// What is laid over the architecture.
struct Overlay {
  std::vector<Highlight> highlights;
  Values values{};
  std::vector<std::string> unplaced_hooks{};  ///< RenderOptions::unplaced_hooks.
  Circuit circuit{};                          ///< Without members: there is none.
};

}  // namespace tviz
