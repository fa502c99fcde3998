// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/configuration.hpp"
#include "model/doubts.hpp"
#include "model/gguf.hpp"
#include "model/tensor_list.hpp"
#include "model/tensor_model.hpp"
#include "model/weights_file.hpp"
#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_gguf_begin[];
extern "C" const char tviz_data_gguf_end[];

namespace tviz {
namespace {

constexpr std::string_view kFirstLayer = "blk.0.";

/// Where the data file names keys of the metadata beside those in `keys`.
constexpr std::array<std::pair<std::string_view, std::array<std::string_view, 2>>, 3>
    kSectionsOfKeys{{{"differences", {"of", "minus"}},
                     {"absent", {"with", "without"}},
                     {"layer_words", {"key", ""}}}};

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

/// What the data file and Translation look for in the header of a model.
GgufInterest interest_in(std::string_view architecture, const Node& words) {
  GgufInterest interest{{"general.name", "split.no", "tokenizer.ggml.tokens"},
                        {"output.weight", "token_embd.weight"},
                        std::string(kFirstLayer),
                        fmt::format("{}.", architecture)};
  const auto add = [&](std::string_view key) {
    interest.keys.insert(fmt::format("{}.{}", architecture, key));
  };
  for (const Node::Member& each : words.find("keys")->members) add(each.key);
  for (const auto& [section, fields] : kSectionsOfKeys) {
    for (const Node& rule : words.find(section)->items) {
      for (const std::string_view field : fields) {
        if (!field.empty()) add(rule.find(field)->scalar);
      }
    }
  }
  for (const Node& rule : words.find("tensors")->items) {
    for (const std::string& name : texts(rule, "any")) interest.tensors.insert(name);
  }
  return interest;
}

/// Turns a header into the configuration that a config.json of the model would hold.
class Translation {
 public:
  /// Everything outlives it.
  Translation(const GgufHeader& header, std::string architecture, const Node& words)
      : header_(header), words_(words), architecture_(std::move(architecture)) {}

  Node run() {
    add("model_type", scalar(model_type(), true));
    add_class();
    for (const Node::Member& word : section("keys").members) {
      if (const GgufValue* value = own(word.key)) add_all(word.value, node_of(*value));
    }
    add_key_value_heads();
    add_differences();
    add_layers();
    if (mapping_.find("vocab_size") == nullptr) add_vocabulary();
    add("tie_word_embeddings", scalar(has_tensor("output.weight") ? "false" : "true"));
    add_what_tensors_tell();
    return std::move(mapping_);
  }

 private:
  const GgufValue* find(std::string_view key) const {
    const auto found = header_.metadata.find(key);
    return found == header_.metadata.end() ? nullptr : &found->second;
  }

  const GgufTensor* find_tensor(std::string_view name) const {
    const auto found = std::find_if(header_.tensors.begin(), header_.tensors.end(),
                                    [&](const GgufTensor& tensor) { return tensor.name == name; });
    return found == header_.tensors.end() ? nullptr : &*found;
  }

  bool has_tensor(std::string_view name) const { return find_tensor(name) != nullptr; }

  const Node& section(std::string_view name) const { return *words_.find(name); }

  /// The value under "llama.block_count" for "block_count".
  const GgufValue* own(std::string_view key) const {
    return find(architecture_ + "." + std::string(key));
  }

  std::int64_t own_number(std::string_view key) const {
    const GgufValue* value = own(key);
    return value == nullptr ? 0 : value->integer.value_or(0);
  }

  std::string model_type() const {
    if (own_number("expert_count") > 0) {
      if (const Node* type = section("with_experts").find(architecture_)) return type->scalar;
    }
    return section("architectures").find(architecture_)->scalar;
  }

  void add_class() {
    const Node* name = section("classes").find(architecture_);
    if (name == nullptr) return;
    Node list{.kind = Node::Kind::Sequence};
    list.items.push_back(scalar(name->scalar, true));
    add("architectures", std::move(list));
  }

  /// Without their number there are as many as heads.
  void add_key_value_heads() {
    const GgufValue* heads = own("attention.head_count");
    if (heads == nullptr || own("attention.head_count_kv") != nullptr) return;
    add_all(*section("keys").find("attention.head_count_kv"), node_of(*heads));
  }

  void add_differences() {
    for (const Node& rule : section("differences").items) {
      const std::int64_t whole = own_number(rule.find("of")->scalar);
      const std::int64_t part = own_number(rule.find("minus")->scalar);
      // Each is a 64-bit number of the file; what is negative is refused as a dimension is.
      if (whole > 0 && part >= 0) add_all(*rule.find("keys"), scalar(std::to_string(whole - part)));
    }
    for (const Node& rule : section("absent").items) {
      if (own(rule.find("with")->scalar) == nullptr) continue;
      if (own(rule.find("without")->scalar) != nullptr) continue;
      for (const Node& key : rule.find("keys")->items) add(key.scalar, Node{});
    }
  }

