// SPDX-License-Identifier: MIT
#include "tviz/graph/graph.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace tviz {

namespace {

/// The whole number that `text` consists of, without signs and leading zeros.
std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return number;
}

bool lies_in(std::string_view path, std::string_view parent) {
  return path.starts_with(parent) && (path.size() == parent.size() || path[parent.size()] == '.');
}

/// Whether `rest` is what follows the component's own path: nothing, or one of its heads.
bool names_component_or_head(const Component& component, std::string_view rest) {
  constexpr std::string_view kHeads = ".heads.";
  if (rest.empty()) return true;
  if (!rest.starts_with(kHeads)) return false;
  const auto head = whole_number(rest.substr(kHeads.size()));
  return head && *head < static_cast<std::size_t>(component.n_heads);
}

bool is_meant(const Component& component, std::string_view path) {
  return path.starts_with(component.path) &&
         names_component_or_head(component, path.substr(component.path.size()));
}

ComponentReference find_in_stream(const Stream& stream, std::string_view path) {
  if (const Block* block = find_block(stream, path)) {
    if (path.size() == block->path.size()) return {};
    const std::string_view inner = path.substr(block->path.size() + 1);
    for (const Component* component : components_of(stream.structures[block->structure])) {
      if (is_meant(*component, inner)) return {component, &stream, block};
    }
    return {};
  }
  for (const Component* component : components_outside_blocks(stream)) {
    if (is_meant(*component, path)) return {component, &stream, nullptr};
  }
  return {};
}

using Count = std::int64_t (Component::*)() const;

std::int64_t count(const std::vector<const Component*>& components, Count parameters) {
  std::int64_t sum = 0;
  for (const Component* component : components) sum += (component->*parameters)();
  return sum;
}

std::int64_t count(const Stream& stream, Count parameters) {
  std::int64_t sum = count(components_outside_blocks(stream), parameters);
  std::vector<std::int64_t> of_structure;
  for (const BlockStructure& structure : stream.structures) {
    of_structure.push_back(count(components_of(structure), parameters));
  }
  for (const Block& block : stream.blocks) {
    sum += of_structure[block.structure];
    if (stream.shared_weights) break;
  }
  return sum;
}

std::int64_t count(const Graph& graph, Count parameters) {
  std::int64_t sum = 0;
  for (const Stream& stream : graph.streams) sum += count(stream, parameters);
  return sum;
}

/// `experts` of the routed ones count; every weight that is not routed counts whole.
std::int64_t size_of(const Weight& weight, std::int64_t experts) {
  std::int64_t size = 1;
  for (const std::int64_t dimension : weight.shape) size *= dimension;
  if (weight.routed && !weight.shape.empty()) size = size / weight.shape.front() * experts;
  return size;
}

}  // namespace

bool is_before_norm(std::string_view site) {
  return std::ranges::find(kSitesBeforeNorm, site) != kSitesBeforeNorm.end();
}

bool is_norm(const Component& component) { return component.kind == "norm"; }

bool is_in_series(const Component& component) {
  return component.kind == "adapter" || component.kind == "autoencoder";
}

const Component* main_component(const Branch& branch) {
  const Component* first = nullptr;
  for (const Component& each : branch.components) {
    if (is_norm(each)) continue;
    if (!is_in_series(each)) return &each;
    if (first == nullptr) first = &each;
  }
  return first;
}

std::int64_t Component::parameters() const {
  std::int64_t sum = 0;
  for (const Weight& weight : weights) {
    if (!weight.tied) sum += size_of(weight, n_experts);
  }
  return sum;
}

std::int64_t Component::active_parameters() const {
  std::int64_t sum = 0;
  for (const Weight& weight : weights) {
    if (!weight.tied) sum += size_of(weight, experts_per_token);
  }
  return sum;
}

std::string ComponentReference::path() const {
  return block == nullptr ? component->path : block->path + "." + component->path;
}

std::vector<const Component*> components_of(const BlockStructure& structure) {
  std::vector<const Component*> components;
  for (const Addition& addition : structure.additions) {
    for (const Component& component : addition.shared) components.push_back(&component);
    for (const Branch& branch : addition.branches) {
      for (const Component& component : branch.components) components.push_back(&component);
    }
    for (const Component& component : addition.on_stream) components.push_back(&component);
  }
  return components;
}

std::vector<const Component*> components_outside_blocks(const Stream& stream) {
  std::vector<const Component*> components;
  const auto add = [&](const std::vector<Component>& part) {
    for (const Component& component : part) components.push_back(&component);
  };
  for (const auto* part :
       {&stream.entry, &stream.added_at_entry, &stream.after_entry, &stream.used_by_blocks}) {
    add(*part);
  }
  for (const ReadOut& read_out : stream.read_outs) add(read_out.components);
  add(stream.exit);
  return components;
}

std::vector<ComponentReference> components_of(const Graph& graph) {
  std::vector<ComponentReference> references;
  for (const Stream& stream : graph.streams) {
    const auto add_all = [&](const std::vector<Component>& components) {
      for (const Component& component : components) {
        references.push_back({&component, &stream, nullptr});
      }
    };
    add_all(stream.entry);
    add_all(stream.added_at_entry);
    add_all(stream.after_entry);
    add_all(stream.used_by_blocks);
    for (const Block& block : stream.blocks) {
      for (const Component* component : components_of(stream.structures[block.structure])) {
        references.push_back({component, &stream, &block});
      }
      for (const ReadOut& read_out : stream.read_outs) {
        if (read_out.after == block.layer) add_all(read_out.components);
      }
    }
    add_all(stream.exit);
  }
  return references;
}

const Block* find_block(const Stream& stream, std::string_view path) {
  // A block's path ends in its layer, so each number in the path says where to look.
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const auto layer = whole_number(path.substr(begin, end - begin));
    if (layer && *layer < stream.blocks.size() && lies_in(path, stream.blocks[*layer].path)) {
      return &stream.blocks[*layer];
    }
    begin = end + 1;
  }
  return nullptr;
}

ComponentReference find_component(const Graph& graph, std::string_view path) {
  for (const Stream& stream : graph.streams) {
    const ComponentReference found = find_in_stream(stream, path);
    if (found.component != nullptr) return found;
  }
  return {};
}

std::int64_t count_parameters(const Graph& graph) { return count(graph, &Component::parameters); }

std::int64_t count_active_parameters(const Graph& graph) {
  return count(graph, &Component::active_parameters);
}

std::int64_t states_before(const Stream& stream, const Block& block) {
  std::int64_t additions = 0;
  for (std::size_t layer = 0; layer < static_cast<std::size_t>(block.layer); ++layer) {
    additions += static_cast<std::int64_t>(
        stream.structures[stream.blocks[layer].structure].additions.size());
  }
  const auto joined =
      std::ranges::count_if(stream.skips, [&](const Skip& skip) { return skip.to <= block.layer; });
  return additions + static_cast<std::int64_t>(joined);
}

}  // namespace tviz
