// SPDX-License-Identifier: MIT
#include "block.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "components.hpp"
#include "notes.hpp"
#include "shapes.hpp"

namespace transformers {

namespace {

using tviz::Addition;
using tviz::Branch;
using tviz::Component;
using tviz::FeedForward;
using tviz::LayerKind;
using tviz::ModelArchitecture;
using tviz::NormPlacement;
using tviz::TokenMixer;

/// The components that add to the stream at one ⊕; more than one if they read the same state.
using Group = std::vector<Component>;

void add_mixer(const ModelArchitecture& model, const LayerKind& kind, TokenMixer mixer,
               Group& group) {
  switch (mixer) {
    case TokenMixer::Attention:
      group.push_back(model.latent.kv_rank > 0 ? latent_attention(model) : attention(model, kind));
      break;
    case TokenMixer::Mamba:
      group.push_back(mamba(model));
      break;
    case TokenMixer::Mamba2:
      group.push_back(mamba_2(model));
      break;
    case TokenMixer::Rwkv:
      group.push_back(rwkv(model));
      break;
    case TokenMixer::GatedDeltaNet:
      group.push_back(gated_delta_net(model));
      break;
    case TokenMixer::GatedLinearAttention:
      group.push_back(gated_linear_attention(model));
      break;
    case TokenMixer::ShortConvolution:
      group.push_back(short_convolution(model));
      break;
    case TokenMixer::Fourier:
      group.push_back(fourier(model));
      break;
    case TokenMixer::MatrixLstm:
      group.push_back(matrix_lstm(model));
      break;
    case TokenMixer::None:
      break;
  }
}

Group mixers(const ModelArchitecture& model, const LayerKind& kind) {
  Group group;
  add_mixer(model, kind, kind.mixer, group);
  add_mixer(model, kind, kind.parallel_mixer, group);
  return group;
}

std::vector<Component> feed_forwards(const ModelArchitecture& model, const LayerKind& kind) {
  switch (kind.feed_forward) {
    case FeedForward::Dense:
      return {kind.mixer == TokenMixer::Rwkv ? channel_mixing(model) : mlp(model)};
    case FeedForward::Experts:
      return {experts(model, "mlp")};
    case FeedForward::DenseAndExperts:
      return {mlp(model), experts(model, "experts")};
    case FeedForward::None:
      break;
  }
  return {};
}

/// One of the two MLPs of a Conformer's layer, with a number in its symbol.
Component half_step(Component mlp, const std::string& path, const std::string& number) {
  mlp.path = path;
  mlp.label += "_" + number;
  mlp.summary += " · added by half";
  return mlp;
}

std::vector<Group> groups(const ModelArchitecture& model, const LayerKind& kind,
                          std::int64_t d_source) {
  std::vector<Group> groups;
  if (model.half_step_mlps) groups.push_back({half_step(mlp(model), "mlp_first", "1")});
  if (kind.mixer != TokenMixer::None) groups.push_back(mixers(model, kind));
  if (model.convolution.d_conv > 0) groups.push_back({convolution_module(model)});
  if (kind.cross_attention) groups.push_back({cross_attention(model, d_source)});
  if (model.half_step_mlps) {
    groups.push_back({half_step(mlp(model), "mlp", "2")});
    return groups;
  }
  Group last = feed_forwards(model, kind);
  if (last.empty()) return groups;
  if (model.parallel_attn_mlp && !groups.empty()) {
    for (Component& component : last) groups.back().push_back(std::move(component));
  } else {
    groups.push_back(std::move(last));
  }
  return groups;
}

/// Adds what a component itself reads and gives, between its norms, to its hook points.
Component with_ends(Component component, const ModelArchitecture& model) {
  auto& points = component.hook_points;
  const auto inside =
      std::ranges::find_if_not(points, tviz::is_before_norm, &tviz::HookPoint::site);
  points.insert(inside, {"entry", stream_shape(model)});
  const auto out = std::ranges::find(points, "out", &tviz::HookPoint::site);
  points.insert(out, {"exit", stream_shape(model)});
  return component;
}

/// Puts the components of a block between their norms, which are counted through it: ln1, ln2, ...
class Assembly {
 public:
  explicit Assembly(const ModelArchitecture& model) : model_(model) {}

