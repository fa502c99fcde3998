// SPDX-License-Identifier: MIT
// The components of transformers, one function each. Their paths are those inside a block, or
// whole ones; a stack that is not alone gives the latter a prefix (stack.cpp). `model` has the
// numbers of the layer that the component is for (layers.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

// Inputs and what stands below the first block.
tviz::Component tokens(const tviz::ModelArchitecture& model);
tviz::Component embedding(const tviz::ModelArchitecture& model);
/// The pixels or sounds that a tower reads.
tviz::Component patches(const tviz::ModelArchitecture& model);
tviz::Component patch_embedding(const tviz::ModelArchitecture& model);
/// Patches that a decoder reads without a tower.
tviz::Component patches_among_tokens(const tviz::ModelArchitecture& model);
tviz::Component class_token(const tviz::ModelArchitecture& model);
/// Learned tokens beside the class token: DeiT's distillation token, DINOv3's registers.
tviz::Component register_tokens(const tviz::ModelArchitecture& model);
/// What stands for masked patches or sounds in training.
tviz::Component mask_token(const tviz::ModelArchitecture& model);
/// Learned or sinusoidal positions.
tviz::Component position_embedding(const tviz::ModelArchitecture& model);
tviz::Component token_type_embedding(const tviz::ModelArchitecture& model);
/// T5's and DeBERTa's table, which the attention of all blocks reads.
tviz::Component relative_positions(const tviz::ModelArchitecture& model);
/// Sines and cosines that the attention of all blocks reads, where they are parameters.
tviz::Component rotary_table(const tviz::ModelArchitecture& model);
/// Gemma's second embedding, of which each layer reads its own part.
tviz::Component per_layer_embedding(const tviz::ModelArchitecture& model);
/// Between an embedding of another width and the stream.
tviz::Component embedding_projection(const tviz::ModelArchitecture& model);
/// Where the output of a tower joins the tokens.
tviz::Component image_tokens(const tviz::ModelArchitecture& tower);

/// A norm as in the layers. Must not be called for a model without normalization.
tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path);
/// A norm of another kind or width.
tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path,
                     tviz::Normalization kind, const tviz::Dimension& axis);

// The parts of a block that add to the stream.
tviz::Component attention(const tviz::ModelArchitecture& model, const tviz::LayerKind& kind);
tviz::Component latent_attention(const tviz::ModelArchitecture& model);
/// Queries from this stream, keys and values from one of width `d_source`.
tviz::Component cross_attention(const tviz::ModelArchitecture& model, std::int64_t d_source);
tviz::Component mlp(const tviz::ModelArchitecture& model);
/// X-MOD's, above the MLP.
tviz::Component language_adapters(const tviz::ModelArchitecture& model);
/// Gemma's gate on the embedding that a layer has of its own.
tviz::Component per_layer_input(const tviz::ModelArchitecture& model);
tviz::Component experts(const tviz::ModelArchitecture& model, const std::string& path);
tviz::Component mamba(const tviz::ModelArchitecture& model);
tviz::Component mamba_2(const tviz::ModelArchitecture& model);
tviz::Component rwkv(const tviz::ModelArchitecture& model);
/// What RWKV has in place of an MLP.
tviz::Component channel_mixing(const tviz::ModelArchitecture& model);
/// LFM2's.
tviz::Component short_convolution(const tviz::ModelArchitecture& model);
/// A Conformer's, beside its attention.
tviz::Component convolution_module(const tviz::ModelArchitecture& model);
/// FNet's, which has no weights.
tviz::Component fourier(const tviz::ModelArchitecture& model);
tviz::Component gated_delta_net(const tviz::ModelArchitecture& model);
tviz::Component gated_linear_attention(const tviz::ModelArchitecture& model);
/// xLSTM's.
tviz::Component matrix_lstm(const tviz::ModelArchitecture& model);
/// Gemma 3n's linear branch beside attention.
tviz::Component laurel(const tviz::ModelArchitecture& model);
/// Gemma 3n's prediction and correction of streams beside the one that the layer reads.
tviz::Component alt_up(const tviz::ModelArchitecture& model);
/// What a sublayer reads of several residual streams, and how it writes to them: before its norm.
tviz::Component hyper_connection(const tviz::ModelArchitecture& model, const std::string& path);
/// What joins the streams above the last layer.
tviz::Component hyper_exit(const tviz::ModelArchitecture& model);

// What stands above the last block.
tviz::Component pooler(const tviz::ModelArchitecture& model);
/// SigLIP's: a learned query that attends to all tokens, and an MLP.
tviz::Component attention_pooler(const tviz::ModelArchitecture& model);
/// The linear map and activation below the unembedding of a masked language model.
tviz::Component masked_head(const tviz::ModelArchitecture& model);
tviz::Component classifier(const tviz::ModelArchitecture& model);
tviz::Component projector(const tviz::ModelArchitecture& model);
/// Above the projector: latents that stand for all tokens of a tower.
tviz::Component resampler(const tviz::ModelArchitecture& model);
/// Back to the width of the embedding (OPT-350M).
tviz::Component unembedding_projection(const tviz::ModelArchitecture& model);
tviz::Component unembedding(const tviz::ModelArchitecture& model);
tviz::Component logits(const tviz::ModelArchitecture& model);
/// The states themselves, where nothing is predicted.
tviz::Component output(const tviz::ModelArchitecture& model);
/// How well text and image go together (CLIP).
tviz::Component similarity(const tviz::ModelArchitecture& model);

/// Gives a component the learned tensors that its family lists for it.
void add_own_tensors(const tviz::ModelArchitecture& model, tviz::Component& component);
/// The boxes of tensors that belong to no other component: those at the "entry" or the "exit" of a
/// stream, from below, its "positions", which the blocks read, or a "read_out" of its last state.
std::vector<tviz::Component> own_boxes(const tviz::ModelArchitecture& model,
                                       const std::string& place);

/// "LN" or "RMS": how boxes and formulas write a norm.
std::string norm_symbol(tviz::Normalization kind);

/// "window 256": the reach of local attention.
std::string window(const tviz::ModelArchitecture& model);

/// Width of the token embedding, which is the stream's in nearly all models.
std::int64_t embedding_width(const tviz::ModelArchitecture& model);
/// Width that the unembedding reads: the embedding's but in RemBERT.
std::int64_t prediction_width(const tviz::ModelArchitecture& model);
/// The same as an axis of a shape.
tviz::Dimension prediction_axis(const tviz::ModelArchitecture& model);
/// The width of the embedding as an axis of a shape.
tviz::Dimension embedding_axis(const tviz::ModelArchitecture& model);

/// Width of what a tower hands on: the projector's, else the stream's.
std::int64_t output_width(const tviz::ModelArchitecture& model);

/// Whether an embedding of another width is projected before anything is added to it (OPT), and
/// not after positions and norm (ALBERT).
bool projects_first(const tviz::ModelArchitecture& model);

/// Kind of the norm above the last layer; None if there is none.
tviz::Normalization final_norm(const tviz::ModelArchitecture& model);

/// Whether a score depends on how far a key is from the query, by a table or a fixed slope.
bool has_score_positions(const tviz::ModelArchitecture& model);

/// Whether the model reads pixels or sound.
bool reads_patches(const tviz::ModelArchitecture& model);

}  // namespace transformers
