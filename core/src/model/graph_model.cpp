// SPDX-License-Identifier: MIT
#include "model/graph_model.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <variant>

#include "base/write_node.hpp"
#include "model/conditions.hpp"
#include "model/fields.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

/// "reach" for "layers.reach".
std::string key_of(const LayerField& field) {
  return std::string(field.field.substr(std::string_view("layers.").size()));
}

Node node_of(bool value) { return boolean_node(value); }
Node node_of(std::int64_t value) { return number_node(value); }
Node node_of(double value) { return number_node(value); }
Node node_of(const std::string& value) { return text_node(value); }

Node layers_of(const ModelArchitecture& model) {
  return list_of(model.layers, [](const LayerKind& layer) {
    Node map = map_node();
    for (const LayerField& field : layer_fields()) {
      const std::string word = field.word(layer);
      if (word != field.word(LayerKind{})) add_member(map, key_of(field), word_node(word));
    }
    return map;
  });
}

Node assumption_node(const Assumption& assumption) {
  Node map = map_node();
  add_texts(
      map,
      {{"field", assumption.field}, {"value", assumption.value}, {"reason", assumption.reason}});
  return map;
}

Node unread_node(const UnreadKey& unread) {
  Node map = map_node();
  add_texts(map, {{"key", unread.key}, {"reason", unread.reason}});
  return map;
}

/// Reads one map.
class ModelMapReader {
 public:
  ModelMapReader(const Node& map, std::string source, std::string path, const Limits& limits,
                 std::vector<Problem>& problems)
      : fields_(map, source, path, problems),
        source_(std::move(source)),
        path_(std::move(path)),
        limits_(limits),
        problems_(problems) {}

  ModelArchitecture read() {
    words();
    numbers();
    layers();
    encoders();
    own_values();
    doubts();
    fields_.reject_unknown();
    return std::move(model_);
  }

 private:
  void words() {
    for (const Text& field : text_fields()) {
      if (auto text = fields_.text(field.field)) field.at(model_) = *std::move(text);
    }
    for (const Choice& field : choices()) {
      const auto word = fields_.text(field.field);
      if (word && !field.set(model_, *word)) report_word(field.field, *word, field.words());
    }
    for (const Switch& field : switches()) {
      if (const auto truth = fields_.boolean(field.field)) field.at(model_) = *truth;
    }
  }

  void numbers() {
    for (const Dimension& field : dimensions()) {
      const auto number = fields_.integer(field.field, 0, limits_.*field.most);
      if (number) field.at(model_) = *number;
    }
    for (const Real& field : real_fields()) {
      if (const auto number = fields_.real(field.field, 0, kMostReal)) field.at(model_) = *number;
    }
  }

  void layers() {
    each("layers", [&](const Node& item, const std::string& path) {
      if (model_.layers.size() >= static_cast<std::size_t>(limits_.layers)) return;
      FieldReader reader(item, source_, path, problems_);
      LayerKind& layer = model_.layers.emplace_back();
      for (const LayerField& field : layer_fields()) {
        const std::string key = key_of(field);
        const Node* value = reader.node(key);
        if (value == nullptr || field.set(layer, value->scalar)) continue;
        const auto words = field.words();
        reader.report(key, words.empty()
                               ? "must be a whole number from 0 on"
                               : fmt::format("must be one of {}", fmt::join(words, ", ")));
      }
      reader.reject_unknown();
    });
    const auto count = static_cast<std::int64_t>(model_.layers.size());
    if (count == 0 || count == model_.n_layers) return;
    fields_.report("layers",
                   fmt::format("has {} layers, but n_layers is {}", count, model_.n_layers));
  }

  void encoders() {
    each("encoders", [&](const Node& item, const std::string& path) {
      model_.encoders.push_back(read_model_map(item, source_, path, limits_, problems_));
    });
  }

  void own_values() {
    const Node* values = fields_.map("own_values");
    if (values == nullptr) return;
    for (const Node::Member& member : values->members) {
      if (const auto truth = as_boolean(member.value)) {
        model_.own_values[member.key] = *truth;
      } else if (const auto number = as_integer(member.value)) {
        model_.own_values[member.key] = *number;
      } else if (const auto real = as_real(member.value)) {
        model_.own_values[member.key] = *real;
      } else if (auto text = as_text(member.value)) {
        model_.own_values[member.key] = *std::move(text);
      }
    }
  }

