// SPDX-License-Identifier: MIT
#include "axis_words.hpp"

#include <algorithm>
#include <charconv>

#include "data.hpp"

namespace module_names {

namespace {

using tviz::Component;
using tviz::Dimension;
using tviz::ModelArchitecture;

constexpr std::string_view kFlattened = "batch*seq_len";

/// The architecture of a stream: a model has one for itself, and one for each tower.
const ModelArchitecture& architecture_of(const tviz::Graph& graph, const tviz::Stream& stream) {
  const auto& towers = graph.model.encoders;
  const auto number = static_cast<std::size_t>(&stream - graph.streams.data());
  return number < towers.size() && &stream != &graph.streams.back() ? towers[number] : graph.model;
}

/// The parts between separators that are in no brackets.
std::vector<std::string_view> split_outside_brackets(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (text[i] != separator || depth > 0) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

/// The word for the number of tokens: the second axis of the stream's state.
std::string length_of(const tviz::Stream& stream) {
  for (const tviz::BlockStructure& structure : stream.structures) {
    for (const tviz::StreamPoint& each : structure.stream_points) {
      if (each.point.shape.size() > 1) return each.point.shape[1].symbol;
    }
  }
  return "seq_len";
}

std::string source_length_of(const tviz::Graph& graph, const tviz::Stream& stream) {
  for (const tviz::Link& link : graph.links) {
    if (link.to != stream.name) continue;
    const auto source = std::ranges::find(graph.streams, link.from, &tviz::Stream::name);
    if (source != graph.streams.end()) return length_of(*source);
  }
  return "source_len";
}

}  // namespace

AxisWords::AxisWords(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block)
    : length_(length_of(stream)), source_length_(source_length_of(graph, stream)) {
  if (block != nullptr) {
    for (const Component* each : tviz::components_of(stream.structures[block->structure])) {
      add_sizes(*each);
    }
  } else {
    for (const Component* each : tviz::components_outside_blocks(stream)) add_sizes(*each);
  }
  add_sizes(architecture_of(graph, stream));
}

void AxisWords::add_sizes(const Component& component) {
  for (const tviz::HookPoint& point : component.hook_points) {
    for (const Dimension& each : point.shape) {
      if (each.size > 0 && !each.symbol.empty()) sizes_.emplace(each.symbol, each.size);
    }
  }
}

void AxisWords::add_sizes(const ModelArchitecture& model) {
  const std::pair<std::string_view, std::int64_t> sizes[] = {
      {"d_model", model.d_model},
      {"n_heads", model.n_heads},
      {"n_key_value_heads", model.n_key_value_heads},
      {"d_head", model.d_head},
      {"d_mlp", model.d_mlp},
      {"d_vocab", model.d_vocab},
      {"d_vocab_out", model.d_vocab_out},
      {"n_ctx", model.n_ctx},
      {"rotary_dim", model.rotary_dim},
      {"n_labels", model.n_labels},
      {"n_channels", model.patches.n_channels},
      {"image_size", model.patches.image_size},
      {"q_rank", model.latent.q_rank},
      {"kv_rank", model.latent.kv_rank},
      {"d_nope", model.latent.d_nope},
      {"d_rope", model.latent.d_rope},
      {"d_value", model.latent.d_value},
      {"n_experts", model.experts.n_experts},
      {"experts_per_token", model.experts.experts_per_token},
      {"d_expert", model.experts.d_expert},
      {"d_shared", model.experts.d_shared},
      {"d_inner", model.state_space.d_inner},
      {"d_state", model.state_space.d_state},
      {"d_conv", model.state_space.d_conv},
      {"dt_rank", model.state_space.dt_rank}};
  for (const auto& [word, size] : sizes) {
    if (size > 0) sizes_.emplace(word, size);
  }
}

std::int64_t AxisWords::factor(std::string_view text) const {
  if (text.starts_with('(')) return size_of(text.substr(1, text.size() - 2));
  if (const auto slash = text.rfind('/'); slash != std::string_view::npos) {
    const std::int64_t divisor = factor(text.substr(slash + 1));
    return divisor == 0 ? 0 : factor(text.substr(0, slash)) / divisor;
  }
  if (const auto known = sizes_.find(text); known != sizes_.end()) return known->second;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

std::int64_t AxisWords::size_of(std::string_view expression) const {
  if (const auto known = sizes_.find(expression); known != sizes_.end()) return known->second;
  std::int64_t sum = 0;
  for (const std::string_view term : split_outside_brackets(expression, '+')) {
    std::int64_t product = 1;
    for (const std::string_view each : split_outside_brackets(term, '*')) product *= factor(each);
    if (product == 0) return 0;
    sum += product;
  }
  return sum;
}

std::string AxisWords::in_words_of_stream(std::string_view word) const {
  std::string text(word);
  if (text.find("source_len") != std::string::npos) {
    replace(text, "source_len", source_length_);
  } else {
    replace(text, "seq_len", length_);
  }
  return text;
}

Dimension AxisWords::read(std::string_view word) const {
  if (word.starts_with(kFlattened) && word.size() > kFlattened.size()) {
    const std::string_view rest = word.substr(kFlattened.size() + 1);
    return {std::string(rest), size_of(rest), in_words_of_stream(kFlattened)};
  }
  const bool is_counted_at_run = word == "batch" || word.find("_len") != std::string_view::npos;
  if (is_counted_at_run) return {in_words_of_stream(word), 0, {}};
  const std::int64_t size = size_of(word);
  const bool is_number = word.find_first_not_of("0123456789") == std::string_view::npos;
  return {is_number ? std::string() : std::string(word), size, {}};
}

std::vector<Dimension> AxisWords::read(const std::vector<std::string>& words) const {
  std::vector<Dimension> shape;
  shape.reserve(words.size());
  for (const std::string& word : words) shape.push_back(read(word));
  return shape;
}

}  // namespace module_names
