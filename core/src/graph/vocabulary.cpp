// SPDX-License-Identifier: MIT
#include "graph/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

using Words = std::span<const std::string_view>;

// What reads the stream in a block and adds to it.
constexpr std::array<std::string_view, 5> kOnBranches{"attention", "cross_attention", "mlp",
                                                      "experts", "mixer"};

// What lies on a line, or stands outside the blocks.
constexpr std::array<std::string_view, 17> kElsewhere{"norm",
                                                      "tokens",
                                                      "patches",
                                                      "frames",
                                                      "embedding",
                                                      "position_embedding",
                                                      "token_type_embedding",
                                                      "class_token",
                                                      "adapter",
                                                      "autoencoder",
                                                      "probe",
                                                      "projector",
                                                      "pooler",
                                                      "classifier",
                                                      "unembedding",
                                                      "logits",
                                                      "output"};

constexpr std::array<std::string_view, 72> kSites{
    // Of the stream.
    "resid_pre", "resid_mid", "resid_mid_cross", "resid_post", "normalized_resid_post",
    // Of norms, and of what adds to the stream, beside it.
    "in", "out", "entry", "exit", "scale", "normalized", "q_input", "k_input", "v_input",
    // Of attention.
    "q", "k", "v", "z", "scores", "pattern", "result", "rotation", "rotated_q", "rotated_k",
    "q_norm_scale", "q_norm_normalized", "k_norm_scale", "k_norm_normalized", "normed_q",
    "normed_k", "q_down", "q_latent", "kv_down", "kv_latent", "kv_up", "selection",
    // Of MLPs and experts.
    "pre", "pre_linear", "activated", "mid", "post", "ln_scale", "ln_normalized", "router_logits",
    "expert_indices", "expert_weights", "expert_gate", "expert_pre", "expert_post", "shared_gate",
    "shared_pre", "shared_post", "shared_out",
    // Of mixers.
    "conv", "step", "scan", "gate", "gated", "r",
    // Below and above the blocks.
    "embedded", "features", "positions", "projected"};

constexpr std::array<std::string_view, 5> kStepRoles{"learned", "operation", "tensor", "product",
                                                     "sum"};
constexpr std::array<std::string_view, 2> kJoins{"sum", "concatenate"};

constexpr std::array<std::string_view, 3> kPlaceholders{"before", "after", "layer"};

/// A role of parts with the form of component that has them.
struct PartRole {
  std::string_view role;
  ComponentForm form;
};

constexpr std::array<PartRole, 9> kPartRoles{{{"latent", ComponentForm::Heads},
                                              {"norm", ComponentForm::Heads},
                                              {"rotary", ComponentForm::Heads},
                                              {"indexer", ComponentForm::Heads},
                                              {"router", ComponentForm::Experts},
                                              {"expert", ComponentForm::Experts},
                                              {"shared_expert", ComponentForm::Experts},
                                              {"step", ComponentForm::Mixer},
                                              {"gate", ComponentForm::Mixer}}};

/// The nearest of the known words, or all of them.
std::string advice(std::string_view word, Words known) {
  const std::vector<std::string> words(known.begin(), known.end());
  const std::string nearest = did_you_mean(word, words);
  return nearest.empty() ? fmt::format("known: {}", fmt::join(known, ", ")) : nearest;
}

bool has(Words known, std::string_view word) {
  return std::ranges::find(known, word) != known.end();
}

/// Of a word that a plugin may have of its own.
WordFault fault_of_open_word(std::string_view what, std::string_view word, Words known) {
  if (has(known, word) || (word.starts_with(kCustom) && word.size() > kCustom.size())) return {};
  const std::vector<std::string> words(known.begin(), known.end());
  const std::string nearest = did_you_mean(word, words);
  const std::string_view beginning = nearest.empty() ? "one" : " One";
  return {fmt::format("unknown {} '{}'", what, word),
          fmt::format("{}{} of your own begins with '{}'", nearest, beginning, kCustom)};
}

std::string_view name_of(ComponentForm form) {
  switch (form) {
    case ComponentForm::Heads:
      return "attention";
    case ComponentForm::Experts:
      return "experts";
    case ComponentForm::Mixer:
      return "a mixer";
    case ComponentForm::Box:
      break;
  }
  return "a plain box";
}

/// Shorter ones are indices.
constexpr std::size_t kShortestPlaceholder = 4;

bool is_word(std::string_view text) {
  return text.size() >= kShortestPlaceholder &&
         std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

WordFault fault_of_kind(std::string_view kind) {
  std::vector<std::string_view> known(kOnBranches.begin(), kOnBranches.end());
  known.insert(known.end(), kElsewhere.begin(), kElsewhere.end());
  return fault_of_open_word("kind", kind, known);
}

WordFault fault_of_drawn_kind(std::string_view kind) {
  if (!has(kElsewhere, kind)) return fault_of_open_word("kind", kind, kOnBranches);
  return {fmt::format("only tviz draws the kind '{}'", kind),
          fmt::format("a plugin can draw {}, or a kind of its own that begins with '{}'",
                      fmt::join(kOnBranches, ", "), kCustom)};
}

WordFault fault_of_site(std::string_view site) {
  return fault_of_open_word("hook point", site, kSites);
}

WordFault fault_of_join(std::string_view join) {
  if (has(kJoins, join)) return {};
  return {fmt::format("unknown join '{}'", join), advice(join, kJoins)};
}

WordFault fault_of_step_role(std::string_view role) {
  if (has(kStepRoles, role)) return {};
  return {fmt::format("unknown role '{}' of a step", role), advice(role, kStepRoles)};
}

WordFault fault_of_part_role(std::string_view role, ComponentForm form) {
  const auto row = std::ranges::find(kPartRoles, role, &PartRole::role);
  if (row == kPartRoles.end()) {
    std::vector<std::string_view> known;
    known.reserve(kPartRoles.size());
    for (const PartRole& each : kPartRoles) known.push_back(each.role);
    return {fmt::format("unknown role '{}' of a part", role), advice(role, known)};
  }
  if (row->form == form) return {};
  return {fmt::format("a part of role '{}' belongs to {}, but this is {}", role, name_of(row->form),
                      name_of(form)),
          {}};
}

WordFault fault_of_placeholders(std::string_view text) {
  const std::vector<std::string> known(kPlaceholders.begin(), kPlaceholders.end());
  for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    const auto close = text.find_first_of("{}", open + 1);
    if (close == text.npos || text[close] == '{') continue;
    const std::string_view word = text.substr(open + 1, close - open - 1);
    if (!is_word(word) || has(kPlaceholders, word)) continue;
    // Braces are math markup too, so only what resembles a placeholder is taken for one.
    const std::string hint = did_you_mean(word, known);
    if (!hint.empty()) return {fmt::format("unknown placeholder '{{{}}}'", word), hint};
  }
  return {};
}

}  // namespace tviz
