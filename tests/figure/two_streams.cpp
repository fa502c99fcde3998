// SPDX-License-Identifier: MIT
#include "two_streams.hpp"

#include <string>

#include "tviz/graph/builder.hpp"

namespace tviz::test {
namespace {

constexpr std::int64_t kWidth = 512;

Component box(std::string path, std::string kind, std::string label) {
  std::string title = label;
  return {.path = std::move(path),
          .kind = std::move(kind),
          .label = std::move(label),
          .title = std::move(title),
          .weights = {{"W", {kWidth, kWidth}}}};
}

Component norm_of(std::string path) { return box(std::move(path), "norm", "norm"); }

Component attention(std::string path, std::string kind, std::int64_t heads) {
  Component component = box(std::move(path), std::move(kind), "h");
  component.title = "Attention";
  component.n_heads = component.n_key_value_heads = heads;
  return component;
}

Addition addition(const std::string& norm_path, Component main, std::string note = {}) {
  return {.branches = {{{norm_of(norm_path), std::move(main)}}},
          .note = {std::move(note), R"(x_{{after}} = x_{{before}} + f(x_{{before}}))"}};
}

BlockStructure layer(std::int64_t heads, bool cross) {
  BlockStructure structure;
  structure.short_name = cross ? "cross-attention" : "self-attention";
  structure.additions.push_back(
      addition("ln1", attention("attn", "attention", heads), "Each head is run and added."));
  if (cross) {
    structure.additions.push_back(addition("ln_cross",
                                           attention("cross_attn", "cross_attention", heads),
                                           "Keys and values are of the encoder."));
  }
  structure.additions.push_back(addition("ln2", box("mlp", "mlp", "MLP")));
  return structure;
}

/// A stream whose layers go through these structures in turn.
void add_stream(GraphBuilder& builder, const std::string& name, const std::string& title,
                const std::vector<Component>& entry, const std::vector<BlockStructure>& structures,
                std::int64_t layers, const std::vector<Component>& exit) {
  builder.begin_stream(name, title);
  for (const Component& component : entry) builder.add_entry(component);
  builder.set_entry_note({"What is read is embedded.", "x_0 = W_E t"});
  for (const BlockStructure& structure : structures) builder.add_structure(structure);
  for (std::int64_t i = 0; i < layers; ++i) {
    builder.add_block(static_cast<std::size_t>(i) % structures.size(), name + ".blocks");
  }
  for (const Component& component : exit) builder.add_exit(component);
}

void add_tower(GraphBuilder& builder, const std::string& name, const std::string& title,
               std::int64_t layers) {
  add_stream(
      builder, name, title,
      {box(name + ".patches", "patches", "patches"), box(name + ".embed", "embedding", "embed")},
      {layer(8, false)}, layers,
      {norm_of(name + ".ln_post"), box(name + ".projector", "projector", "projector")});
}

std::vector<Component> tokens() {
  return {box("tokens", "tokens", "tokens"), box("embed", "embedding", "embed")};
}

std::vector<Component> logits() {
  return {norm_of("ln_final"), box("unembed", "unembedding", "unembed"),
          box("logits", "logits", "logits")};
}

GraphBuilder builder_of(const std::string& title) {
  ModelArchitecture model;
  model.model_name = model.title = title;
  model.n_layers = 6;
  model.n_heads = model.n_key_value_heads = 8;
  model.d_head = 64;
  model.d_model = kWidth;
  model.d_mlp = 4 * kWidth;
  return GraphBuilder(model, Limits{});
}

}  // namespace

Graph encoder_decoder(std::int64_t encoder_layers, std::int64_t decoder_layers,
                      std::int64_t heads) {
  GraphBuilder builder = builder_of("Encoder and decoder");
  add_stream(
      builder, "encoder", "Encoder",
      {box("encoder.tokens", "tokens", "tokens"), box("encoder.embed", "embedding", "embed")},
      {layer(heads, false)}, encoder_layers, {norm_of("encoder.ln_final")});
  add_stream(builder, "decoder", "Decoder", tokens(), {layer(heads, true)}, decoder_layers,
             logits());
  builder.add_link({"encoder", "decoder", "cross_attn"});
  return builder.finish();
}

Graph vision_decoder(std::int64_t tower_layers, std::int64_t decoder_layers) {
  GraphBuilder builder = builder_of("Vision and language");
  add_tower(builder, "vision", "Vision tower", tower_layers);
  std::vector<Component> entry = tokens();
  entry.push_back(box("image_tokens", "embedding", "image tokens"));
  add_stream(builder, "decoder", "Decoder", entry, {layer(8, false)}, decoder_layers, logits());
  builder.add_link({"vision", "decoder", "image_tokens"});
  return builder.finish();
}

Graph two_towers(std::int64_t first_layers, std::int64_t second_layers) {
  GraphBuilder builder = builder_of("Two towers");
  add_tower(builder, "vision", "Vision tower", first_layers);
  add_tower(builder, "text", "Text tower", second_layers);
  return builder.finish();
}

Graph compared_towers(std::int64_t first_layers, std::int64_t second_layers) {
  GraphBuilder builder = builder_of("Compared towers");
  add_tower(builder, "vision", "Vision tower", first_layers);
  add_tower(builder, "text", "Text tower", second_layers);
  builder.add_exit(box("similarity", "output", "similarity"));
  builder.add_link({"vision", "text", "similarity"});
  return builder.finish();
}

Graph three_streams(std::int64_t tower_layers, std::int64_t decoder_layers) {
  GraphBuilder builder = builder_of("Images, sound and language");
  add_tower(builder, "vision", "Vision tower", tower_layers);
  add_tower(builder, "audio", "Audio tower", tower_layers);
  std::vector<Component> entry = tokens();
  entry.push_back(box("audio_tokens", "embedding", "audio tokens"));
  add_stream(builder, "decoder", "Decoder", entry, {layer(8, false), layer(8, true)},
             decoder_layers, logits());
  builder.add_link({"vision", "decoder", "cross_attn"});
  builder.add_link({"audio", "decoder", "audio_tokens"});
  return builder.finish();
}

}  // namespace tviz::test
