// SPDX-License-Identifier: MIT
#include "model/tensor_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/write_node.hpp"

namespace tviz {
namespace {

Node stream_shape(std::int64_t width) {
  return list_node({word_node("batch"), word_node("seq_len"),
                    width > 0 ? number_node(width) : word_node("width")});
}

/// Writes the graph file of streams.
class TensorGraphWriter {
 public:
  TensorGraphWriter(const std::vector<StreamDraft>& streams, const TensorWords& words)
      : streams_(streams), words_(words) {}

  TensorGraph run() && {
    found_.root = graph();
    return std::move(found_);
  }

 private:
  Node graph() {
    Node root = map_node();
    Node dimensions = map_node();
    add_member(dimensions, "width", Node{});
    add_member(root, "dimensions", std::move(dimensions));
    Node streams = list_node();
    for (const StreamDraft& each : streams_) streams.items.push_back(stream(each));
    add_member(root, "streams", std::move(streams));
    Node links = list_node();
    const StreamDraft& reader = streams_.back();
    if (reader.crosses && streams_.size() > 1) {
      std::set<std::string> paths;
      for (const LayerOrder& structure : reader.structures) {
        for (const Sublayer& each : structure.sublayers) {
          if (each.part.group == "cross_attention") paths.insert(each.part.path);
        }
      }
      for (const std::string& path : paths) {
        Node link = map_node();
        add_texts(link, {{"from", streams_[streams_.size() - 2].stack->path},
                         {"to", reader.stack->path},
                         {"into", path}});
        links.items.push_back(std::move(link));
      }
    }
    if (!links.items.empty()) add_member(root, "links", std::move(links));
    return root;
  }

  Node stream(const StreamDraft& stream) {
    Node map = map_node();
    add_texts(map, {{"name", stream.stack->path}});
    if (streams_.size() > 1) add_texts(map, {{"title", stream.title}});
    add_outside(stream, map);
    Node structures = map_node();
    for (std::size_t i = 0; i < stream.structures.size(); ++i) {
      add_member(structures, key_of(i), structure(stream.structures[i], stream.sizes));
    }
    const bool has_gap =
        std::find(stream.layers.begin(), stream.layers.end(), kMissing) != stream.layers.end();
    if (has_gap) add_member(structures, key_of(kMissing), missing_layer());
    add_member(map, "structures", std::move(structures));
    add_member(map, "blocks", blocks(stream));
    return map;
  }

  static std::string key_of(std::size_t structure) {
    return structure == kMissing ? std::string("missing") : fmt::format("layer {}", structure + 1);
  }

  static Node blocks(const StreamDraft& stream) {
    Node list = list_node();
    for (auto first = stream.layers.begin(); first != stream.layers.end();) {
      const auto last = std::find_if(first, stream.layers.end(),
                                     [&](std::size_t each) { return each != *first; });
      Node run = map_node();
      add_member(run, "repeat", number_node(std::int64_t{last - first}));
      add_member(run, "of", list_node({text_node(key_of(*first))}));
      add_texts(run, {{"prefix", stream.stack->path}});
      list.items.push_back(std::move(run));
      first = last;
    }
    return list;
  }

  /// A layer of whose number there are no tensors, as when a shard is missing.
  static Node missing_layer() {
    Node box = map_node();
    add_texts(box, {{"path", "missing"}, {"kind", "custom:unknown"}});
    add_member(box, "label", text_node(R"("no tensors")"));
    add_member(box, "title", text_node("Missing"));
    Node structure = map_node();
    add_texts(structure, {{"name", "no tensors"}, {"short_name", "missing"}});
    add_member(structure, "additions", list_node({list_node({std::move(box)})}));
    return structure;
  }

  /// What tells a structure from others: "attention, experts".
  static std::string name_of_structure(const LayerOrder& order) {
    std::vector<std::string> words;
    for (const Sublayer& each : order.sublayers) {
      std::string word = each.part.group.empty() ? each.part.path : each.part.group;
      std::replace(word.begin(), word.end(), '_', '-');
      words.push_back(std::move(word));
    }
    return fmt::format("{}", fmt::join(words, ", "));
  }