  /// modeling_gemma4.py, Gemma4TextDecoderLayer: the last of a layer, with a norm after it.
  Addition per_layer_addition() {
    Component gate = per_layer_input(model_);
    Addition addition;
    addition.branches.push_back({{std::move(gate), norm(model_, next())}});
    return addition;
  }

  /// modeling_wav2vec2_conformer.py, Wav2Vec2ConformerEncoderLayer: final_layer_norm.
  void close(Addition& last) { last.on_stream.push_back(norm(model_, next())); }

  /// modeling_gemma3n.py, Gemma3nTextDecoderLayer: above the MLP.
  Addition alt_up_addition() {
    Addition addition;
    addition.branches.push_back({{alt_up(model_)}});
    return addition;
  }

  /// The same: beside attention, and reading the same normed state.
  void add_laurel(Addition& addition) {
    auto& components = addition.branches.front().components;
    addition.shared.push_back(std::move(components.front()));
    components.erase(components.begin());
    addition.branches.push_back({{laurel(model_)}});
  }

  /// modeling_xmod.py, XmodOutput and XmodLayer: the norm above the MLP, once more.
  Addition adapter_addition() {
    Addition addition;
    addition.branches.push_back({{language_adapters(model_)}});
    Component again = norm(model_, next());
    for (tviz::Weight& each : again.weights) each.tied = true;
    again.summary += " · the weights of the norm before";
    addition.on_stream.push_back(std::move(again));
    return addition;
  }

  Addition addition(Group group, bool has_norm, bool has_post_norm) {
    Addition addition;
    for (Component& each : group) each = with_ends(std::move(each), model_);
    if (model_.layer_scale) {
      // modeling_internvl.py, InternVLVisionLayer: lambda_1 and lambda_2.
      for (Component& each : group) each.weights.push_back({"layer_scale", {model_.d_model}});
    }
    if (model_.residual_vectors) {
      // modeling_doge.py, DogeDecoderLayer: input_residual and post_attention_residual.
      group.back().weights.push_back({"residual", {model_.d_model}});
    }
    if (!has_norm) ++norms_;
    if (!normalized() || !has_norm) {
      for (Component& component : group) addition.branches.push_back({{std::move(component)}});
    } else if (model_.norm_placement == NormPlacement::OnStream) {
      for (Component& component : group) addition.branches.push_back({{std::move(component)}});
      addition.on_stream.push_back(norm(model_, next()));
    } else if (model_.shared_norm && group.size() > 1) {
      addition.shared.push_back(norm(model_, next()));
      for (Component& component : group) addition.branches.push_back({{std::move(component)}});
    } else {
      for (Component& component : group) {
        addition.branches.push_back(branch(std::move(component), has_post_norm));
      }
    }
    return addition;
  }

 private:
  bool normalized() const { return model_.normalization != tviz::Normalization::None; }

  std::string next() { return "ln" + std::to_string(++norms_); }

  /// modeling_pegasus_x.py, PegasusXEncoderLayer: global tokens have a norm of their own before
  /// attention.
  Component norm_before(const Component& component, const std::string& path) {
    Component own = norm(model_, path);
    const bool has_global_tokens = model_.patches.n_registers > 0 && !reads_patches(model_);
    if (!has_global_tokens || component.kind != "attention") return own;
    const std::vector<tviz::Weight> shared = own.weights;
    for (const tviz::Weight& each : shared) {
      own.weights.push_back({"global." + each.name, each.shape});
    }
    own.summary += " · another for global tokens";
    return own;
  }

