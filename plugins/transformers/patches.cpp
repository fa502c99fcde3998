// SPDX-License-Identifier: MIT
// What towers for images and sound have below their first block.
#include <array>

#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;
using tviz::PatchEmbedding;

constexpr int kSoundKernel = 3;  ///< modeling_whisper.py: both convolutions span three frames.

/// modeling_whisper.py, WhisperEncoder: conv1 and conv2, both with biases.
std::vector<tviz::Weight> spectrogram_weights(const ModelArchitecture& model) {
  return {{"conv1.w", {model.d_model, model.patches.n_mels, kSoundKernel}},
          {"conv1.b", {model.d_model}},
          {"conv2.w", {model.d_model, model.d_model, kSoundKernel}},
          {"conv2.b", {model.d_model}}};
}

/// modeling_qwen3_asr.py, Qwen3ASREncoder: conv2d1 to conv2d3 with a stride of two, and conv_out.
std::vector<tviz::Weight> plane_weights(const ModelArchitecture& model) {
  const std::int64_t channels = model.patches.d_plane;
  std::int64_t rows = model.patches.n_mels;
  std::vector<tviz::Weight> weights;
  for (int i = 1; i <= 3; ++i) {
    const std::string name = "conv" + std::to_string(i);
    weights.push_back({name + ".w", {channels, i == 1 ? 1 : channels, kSoundKernel, kSoundKernel}});
    weights.push_back({name + ".b", {channels}});
    rows = (rows + 1) / 2;
  }
  weights.push_back({"W", {channels * rows, model.d_model}});
  return weights;
}

/// modeling_wav2vec2.py, "group" norms in the feature extractor: seven convolutions without
/// biases, a norm of each channel after the first, then LayerNorm and linear map; the positions
/// are a grouped convolution (kernel 128, 16 groups) whose weights are kept as direction and size.
std::vector<tviz::Weight> wave_weights(const ModelArchitecture& model) {
  constexpr std::array<std::int64_t, 7> kKernels{10, 3, 3, 3, 3, 2, 2};
  constexpr std::int64_t kPositionKernel = 128;
  constexpr std::int64_t kPositionGroups = 16;
  const std::int64_t channels = model.patches.d_wave;
  std::vector<tviz::Weight> weights;
  for (std::size_t i = 0; i < kKernels.size(); ++i) {
    const std::string name = "conv" + std::to_string(i + 1) + ".w";
    weights.push_back({name, {channels, i == 0 ? 1 : channels, kKernels[i]}});
  }
  // modeling_omniasr.py, OmniASRConvLayer: a bias and a LayerNorm at each.
  const std::size_t normed = model.patches.wave_norms ? kKernels.size() : 1;
  for (std::size_t i = 0; i < normed; ++i) {
    const std::string name = "conv" + std::to_string(i + 1);
    weights.push_back({name + ".norm.w", {channels}});
    weights.push_back({name + ".norm.b", {channels}});
    if (model.patches.wave_norms) weights.push_back({name + ".b", {channels}});
  }
  weights.push_back({"norm.w", {channels}});
  weights.push_back({"norm.b", {channels}});
  weights.push_back({"W", {channels, model.d_model}});
  weights.push_back({"b", {model.d_model}});
  weights.push_back(
      {"positions.w", {model.d_model, model.d_model / kPositionGroups, kPositionKernel}});
  if (!model.patches.plain_positions) weights.push_back({"positions.size", {kPositionKernel}});
  weights.push_back({"positions.b", {model.d_model}});
  return weights;
}

std::vector<tviz::Weight> patch_weights(const ModelArchitecture& model) {
  const PatchEmbedding& patches = model.patches;
  std::vector<tviz::Weight> weights{{"W_patch",
                                     {model.d_model, patches.n_channels, patches.frames,
                                      patches.patch_size, patches.patch_size}}};
  if (patches.bias) weights.push_back({"b_patch", {model.d_model}});
  return weights;
}

/// "patches of 16 × 16".
std::string size_of(const PatchEmbedding& patches) {
  std::string text = "patches of " + matrix(patches.patch_size, patches.patch_size);
  if (patches.frames > 1) text += " in " + counted(patches.frames, "frame");
  return text;
}

}  // namespace

bool reads_patches(const ModelArchitecture& model) {
  if (model.patches_among_tokens) return false;
  return model.patches.listed || model.patches.patch_size > 0 || model.patches.n_mels > 0 ||
         model.patches.d_wave > 0;
}

