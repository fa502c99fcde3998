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

/// "H = {h_0, h_1, …, h_11}".
std::string members(const std::string& set, const std::string& member, std::int64_t count) {
  constexpr std::int64_t kMostListed = 4;
  const auto one = [&](std::int64_t index) { return member + "_{" + std::to_string(index) + "}"; };
  std::string list;
  for (std::int64_t i = 0; i < count; ++i) {
    if (count > kMostListed && i == 2) {
      list += ", …";
      i = count - 1;
    }
    list += (i > 0 ? ", " : "") + one(i);
  }
  return set + R"( = "{")" + list + R"("}")";
}

/// "m", or of a Conformer's two MLPs "m_1": what its label ends with.
std::string mlp_symbol(const Component& mlp) { return mlp.label.substr(mlp.label.rfind('"') + 1); }

/// What a component makes of its input, in a sum with a factor before each term.
std::string terms(const Component& component, const std::string& input, const std::string& factor) {
  if (component.kind == "attention") return factor + "∑_{h∈H} h(" + input + ")";
  if (component.kind == "cross_attention") return factor + "∑_{c∈C} c(" + input + ", y)";
  if (component.kind == "mixer") return factor + "s(" + input + ")";
  if (component.path == "per_layer_input") return factor + "p(" + input + ")";
  if (component.path == "laurel") return factor + "l(" + input + ")";
  if (component.path == "alt_up") return factor + "u(" + input + ")";
  if (component.path == "adapter") return factor + "a(" + input + ")";
  if (component.kind == "mlp") return factor + mlp_symbol(component) + "(" + input + ")";
  std::string routed = factor + "∑_{e∈E} g_e e(" + input + ")";
  if (!has_shared_expert(component)) return routed;
  return routed + " + " + factor + R"(e_{"sh"}()" + input + ")";
}

/// The sets over which terms() sums.
std::string definition(const Component& component) {
  if (component.kind == "attention") return members("H", "h", component.n_heads);
  if (component.kind == "cross_attention") return members("C", "c", component.n_heads);
  if (component.kind == "experts") return members("E", "e", component.n_experts);
  return {};
}

/// "an MLP, m".
std::string subject(const Component& component) {
  if (component.kind == "attention") return "attention heads, h,";
  if (component.kind == "cross_attention") return "cross-attention heads, c,";
  if (component.kind == "mixer") return "a sequence mixer, s,";
  if (component.path == "laurel") return "a linear branch, l,";
  if (component.kind == "mlp") return "an MLP, m,";
  return "experts, e,";
}

/// What happens at a ⊕ of one branch, which reads `read` and is `added`.
std::string sentence(const Component& component, const std::string& read,
                     const std::string& added) {
  if (component.kind == "attention") {
    return "Each attention head, h, reads " + read + "; the sum is " + added + ".";
  }
  if (component.kind == "cross_attention") {
    return "Each cross-attention head, c, reads " + read + " and the other stream, y; the sum is " +
           added + ".";
  }
  if (component.kind == "mixer") {
    return "A sequence mixer, s (" + component.title + "), reads " + read + " and is " + added +
           ".";
  }
  if (component.path == "per_layer_input") {
    return "A gate, p, lets in the layer's own embedding, e, of the token.";
  }
  if (component.path == "alt_up") {
    return "AltUp, u, corrects what it predicted of the streams beside this one.";
  }
  if (component.path == "adapter") {
    return "The adapter of the text's language, a, reads " + read + " and is " + added + ".";
  }
  if (component.kind == "mlp") {
    const std::string symbol = mlp_symbol(component);
    if (symbol != "m") {
      const std::string which = symbol == "m_1" ? "first" : "second";
      return "The " + which + " MLP reads " + read + "; half of it is " + added + ".";
    }
    return "The MLP, m, reads " + read + " and is " + added + ".";
  }
  return "A router picks " + std::to_string(component.experts_per_token) + " of " +
         counted(component.n_experts, "expert") + ", e, and weighs them by g" +
         (has_shared_expert(component) ? "; a shared expert is always added." : ".");
}

std::string sentence(const std::vector<const Component*>& added) {
  std::string text;
  for (const Component* each : added) {
    if (!text.empty()) text += each == added.back() ? " and " : " ";
    text += subject(*each);
  }
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text + " read the same state and are added together.";
}

std::string applied(const Component& norm, const std::string& inner) {
  return norm.label + "(" + inner + ")";
}

/// A norm of the model with an index, around a formula.
std::string normalized(tviz::Normalization kind, const std::string& index,
                       const std::string& inner) {
  if (kind == tviz::Normalization::None) return inner;
  return upright(norm_symbol(kind)) + "_" + index + "(" + inner + ")";
}

/// What a branch does to its input, norms included, and the component that does it.
struct BranchFormula {
  const Component* main = nullptr;
  bool reads_norm = false;
  bool has_norm_after = false;
  std::string text;
};