  Node structure(const LayerOrder& order, const StreamSizes& sizes) {
    std::size_t norms = 0;
    for (const Sublayer& each : order.sublayers) {
      norms += each.before.size() + each.after.size() + each.on_stream.size();
    }
    int number = 0;
    const auto next = [&] { return norms > 1 ? ++number : 0; };
    Node additions = list_node();
    if (order.is_parallel) {
      Node addition = map_node();
      add_member(addition, "shared",
                 list_node({norm_of(order.sublayers.front().before.front(), next())}));
      Node branches = list_node();
      for (const Sublayer& each : order.sublayers) {
        branches.items.push_back(list_node({part(each, sizes, true)}));
      }
      add_member(addition, "branches", std::move(branches));
      additions.items.push_back(std::move(addition));
    } else {
      for (const Sublayer& each : order.sublayers) {
        additions.items.push_back(addition(each, sizes, next));
      }
    }
    Node map = map_node();
    const std::string name = name_of_structure(order);
    add_texts(map, {{"name", name}, {"short_name", name}});
    const auto count = static_cast<std::int64_t>(additions.items.size());
    add_member(map, "additions", std::move(additions));
    Node before = map_node();
    add_texts(before, {{"site", "resid_pre"}});
    add_member(before, "shape", stream_shape(sizes.width));
    Node after = map_node();
    add_texts(after, {{"site", "resid_post"}});
    add_member(after, "shape", stream_shape(sizes.width));
    add_member(after, "after_additions", number_node(count));
    if (!order.sublayers.back().on_stream.empty()) {
      add_member(after, "after_norms", boolean_node(true));
    }
    add_member(map, "stream_points", list_node({std::move(before), std::move(after)}));
    return map;
  }

  Node part(const Sublayer& sublayer, const StreamSizes& sizes, bool is_normed) {
    if (sublayer.part.group.empty()) found_.unknown.insert(sublayer.part.path);
    return component_of(sublayer.part, sizes,
                        {.norm_before = is_normed, .norm_after = !sublayer.after.empty()});
  }

  Node addition(const Sublayer& sublayer, const StreamSizes& sizes, const auto& next) {
    Node branch = list_node();
    for (const LayerPart& each : sublayer.before) branch.items.push_back(norm_of(each, next()));
    branch.items.push_back(part(sublayer, sizes, !sublayer.before.empty()));
    for (const LayerPart& each : sublayer.after) branch.items.push_back(norm_of(each, next()));
    Node map = map_node();
    add_member(map, "branches", list_node({std::move(branch)}));
    if (!sublayer.on_stream.empty()) {
      Node norms = list_node();
      for (const LayerPart& each : sublayer.on_stream) norms.items.push_back(norm_of(each, next()));
      add_member(map, "on_stream", std::move(norms));
    }
    return map;
  }

  /// The modules outside the layers as components. Those that nobody knows are joined as long as
  /// they have a module in common that holds nothing else.
  std::vector<std::pair<std::string, LayerPart>> components_of(const StreamDraft& stream) const {
    std::set<std::string, std::less<>> around_known;
    const auto add_modules_around = [&](const std::string& path) {
      for (std::size_t end = path.find('.'); end != path.npos; end = path.find('.', end + 1)) {
        around_known.insert(path.substr(0, end));
      }
      around_known.insert(path);
    };
    for (const StreamDraft& each : streams_) add_modules_around(each.stack->path);
    for (const StreamDraft& each : streams_) {
      for (const LayerModule& module : each.outside) {
        if (!kind_outside(module, words_).empty()) add_modules_around(module.path);
      }
    }
    std::vector<std::pair<std::string, LayerPart>> components;
    std::map<std::string, std::size_t, std::less<>> places;
    for (const LayerModule& module : stream.outside) {
      const std::string kind = kind_outside(module, words_);
      std::string path = module.path;
      if (kind.empty()) {
        std::size_t end = path.find('.');
        while (end != path.npos && around_known.contains(path.substr(0, end))) {
          end = path.find('.', end + 1);
        }
        path = path.substr(0, end);
      }
      const auto [place, is_new] = places.emplace(path, components.size());
      if (is_new) components.push_back({kind, {.group = {}, .path = path}});
      components[place->second].second.modules.push_back(module);
    }
    return components;
  }

