// SPDX-License-Identifier: MIT
#include <string>
#include <utility>
#include <vector>

#include "components.hpp"
#include "interior_writer.hpp"
#include "interiors.hpp"
#include "scales.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::kComponentInput;
using tviz::kComponentOutput;
using tviz::kComponentSource;
using tviz::LayerKind;
using tviz::ModelArchitecture;
using tviz::PositionalEmbedding;
using tviz::QueryKeyNorm;

/// The columns of attention: queries, scores, keys and values, in this order or mirrored.
struct AttentionColumns {
  int queries;
  int scores;
  int keys;
  int values;
};

constexpr AttentionColumns kColumns{0, 1, 2, 3};
constexpr AttentionColumns kColumnsBesideSource{3, 2, 1, 0};

/// "q · k^⊤ / √64 + B".
std::string scores_label(const ModelArchitecture& model, std::int64_t size) {
  std::string text = "q k^⊤" + score_scale(model, size);
  if (has_score_positions(model)) text += " + B";
  return text;
}

/// A step and the hook points on what it gives.
struct Output {
  int step;
  std::vector<std::string> sites;
};

/// Leads queries or keys through their norm and rotation.
class QueryKeyPath {
 public:
  QueryKeyPath(const ModelArchitecture& model, InteriorWriter& writer)
      : model_(model), writer_(writer) {}

  /// `name` is "q" or "k".
  Output lead(const std::string& name, int step, int column, int row) {
    Output output{step, {name}};
    if (model_.query_key_norm != QueryKeyNorm::None) {
      const int norm = writer_.weight(upright(norm_symbol(model_.normalization)), column, ++row);
      writer_.wire(output.step, norm, output.sites);
      output = {norm, {name + "_norm_scale", name + "_norm_normalized", "normed_" + name}};
    }
    if (model_.positional_embedding == PositionalEmbedding::Rotary) {
      const int rotation = writer_.operation(R"("rotate")", column, ++row);
      writer_.wire(output.step, rotation, output.sites);
      output = {rotation, {"rotated_" + name}};
    }
    return output;
  }

  /// Rows that a path takes above its weight.
  int rows() const {
    return (model_.query_key_norm != QueryKeyNorm::None ? 1 : 0) +
           (model_.positional_embedding == PositionalEmbedding::Rotary ? 1 : 0);
  }

 private:
  const ModelArchitecture& model_;
  InteriorWriter& writer_;
};

/// Scores and pattern above queries and keys; gives the pattern. `row` is the scores'.
Output pattern(const ModelArchitecture& model, InteriorWriter& writer, const Output& queries,
               const Output& keys, std::int64_t size, int column, int row) {
  const int scores = writer.operation(scores_label(model, size), column, row);
  writer.wire(queries.step, scores, queries.sites);
  writer.wire(keys.step, scores, keys.sites);
  int last = scores;
  if (model.attention_soft_cap > 0) {
    const std::string cap = number(model.attention_soft_cap);
    last = writer.operation(cap + R"( "tanh"(· / )" + cap + ")", column, ++row);
    writer.wire(scores, last);
  }
  const int softmax = writer.operation(
      model.attention_sinks ? R"("softmax", "sinks")" : R"("softmax")", column, ++row);
  writer.wire(last, softmax, {"scores"});
  return {softmax, {"pattern"}};
}

/// Mixes the values by the pattern and maps the result back to the stream.
void output(const ModelArchitecture& model, InteriorWriter& writer, const Output& weights,
            const Output& values, int column, int row) {
  int mixed = writer.product(column, row);
  writer.wire(weights.step, mixed, weights.sites);
  writer.wire(values.step, mixed, values.sites);
  std::vector<std::string> sites{"z"};
  if (model.attention_gate) {
    const int gate = writer.weight("W_G", column + 1, 0);
    const int squashed = writer.operation(activation_symbol(model.gate_fn), column + 1, 1);
    const int gated = writer.product(column, ++row);
    writer.wire(kComponentInput, gate);
    writer.wire(gate, squashed, {"gate"});
    writer.wire(squashed, gated);
    writer.wire(mixed, gated);
    mixed = gated;
  }
  if (model.attention_norm) {
    const int norm = writer.weight(upright(norm_symbol(model.normalization)), column, ++row);
    writer.wire(mixed, norm, std::exchange(sites, {}));
    mixed = norm;
  }
  const int back = writer.weight("W_O", column, row + 1);
  writer.wire(mixed, back, std::move(sites));
  writer.wire(back, kComponentOutput, {"result"});
}

