// SPDX-License-Identifier: MIT
#include "layout/diagram.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "layout/cards.hpp"
#include "layout/detours.hpp"
#include "layout/folding.hpp"
#include "layout/general_block.hpp"
#include "layout/header.hpp"
#include "layout/sub_figures.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

/// The node that gives the output of each stream, by the stream's name.
using Outputs = std::map<std::string, std::string, std::less<>>;

/// Writes one stream, from its entry to its exit.
class StreamDiagram {
 public:
  StreamDiagram(const Graph& graph, const Stream& stream, const Outputs& outputs, Diagram& diagram)
      : graph_(graph), stream_(stream), outputs_(outputs), diagram_(diagram) {}

  /// The node that gives the stream's output.
  std::string write() {
    if (!stream_.title.empty()) open_frame(stream_.name, stream_.title);
    entry();
    const std::size_t first_frame = diagram_.frames.size();
    const std::vector<bool> none_stands_out(stream_.blocks.size());
    junction(0);
    for (const LayerRun& run :
         divide_by_kind(stream_.blocks, none_stands_out, junctions_of(stream_))) {
      run.form == RunForm::Card ? card(run) : blocks(run);
      junction(run.last + 1);
    }
    for (const Component& each : stream_.used_by_blocks) {
      arrow(component(each, nullptr), diagram_.frames[first_frame].id, "every layer");
    }
    state_ = chain(stream_.exit, state_, nullptr);
    return state_;
  }

 private:
  void open_frame(std::string id, std::string text) {
    diagram_.frames.push_back({id, std::move(text), frame_});
    frame_ = std::move(id);
  }

  std::string node(std::string id, std::string kind, std::string text, std::string summary = {}) {
    diagram_.nodes.push_back({id, std::move(kind), std::move(text), std::move(summary), frame_});
    return id;
  }

  void arrow(const std::string& from, const std::string& to, std::string text = {}) {
    if (!from.empty()) diagram_.arrows.push_back({from, to, std::move(text)});
  }

  /// The sign of a join on the stream.
  std::string sign(std::string id, const std::string& join) {
    return node(std::move(id), join, join == "sum" ? "⊕" : "∥");
  }

  std::string component(const Component& component, const Block* block) {
    std::string id = node(ComponentReference{&component, &stream_, block}.path(), component.kind,
                          component.title, component.summary);
    for (const Link& link : graph_.links) {
      const bool reads = link.to == stream_.name && link.into == component.path;
      if (reads) arrow(outputs_.at(link.from), id);
    }
    return id;
  }

  /// Components one after the other; returns the last, or `from` if there is none.
  std::string chain(const std::vector<Component>& components, std::string from,
                    const Block* block) {
    for (const Component& each : components) {
      std::string id = component(each, block);
      arrow(from, id);
      from = std::move(id);
    }
    return from;
  }

  void entry() {
    state_ = chain(stream_.entry, {}, nullptr);
    if (!stream_.added_at_entry.empty()) {
      std::vector<std::string> added{state_};
      for (const Component& each : stream_.added_at_entry) {
        added.push_back(component(each, nullptr));
      }
      state_ = sign(stream_.name + ".sum", "sum");
      for (const std::string& each : added) arrow(each, state_);
    }
    state_ = chain(stream_.after_entry, state_, nullptr);
    if (state_.empty()) state_ = node(stream_.name + ".state", "state", "x_0");
  }

  /// What the stream has above its first `below` blocks.
  void junction(std::size_t below) {
    const auto layer = static_cast<std::int64_t>(below);
    const std::string& state = states_[below] = state_;
    for (const ReadOut& each : stream_.read_outs) {
      if (each.after + 1 == layer) chain(each.components, state, nullptr);
    }
    for (const Loop& each : stream_.loops) {
      if (each.last + 1 != layer) continue;
      arrow(state, id_of_loop(each), "× " + plain_math(each.times));
    }
    for (const Loop& each : stream_.loops) {
      if (each.first == layer) step(node(id_of_loop(each), "state", "x"));
    }
    for (std::size_t i = 0; i < stream_.skips.size(); ++i) {
      const Skip& skip = stream_.skips[i];
      if (skip.to != layer) continue;
      const std::string id = sign(fmt::format("{}.skip.{}", stream_.name, i), skip.join);
      arrow(states_.at(static_cast<std::size_t>(skip.from + 1)), id);
      step(id);
    }
  }

