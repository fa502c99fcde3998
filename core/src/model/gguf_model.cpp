// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/configuration.hpp"
#include "model/gguf.hpp"
#include "model/weights_file.hpp"
#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_gguf_begin[];
extern "C" const char tviz_data_gguf_end[];

namespace tviz {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string field, std::string message,
                         std::string hint = {}) {
  throw Error(
      Problem{std::move(message), {path.string(), 0, 0, std::move(field)}, std::move(hint)});
}

Node scalar(std::string text, bool quoted = false) {
  Node node{.kind = Node::Kind::Scalar, .quoted = quoted};
  node.scalar = std::move(text);
  return node;
}

/// The value as a configuration would write it; Null for what no configuration needs.
Node node_of(const GgufValue& value) {
  if (value.text) return scalar(*value.text, true);
  if (value.integer) return scalar(std::to_string(*value.integer));
  if (value.boolean) return scalar(*value.boolean ? "true" : "false");
  if (value.real) return scalar(fmt::format("{}", *value.real));
  if (value.integers.empty()) return {};
  const auto& list = value.integers;
  const bool all_equal = std::all_of(list.begin(), list.end(),
                                     [&](std::int64_t each) { return each == list.front(); });
  if (all_equal) return scalar(std::to_string(list.front()));
  Node node{.kind = Node::Kind::Sequence};
  for (const std::int64_t each : list) node.items.push_back(scalar(std::to_string(each)));
  return node;
}

/// Turns a header into the configuration that a config.json of the model would hold.
class Translation {
 public:
  Translation(const GgufHeader& header, const std::filesystem::path& path)
      : header_(header),
        path_(path),
        words_(parse_json({tviz_data_gguf_begin, tviz_data_gguf_end}, "gguf.json")) {}

  Node run() {
    check_shard();
    const std::string architecture = text("general.architecture");
    if (architecture.empty()) refuse(path_, "general.architecture", "missing");
    add("model_type", scalar(model_type(architecture), true));
    for (const Node::Member& word : words_.root.find("keys")->members) {
      const GgufValue* value = find(architecture + "." + word.key);
      if (value != nullptr) add_all(word.value, node_of(*value));
    }
    if (mapping_.find("vocab_size") == nullptr) add_vocabulary();
    add("tie_word_embeddings", scalar(has_tensor("output.weight") ? "false" : "true"));
    for (const Node& rule : words_.root.find("tensors")->items) {
      const std::vector<std::string> names = texts(rule, "any");
      const bool present = std::any_of(names.begin(), names.end(),
                                       [&](const std::string& name) { return has_tensor(name); });
      add_all(*rule.find("keys"), scalar(present ? "true" : "false"));
    }
    return std::move(mapping_);
  }

 private:
  const GgufValue* find(std::string_view key) const {
    const auto found = header_.metadata.find(key);
    return found == header_.metadata.end() ? nullptr : &found->second;
  }

  std::string text(std::string_view key) const {
    const GgufValue* value = find(key);
    return value == nullptr ? std::string() : value->text.value_or("");
  }

  const GgufTensor* find_tensor(std::string_view name) const {
    const auto found = std::find_if(header_.tensors.begin(), header_.tensors.end(),
                                    [&](const GgufTensor& tensor) { return tensor.name == name; });
    return found == header_.tensors.end() ? nullptr : &*found;
  }

  bool has_tensor(std::string_view name) const { return find_tensor(name) != nullptr; }

  void check_shard() const {
    const GgufValue* number = find("split.no");
    if (number == nullptr || number->integer.value_or(0) == 0) return;
    refuse(path_, "split.no", fmt::format("is shard {} of a model", *number->integer + 1),
           "name the first shard, which holds the metadata");
  }

  std::string model_type(const std::string& architecture) const {
    const Node& known = *words_.root.find("architectures");
    if (const Node* type = known.find(architecture)) return type->scalar;
    std::vector<std::string> names;
    for (const Node::Member& each : known.members) names.push_back(each.key);
    refuse(path_, "general.architecture", fmt::format("'{}' is not known", architecture),
           fmt::format("known are {}", fmt::join(names, ", ")));
  }

  void add_vocabulary() {
    if (const GgufValue* words = find("tokenizer.ggml.tokens")) {
      add("vocab_size", scalar(std::to_string(words->length)));
    } else if (const GgufTensor* table = find_tensor("token_embd.weight")) {
      if (table->sizes.size() == 2) add("vocab_size", scalar(std::to_string(table->sizes[1])));
    }
  }

  void add_all(const Node& keys, const Node& value) {
    if (value.kind == Node::Kind::Null) return;
    for (const Node& key : keys.items) add(key.scalar, value);
  }

  void add(std::string key, Node value) {
    mapping_.members.push_back({std::move(key), 0, 0, std::move(value)});
  }

  const GgufHeader& header_;
  const std::filesystem::path& path_;
  Document words_;
  Node mapping_{.kind = Node::Kind::Mapping};
};

}  // namespace

ModelArchitecture read_gguf(const std::filesystem::path& path, const Limits& limits) {
  const GgufHeader header = read_gguf_header(path, limits);
  const Node configuration = Translation(header, path).run();
  ModelArchitecture model = read_hugging_face(configuration, path.string(), ModelTypes(), limits);
  const auto name = header.metadata.find("general.name");
  if (name != header.metadata.end()) model.title = name->second.text.value_or("");
  model.model_name = path.stem().string();
  return model;
}

}  // namespace tviz