BranchFormula formula_of(const tviz::Branch& branch, std::string input, const std::string& factor) {
  BranchFormula formula;
  for (const Component& component : branch.components) {
    if (!tviz::is_norm(component)) {
      formula.main = &component;
      // The factor comes after the norm that follows.
      const bool last = &component == &branch.components.back();
      input = terms(component, input, last ? factor : "");
      continue;
    }
    const bool after = formula.main != nullptr;
    (after ? formula.has_norm_after : formula.reads_norm) = true;
    input = (after ? factor : "") + applied(component, input);
  }
  formula.text = std::move(input);
  return formula;
}

/// What multiplies that which is added: in a Conformer the MLPs count half.
std::string factor_of(const tviz::Branch& branch, const ModelArchitecture& model) {
  const bool has_mlp = std::ranges::any_of(
      branch.components, [](const Component& each) { return each.kind == "mlp"; });
  return model.half_step_mlps && has_mlp ? "½ " : residual_scale(model);
}

bool adds_positions(const ModelArchitecture& model) {
  return model.positional_embedding == PositionalEmbedding::Learned ||
         model.positional_embedding == PositionalEmbedding::Sinusoidal;
}

std::string what_is_embedded(const ModelArchitecture& model) {
  const bool sound = model.patches.n_mels > 0 || model.patches.d_wave > 0;
  if (model.patches_among_tokens) return "Embedding of a token or, by a linear map, of a patch.";
  std::string text = sound ? "Sound" : reads_patches(model) ? "Patch" : "Token";
  if (model.n_token_types > 0) text += adds_positions(model) ? ", token type" : " and token type";
  if (adds_positions(model)) text += " and position";
  return text + " embedding.";
}

/// What the unembedding is, where it has no weights of its own.
std::string tie(const ModelArchitecture& model) {
  return model.tie_word_embeddings ? "\nW_U = W_E^⊤" : "";
}

}  // namespace

tviz::Note entry_note(const ModelArchitecture& model) {
  std::string sum = embedding_scale(model) + (reads_patches(model) ? "W_E p" : "W_E t");
  if (adds_positions(model)) sum += R"( + W_{"pos"})";
  if (model.n_token_types > 0) sum += R"( + W_{"type"})";
  if (model.embedding_norm) sum = normalized(model.normalization, "e", sum);
  return {what_is_embedded(model), "x_0 = " + sum};
}

tviz::Note addition_note(const ModelArchitecture& model, const tviz::Addition& addition) {
  std::string input = "x_{{before}}";
  for (const Component& norm : addition.shared) input = applied(norm, input);
  std::string sum = model.residual_vectors ? "r ⊙ x_{{before}}" : "x_{{before}}";
  std::string definitions;
  std::vector<const Component*> added;
  BranchFormula formula;
  for (const tviz::Branch& branch : addition.branches) {
    formula = formula_of(branch, input, factor_of(branch, model));
    sum += " + " + formula.text;
    added.push_back(formula.main);
    const std::string set = definition(*formula.main);
    if (!set.empty()) definitions += "\n" + set;
  }
  for (const Component& norm : addition.on_stream) sum = applied(norm, sum);
  const bool normed = formula.reads_norm || !addition.shared.empty();
  const std::string read = normed ? "the normed stream" : "the stream";
  const std::string how = formula.has_norm_after        ? "normed and added back"
                          : !addition.on_stream.empty() ? "added back, and all is normed"
                                                        : "added back";
  return {added.size() == 1 ? sentence(*added.front(), read, how) : sentence(added),
          "x_{{after}} = " + sum + definitions};
}

tviz::Note exit_note(const ModelArchitecture& model) {
  const std::string state = "x_{{after}}";
  const tviz::Normalization kind = final_norm(model);
  // Without brackets of its own, W_U is followed by a space.
  const std::string read = normalized(kind, "f", state);
  switch (model.output_head) {
    case OutputHead::LanguageModel:
      return {kind == tviz::Normalization::None ? "The last state is unembedded."
                                                : "The last state, normed, is unembedded.",
              "T(t) = " + scaled_logits(model, "W_U " + read) + tie(model)};
    case OutputHead::MaskedLanguageModel:
      if (model.d_head_rank > 0) {
        const std::string activation = activation_symbol("gelu_pytorch_tanh");
        return {
            "A head of two maps, then the unembedding, gives the logits.",
            "T(t) = W_U " + activation + "(W_2 " + activation + "(W_1 " + read + "))" + tie(model)};
      }
      return {"A head with an activation and a norm, then the unembedding, gives the logits.",
              R"(T(t) = W_U "LN"_m()" + activation_symbol(model.act_fn) + "(W_H " + read + "))" +
                  tie(model)};
    case OutputHead::Classifier:
      return {"A classifier reads one token's final state.", "T = W_C " + read};
    case OutputHead::TokenClassifier:
      return {"A classifier reads the final state of each token.", "T = W_C " + read};
    case OutputHead::Pooler:
      return {"A pooler reads the first token's final state.", R"(u = "tanh"(W_P )" + read + ")"};
    case OutputHead::AttentionPooler:
      return {"A learned query, q, gathers the final states, and an MLP reads their sum.",
              "u = \"pool\"(q, " + read + ")"};
    case OutputHead::None:
      break;
  }
  if (model.projector.d_out > 0) {
    return {"A projector carries the final states over.", "y = P(" + read + ")"};
  }
  return {"The final states are the output.", "y = " + read};
}

}  // namespace transformers
