// SPDX-License-Identifier: MIT
#include "tviz/model/architecture.hpp"

namespace tviz {

std::string_view name_of(Normalization normalization) {
  switch (normalization) {
    case Normalization::LayerNorm:
      return "LayerNorm";
    case Normalization::RmsNorm:
      return "RMSNorm";
    case Normalization::None:
      break;
  }
  return "none";
}

std::string_view name_of(PositionalEmbedding positions) {
  switch (positions) {
    case PositionalEmbedding::Learned:
      return "learned";
    case PositionalEmbedding::Sinusoidal:
      return "sinusoidal";
    case PositionalEmbedding::Rotary:
      return "rotary";
    case PositionalEmbedding::Alibi:
      return "alibi";
    case PositionalEmbedding::Relative:
      return "relative";
    case PositionalEmbedding::Shortformer:
      return "shortformer";
    case PositionalEmbedding::None:
      break;
  }
  return "none";
}

std::string_view name_of(NormPlacement placement) {
  switch (placement) {
    case NormPlacement::Post:
      return "post";
    case NormPlacement::Sandwich:
      return "sandwich";
    case NormPlacement::OnStream:
      return "on_stream";
    case NormPlacement::Pre:
      break;
  }
  return "pre";
}

std::string_view name_of(AttentionReach reach) {
  return reach == AttentionReach::Local ? "local" : "global";
}

std::string_view name_of(TokenMixer mixer) {
  switch (mixer) {
    case TokenMixer::Attention:
      return "attention";
    case TokenMixer::Mamba:
      return "mamba";
    case TokenMixer::Mamba2:
      return "mamba2";
    case TokenMixer::Rwkv:
      return "rwkv";
    case TokenMixer::GatedDeltaNet:
      return "gated_delta_net";
    case TokenMixer::GatedLinearAttention:
      return "gated_linear_attention";
    case TokenMixer::ShortConvolution:
      return "short_convolution";
    case TokenMixer::Fourier:
      return "fourier";
    case TokenMixer::MatrixLstm:
      return "matrix_lstm";
    case TokenMixer::None:
      break;
  }
  return "none";
}

std::string_view name_of(FeedForward feed_forward) {
  switch (feed_forward) {
    case FeedForward::Dense:
      return "dense";
    case FeedForward::Experts:
      return "experts";
    case FeedForward::DenseAndExperts:
      return "dense_and_experts";
    case FeedForward::None:
      break;
  }
  return "none";
}

std::string_view name_of(QueryKeyNorm norm) {
  switch (norm) {
    case QueryKeyNorm::PerHead:
      return "per_head";
    case QueryKeyNorm::EachHead:
      return "each_head";
    case QueryKeyNorm::WholeVector:
      return "whole_vector";
    case QueryKeyNorm::None:
      break;
  }
  return "none";
}

std::string_view name_of(OutputHead head) {
  switch (head) {
    case OutputHead::LanguageModel:
      return "language_model";
    case OutputHead::MaskedLanguageModel:
      return "masked_language_model";
    case OutputHead::Classifier:
      return "classifier";
    case OutputHead::TokenClassifier:
      return "token_classifier";
    case OutputHead::Pooler:
      return "pooler";
    case OutputHead::AttentionPooler:
      return "attention_pooler";
    case OutputHead::None:
      break;
  }
  return "none";
}

}  // namespace tviz
