// SPDX-License-Identifier: MIT
#include "stack.hpp"

#include <utility>
#include <vector>

#include "block.hpp"
#include "components.hpp"
#include "layers.hpp"
#include "notes.hpp"
#include "shapes.hpp"

namespace transformers {

using tviz::Component;
using tviz::ModelArchitecture;
using tviz::Normalization;
using tviz::OutputHead;
using tviz::PositionalEmbedding;

namespace {

/// Gives tensors of one stream its own word for the number of tokens.
void rename(std::vector<tviz::HookPoint>& points, const std::string& from, const std::string& to) {
  for (tviz::HookPoint& point : points) {
    for (tviz::Dimension& dimension : point.shape) {
      if (dimension.symbol == from) dimension.symbol = to;
    }
  }
}

void rename(std::vector<Component>& components, const std::string& from, const std::string& to) {
  for (Component& component : components) rename(component.hook_points, from, to);
}

void rename(tviz::BlockStructure& block, const std::string& from, const std::string& to) {
  for (tviz::Addition& addition : block.additions) {
    rename(addition.shared, from, to);
    for (tviz::Branch& branch : addition.branches) rename(branch.components, from, to);
    rename(addition.on_stream, from, to);
  }
  for (tviz::StreamPoint& place : block.stream_points) {
    std::vector<tviz::HookPoint> point{place.point};
    rename(point, from, to);
    place.point = point.front();
  }
}

}  // namespace

StackNames alone() { return {"residual", "", "blocks", ""}; }

StackNames encoder_names() { return {"encoder", "Encoder", "encoder", "encoder_", "enc_len"}; }

StackNames decoder_names() { return {"decoder", "Decoder", "decoder", "decoder_", "dec_len"}; }

StackNames tower_names(const ModelArchitecture& tower) {
  const bool sound = tower.patches.n_mels > 0 || tower.patches.d_wave > 0;
  if (sound) return {"audio", "Audio encoder", "audio", "audio_", "audio_len"};
  return {"vision", "Vision encoder", "vision", "vision_", "image_len"};
}

Stack::Stack(const ModelArchitecture& model, StackNames names, tviz::GraphBuilder& builder)
    : model_(model), names_(std::move(names)), builder_(builder) {}

void Stack::add_entry() {
  builder_.begin_stream(names_.stream, names_.title);
  if (model_.shared_layers) builder_.share_weights();
  if (reads_patches(model_)) {
    add_patch_entry();
  } else {
    add_token_entry();
  }
  for (Component& each : own_boxes(model_, "entry")) builder_.add_entry(named(std::move(each)));
  add_positions();
  if (model_.embedding_norm) {
    const tviz::Dimension width = projects_first(model_)
                                      ? tviz::Dimension{"d_model", model_.d_model}
                                      : embedding_axis(model_);
    Component own =
        norm(model_, reads_patches(model_) ? "ln_pre" : "embed.ln", model_.normalization, width);
    own.label += "_e";
    builder_.add_after_entry(named(std::move(own)));
  }
  if (model_.d_embedding > 0 && !projects_first(model_)) {
    builder_.add_after_entry(named(embedding_projection(model_)));
  }
  builder_.set_entry_note(entry_note(model_));
}

void Stack::add_token_entry() {
  builder_.add_entry(named(tokens(model_)));
  builder_.add_entry(named(embedding(model_)));
  if (projects_first(model_)) builder_.add_entry(named(embedding_projection(model_)));
  if (model_.patches_among_tokens) builder_.add_entry(named(patches_among_tokens(model_)));
  if (model_.n_token_types > 0) builder_.add_at_entry(named(token_type_embedding(model_)));
  if (model_.patches.n_registers > 0) builder_.add_at_entry(named(register_tokens(model_)));
}

void Stack::add_patch_entry() {
  builder_.add_entry(named(patches(model_)));
  builder_.add_entry(named(patch_embedding(model_)));
  if (model_.patches.class_token) builder_.add_at_entry(named(class_token(model_)));
  if (model_.patches.n_registers > 0) builder_.add_at_entry(named(register_tokens(model_)));
  if (model_.patches.mask_token) builder_.add_at_entry(named(mask_token(model_)));
}

void Stack::add_positions() {
  switch (model_.positional_embedding) {
    case PositionalEmbedding::Learned:
    case PositionalEmbedding::Sinusoidal:
      builder_.add_at_entry(named(position_embedding(model_)));
      break;
    case PositionalEmbedding::Rotary:
      if (model_.stored_positions) builder_.add_used_by_blocks(named(rotary_table(model_)));
      break;
    case PositionalEmbedding::Shortformer:
      builder_.add_used_by_blocks(named(position_embedding(model_)));
      break;
    default:
      break;
  }
  for (Component& each : own_boxes(model_, "positions")) {
    builder_.add_used_by_blocks(named(std::move(each)));
  }
  if (model_.d_per_layer > 0) builder_.add_used_by_blocks(named(per_layer_embedding(model_)));
  if (model_.patches.n_axis_positions > 0) {
    builder_.add_at_entry(named(position_embedding(model_)));
  }
  if (model_.n_relative_buckets > 0 && !model_.relative_per_layer) {
    builder_.add_used_by_blocks(named(relative_positions(model_)));
  }
}

void Stack::add_blocks(std::int64_t d_source, const std::string& source_length) {
  if (d_source == 0) d_source = model_.d_model;
  const Layers layers = layers_of(model_);
  const std::vector<LayerName> names = names_of(model_, layers);
  std::vector<std::size_t> structures;
  for (std::size_t i = 0; i < layers.kinds.size(); ++i) {
    const tviz::LayerKind& kind = layers.kinds[i];
    tviz::BlockStructure structure = block(at_layer(model_, kind), kind, d_source);
    structure.name = names[i].name;
    structure.short_name = names[i].short_name;
    rename(structure, "seq_len", names_.length);
    rename(structure, "source_len", source_length);
    structures.push_back(builder_.add_structure(structure));
  }
  for (const std::size_t number : layers.numbers) {
    builder_.add_block(structures[number], names_.blocks);
  }
  const tviz::DepthLoop& loop = model_.loop;
  if (loop.n_times < 2) return;
  builder_.add_loop({loop.first, loop.first + loop.n_layers - 1, std::to_string(loop.n_times)});
}

void Stack::add_exit(bool read_by_another) {
  for (Component& each : own_boxes(model_, "exit")) exit(std::move(each));
  if (model_.hyper_connections.n_streams > 0 && model_.hyper_connections.learned_exit) {
    exit(hyper_exit(model_));
  }
  if (final_norm(model_) != Normalization::None) exit(final_norm_component());
  add_unread_head();
  add_read_out(own_boxes(model_, "read_out"), "read_out.ln");
  add_head(read_by_another);
  builder_.set_exit_note(exit_note(model_));
}

void Stack::add_unread_head() {
  if (model_.unread_head == OutputHead::None) return;
  const bool attends = model_.unread_head == OutputHead::AttentionPooler;
  Component head = attends ? attention_pooler(model_) : pooler(model_);
  head.summary += " · not read by the rest";
  add_read_out({std::move(head)}, "pooler.ln");
}

/// What reads the last state, normed, beside the head.
void Stack::add_read_out(std::vector<Component> boxes, const std::string& norm_path) {
  if (boxes.empty()) return;
  std::vector<Component> components;
  if (final_norm(model_) != Normalization::None) {
    // The final norm, drawn once more because a read-out begins at the stream.
    Component again = final_norm_component();
    again.path = norm_path;
    for (tviz::Weight& each : again.weights) each.tied = true;
    again.hook_points.clear();
    components.push_back(named(std::move(again)));
  }
  for (Component& each : boxes) components.push_back(named(std::move(each)));
  builder_.add_read_out({model_.n_layers - 1, std::move(components)});
}

void Stack::add_head(bool read_by_another) {
  switch (model_.output_head) {
    case OutputHead::LanguageModel:
      // One stream of a graph predicts words, and TransformerLens gives this no prefix in any.
      names_.outside.clear();
      if (projects_first(model_)) exit(unembedding_projection(model_));
      exit(unembedding(model_));
      exit(logits(model_));
      return;
    case OutputHead::MaskedLanguageModel:
      exit(masked_head(model_));
      if (model_.d_head_rank == 0) exit(masked_head_norm());
      exit(unembedding(model_));
      exit(logits(model_));
      return;
    case OutputHead::Classifier:
      // Classifiers of encoders for text stand on a map such as BERT's pooler.
      if (!model_.causal && !reads_patches(model_)) exit(pooler(model_));
      exit(classifier(model_));
      exit(logits(model_));
      return;
    case OutputHead::TokenClassifier:
      exit(classifier(model_));
      exit(logits(model_));
      return;
    case OutputHead::Pooler:
      exit(pooler(model_));
      break;
    case OutputHead::AttentionPooler:
      exit(attention_pooler(model_));
      break;
    case OutputHead::None:
      break;
  }
  if (model_.projector.d_out > 0) exit(projector(model_));
  if (model_.resampler.n_latents > 0) exit(resampler(model_));
  if (!read_by_another || !has_exit_) exit(output(model_));
}

Component Stack::named(Component component) const {
  add_own_tensors(model_, component);
  component.path = names_.outside + component.path;
  rename(component.hook_points, "seq_len", names_.length);
  return component;
}

Component Stack::masked_head_norm() const {
  Component component =
      norm(model_, "mlm_head.ln", Normalization::LayerNorm, prediction_axis(model_));
  component.label += "_m";
  return component;
}

Component Stack::final_norm_component() const {
  Component component = norm(model_, "ln_final", final_norm(model_), {"d_model", model_.d_model});
  component.label += "_f";
  if (!names_.outside.empty()) component.path = "final_ln";
  return component;
}

void Stack::exit(Component component) {
  builder_.add_exit(named(std::move(component)));
  has_exit_ = true;
}

}  // namespace transformers
