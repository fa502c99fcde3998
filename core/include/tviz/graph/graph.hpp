// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// One axis of a tensor.
struct Dimension {
  std::string symbol{};   ///< "batch", "n_heads"; empty for a number without a name.
  std::int64_t size = 0;  ///< 0 if only a run knows it.
  /// The axes before it that a library has flattened into this one: "batch*seq_len".
  std::string joined_to{};
  friend bool operator==(const Dimension&, const Dimension&) = default;
};

/// A shape in numbers, with words where only a run knows them: "(batch, seq_len, 12, 64)",
/// "(batch*seq_len*12, 64)".
TVIZ_API std::string shape_text(const std::vector<Dimension>& shape);
/// The same shape in words: "(batch, seq_len, n_heads, d_head)",
/// "(batch*seq_len*n_heads, d_head)".
TVIZ_API std::string symbolic_shape_text(const std::vector<Dimension>& shape);

/// A tensor inside or beside a component that an intervention can reach. The graph knows the
/// tensor; hook dialects know what each library calls it.
struct HookPoint {
  /// Where it flows. On the stream: "resid_pre", "resid_mid", "resid_mid_cross", "resid_post",
  /// "normalized_resid_post". At a norm: "in", "scale", "normalized" (before its weights), "out".
  /// At a component that adds to the stream, outside it: "in" (before its norm; "q_input" and so on
  /// are the copies of it for queries, keys and values), "entry" (after its norm), "exit" (before a
  /// norm that follows it), "out" (as it is added); inside it: "q", "pattern", "post", ... In a
  /// gated MLP "pre" is the gate and "pre_linear" the other branch; in experts "expert_gate" is the
  /// gate and "expert_pre" the other branch. A site that no library names begins with "custom:";
  /// any other word is an error.
  std::string site{};
  std::vector<Dimension> shape{};
  int head_axis = -1;  ///< Axis that counts heads (query or key/value), or -1.
};

/// The sites of what a component reads before its norm: HookPoint::site "in" and the copies of it.
inline constexpr std::array<std::string_view, 4> kSitesBeforeNorm{"in", "q_input", "k_input",
                                                                  "v_input"};
/// Whether a site is one of these.
TVIZ_API bool is_before_norm(std::string_view site);

/// A learned tensor.
struct Weight {
  std::string name{};  ///< "W_Q", "b_in", "w", ...
  std::vector<std::int64_t> shape{};
  bool tied = false;  ///< The same numbers as a weight elsewhere: not counted again.
  /// The first axis counts routed experts, of which a token uses Component::experts_per_token.
  bool routed = false;
};

/// A box inside a component that a figure shows beside or instead of one box: the router and
/// the experts of a mixture, the latents of attention, the steps of a state-space mixer.
struct Part {
  std::string path{};  ///< Inside its component: "router".
  /// "latent": between the norm and the heads; of two, the first is for queries. "norm" and
  /// "rotary": on the latent before it; before all latents, on queries that have none. "indexer":
  /// picks keys. "router", "expert", "shared_expert": the routed
  /// experts are one part that is drawn Component::n_experts times. "step": in series from the
  /// bottom up. "gate": beside the steps, multiplied with their result. Experts have one router and
  /// one part of role "expert".
  std::string role{};
  std::string label{};    ///< Math markup for its box; experts and heads get an index.
  std::string note{};     ///< A few words beside the box: "top 6", "512 + 64".
  std::string title{};    ///< Heading of its panel: "Router".
  std::string summary{};  ///< "2048 → 64".
};

/// A box or a sign in the drawing of an opened component.
struct Step {
  std::string label{};  ///< Math markup; a product or a sum has its sign.
  /// "learned" (a weight), "operation" (without weights), "tensor" (no box: the name of what flows
  /// there, beside the line), "product" (⊗) or "sum" (⊕).
  std::string role{};
  int column = 0;      ///< From the left.
  int row = 0;         ///< From the bottom; data never flows downwards.
  std::string note{};  ///< Words right of it: "× 8".
};

/// Wire::from for what the component reads from its stream.
inline constexpr int kComponentInput = -1;
/// Wire::from for what the component reads from another stream.
inline constexpr int kComponentSource = -2;
/// Wire::to for the output of the component.
inline constexpr int kComponentOutput = -3;