  void doubts() {
    each("warnings",
         [&](const Node& item, const std::string&) { model_.warnings.push_back(item.scalar); });
    each("assumptions", [&](const Node& item, const std::string& path) {
      FieldReader reader(item, source_, path, problems_);
      model_.assumptions.push_back({reader.text("field").value_or(""),
                                    reader.text("value").value_or(""),
                                    reader.text("reason").value_or("")});
      reader.reject_unknown();
    });
    each("unread", [&](const Node& item, const std::string& path) {
      FieldReader reader(item, source_, path, problems_);
      model_.unread.push_back(
          {reader.text("key").value_or(""), reader.text("reason").value_or("")});
      reader.reject_unknown();
    });
  }

  /// Calls `read` with each item of a list and its path.
  void each(std::string_view key, const auto& read) {
    const Node* list = fields_.list(key);
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      read(list->items[i], fmt::format("{}[{}]", joined(path_, key), i));
    }
  }

  void report_word(std::string_view key, const std::string& word,
                   const std::vector<std::string>& words) {
    fields_.report(key, fmt::format("must be one of {}", fmt::join(words, ", ")),
                   did_you_mean(word, words));
  }

  FieldReader fields_;
  std::string source_;
  std::string path_;
  const Limits& limits_;
  std::vector<Problem>& problems_;
  ModelArchitecture model_;
};

/// Every field of the model itself that has not its default.
Node fields_of(const ModelArchitecture& model) {
  const ModelArchitecture plain;
  // The tables give places in a model to write to; this one only reads.
  ModelArchitecture& places = const_cast<ModelArchitecture&>(model);
  Node map = map_node();
  const auto add_if = [&](bool differs, std::string_view key, Node value) {
    if (differs) add_member(map, std::string(key), std::move(value));
  };
  const auto differs = [&](std::string_view field) {
    return text_of_field(model, field) != text_of_field(plain, field);
  };
  for (const Text& field : text_fields()) {
    add_if(differs(field.field), field.field, text_node(field.at(places)));
  }
  for (const Dimension& field : dimensions()) {
    add_if(field.of(model) != field.of(plain), field.field, number_node(field.of(model)));
  }
  for (const Choice& field : choices()) {
    add_if(differs(field.field), field.field, word_node(std::string(field.word(model))));
  }
  for (const Switch& field : switches()) {
    add_if(differs(field.field), field.field, boolean_node(field.at(places)));
  }
  for (const Real& field : real_fields()) {
    add_if(differs(field.field), field.field, number_node(field.at(places)));
  }
  return map;
}

Node own_values_of(const ModelArchitecture& model) {
  Node map = map_node();
  for (const auto& [key, value] : model.own_values) {
    add_member(map, key, std::visit([](const auto& each) { return node_of(each); }, value));
  }
  return map;
}

}  // namespace

Node map_of_model(const ModelArchitecture& model) {
  Node map = fields_of(model);
  const auto add = [&](std::string key, const auto& items, const auto& write) {
    if (!items.empty()) add_member(map, std::move(key), list_of(items, write));
  };
  if (!model.layers.empty()) add_member(map, "layers", layers_of(model));
  add("encoders", model.encoders, map_of_model);
  if (!model.own_values.empty()) add_member(map, "own_values", own_values_of(model));
  add("warnings", model.warnings, text_node);
  add("assumptions", model.assumptions, assumption_node);
  add("unread", model.unread, unread_node);
  return map;
}

ModelArchitecture read_model_map(const Node& map, const std::string& source,
                                 const std::string& path, const Limits& limits,
                                 std::vector<Problem>& problems) {
  return ModelMapReader(map, source, path, limits, problems).read();
}

bool is_graph_file(const Node& root) { return root.find("streams") != nullptr; }

ModelArchitecture read_model_of_graph(const Document& document, const std::string& file_name,
                                      const Limits& limits) {
  std::vector<Problem> problems;
  FieldReader root(document.root, document.source, {}, problems);
  ModelArchitecture model;
  const Node* map = root.map("model");
  if (map != nullptr) {
    model = read_model_map(*map, document.source, "model", limits, problems);
  } else if (!file_name.empty()) {
    model.model_name = file_name;
  }
  if (auto name = root.text("name")) model.model_name = *std::move(name);
  if (auto title = root.text("title")) model.title = *std::move(title);
  const Node* sizes = root.node("dimensions");
  if (map == nullptr && sizes != nullptr) {
    for (const Dimension& field : dimensions()) {
      const Node* size = sizes->find(field.field);
      const auto number = size == nullptr ? std::nullopt : as_integer(*size);
      if (number && *number >= 0 && *number <= limits.*field.most) field.at(model) = *number;
    }
  }
  throw_if_any(std::move(problems));
  derive(model);
  model.graph = std::make_shared<const Document>(document);
  return model;
}

}  // namespace tviz
