// SPDX-License-Identifier: MIT
#include "dialects.hpp"
#include "recorded_names.hpp"

namespace module_names {

void TransformerBridge4::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                                   const tviz::Block* block, tviz::HookNameSink& sink) const {
  add_in_order(RecordedNames(table_, places_, graph, stream, block).all(), sink);
}

void TransformerBridge4::resolve(const tviz::Graph& graph, std::string_view name,
                                 tviz::HookNameSink& sink) const {
  const auto add_from = [&](const tviz::Stream& stream, const tviz::Block* block) {
    const RecordedNames names(table_, places_, graph, stream, block);
    for (const RankedName& each : names.all()) {
      if (each.name.name == name) sink.add(each.name);
    }
  };
  for (const StackNames& stack : table_.stacks(graph.model.model_type)) {
    for (const tviz::Stream& stream : graph.streams) {
      if (stream.name != stack.stream) continue;
      if (stack.path.empty()) {
        add_from(stream, nullptr);
      } else if (const tviz::Block* block = block_in(stream, name, stack.path)) {
        add_from(stream, block);
      }
    }
  }
}

std::string TransformerBridge4::snippet() const {
  return R"(bridge.run_with_hooks(tokens, fwd_hooks=[("{name}", hook)]))";
}

std::string TransformerBridge4::library() const {
  return "TransformerLens " + table_.version() + " (TransformerBridge)";
}

}  // namespace module_names
