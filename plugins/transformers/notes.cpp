// SPDX-License-Identifier: MIT
#include "notes.hpp"

#include <algorithm>

#include "components.hpp"
#include "scales.hpp"
#include "wording.hpp"

namespace transformers {

// In "x_{{after}}" the inner braces are the placeholder's, the outer ones the markup's.

namespace {

using tviz::Component;
using tviz::ModelArchitecture;
using tviz::OutputHead;
using tviz::PositionalEmbedding;

bool has_shared_expert(const Component& experts) {
  return std::any_of(experts.parts.begin(), experts.parts.end(),
                     [](const tviz::Part& part) { return part.role == "shared_expert"; });
}

/// What a component adds, as terms of the sum with a factor before each.
std::string terms(const Component& component, const std::string& factor) {
  if (component.kind == "attention") return factor + "∑_{h∈H_{{layer}}} h(x_{{before}})";
  if (component.kind == "cross_attention") return factor + "∑_{c∈C_{{layer}}} c(x_{{before}}, y)";
  if (component.kind == "mixer") return factor + "s(x_{{before}})";
  if (component.path == "per_layer_input") return factor + "p(x_{{before}})";
  if (component.kind == "mlp") return factor + "m(x_{{before}})";
  std::string routed = factor + "∑_{e∈E} g_e e(x_{{before}})";
  if (!has_shared_expert(component)) return routed;
  return routed + " + " + factor + R"(e_{"sh"}(x_{{before}}))";
}

/// "an MLP, m".
std::string subject(const Component& component) {
  if (component.kind == "attention") return "attention heads, h,";
  if (component.kind == "cross_attention") return "cross-attention heads, c,";
  if (component.kind == "mixer") return "a sequence mixer, s,";
  if (component.kind == "mlp") return "an MLP, m,";
  return "experts, e,";
}

/// What happens at a ⊕ of one branch.
std::string sentence(const Component& component) {
  if (component.kind == "attention") {
    return "Each attention head, h, is run and added to the residual stream.";
  }
  if (component.kind == "cross_attention") {
    return "Each cross-attention head, c, reads the other stream, y, and is added.";
  }
  if (component.kind == "mixer") {
    return "A sequence mixer, s (" + component.title + "), is run and added.";
  }
  if (component.path == "per_layer_input") {
    return "A gate, p, lets in the layer's own embedding, e, of the token.";
  }
  if (component.kind == "mlp") {
    return "An MLP layer, m, is run and added to the residual stream.";
  }
  return "A router picks " + std::to_string(component.experts_per_token) + " of " +
         counted(component.n_experts, "expert") + ", e, and weighs them by g" +
         (has_shared_expert(component) ? "; a shared expert is always added." : ".");
}

std::string sentence(const std::vector<const Component*>& added) {
  if (added.size() == 1) return sentence(*added.front());
  std::string text;
  for (const Component* each : added) {
    if (!text.empty()) text += each == added.back() ? " and " : " ";
    text += subject(*each);
  }
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text + " read the same state and are added together.";
}

std::string normalized(tviz::Normalization kind, const std::string& inner) {
  return kind == tviz::Normalization::None ? inner : upright(norm_symbol(kind)) + "(" + inner + ")";
}

bool adds_positions(const ModelArchitecture& model) {
  return model.positional_embedding == PositionalEmbedding::Learned ||
         model.positional_embedding == PositionalEmbedding::Sinusoidal;
}

std::string what_is_embedded(const ModelArchitecture& model) {
  const bool sound = model.patches.n_mels > 0 || model.patches.d_wave > 0;
  std::string text = sound ? "Sound" : reads_patches(model) ? "Patch" : "Token";
  if (model.n_token_types > 0) text += adds_positions(model) ? ", token type" : " and token type";
  if (adds_positions(model)) text += " and position";
  return text + " embedding.";
}

}  // namespace

tviz::Note entry_note(const ModelArchitecture& model) {
  std::string sum = embedding_scale(model) + (reads_patches(model) ? "W_E p" : "W_E t");
  if (adds_positions(model)) sum += R"( + W_{"pos"})";
  if (model.n_token_types > 0) sum += R"( + W_{"type"})";
  if (model.embedding_norm) sum = normalized(model.normalization, sum);
  return {what_is_embedded(model), "x_0 = " + sum};
}

tviz::Note addition_note(const ModelArchitecture& model,
                         const std::vector<const Component*>& added) {
  std::string sum = "x_{{before}}";
  for (const Component* each : added) sum += " + " + terms(*each, residual_scale(model));
  if (model.norm_placement == tviz::NormPlacement::OnStream) {
    sum = normalized(model.normalization, sum);
  }
  return {sentence(added), "x_{{after}} = " + sum};
}

tviz::Note exit_note(const ModelArchitecture& model) {
  const std::string state = "x_{{after}}";
  const tviz::Normalization kind = final_norm(model);
  // Without brackets of its own, W_U is followed by a space.
  const std::string read = normalized(kind, state);
  switch (model.output_head) {
    case OutputHead::LanguageModel:
      return {"The final logits are produced by applying the unembedding.",
              "T(t) = " + scaled_logits(model, "W_U " + read)};
    case OutputHead::MaskedLanguageModel:
      return {"A head with an activation and a norm, then the unembedding, gives the logits.",
              R"(T(t) = W_U "LN"(g(W )" + read + "))"};
    case OutputHead::Classifier:
      return {"A classifier reads one token's final state.", "T = W_C " + read};
    case OutputHead::TokenClassifier:
      return {"A classifier reads the final state of each token.", "T = W_C " + read};
    case OutputHead::Pooler:
      return {"A pooler reads the first token's final state.", R"(u = "tanh"(W )" + read + ")"};
    case OutputHead::AttentionPooler:
      return {"A learned query, q, gathers the final states.",
              R"eq(u = p + m("LN"(p))", "p = h(q, )eq" + read + ")"};
    case OutputHead::None:
      break;
  }
  if (model.projector.d_out > 0) {
    return {"A projector carries the final states over.", "y = P(" + read + ")"};
  }
  return {"The final states are the output.", "y = " + read};
}

}  // namespace transformers