/// A line of an opened component. It goes up from one step and then across to the other, so
/// that one column suffices for steps in series.
struct Wire {
  int from = kComponentInput;        ///< Index of a step, or as above.
  int to = kComponentOutput;         ///< Likewise.
  std::vector<std::string> sites{};  ///< Hook points on it, in the order of the data flow.
};

/// What a component consists of: how it is drawn when it is opened.
struct Interior {
  std::vector<Step> steps{};
  std::vector<Wire> wires{};

  /// Whether there is nothing to show.
  bool empty() const { return steps.empty(); }
};

/// A part of the model that is drawn and can be hovered, counted and hooked.
struct Component {
  std::string path{};  ///< Inside a block relative to it ("attn"), else whole ("ln_final").
  /// What it is, which decides how it is drawn: "tokens", "patches" and "frames" (input),
  /// "embedding", "position_embedding", "token_type_embedding", "class_token", "norm", "attention",
  /// "cross_attention", "mlp", "experts", "mixer" (state space, linear attention), "adapter" and
  /// "autoencoder" (in series with what lies below them), "projector", "pooler", "classifier",
  /// "probe", "unembedding", "logits" and "output" (output). A kind of a plugin's own begins with
  /// "custom:" and is a box, unless the plugin draws it; any other word is an error.
  std::string kind{};
  std::string label{};                 ///< Math markup for its box (tviz/text/typeset.hpp).
  std::string title{};                 ///< Heading of its panel: "Attention".
  std::string summary{};               ///< "12 heads × 64 · causal".
  std::string equation{};              ///< Math markup; may be empty.
  std::int64_t n_heads = 0;            ///< For attention; else 0.
  std::int64_t n_key_value_heads = 0;  ///< For attention; else 0.
  std::int64_t n_experts = 0;          ///< Routed ones, for experts; else 0.
  std::int64_t experts_per_token = 0;
  std::vector<Part> parts{};
  std::vector<Weight> weights{};
  std::vector<HookPoint> hook_points{};
  Interior interior{};  ///< Empty if it cannot be opened.

  /// Sum of the sizes of the weights that are not tied.
  TVIZ_API std::int64_t parameters() const;
  /// The same without the routed experts that a token does not use.
  TVIZ_API std::int64_t active_parameters() const;
};

/// How many parts of one kind a component has that may have numbers of their own: heads, or else
/// routed experts; 0 without either.
inline std::int64_t count_heads_or_experts(const Component& component) {
  return component.n_heads > 0 ? component.n_heads : component.n_experts;
}

/// Whether a component is a norm.
TVIZ_API bool is_norm(const Component& component);

/// Whether a component is an adapter or an autoencoder: it gives what is read on, changed.
TVIZ_API bool is_in_series(const Component& component);

/// What happens between reading the residual stream and one ⊕: some components in
/// order. Exactly one of them is neither a norm nor an adapter above it; an adapter may also be
/// that one itself.
struct Branch {
  std::vector<Component> components{};
};

/// What a branch is there for, between its norms and below its adapters: the only component that
/// is neither, or else its first adapter. nullptr if there is none.
TVIZ_API const Component* main_component(const Branch& branch);

/// A sentence and a formula beside the figure. In both, `{before}` and `{after}`
/// stand for the numbers of the stream's states and `{layer}` for the layer.
struct Note {
  std::string text{};
  std::string equation{};  ///< Math markup.
};

/// Branches that read the same state of the stream and are added at one ⊕.
struct Addition {
  std::vector<Component> shared{};  ///< Norms that all branches read through; may be empty.
  std::vector<Branch> branches{};   ///< From left to right in the figure.
  Note note{};
  /// On the stream itself, above the ⊕: norms (BERT), and what replaces the state by another one,
  /// such as an autoencoder or an adapter.
  std::vector<Component> on_stream{};
};

/// A place on the residual stream inside a block, with its tensor.
struct StreamPoint {
  HookPoint point{};
  int after_additions = 0;   ///< How many of the block's ⊕ lie below it.
  bool after_norms = false;  ///< Above the norms that lie on the stream there (BERT), not below.
};

/// What blocks of equal structure share. The cost of a figure grows with the number of structures,
/// not of layers.
struct BlockStructure {
  std::string name{};        ///< What tells it from the others: "local attention, window 256".
  std::string short_name{};  ///< The same for lists: "local".
  std::vector<Addition> additions{};
  std::vector<StreamPoint> stream_points{};
};

/// One layer of a stream.
struct Block {
  std::int64_t layer = 0;
  std::string path;           ///< "blocks.3".
  std::size_t structure = 0;  ///< Index in Stream::structures.
};