  void add_outside(const StreamDraft& stream, Node& map) {
    const bool is_main = &stream == &streams_.back();
    std::map<std::string, std::vector<Node>> lists;
    std::map<int, std::vector<Node>> exit;
    const TensorEntry* embedding = nullptr;
    bool has_unembedding = false;
    bool has_head = false;
    for (auto& [kind, part] : components_of(stream)) {
      Node node = component_outside(part, kind, stream.sizes.width);
      if (kind == "embedding") {
        embedding = part.modules.front().map();
        lists["entry"].push_back(std::move(node));
      } else if (kind == "position_embedding" || kind == "token_type_embedding" ||
                 kind == "class_token") {
        lists["added_at_entry"].push_back(std::move(node));
      } else if (kind == "norm" && words_.is_input_norm(parts_of(part.path))) {
        lists["after_entry"].push_back(std::move(node));
      } else if (kind.empty()) {
        found_.unknown.insert(part.path);
        lists["used_by_blocks"].push_back(std::move(node));
      } else {
        has_unembedding = has_unembedding || kind == "unembedding";
        has_head = has_head || kind == "pooler" || kind == "classifier";
        exit[kind == "norm" ? 0 : kind == "unembedding" ? 2 : 1].push_back(std::move(node));
      }
    }
    if (is_main && !has_unembedding && !has_head && embedding != nullptr) {
      exit[2].push_back(tied_unembedding(embedding->shape));
      has_unembedding = true;
      found_.is_tied = true;
    }
    add_ends(stream, embedding != nullptr, has_unembedding, lists["entry"], exit[3]);
    for (const char* key : {"entry", "added_at_entry", "after_entry", "used_by_blocks"}) {
      if (!lists[key].empty()) add_member(map, key, list_node(std::move(lists[key])));
    }
    Node above = list_node();
    for (auto& [rank, nodes] : exit) {
      std::move(nodes.begin(), nodes.end(), std::back_inserter(above.items));
    }
    add_member(map, "exit", std::move(above));
  }

  /// What goes in and what comes out.
  void add_ends(const StreamDraft& stream, bool has_embedding, bool has_unembedding,
                std::vector<Node>& entry, std::vector<Node>& exit) const {
    const std::string prefix =
        &stream == &streams_.back() ? std::string() : stream.stack->path + "_";
    const bool sees = stream.title == "Vision";
    const bool hears = stream.title == "Audio";
    const char* kind = sees ? "patches" : hears ? "frames" : "tokens";
    Node input = map_node();
    add_texts(input, {{"path", prefix + kind}, {"kind", kind}});
    add_member(input, "label",
               text_node(has_embedding && !sees && !hears ? R"("tokens  "t)"
                                                          : fmt::format("\"{}\"", kind)));
    add_member(input, "title", text_node(sees ? "Patches" : hears ? "Frames" : "Tokens"));
    entry.insert(entry.begin(), std::move(input));
    Node output = map_node();
    add_texts(output, {{"path", prefix + (has_unembedding ? "logits" : "output")},
                       {"kind", has_unembedding ? "logits" : "output"}});
    add_member(output, "label", text_node(has_unembedding ? R"("logits")" : R"("output")"));
    add_member(output, "title", text_node(has_unembedding ? "Logits" : "Output"));
    exit.push_back(std::move(output));
  }

  const std::vector<StreamDraft>& streams_;
  const TensorWords& words_;
  TensorGraph found_;
};

}  // namespace

std::string kind_outside(const LayerModule& module, const TensorWords& words) {
  const bool is_vector = module.map() == nullptr && module.tensors.front().entry->shape.size() <= 1;
  if (module.is_norm && is_vector) return "norm";
  return words.kind_outside(parts_of(module.path));
}

TensorGraph graph_of_streams(const std::vector<StreamDraft>& streams, const TensorWords& words) {
  return TensorGraphWriter(streams, words).run();
}

}  // namespace tviz
