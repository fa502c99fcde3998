// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "tviz/plugin/interfaces.hpp"

namespace values {

/// The place that a path means: "blocks.3.attn.heads.5" is head 5 of "blocks.3.attn".
tviz::Value place(std::string_view path);

/// {"title": "logit difference", "values": {"blocks.0.mlp": 0.5, "blocks.0.attn": [one a head]}}
class JsonReader final : public tviz::ValueReader {
 public:
  void read(std::string_view bytes, const tviz::Graph& graph, tviz::ValueSink& sink) const override;
};

/// A header, "component,head,logit difference", whose last word is the title, then lines such as
/// "blocks.0.attn,3,0.5"; the head may be empty.
class CsvReader final : public tviz::ValueReader {
 public:
  void read(std::string_view bytes, const tviz::Graph& graph, tviz::ValueSink& sink) const override;
};

/// An array of NumPy with a row for each layer and a column for each head.
class NpyReader final : public tviz::ValueReader {
 public:
  void read(std::string_view bytes, const tviz::Graph& graph, tviz::ValueSink& sink) const override;
};

}  // namespace values