  std::string id_of_loop(const Loop& loop) const {
    return fmt::format("{}.loop.{}", stream_.name, loop.first);
  }

  /// Leads the stream to its next node.
  void step(const std::string& next) {
    arrow(state_, next);
    state_ = next;
  }

  void card(const LayerRun& run) {
    const std::string_view layers = run.count() == 1 ? "Layer" : "Layers";
    step(node(fmt::format("{}.layers.{}", stream_.name, run.first), "layers",
              fmt::format("{} {}", layers, layer_numbers(stream_, run)),
              describe_run(stream_, run)));
  }

  /// One block of each kind.
  void blocks(const LayerRun& run) {
    const std::vector<std::vector<std::size_t>> kinds = kinds_of(stream_, run);
    for (const std::vector<std::size_t>& kind : kinds) {
      const Block& first = stream_.blocks[kind.front()];
      std::string text = kind.size() == 1 ? fmt::format("layer {}", first.layer)
                                          : layers_text(stream_, {run, {first.structure}, kind});
      if (text.front() == 'l') text.front() = 'L';
      const std::string& name = stream_.structures[first.structure].short_name;
      if (kinds.size() > 1 && !name.empty()) text += ": " + name;
      block(first, std::move(text));
    }
  }

  void block(const Block& block, std::string text) {
    const std::string around = frame_;
    open_frame(block.path, std::move(text));
    const BlockStructure& structure = stream_.structures[block.structure];
    for (std::size_t i = 0; i < structure.additions.size(); ++i) {
      addition(structure.additions[i], fmt::format("{}.sum.{}", block.path, i), block);
    }
    frame_ = around;
  }

  void addition(const Addition& addition, const std::string& id, const Block& block) {
    const std::string shared = chain(addition.shared, state_, &block);
    std::vector<std::string> added;
    added.reserve(addition.branches.size());
    for (const Branch& each : addition.branches) {
      added.push_back(chain(each.components, shared, &block));
    }
    step(sign(id, "sum"));
    for (const std::string& each : added) arrow(each, state_);
    state_ = chain(addition.on_stream, state_, &block);
  }

  const Graph& graph_;
  const Stream& stream_;
  const Outputs& outputs_;
  Diagram& diagram_;
  std::string frame_;                          ///< The one that is written now.
  std::string state_;                          ///< The node that gives the stream's state.
  std::map<std::size_t, std::string> states_;  ///< Above so many blocks, before anything joins.
};

}  // namespace

Diagram diagram_of(const Graph& graph) {
  Diagram diagram{.title = title_of(graph.model)};
  Outputs outputs;
  for (const Stream& each : graph.streams) {
    outputs[each.name] = StreamDiagram(graph, each, outputs, diagram).write();
  }
  return diagram;
}

Diagram side_by_side(const std::vector<Diagram>& diagrams, const std::vector<std::string>& captions,
                     std::string title) {
  Diagram whole{.title = std::move(title)};
  for (std::size_t i = 0; i < diagrams.size(); ++i) {
    const Diagram& part = diagrams[i];
    const std::string& caption = captions[i].empty() ? part.title : captions[i];
    const std::string label = sub_figure_label(i);
    const std::string prefix = label.substr(1, 1) + ":";
    whole.frames.push_back({prefix, fmt::format("{} {}", label, caption), {}});
    for (const DiagramFrame& each : part.frames) {
      whole.frames.push_back({prefix + each.id, each.text, prefix + each.frame});
    }
    for (DiagramNode each : part.nodes) {
      each.id.insert(0, prefix);
      each.frame.insert(0, prefix);
      whole.nodes.push_back(std::move(each));
    }
    for (const DiagramArrow& each : part.arrows) {
      whole.arrows.push_back({prefix + each.from, prefix + each.to, each.text});
    }
  }
  return whole;
}

}  // namespace tviz