/// Layers through which the stream passes several times, with the same weights each time. They
/// stand once in Stream::blocks and count once.
struct Loop {
  std::int64_t first = 0;  ///< Number of a layer.
  std::int64_t last = 0;   ///< Likewise; not before `first`. Loops have no layer in common.
  std::string times{};     ///< How often, in math markup: "r", "4", "\"until halted\"".
};

/// An earlier state of the stream that joins it again further up (U-Net).
struct Skip {
  std::int64_t from = 0;  ///< The layer whose last state is read; -1: the state below all layers.
  std::int64_t to = 0;    ///< The layer that reads what is joined; above the one after `from`.
  /// "sum" (⊕) or "concatenate" (∥). What comes out is one more state.
  std::string join = "sum";
};

/// What reads a state between two layers and adds nothing back: an early exit, a head that predicts
/// a further token.
struct ReadOut {
  std::int64_t after = 0;               ///< The layer whose last state is read.
  std::vector<Component> components{};  ///< From the stream upwards.
};

/// A residual stream: what it is made of at the bottom, the blocks that read from it
/// and add to it, and what reads its last state.
struct Stream {
  std::string name;
  std::string title;                      ///< "Encoder"; empty if the model has one stream only.
  bool shared_weights = false;            ///< All blocks use the same weights, which count once.
  std::vector<Component> entry;           ///< From the input upwards: tokens, embedding.
  std::vector<Component> added_at_entry;  ///< Join at the ⊕ of x₀: position embedding.
  std::vector<Component> after_entry;     ///< On the stream above x₀: the norm of an embedding.
  /// Used by every block and drawn beside the entry: T5's table of relative positions.
  std::vector<Component> used_by_blocks;
  Note entry_note;
  std::vector<BlockStructure> structures;
  std::vector<Block> blocks;
  std::vector<Loop> loops;
  std::vector<Skip> skips;
  std::vector<ReadOut> read_outs;
  std::vector<Component> exit;  ///< Upwards: final norm, unembedding, logits.
  Note exit_note;
};

/// Says that one stream reads another: the output of `from` (what stands above its blocks) goes
/// into the component `into` of `to`. `into` is a path inside blocks ("cross_attn": every block
/// that has it), or the path of a component below or above them ("image_tokens", "similarity").
struct Link {
  std::string from;
  std::string to;
  std::string into;
  friend bool operator==(const Link&, const Link&) = default;
};

/// The architecture of one model as components on residual streams. A stream comes after
/// those that it reads.
struct Graph {
  ModelArchitecture model;
  std::vector<Stream> streams;
  std::vector<Link> links;
};

/// A component of a graph with its place.
struct ComponentReference {
  const Component* component = nullptr;
  const Stream* stream = nullptr;
  const Block* block = nullptr;  ///< nullptr outside the blocks.

  /// "blocks.3.attn".
  TVIZ_API std::string path() const;
};

/// The components of a structure in the order of the data flow.
TVIZ_API std::vector<const Component*> components_of(const BlockStructure& structure);

/// Every component in the order of the data flow, blocks expanded.
TVIZ_API std::vector<ComponentReference> components_of(const Graph& graph);

/// The block in which a path lies: "blocks.3" and "blocks.3.attn" lie in layer 3; or nullptr.
TVIZ_API const Block* find_block(const Stream& stream, std::string_view path);

/// The component with this path ("blocks.3.attn"), if there is one; a head
/// ("blocks.3.attn.heads.5") gives its attention.
TVIZ_API ComponentReference find_component(const Graph& graph, std::string_view path);

/// The components outside the blocks, from the input to the output.
TVIZ_API std::vector<const Component*> components_outside_blocks(const Stream& stream);

/// Exact number of learned parameters: the sum over components_of(graph), where the blocks of
/// a stream with shared weights count once.
TVIZ_API std::int64_t count_parameters(const Graph& graph);

/// The same without the routed experts that a token does not use.
TVIZ_API std::int64_t count_active_parameters(const Graph& graph);

/// How many ⊕ and other joins lie below a block's first ⊕; its first state is x with this number.
TVIZ_API std::int64_t states_before(const Stream& stream, const Block& block);

/// The graph as JSON (`tviz describe --json`; the fields are in docs/json.md).
TVIZ_API std::string to_json(const Graph& graph);

}  // namespace tviz
