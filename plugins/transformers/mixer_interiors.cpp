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

  const int scan = writer.weight(R"("selective scan  "s(u, Δ, B, C))", kStep, row++);
  writer.wire(activated, scan);
  writer.wire(positive, scan);
  writer.wire(maps, scan);

  const int squashed = writer.operation(activation_symbol("silu"), kGate, row - 2);
  const int product = writer.product(kGate, row++);
  writer.wire(split, squashed);
  writer.wire(squashed, product, {"gate"});
  writer.wire(scan, product, {"scan"});
  const int out = writer.weight(R"(W_{"out"})", kGate, row);
  writer.wire(product, out, {"gated"});
  writer.wire(out, kComponentOutput);
  return std::move(writer).finish();
}

}  // namespace transformers