  Branch branch(Component component, bool has_post_norm) {
    const std::string path = next();
    // modeling_gemma3n.py, Gemma3nAudioConformerLightConv1d: no norm after it.
    const bool is_sandwich =
        model_.norm_placement == NormPlacement::Sandwich && component.path != "conv";
    const bool is_attention = component.kind == "attention";
    Branch branch;
    auto& components = branch.components;
    if (model_.hyper_connections.n_streams > 0) {
      components.push_back(hyper_connection(model_, "mix" + path.substr(2)));
    }
    if (model_.norm_placement != NormPlacement::Post) {
      components.push_back(norm_before(component, path));
    }
    components.push_back(std::move(component));
    if (model_.norm_placement == NormPlacement::Post) components.push_back(norm(model_, path));
    if (is_sandwich || has_post_norm) {
      ModelArchitecture as_added = model_;
      as_added.learned_norms =
          model_.learned_norms && (!is_attention || model_.mixer_post_norm_weights);
      components.push_back(norm(as_added, path + "_post"));
    }
    return branch;
  }

  const ModelArchitecture& model_;
  int norms_ = 0;
};

void add_own_tensors(const ModelArchitecture& model, Addition& addition) {
  for (Component& each : addition.shared) transformers::add_own_tensors(model, each);
  for (Branch& branch : addition.branches) {
    for (Component& each : branch.components) transformers::add_own_tensors(model, each);
  }
  for (Component& each : addition.on_stream) transformers::add_own_tensors(model, each);
}

/// Numbers the labels of a block's norms in the order of the data flow; one alone needs none.
void number_norms(tviz::BlockStructure& block) {
  std::vector<Component*> norms;
  const auto collect = [&](std::vector<Component>& components) {
    for (Component& each : components) {
      if (tviz::is_norm(each) && each.path.starts_with("ln")) norms.push_back(&each);
    }
  };
  for (Addition& addition : block.additions) {
    collect(addition.shared);
    for (Branch& branch : addition.branches) collect(branch.components);
    collect(addition.on_stream);
  }
  if (norms.size() < 2) return;
  int number = 0;
  for (Component* each : norms) each->label += "_" + std::to_string(++number);
}

/// TransformerLens's names for the states of the stream in a block.
void add_stream_points(const ModelArchitecture& model, const LayerKind& kind,
                       tviz::BlockStructure& block) {
  const Shape stream = stream_shape(model);
  const int last = static_cast<int>(block.additions.size());
  block.stream_points.push_back({{"resid_pre", stream}, 0});
  if (last >= 2 && !model.half_step_mlps) block.stream_points.push_back({{"resid_mid", stream}, 1});
  if (last == 3 && kind.cross_attention) {
    block.stream_points.push_back({{"resid_mid_cross", stream}, 2});
  }
  block.stream_points.push_back({{"resid_post", stream}, last});
  const bool on_stream = !block.additions.empty() && !block.additions.back().on_stream.empty();
  if (on_stream) block.stream_points.push_back({{"normalized_resid_post", stream}, last, true});
}

}  // namespace

tviz::BlockStructure block(const ModelArchitecture& model, const LayerKind& kind,
                           std::int64_t d_source) {
  tviz::BlockStructure block;
  Assembly assembly(model);
  std::vector<Group> all = groups(model, kind, d_source);
  const std::size_t first = model.half_step_mlps ? 1 : 0;
  for (Group& group : all) {
    const bool is_mixer = kind.mixer != TokenMixer::None && block.additions.size() == first;
    const bool is_last = &group == &all.back() && kind.feed_forward != FeedForward::None;
    block.additions.push_back(assembly.addition(std::move(group), !is_mixer || kind.mixer_norm,
                                                is_last && kind.mlp_post_norm));
    if (model.laurel_rank > 0 && is_mixer) assembly.add_laurel(block.additions.back());
  }
  if (model.n_alt_streams > 0) block.additions.push_back(assembly.alt_up_addition());
  if (model.d_per_layer > 0) block.additions.push_back(assembly.per_layer_addition());
  if (model.adapters.n_languages > 0) block.additions.push_back(assembly.adapter_addition());
  if (model.closing_norm && !block.additions.empty()) assembly.close(block.additions.back());
  number_norms(block);
  for (Addition& addition : block.additions) add_own_tensors(model, addition);
  for (Addition& addition : block.additions) addition.note = addition_note(model, addition);
  add_stream_points(model, kind, block);
  return block;
}

}  // namespace transformers
