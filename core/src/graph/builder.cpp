// SPDX-License-Identifier: MIT
#include "tviz/graph/builder.hpp"

#include <fmt/format.h>

#include <utility>

#include "graph/well_formed.hpp"
#include "tviz/base/error.hpp"

namespace tviz {

namespace {

[[noreturn]] void refuse(std::string where, std::string message) {
  throw Error(Problem{std::move(message), {.field = std::move(where)}, {}});
}

/// Checks what one component, note or block brings against the limits.
class Inspection {
 public:
  Inspection(const Limits& limits, std::string where) : limits_(limits), where_(std::move(where)) {}

  void text(std::string_view what, std::string_view value) const {
    if (value.size() > limits_.text_bytes) {
      refuse(where_, fmt::format("{} has {} bytes, but the limit is {}", what, value.size(),
                                 limits_.text_bytes));
    }
  }

  void number(std::string_view what, std::int64_t value, std::int64_t least,
              std::int64_t most) const {
    if (value < least || value > most) {
      refuse(where_, fmt::format("{} is {}, but must be {} to {}", what, value, least, most));
    }
  }

  void axes(std::string_view what, std::size_t count) const {
    if (count > limits_.axes) {
      refuse(where_, fmt::format("{} has {} axes, but the limit is {}", what, count, limits_.axes));
    }
  }

  /// Adds the weight's size to `sum`, which stays in the range of the type.
  void weight(const Weight& weight, std::int64_t& sum) const {
    text("name of a weight", weight.name);
    axes(weight.name, weight.shape.size());
    std::int64_t size = 1;
    for (const std::int64_t dimension : weight.shape) {
      number(fmt::format("dimension of {}", weight.name), dimension, 1, limits_.width);
      if (__builtin_mul_overflow(size, dimension, &size)) too_many_parameters();
    }
    if (__builtin_add_overflow(sum, size, &sum)) too_many_parameters();
  }

  void part(const Part& part) const {
    for (const auto& [what, value] :
         {std::pair<std::string_view, std::string_view>{"path of a part", part.path},
          {"role of a part", part.role},
          {"label of a part", part.label},
          {"note of a part", part.note},
          {"title of a part", part.title},
          {"summary of a part", part.summary}}) {
      text(what, value);
    }
  }

  void hook_point(const HookPoint& point) const {
    text("name of a hook point", point.site);
    axes(point.site, point.shape.size());
    for (const Dimension& dimension : point.shape) {
      text("symbol of a dimension", dimension.symbol);
      text("symbol of a dimension", dimension.joined_to);
      const std::int64_t least = dimension.symbol.empty() ? 1 : 0;
      number(fmt::format("dimension of {}", point.site), dimension.size, least, limits_.width);
    }
  }

 private:
  [[noreturn]] void too_many_parameters() const {
    refuse(where_, "more parameters than 64 bits can count");
  }

