// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/graph/builder.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz::sample {

/// A component with one weight of `parameters` numbers.
inline Component component(std::string path, std::string kind, std::int64_t parameters) {
  Component component{.path = std::move(path), .kind = std::move(kind)};
  component.weights = {{"W", {parameters}}};
  return component;
}

inline Component attention(std::int64_t n_heads) {
  Component attention = component("attn", "attention", 100);
  attention.n_heads = n_heads;
  attention.n_key_value_heads = n_heads;
  attention.hook_points = {{"z", {{"batch", 0}, {"seq_len", 0}, {"", n_heads}, {"", 4}}, 2}};
  return attention;
}

/// ln1, attn ⊕ ln2, mlp ⊕.
inline BlockStructure sequential(std::string name = "") {
  BlockStructure structure{.name = std::move(name)};
  structure.additions = {
      {.branches = {{{component("ln1", "norm", 1), attention(3)}}}},
      {.branches = {{{component("ln2", "norm", 2), component("mlp", "mlp", 1000)}}}}};
  structure.stream_points = {{{"resid_pre", {}}, 0}, {{"resid_post", {}}, 2}};
  return structure;
}

/// ln, which attn and mlp both read ⊕.
inline BlockStructure parallel(std::string name = "") {
  BlockStructure structure{.name = std::move(name)};
  structure.additions = {{.shared = {component("ln", "norm", 1)},
                          .branches = {{{attention(3)}}, {{component("mlp", "mlp", 1000)}}}}};
  return structure;
}

inline ModelArchitecture model() {
  ModelArchitecture model;
  model.model_name = "sample";
  return model;
}

/// A stream with an embedding, its position embedding, and an end; blocks are still missing.
inline GraphBuilder begun(const Limits& limits = {}) {
  GraphBuilder builder(model(), limits);
  builder.begin_stream("residual");
  builder.add_entry(component("embed", "embedding", 20));
  builder.add_at_entry(component("pos_embed", "position_embedding", 30));
  builder.add_exit(component("ln_final", "norm", 5));
  return builder;
}

/// `begun` with layers 0 and 1 sequential, 2 parallel, 3 sequential.
inline Graph mixed() {
  GraphBuilder builder = begun();
  const auto one = builder.add_structure(sequential("one"));
  const auto two = builder.add_structure(parallel("two"));
  for (const auto structure : {one, one, two, one}) builder.add_block(structure);
  return builder.finish();
}

/// The text of the Error that `action` throws; empty if it throws none.
template <class Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace tviz::sample
