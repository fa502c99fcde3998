// SPDX-License-Identifier: MIT
// Lists of tensors and headers as graphs.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tviz/base/error.hpp"
#include "tviz/graph/difference.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/model/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const tviz::ModelArchitecture model = tviz::read_model(tviz::parse_json(text, "fuzz"));
    if (model.graph == nullptr) return 0;
    const tviz::Graph graph = tviz::read_graph(*model.graph, model);
    tviz::differences(graph, graph);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
