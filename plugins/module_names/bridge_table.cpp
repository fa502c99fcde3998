// SPDX-License-Identifier: MIT
#include "bridge_table.hpp"

#include "data.hpp"

namespace module_names {

namespace {

/// What a hook point needs: a flag, or the number of a sentence.
std::string needs_of(const tviz::Node& row, const tviz::Node& sentences) {
  std::string needs = text(row, "needs");
  return needs.starts_with('#') ? text(sentences, needs) : needs;
}

std::vector<ListedName> read_names(const tviz::Node& rows, const tviz::Node& sentences) {
  std::vector<ListedName> names;
  for (const tviz::Node& row : rows.items) {
    const std::vector<std::string> shape = split(text(row, "shape"), ' ');
    for (const std::string& word : split(text(row, "names"), ' ')) {
      const auto equals = word.find('=');
      const bool has_two = equals != std::string::npos;
      names.push_back({word.substr(0, equals), has_two ? word.substr(equals + 1) : std::string(),
                       shape, needs_of(row, sentences)});
    }
  }
  return names;
}

}  // namespace

BridgeTable::BridgeTable() {
  const tviz::Document document = bridge_4_json();
  version_ = text(*document.root.find("versions"), "transformer-lens");
  for (const auto& member : members(document.root, "modules")) {
    modules_.emplace(member.key, read_names(member.value, *document.root.find("needs")));
  }
  for (const tviz::Node& model : items(document.root, "models")) {
    std::vector<StackNames> stacks;
    for (const tviz::Node& row : items(model, "stacks")) stacks.push_back(read_stack(row));
    for (const tviz::Node& type : items(model, "model_types")) {
      models_.emplace(type.scalar, stacks);
    }
  }
}

StackNames BridgeTable::read_stack(const tviz::Node& row) const {
  StackNames stack{text(row, "path"), text(row, "stream"), {}};
  for (const tviz::Node& layer : items(row, "layers")) {
    LayerNames names{split(text(layer, "if"), ' '), {}};
    for (const auto& module : members(layer, "modules")) {
      names.modules.emplace_back(module.key, &modules_.at(module.value.scalar));
    }
    stack.layers.push_back(std::move(names));
  }
  return stack;
}

const std::vector<StackNames>& BridgeTable::stacks(std::string_view model_type) const {
  static const std::vector<StackNames> none;
  const auto found = models_.find(model_type);
  return found == models_.end() ? none : found->second;
}

}  // namespace module_names