  /// What kind each layer is of. Hybrids say it by key-value heads and MLP widths of 0.
  void add_layers() {
    for (const Node& rule : section("layer_words").items) {
      const GgufValue* value = own(rule.find("key")->scalar);
      if (value == nullptr || value->integers.empty()) continue;
      Node list{.kind = Node::Kind::Sequence};
      for (const std::int64_t each : value->integers) {
        const Node* word = rule.find("words")->find(std::to_string(each));
        if (word != nullptr) list.items.push_back(*word);
      }
      add_all(*rule.find("keys"), list);
    }
    const GgufValue* heads = own("attention.head_count_kv");
    const GgufValue* widths = own("feed_forward_length");
    if (heads == nullptr || heads->integers.empty()) return;
    Node kinds{.kind = Node::Kind::Sequence};
    for (std::size_t i = 0; i < heads->integers.size(); ++i) {
      const bool has_mlp =
          widths != nullptr && i < widths->integers.size() && widths->integers[i] > 0;
      const char* kind = heads->integers[i] > 0 ? "attention" : has_mlp ? "mlp" : "mamba";
      kinds.items.push_back(scalar(kind, true));
    }
    add("layers_block_type", std::move(kinds));
  }

  /// A header without layers tells nothing of their biases.
  void add_what_tensors_tell() {
    const bool has_layers =
        std::any_of(header_.tensors.begin(), header_.tensors.end(),
                    [](const GgufTensor& tensor) { return tensor.name.starts_with(kFirstLayer); });
    if (!has_layers) return;
    for (const Node& rule : section("tensors").items) {
      const std::vector<std::string> names = texts(rule, "any");
      const bool present = std::any_of(names.begin(), names.end(),
                                       [&](const std::string& name) { return has_tensor(name); });
      add_all(*rule.find("keys"), scalar(present ? "true" : "false"));
    }
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
  const Node& words_;
  std::string architecture_;
  Node mapping_{.kind = Node::Kind::Mapping};
};

void check_shard(const GgufHeader& header, const std::filesystem::path& path) {
  const auto number = header.metadata.find("split.no");
  if (number == header.metadata.end() || number->second.integer.value_or(0) == 0) return;
  refuse(path, "split.no", fmt::format("is shard {} of a model", *number->second.integer + 1),
         "name the first shard, which holds the metadata");
}

/// The model of a file whose architecture is not known, or not given: that of its tensors. The
/// metadata may tell what their shapes do not.
ModelArchitecture read_by_tensors(const GgufHeader& header, const std::string& architecture,
                                  const std::filesystem::path& path, const Limits& limits) {
  const auto number = [&](std::string_view key) {
    const auto found = header.metadata.find(fmt::format("{}.{}", architecture, key));
    return found == header.metadata.end() ? 0 : found->second.integer.value_or(0);
  };
  ModelArchitecture known;
  known.n_heads = number("attention.head_count");
  known.experts.experts_per_token = number("expert_used_count");
  ModelArchitecture model = read_model_of_tensors(tensors_of_gguf(path, limits), limits, &known);
  model.n_ctx = std::clamp<std::int64_t>(number("context_length"), 0, limits.width);
  return model;
}

/// Which keys of the metadata the figure does not show. The configuration has each of them in all
/// spellings that rules may know, so one is unread if none of these is read.
std::vector<UnreadKey> unread_keys(const GgufHeader& header, const std::string& architecture,
                                   const Node& words, const std::vector<UnreadKey>& spellings) {
  std::vector<UnreadKey> unread;
  std::set<std::string, std::less<>> unknown;
  for (const UnreadKey& each : spellings) {
    if (each.reason.empty()) {
      unknown.insert(each.key);
    } else {
      unread.push_back(each);
    }
  }
  const std::vector<std::string> ignored = texts(words, "ignored");
  const auto add = [&](const std::string& key) {
    const std::string_view own = std::string_view(key).substr(architecture.size() + 1);
    const bool changes_nothing =
        std::any_of(ignored.begin(), ignored.end(),
                    [own](const std::string& entry) { return stands_for(entry, own); });
    if (!changes_nothing) unread.push_back({key, {}});
  };
  for (const Node::Member& word : words.find("keys")->members) {
    const std::string key = fmt::format("{}.{}", architecture, word.key);
    const auto found = header.metadata.find(key);
    const bool is_unknown =
        std::all_of(word.value.items.begin(), word.value.items.end(),
                    [&](const Node& spelling) { return unknown.contains(spelling.scalar); });
    if (found != header.metadata.end() && is_unknown) add(key);
  }
  for (const std::string& key : header.other_keys) add(key);
  return unread;
}

}  // namespace

ModelArchitecture read_gguf(const std::filesystem::path& path, const ModelTypes& types,
                            const Limits& limits) {
  const Document words = parse_json({tviz_data_gguf_begin, tviz_data_gguf_end}, "gguf.json");
  const std::string architecture = read_gguf_architecture(path, limits);
  const GgufHeader header = read_gguf_header(path, interest_in(architecture, words.root), limits);
  check_shard(header, path);
  const auto with_name = [&](ModelArchitecture model) {
    const auto name = header.metadata.find("general.name");
    if (name != header.metadata.end()) model.title = name->second.text.value_or("");
    model.model_name = path.stem().string();
    return model;
  };
  if (words.root.find("architectures")->find(architecture) == nullptr) {
    return with_name(read_by_tensors(header, architecture, path, limits));
  }
  const Node configuration = Translation(header, architecture, words.root).run();
  ModelArchitecture model =
      read_hugging_face(configuration, path.string(), RuleBook(types.added()), limits);
  model.unread = unread_keys(header, architecture, words.root, model.unread);
  warn_of_unread_keys(model);
  return with_name(std::move(model));
}

}  // namespace tviz
