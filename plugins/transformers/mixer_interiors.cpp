// SPDX-License-Identifier: MIT
#include <string>
#include <utility>

#include "components.hpp"
#include "interior_writer.hpp"
#include "interiors.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::kComponentInput;
using tviz::kComponentOutput;
using tviz::ModelArchitecture;

// Inputs of the scan, from the left; the gate stands beside it.
constexpr int kInput = 0;
constexpr int kStep = 1;
constexpr int kMaps = 2;  // To the state and from it: B and C.
constexpr int kGate = 3;
// Mamba-2's steps do not come from what the convolution gives, as its maps do.
constexpr int kMapsOfMamba2 = 1;
constexpr int kStepOfMamba2 = 2;

/// "768 → 2 × 1536".
std::string doubled(std::int64_t from, std::int64_t to) {
  return std::to_string(from) + " → 2 × " + std::to_string(to);
}

}  // namespace

/// modeling_mamba.py, MambaMixer; modeling_jamba.py, JambaMambaMixer, for the inner norms.
tviz::Interior mamba_interior(const ModelArchitecture& model) {
  const tviz::StateSpace& space = model.state_space;
  const std::string norm = upright(norm_symbol(tviz::Normalization::RmsNorm));
  InteriorWriter writer;
  const int in = writer.weight(R"(W_{"in"})", kMaps, 0, doubled(model.d_model, space.d_inner));
  const int split = writer.operation(R"("split")", kMaps, 1);
  writer.wire(kComponentInput, in);
  writer.wire(in, split, {"projected"});

  const int conv = writer.weight(R"("conv")", kInput, 2, counted(space.d_conv, "token"));
  const int activated = writer.operation(activation_symbol("silu"), kInput, 3);
  writer.wire(split, conv);
  writer.wire(conv, activated, {"conv"});

  const int select = writer.weight("W_x", kMaps, 4);
  const int selected = writer.operation(R"("split")", kMaps, 5);
  writer.wire(activated, select);
  writer.wire(select, selected, {"selection"});
  int row = 6;
  int step = selected;
  int maps = selected;
  if (space.inner_norms) {
    step = writer.weight(norm, kStep, row);
    maps = writer.weight(norm, kMaps, row++);
    writer.wire(selected, step);
    writer.wire(selected, maps);
  }
  const int widened = writer.weight("W_Δ", kStep, row++);
  const int positive = writer.operation(R"("softplus")", kStep, row++);
  writer.wire(step, widened);
  writer.wire(widened, positive, {"step"});

  const int tensors = row++;
  const int inputs = writer.tensor("u", kInput, tensors);
  const int step_size = writer.tensor("Δ", kStep, tensors);
  const int state_maps = writer.tensor("B, C", kMaps, tensors);
  writer.wire(activated, inputs);
  writer.wire(positive, step_size);
  writer.wire(maps, state_maps);
  const int scan = writer.weight(R"("selective scan  "s(u, Δ, B, C))", kStep, row++);
  for (const int each : {inputs, step_size, state_maps}) writer.wire(each, scan);

  const int gate = writer.tensor("z", kGate, tensors - 1);
  const int squashed = writer.operation(activation_symbol("silu"), kGate, row - 1);
  const int product = writer.product(kGate, row++);
  writer.wire(split, gate);
  writer.wire(gate, squashed);
  writer.wire(squashed, product, {"gate"});
  writer.wire(scan, product, {"scan"});
  const int out = writer.weight(R"(W_{"out"})", kGate, row);
  writer.wire(product, out, {"gated"});
  writer.wire(out, kComponentOutput);
  return std::move(writer).finish();
}

/// modeling_mamba2.py, Mamba2Mixer; MambaRMSNormGated for the norm after the gate.
tviz::Interior mamba_2_interior(const ModelArchitecture& model) {
  const tviz::StateSpace& space = model.state_space;
  InteriorWriter writer;
  const int in = writer.weight(R"(W_{"in"})", kStepOfMamba2, 0);
  const int split = writer.operation(R"("split")", kStepOfMamba2, 1);
  writer.wire(kComponentInput, in);
  writer.wire(in, split, {"projected"});

  const int conv = writer.weight(R"("conv")", kInput, 2, counted(space.d_conv, "token"));
  const int activated = writer.operation(activation_symbol("silu"), kInput, 3);
  const int parted = writer.operation(R"("split")", kInput, 4);
  writer.wire(split, conv);
  writer.wire(conv, activated, {"conv"});
  writer.wire(activated, parted);

  const int positive = writer.operation(R"("softplus")", kStepOfMamba2, 4);
  writer.wire(split, positive);
  const int inputs = writer.tensor("u", kInput, 5);
  const int state_maps = writer.tensor("B, C", kMapsOfMamba2, 5);
  const int step_size = writer.tensor("Δ", kStepOfMamba2, 5);
  writer.wire(parted, inputs);
  writer.wire(parted, state_maps);
  writer.wire(positive, step_size);
  const int scan = writer.weight(R"("scan  "s(u, B, C, Δ))", kMapsOfMamba2, 6);
  for (const int each : {inputs, state_maps, step_size}) writer.wire(each, scan);

  const int gate = writer.tensor("z", kGate, 4);
  const int squashed = writer.operation(activation_symbol("silu"), kGate, 6);
  const int product = writer.product(kGate, 7);
  writer.wire(split, gate);
  writer.wire(gate, squashed);
  writer.wire(squashed, product, {"gate"});
  writer.wire(scan, product, {"scan"});
  int gated = product;
  int row = 8;
  if (space.gated_norm) {
    gated = writer.weight(upright(norm_symbol(tviz::Normalization::RmsNorm)), kGate, row++);
    writer.wire(product, gated);
  }
  const int out = writer.weight(R"(W_{"out"})", kGate, row);
  writer.wire(gated, out, {"gated"});
  writer.wire(out, kComponentOutput);
  return std::move(writer).finish();
}

}  // namespace transformers
