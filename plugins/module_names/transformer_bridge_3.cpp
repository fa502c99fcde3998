// SPDX-License-Identifier: MIT
#include "data.hpp"
#include "dialects.hpp"

namespace module_names {

namespace {

std::vector<OwnHook> read_own(const tviz::Document& document) {
  std::vector<OwnHook> hooks;
  for (const tviz::Node& row : items(document.root, "own")) {
    hooks.push_back({text(row, "module"), text(row, "component"), text(row, "form"),
                     text(row, "name"), text(row, "site"), text(row, "needs"), text(row, "with"),
                     is_set(row, "heads_first"), text(row, "heads_first_with")});
  }
  return hooks;
}

std::vector<Alias> read_aliases(const tviz::Document& document) {
  std::vector<Alias> aliases;
  for (const tviz::Node& row : items(document.root, "aliases")) {
    Alias alias{.name = text(row, "name"),
                .of = {},
                .form = text(row, "form"),
                .kind = text(row, "kind"),
                .with = text(row, "with"),
                .model_types = text(row, "model_types")};
    for (const tviz::Node& item : items(row, "of")) alias.of.push_back(item.scalar);
    aliases.push_back(std::move(alias));
  }
  return aliases;
}

}  // namespace

TransformerBridge3::TransformerBridge3() {
  const tviz::Document document = bridge_3_json();
  own_ = read_own(document);
  aliases_ = read_aliases(document);
}

void TransformerBridge3::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                                   const tviz::Block* block, tviz::HookNameSink& sink) const {
  add_in_order(BridgeNames(modules_, own_, aliases_, graph, stream, block).canonical(), sink);
}

void TransformerBridge3::resolve(const tviz::Graph& graph, std::string_view name,
                                 tviz::HookNameSink& sink) const {
  for (const tviz::Stream& stream : graph.streams) {
    const auto stack = modules_.stacks().find(graph.model.model_type, stream.name);
    if (!stack) continue;
    const tviz::Block* block = block_in(stream, name, stack->bridge.blocks);
    const BridgeNames names(modules_, own_, aliases_, graph, stream, block);
    for (const tviz::HookName& each : names.find(name)) sink.add(each);
  }
}

std::string TransformerBridge3::snippet() const {
  return R"(bridge.run_with_hooks(tokens, fwd_hooks=[("{name}", hook)]))";
}

std::string TransformerBridge3::library() const {
  return "TransformerLens 3.5.1 (TransformerBridge)";
}

}  // namespace module_names
