// SPDX-License-Identifier: MIT
#include "model/configuration.hpp"

#include <algorithm>
#include <utility>

namespace tviz {
namespace {

Normalization normalization_of(std::string_view name) {
  for (const Normalization value : {Normalization::LayerNorm, Normalization::RmsNorm}) {
    if (name == name_of(value)) return value;
  }
  return Normalization::None;
}

PositionalEmbedding positions_of(std::string_view name) {
  for (const PositionalEmbedding value :
       {PositionalEmbedding::Learned, PositionalEmbedding::Rotary, PositionalEmbedding::Alibi}) {
    if (name == name_of(value)) return value;
  }
  return PositionalEmbedding::None;
}

void read_switches(RuleReader& rules, ModelArchitecture& model) {
  model.model_name = rules.text("model_name", model.model_name);
  model.title = rules.text("title");
  model.kind = rules.text("kind", model.kind);
  model.normalization = normalization_of(rules.text("normalization"));
  if (!rules.boolean("has_normalization", true)) model.normalization = Normalization::None;
  model.positional_embedding = positions_of(rules.text("positional_embedding"));
  if (!rules.boolean("has_positional_embedding", true)) {
    model.positional_embedding = PositionalEmbedding::None;
  }
  model.parallel_attn_mlp = rules.boolean("parallel_attn_mlp");
}

void read_reaches(RuleReader& rules, ModelArchitecture& model) {
  if (model.n_layers == 0) return;
  const std::vector<AttentionReach> reaches = rules.attention_types();
  if (std::count(reaches.begin(), reaches.end(), AttentionReach::Local) == 0) {
    model.window_size = 0;
    return;
  }
  for (const AttentionReach reach : reaches) model.layers.push_back({.reach = reach});
}

}  // namespace

void read_fields(RuleReader& rules, Reading& reading) {
  ModelArchitecture& model = reading.model;
  read_switches(rules, model);
  const bool attn_only = rules.boolean("attn_only");
  // Without an MLP its activation function and form mean nothing.
  model.act_fn = attn_only ? "" : rules.text("act_fn", model.act_fn);
  model.gated_mlp = !attn_only && rules.boolean("gated_mlp");
  bool is_local = rules.boolean("local_attention");
  for (const Dimension& dimension : kDimensions) {
    const bool is_rotary = model.positional_embedding == PositionalEmbedding::Rotary;
    if (dimension.field == "d_mlp" && attn_only) continue;
    if (dimension.field == "rotary_dim" && !is_rotary) continue;
    if (dimension.field == "window_size" && !is_local) continue;
    const auto value = rules.integer(dimension);
    model.*dimension.value = value.value_or(0);
    // A window of 0 is how a configuration says that there is none.
    if (dimension.field == "window_size" && value == 0) is_local = false;
  }
  if (is_local) read_reaches(rules, model);
  read_facts(rules, reading);
  rules.check_conditions();
}

void read_facts(RuleReader& rules, Reading& reading) {
  ModelArchitecture& model = reading.model;
  model.tie_word_embeddings = rules.boolean("tie_word_embeddings") || model.tie_word_embeddings;
  model.biases.query_key_value = rules.boolean("biases.query_key_value");
  model.biases.attention_output = rules.boolean("biases.attention_output");
  model.biases.mlp = rules.boolean("biases.mlp");
  model.biases.unembedding = rules.boolean("biases.unembedding");
}

ModelArchitecture finish(Reading reading, const Node& root, const std::string& source,
                         const Limits& limits) {
  throw_if_any(std::move(reading.problems));
  ModelArchitecture& model = reading.model;
  derive(model);
  std::vector<Problem> problems;
  for (Fault& fault : faults(model, limits)) {
    const auto origin = reading.origins.find(fault.field);
    const bool is_given = origin != reading.origins.end();
    Location where =
        is_given ? origin->second : Location{source, root.line, root.column, fault.field};
    problems.push_back({std::move(fault.message), std::move(where), {}});
  }
  throw_if_any(std::move(problems));
  if (model.positional_embedding == PositionalEmbedding::Learned && model.n_ctx == 0) {
    model.warnings.emplace_back(
        "n_ctx: not given; the parameters of the positional embedding are not counted");
  }
  return std::move(model);
}

}  // namespace tviz
