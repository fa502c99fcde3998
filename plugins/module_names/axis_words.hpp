// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace module_names {

/// Reads the words by which a table gives axes in one block of a model, or outside all blocks.
class AxisWords {
 public:
  /// Outside all blocks if `block` is nullptr.
  AxisWords(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block);

  /// "batch", "n_heads", "3*d_model", "n_heads*d_head+2*d_head", "batch*seq_len*d_mlp", "1". Of a
  /// word that this model does not have, the size is unknown.
  tviz::Dimension read(std::string_view word) const;
  std::vector<tviz::Dimension> read(const std::vector<std::string>& words) const;

 private:
  void add_sizes(const tviz::ModelArchitecture& model);
  void add_sizes(const tviz::Component& component);
  std::int64_t size_of(std::string_view expression) const;
  std::int64_t factor(std::string_view text) const;
  std::string in_words_of_stream(std::string_view word) const;

  std::map<std::string, std::int64_t, std::less<>> sizes_;
  std::string length_;         ///< What the stream calls the number of its tokens: "dec_len".
  std::string source_length_;  ///< The same of the stream that it reads.
};

}  // namespace module_names