/// How many heads there are of queries: what is drawn is one of them.
std::string queries_note(const ModelArchitecture& model) {
  const bool grouped = model.n_key_value_heads < model.n_heads;
  return "× " + (grouped ? std::to_string(model.n_heads) : counted(model.n_heads, "head"));
}

/// How many heads a weight has, where keys and values have fewer than queries.
std::string heads_note(const ModelArchitecture& model, std::int64_t heads) {
  return model.n_key_value_heads < model.n_heads ? "× " + std::to_string(heads) : "";
}

/// The steps that give keys and values: maps, or what an earlier layer has (Gemma 4).
struct KeysAndValues {
  int keys;
  int values;
};

KeysAndValues keys_and_values(const ModelArchitecture& model, const LayerKind& kind,
                              const AttentionColumns& columns, InteriorWriter& writer) {
  if (!kind.key_value_maps) {
    const int keys = writer.operation(R"("earlier k")", columns.keys, 0);
    return {keys, writer.operation(R"("earlier v")", columns.values, 0)};
  }
  const std::string groups = heads_note(model, model.n_key_value_heads);
  const int keys = writer.weight("W_K", columns.keys, 0, groups);
  if (kind.value_map) return {keys, writer.weight("W_V", columns.values, 0, groups)};
  return {keys, writer.operation(upright(norm_symbol(model.normalization)), columns.values, 1)};
}

tviz::Interior attention_interior(const ModelArchitecture& model, const LayerKind& kind,
                                  const AttentionColumns& columns, int source) {
  InteriorWriter writer;
  const int queries = writer.weight("W_Q", columns.queries, 0, queries_note(model));
  const KeysAndValues read = keys_and_values(model, kind, columns, writer);
  writer.wire(kComponentInput, queries);
  if (kind.key_value_maps) {
    writer.wire(source, read.keys);
    writer.wire(kind.value_map ? source : read.keys, read.values);
  }
  QueryKeyPath path(model, writer);
  const int row = path.rows() + 1;
  const Output query = path.lead("q", queries, columns.queries, 0);
  const Output key =
      kind.key_value_maps ? path.lead("k", read.keys, columns.keys, 0) : Output{read.keys, {}};
  std::vector<std::string> values;
  if (kind.key_value_maps && kind.value_map) values.emplace_back("v");
  const Output mixing = pattern(model, writer, query, key, model.d_head, columns.scores, row);
  const int top = row + (model.attention_soft_cap > 0 ? 3 : 2);
  output(model, writer, mixing, {read.values, std::move(values)}, columns.values, top);
  return std::move(writer).finish();
}

}  // namespace

tviz::Interior attention_interior(const ModelArchitecture& model, const LayerKind& kind) {
  return attention_interior(model, kind, kColumns, kComponentInput);
}

tviz::Interior cross_attention_interior(const ModelArchitecture& model) {
  ModelArchitecture plain = model;
  plain.positional_embedding = PositionalEmbedding::None;
  plain.query_key_norm = QueryKeyNorm::None;
  plain.attention_norm = false;
  plain.n_relative_buckets = 0;
  return attention_interior(plain, {}, kColumnsBesideSource, kComponentSource);
}

tviz::Interior latent_attention_interior(const ModelArchitecture& model) {
  const tviz::LatentAttention& latent = model.latent;
  InteriorWriter writer;
  int queries = writer.weight(latent.q_rank > 0 ? R"(W_{"UQ"})" : "W_Q", 0, 1, queries_note(model));
  if (latent.q_rank > 0) {
    const int down = writer.weight(R"(W_{"DQ"})", 0, 0);
    writer.wire(kComponentInput, down);
    writer.wire(down, queries, {"q_down", "q_latent"});
  } else {
    writer.wire(kComponentInput, queries);
  }
  const int down = writer.weight(R"(W_{"DKV"})", 2, 0);
  const int keys = writer.weight(R"(W_{"UK"})", 2, 1);
  const int values = writer.weight(R"(W_{"UV"})", 3, 1);
  writer.wire(kComponentInput, down);
  writer.wire(down, keys, {"kv_down", "kv_latent"});
  writer.wire(down, values);
  const Output query{queries, {"rotated_q", "q"}};
  const Output key{keys, {"kv_up", "rotated_k", "k"}};
  const Output mixing = pattern(model, writer, query, key, latent.d_nope + latent.d_rope, 1, 2);
  output(model, writer, mixing, {values, {"v"}}, 3, 4);
  return std::move(writer).finish();
}

}  // namespace transformers