tviz::Component patches(const ModelArchitecture& model) {
  const PatchEmbedding& patches = model.patches;
  if (patches.n_mels > 0) {
    return {.path = "frames",
            .kind = "frames",
            .label = R"("spectrogram  "p)",
            .title = "Spectrogram",
            .summary = counted(patches.n_mels, "mel band")};
  }
  if (patches.d_wave > 0) {
    return {.path = "frames",
            .kind = "frames",
            .label = R"("sound  "p)",
            .title = "Sound",
            .summary = "the wave itself"};
  }
  std::string summary = size_of(patches) + " · " + counted(patches.n_channels, "channel");
  if (patches.image_size > 0) {
    summary = matrix(patches.image_size, patches.image_size) + " pixels · " + summary;
  }
  return {.path = "patches",
          .kind = "patches",
          .label = R"("patches  "p)",
          .title = "Patches",
          .summary = summary};
}

tviz::Component patch_embedding(const ModelArchitecture& model) {
  const PatchEmbedding& patches = model.patches;
  tviz::Component embedding{.path = "embed",
                            .kind = "embedding",
                            .label = R"("embed  "W_E)",
                            .hook_points = {{"embedded", stream_shape(model)}}};
  if (patches.listed) {
    embedding.title = patches.patch_size > 0 ? "Patch embedding" : "Embedding of frames";
    embedding.summary = "→ " + std::to_string(model.d_model);
  } else if (patches.d_plane > 0) {
    embedding.title = "Convolutions";
    embedding.summary = "3 convolutions of " + counted(patches.d_plane, "channel") + " → " +
                        std::to_string(model.d_model) + " · every 8th frame";
    embedding.weights = plane_weights(model);
  } else if (patches.n_mels > 0) {
    embedding.title = "Convolutions";
    embedding.summary = widths(patches.n_mels, model.d_model, model.d_model) + " · every 2nd frame";
    embedding.weights = spectrogram_weights(model);
  } else if (patches.d_wave > 0) {
    embedding.title = "Convolutions";
    embedding.summary = "7 convolutions of " + counted(patches.d_wave, "channel") + " → " +
                        std::to_string(model.d_model) + " · positions by a convolution";
    embedding.weights = wave_weights(model);
    embedding.hook_points = {{"features", per_token({{"d_wave", model.patches.d_wave}})},
                             {"projected", stream_shape(model)},
                             {"positions", stream_shape(model)},
                             {"embedded", stream_shape(model)}};
  } else {
    embedding.title = "Patch embedding";
    embedding.summary = size_of(patches) + " → " + std::to_string(model.d_model);
    embedding.weights = patch_weights(model);
  }
  return embedding;
}

// modeling_fuyu.py, FuyuModel: vision_embed_tokens.
tviz::Component patches_among_tokens(const ModelArchitecture& model) {
  return {.path = "image_tokens",
          .kind = "embedding",
          .label = R"("image tokens")",
          .title = "Image tokens",
          .summary = size_of(model.patches) + " → " + std::to_string(model.d_model) +
                     " · among the tokens of the text",
          .weights = patch_weights(model)};
}

tviz::Component class_token(const ModelArchitecture& model) {
  return {.path = "class_token",
          .kind = "class_token",
          .label = R"("class")",
          .title = "Class token",
          .summary = "one more token · " + std::to_string(model.d_model),
          .weights = {{"W_class", {model.d_model}}}};
}

tviz::Component register_tokens(const ModelArchitecture& model) {
  const std::int64_t count = model.patches.n_registers;
  if (!reads_patches(model)) {
    // modeling_pegasus_x.py, PegasusXEncoder: embed_global.
    return {.path = "global_tokens",
            .kind = "class_token",
            .label = R"("global")",
            .title = "Global tokens",
            .summary = counted(count, "more token") + " that see all others · " +
                       std::to_string(model.d_model),
            .weights = {{"W_global", {count, model.d_model}}}};
  }
  return {.path = "registers",
          .kind = "class_token",
          .label = R"("registers")",
          .title = "Register tokens",
          .summary = counted(count, "more token") + " · " + std::to_string(model.d_model),
          .weights = {{"W_registers", {count, model.d_model}}}};
}

// modeling_wav2vec2.py: masked_spec_embed; modeling_beit.py: mask_token.
tviz::Component mask_token(const ModelArchitecture& model) {
  return {.path = "mask_token",
          .kind = "class_token",
          .label = R"("mask")",
          .title = "Mask token",
          .summary = "stands for what is masked in training · " + std::to_string(model.d_model),
          .weights = {{"W_mask", {model.d_model}}}};
}

}  // namespace transformers