  const Limits& limits_;
  std::string where_;
};

}  // namespace

GraphBuilder::GraphBuilder(const ModelArchitecture& model, const Limits& limits) : limits_(limits) {
  graph_.model = model;
}

void GraphBuilder::begin_stream(const std::string& name, const std::string& title) {
  const Inspection inspection(limits_, "stream");
  inspection.text("name", name);
  inspection.text("title", title);
  count_parts(1);
  graph_.streams.emplace_back();
  stream().name = name;
  stream().title = title;
}

void GraphBuilder::share_weights() { stream().shared_weights = true; }

void GraphBuilder::add_entry(const Component& component) {
  check(component);
  stream().entry.push_back(component);
}

void GraphBuilder::add_at_entry(const Component& component) {
  check(component);
  stream().added_at_entry.push_back(component);
}

void GraphBuilder::add_after_entry(const Component& component) {
  check(component);
  stream().after_entry.push_back(component);
}

void GraphBuilder::add_used_by_blocks(const Component& component) {
  check(component);
  stream().used_by_blocks.push_back(component);
}

void GraphBuilder::set_entry_note(const Note& note) {
  check(note, "entry note");
  stream().entry_note = note;
}

std::size_t GraphBuilder::add_structure(const BlockStructure& structure) {
  const Inspection inspection(limits_, "block structure");
  inspection.text("name", structure.name);
  inspection.text("short name", structure.short_name);
  count_parts(1 + structure.additions.size() + structure.stream_points.size());
  for (const Addition& addition : structure.additions) {
    check(addition.note, "note of an addition");
    count_parts(addition.branches.size());
    for (const Component& component : addition.shared) check(component);
    for (const Branch& branch : addition.branches) {
      for (const Component& component : branch.components) check(component);
    }
    for (const Component& component : addition.on_stream) check(component);
  }
  for (const StreamPoint& place : structure.stream_points) inspection.hook_point(place.point);
  stream().structures.push_back(structure);
  return stream().structures.size() - 1;
}

void GraphBuilder::add_block(std::size_t structure, const std::string& prefix) {
  Inspection(limits_, "block").text("prefix", prefix);
  const auto layer = static_cast<std::int64_t>(stream().blocks.size());
  if (layer >= limits_.layers) {
    refuse("block", fmt::format("more layers than the limit of {}", limits_.layers));
  }
  stream().blocks.push_back({layer, fmt::format("{}.{}", prefix, layer), structure});
}

void GraphBuilder::add_loop(const Loop& loop) {
  Inspection(limits_, "loop").text("times", loop.times);
  count_parts(1);
  stream().loops.push_back(loop);
}

void GraphBuilder::add_skip(const Skip& skip) {
  Inspection(limits_, "skip").text("join", skip.join);
  count_parts(1);
  stream().skips.push_back(skip);
}

void GraphBuilder::add_read_out(const ReadOut& read_out) {
  count_parts(1);
  for (const Component& component : read_out.components) check(component);
  stream().read_outs.push_back(read_out);
}

void GraphBuilder::add_exit(const Component& component) {
  check(component);
  stream().exit.push_back(component);
}

void GraphBuilder::set_exit_note(const Note& note) {
  check(note, "exit note");
  stream().exit_note = note;
}

void GraphBuilder::add_link(const Link& link) {
  const Inspection inspection(limits_, "link");
  inspection.text("source", link.from);
  inspection.text("reader", link.to);
  inspection.text("component", link.into);
  count_parts(1);
  graph_.links.push_back(link);
}

Graph GraphBuilder::finish() {
  throw_if_any(graph_problems(graph_));
  return std::exchange(graph_, {});
}

Stream& GraphBuilder::stream() {
  if (graph_.streams.empty()) {
    refuse("graph", "parts cannot be added before the first stream begins");
  }
  return graph_.streams.back();
}

void GraphBuilder::check(const Component& component) {
  Inspection(limits_, "component").text("path", component.path);
  const Inspection inspection(limits_, component.path);
  for (const auto& [what, text] :
       {std::pair<std::string_view, std::string_view>{"kind", component.kind},
        {"label", component.label},
        {"title", component.title},
        {"summary", component.summary},
        {"equation", component.equation}}) {
    inspection.text(what, text);
  }
  inspection.number("n_heads", component.n_heads, 0, limits_.heads);
  inspection.number("n_key_value_heads", component.n_key_value_heads, 0, component.n_heads);
  inspection.number("n_experts", component.n_experts, 0, limits_.experts);
  inspection.number("experts_per_token", component.experts_per_token, 0, component.n_experts);
  count_parts(1 + component.parts.size() + component.weights.size() + component.hook_points.size());
  for (const Part& part : component.parts) inspection.part(part);
  std::int64_t parameters = 0;
  for (const Weight& weight : component.weights) inspection.weight(weight, parameters);
  for (const HookPoint& point : component.hook_points) inspection.hook_point(point);
}

void GraphBuilder::check(const Note& note, const std::string& where) const {
  const Inspection inspection(limits_, where);
  inspection.text("text", note.text);
  inspection.text("equation", note.equation);
}

void GraphBuilder::count_parts(std::size_t parts) {
  if (parts > limits_.components - part_count_) {
    refuse("graph",
           fmt::format("more components and other parts than the limit of {}", limits_.components));
  }
  part_count_ += parts;
}

}  // namespace tviz
