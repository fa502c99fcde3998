// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "readers.hpp"
#include "tviz/base/error.hpp"

namespace {

class Nothing final : public tviz::ValueSink {
 public:
  void set_title(std::string_view) override {}
  void add(const tviz::Value&) override {}
};

/// One layer of two heads, for which an array may have numbers.
tviz::Graph one_layer() {
  tviz::Component heads;
  heads.path = "attn";
  heads.n_heads = 2;
  tviz::Addition addition;
  addition.branches.push_back({{heads}});
  tviz::Stream stream;
  stream.structures.push_back({.additions = {addition}});
  stream.blocks.push_back({0, "blocks.0", 0});
  tviz::Graph graph;
  graph.streams.push_back(stream);
  return graph;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const values::JsonReader json;
  const values::CsvReader csv;
  const values::NpyReader npy;
  static const tviz::Graph graph = one_layer();
  for (const tviz::ValueReader* reader :
       {static_cast<const tviz::ValueReader*>(&json), static_cast<const tviz::ValueReader*>(&csv),
        static_cast<const tviz::ValueReader*>(&npy)}) {
    Nothing nothing;
    try {
      reader->read(bytes, graph, nothing);
    } catch (const tviz::Error&) {
      // Refusing an input is one of the two right answers.
    }
  }
  return 0;
}
