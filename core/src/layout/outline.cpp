// SPDX-License-Identifier: MIT
#include "layout/outline.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "layout/folding.hpp"
#include "layout/header.hpp"
#include "layout/legend.hpp"
#include "layout/positions.hpp"
#include "layout/value_scale.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

std::string line_of(const std::string& title, const std::string& summary) {
  return summary.empty() ? title : fmt::format("{}: {}", title, summary);
}

void add_lines(const std::vector<Component>& components, std::string& text) {
  for (const Component& component : components) {
    fmt::format_to(std::back_inserter(text), "{}\n", line_of(component.title, component.summary));
  }
}

void add_layers(const Stream& stream, std::size_t first, std::size_t last, std::string& text) {
  const Block& block = stream.blocks[first];
  const BlockStructure& structure = stream.structures[block.structure];
  const std::string layers =
      first == last ? fmt::format("Layer {}", block.layer)
                    : fmt::format("Layers {} to {}, each", block.layer, stream.blocks[last].layer);
  fmt::format_to(std::back_inserter(text), "{}:\n", layers);
  for (const Component* component : components_of(structure)) {
    fmt::format_to(std::back_inserter(text), "  {}\n",
                   line_of(component->title, component->summary));
    for (const Part& part : component->parts) {
      fmt::format_to(std::back_inserter(text), "    {}\n", line_of(part.title, part.summary));
    }
  }
}

void add_detours(const Stream& stream, std::string& text) {
  const auto out = std::back_inserter(text);
  for (const Loop& loop : stream.loops) {
    fmt::format_to(out, "Loop: layers {} to {} × {}\n", loop.first, loop.last,
                   plain_math(loop.times));
  }
  for (const Skip& skip : stream.skips) {
    const std::string from =
        skip.from < 0 ? "below layer 0" : fmt::format("after layer {}", skip.from);
    fmt::format_to(out, "Skip: the state {} joins before layer {}, {}\n", from, skip.to,
                   skip.join == "sum" ? "added" : "concatenated");
  }
  for (const ReadOut& read_out : stream.read_outs) {
    fmt::format_to(out, "Read-out after layer {}:\n", read_out.after);
    add_lines(read_out.components, text);
  }
}

/// What a stream begins or ends with: "tokens", "logits".
std::string name_of_end(const std::vector<Component>& components, bool last) {
  if (components.empty()) return last ? "last state" : "first state";
  return lower_case(last ? components.back().title : components.front().title);
}

std::string dimensions_text(const Graph& graph) {
  std::vector<std::string> lines;
  for (const std::vector<std::string>& line : dimensions_of(graph)) {
    lines.push_back(fmt::format("{}", fmt::join(line, ", ")));
  }
  return fmt::format("{}", fmt::join(lines, "; "));
}

/// With a capital at its beginning.
std::string sentence(std::string text) {
  if (text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 32);
  return text;
}

/// Layers, each before its components, and all other components.
std::vector<std::string> paths_with_numbers(const Graph& graph) {
  std::vector<std::string> paths;
  const Block* last = nullptr;
  for (const ComponentReference& component : components_of(graph)) {
    if (component.block != nullptr && component.block != last) {
      paths.push_back(component.block->path);
    }
    last = component.block;
    paths.push_back(component.path());
  }
  return paths;
}

/// A line for each component and layer with numbers, in the order of the graph, however they were
/// given: "Value: effect of blocks.9.attn: head 6 −0.8, head 9 0.7".
void add_values(const Graph& graph, const Values& values, std::string& text) {
  std::map<std::string_view, std::map<std::int64_t, double>> numbers;
  for (const Value& value : values.list) numbers[value.component][value.head] = value.number;
  if (numbers.empty()) return;
  for (const std::string& path : paths_with_numbers(graph)) {
    const auto own = numbers.find(path);
    if (own == numbers.end()) continue;
    const Component* component = find_component(graph, path).component;
    const std::string_view word =
        component != nullptr && component->n_heads == 0 ? "expert" : "head";
    fmt::format_to(std::back_inserter(text), "Value: {} of {}", value_title(values), path);
    const char* separator = ": ";
    for (const auto& [head, number] : own->second) {
      text += separator;
      if (head != kAllHeads) {
        text += component == nullptr ? position_text(values, head) + ' '
                                     : fmt::format("{} {} ", word, head);
      }
      text += number_text(number);
      separator = ", ";
    }
    text += '\n';
  }
}

std::string describe_hook(const Highlight& highlight) {
  return fmt::format("{} at {}", highlight.label, hook_text(highlight));
}

}  // namespace

std::string describe(const Graph& graph, const Overlay& overlay) {
  const bool one = graph.streams.size() == 1;
  const std::string doubts = doubts_of(graph.model, overlay.unplaced_hooks);
  std::string text = fmt::format(
      "Architecture of {}: {}.{} Data flows from the {} at the bottom to the {} at the top.",
      title_of(graph.model), dimensions_text(graph),
      doubts.empty() ? "" : fmt::format(" {}.", sentence(doubts)),
      one ? name_of_end(graph.streams.front().entry, false) : "inputs",
      one ? name_of_end(graph.streams.front().exit, true) : "outputs");
  if (!overlay.highlights.empty()) {
    fmt::format_to(std::back_inserter(text), " {} hook{} highlighted.", overlay.highlights.size(),
                   overlay.highlights.size() == 1 ? " is" : "s are");
  }
  return text;
}

std::string outline(const Graph& graph, const Overlay& overlay) {
  std::string text = fmt::format("{}: {}\n", title_of(graph.model), dimensions_text(graph));
  if (const std::string doubts = doubts_of(graph.model, overlay.unplaced_hooks); !doubts.empty()) {
    fmt::format_to(std::back_inserter(text), "{}\n", sentence(doubts));
  }
  for (const Stream& stream : graph.streams) {
    if (!stream.title.empty()) fmt::format_to(std::back_inserter(text), "{}:\n", stream.title);
    add_lines(stream.entry, text);
    add_lines(stream.added_at_entry, text);
    add_lines(stream.after_entry, text);
    add_lines(stream.used_by_blocks, text);
    std::size_t first = 0;
    for (std::size_t i = 0; i < stream.blocks.size(); ++i) {
      const bool ends = i + 1 == stream.blocks.size() ||
                        stream.blocks[i + 1].structure != stream.blocks[i].structure;
      if (!ends) continue;
      add_layers(stream, first, i, text);
      first = i + 1;
    }
    add_detours(stream, text);
    add_lines(stream.exit, text);
  }
  for (const Link& link : graph.links) {
    fmt::format_to(std::back_inserter(text), "Link: {} of {} reads the output of {}\n", link.into,
                   link.to, link.from);
  }
  for (const Highlight& highlight : overlay.highlights) {
    fmt::format_to(std::back_inserter(text), "Hook: {}\n", describe_hook(highlight));
  }
  add_values(graph, overlay.values, text);
  return text;
}

}  // namespace tviz
