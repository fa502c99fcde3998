// SPDX-License-Identifier: MIT
#include "components.hpp"
#include "interior_writer.hpp"
#include "interiors.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::kComponentInput;
using tviz::kComponentOutput;
using tviz::ModelArchitecture;

std::string weight_label(const std::string& name) { return "W_{" + upright(name) + "}"; }

/// The sites of one MLP: an expert's have names of their own.
struct MlpSites {
  std::string gate;       ///< Of a gated one, before its activation.
  std::string activated;  ///< Of a gated one, after it.
  std::string linear;     ///< Of a gated one, else before the activation.
  std::string post;
};

/// A step and its row.
struct Hidden {
  int step;
  int row;
};

/// What a gated MLP has between its inputs and W_out; it takes this column and the two after it.
Hidden gated(const ModelArchitecture& model, const MlpSites& sites, InteriorWriter& writer,
             int column) {
  const int gate = writer.weight(weight_label("gate"), column, 0);
  const int linear = writer.weight(weight_label("in"), column + 2, 0);
  const int activation = writer.operation(activation_symbol(model.act_fn), column, 1);
  const int product = writer.product(column + 1, 2);
  writer.wire(kComponentInput, gate);
  writer.wire(kComponentInput, linear);
  writer.wire(gate, activation, {sites.gate});
  writer.wire(activation, product, {sites.activated});
  writer.wire(linear, product, {sites.linear});
  return {product, 2};
}

Hidden plain(const ModelArchitecture& model, const MlpSites& sites, InteriorWriter& writer,
             int column) {
  const int linear = writer.weight(weight_label("in"), column, 0);
  const int activation = writer.operation(activation_symbol(model.act_fn), column, 1);
  writer.wire(kComponentInput, linear);
  writer.wire(linear, activation, {sites.linear});
  return {activation, 1};
}

}  // namespace

tviz::Interior mlp_interior(const ModelArchitecture& model) {
  InteriorWriter writer;
  const int column = model.gated_mlp ? 1 : 0;
  Hidden hidden = model.gated_mlp
                      ? gated(model, {"pre", "activated", "pre_linear", "post"}, writer, 0)
                      : plain(model, {"", "", "pre", "post"}, writer, 0);
  std::vector<std::string> sites{"post"};
  if (model.mlp_norm) {
    const int norm = writer.weight(upright(norm_symbol(model.normalization)), column, ++hidden.row);
    writer.wire(hidden.step, norm, {"mid"});
    hidden.step = norm;
    sites = {"ln_scale", "ln_normalized", "post"};
  }
  const int out = writer.weight(weight_label("out"), column, hidden.row + 1);
  writer.wire(hidden.step, out, std::move(sites));
  writer.wire(out, kComponentOutput);
  return std::move(writer).finish();
}

tviz::Interior experts_interior(const ModelArchitecture& model) {
  InteriorWriter writer;
  const int router = writer.weight(R"("router")", 0, 0);
  const int choice =
      writer.operation(R"("top )" + std::to_string(model.experts.experts_per_token) + "\"", 0, 1);
  writer.wire(kComponentInput, router);
  writer.wire(router, choice, {"router_logits"});
  const MlpSites sites{"expert_gate", "", "expert_pre", "expert_post"};
  const Hidden hidden =
      model.gated_mlp ? gated(model, sites, writer, 1) : plain(model, sites, writer, 1);
  const int column = model.gated_mlp ? 2 : 1;
  const int out = writer.weight(weight_label("out"), column, hidden.row + 1, "every expert e");
  writer.wire(hidden.step, out, {sites.post});
  const int weighed = writer.product(column, hidden.row + 2);
  writer.wire(out, weighed);
  writer.wire(choice, weighed, {"expert_weights", "expert_indices"});
  int last = writer.operation("∑_e", column, hidden.row + 3);
  writer.wire(weighed, last);
  if (model.experts.n_shared_experts > 0) {
    const int shared = writer.weight(R"("shared")", model.gated_mlp ? 4 : 2, 0);
    const int sum = writer.sum(column, hidden.row + 4);
    writer.wire(kComponentInput, shared);
    writer.wire(last, sum);
    // The box stands for all steps of the shared expert.
    writer.wire(shared, sum, {"shared_gate", "shared_pre", "shared_post", "shared_out"});
    last = sum;
  }
  writer.wire(last, kComponentOutput);
  return std::move(writer).finish();
}

}  // namespace transformers
