// SPDX-License-Identifier: MIT
// How rules find what differs from layer to layer. A rule "layers.reach" is a value for all
// layers, or a map:
//   keys      spellings of a word for all layers, a list, {period: list} or [[list, count], ...]
//   item      where the list has a map for each layer: the place of the word in it, or a rule for a
//             number
//   letters   the text under the key is a word of one letter for each layer
//   words     what the words mean: a value, or a rule for one
//   may_be_longer   layers beyond the last may be listed
//   required  it is an error if there is no such key
// and if no key is present
//   pattern   steps; the first that selects a layer gives its `value`. A step selects, all of
//             them together, `first` n layers, the `last` n, layers `from` number n, each layer
//             whose number leaves the remainder `at` when divided by `every` (-1 is the last of a
//             period), and those that are `listed` under a key
//   otherwise the value of the layers that no step selects
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "model/conditions.hpp"
#include "model/doubts.hpp"
#include "model/rule_book.hpp"
#include "model/rules.hpp"

namespace tviz {
namespace {

/// What does not hold of the whole model holds of no layer.
void settle(ModelArchitecture& model) {
  bool any_local = false;
  for (LayerKind& layer : model.layers) {
    const bool has_window = model.window_size > 0 && layer.mixer == TokenMixer::Attention;
    if (!has_window) layer.reach = AttentionReach::Global;
    if (model.experts.n_experts == 0 && layer.feed_forward != FeedForward::None) {
      layer.feed_forward = FeedForward::Dense;
    }
    any_local = any_local || layer.reach == AttentionReach::Local;
    if (layer.n_heads == model.n_heads) layer.n_heads = 0;
    if (layer.n_key_value_heads == model.n_key_value_heads) layer.n_key_value_heads = 0;
    if (layer.d_head == model.d_head) layer.d_head = 0;
    if (layer.d_mlp == model.d_mlp) layer.d_mlp = 0;
    if (layer.kv_rank == model.latent.kv_rank) layer.kv_rank = 0;
    if (layer.d_nope == model.latent.d_nope) layer.d_nope = 0;
  }
  if (!any_local) model.window_size = 0;
  const bool plain = std::all_of(model.layers.begin(), model.layers.end(),
                                 [](const LayerKind& layer) { return layer == LayerKind{}; });
  if (plain) model.layers.clear();
}

/// "05" is 5.
std::string without_zeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

/// The first word of a list of layers that a rule gives no meaning; empty if there is none.
std::string strange_word(const Node& rule, const Node& list) {
  const Node* words = rule.find("words");
  if (words == nullptr) return {};
  for (const Node& item : list.items) {
    const bool is_word = item.kind == Node::Kind::Scalar && !as_integer(item);
    if (is_word && words->find(item.scalar) == nullptr) return item.scalar;
  }
  return {};
}

}  // namespace

void RuleReader::read_layers() {
  ModelArchitecture& model = reading_.model;
  if (model.n_layers <= 0 || model.n_layers > limits_.layers) return;
  const auto n_layers = static_cast<std::size_t>(model.n_layers);
  std::vector<LayerKind> layers = model.layers;
  layers.resize(n_layers);
  for (const LayerField& field : layer_fields()) {
    const Node* rule = rules_.find(field.field);
    if (rule == nullptr) continue;
    const std::vector<std::string> words = layer_words(field.field, *rule);
    for (std::size_t i = 0; i < words.size() && i < n_layers; ++i) {
      if (words[i].empty() || field.set(layers[i], words[i])) continue;
      const Found found = locate(*rule);
      report(found, fmt::format("'{}' is not a value of {}", words[i], field.field));
      break;
    }
  }
  read_own_numbers(layers);
  if (model.experts.n_experts == 0) warn_of_no_experts(layers);
  model.layers = std::move(layers);
  settle(model);
}

/// Few families make a dense MLP of layers of experts without any expert; those ignore the 0.
void RuleReader::warn_of_no_experts(const std::vector<LayerKind>& layers) {
  const Node* rule = rules_.find("experts.n_experts");
  const bool any = std::ranges::any_of(layers, [](const LayerKind& layer) {
    return layer.feed_forward == FeedForward::Experts ||
           layer.feed_forward == FeedForward::DenseAndExperts;
  });
  if (rule == nullptr || !any) return;
  const Found found = locate(*rule);
  if (found.key.empty() || as_integer(*found.value) != 0) return;
  const std::vector<std::string> ignored = texts(rules_, "ignored");
  if (std::ranges::find(ignored, found.key + "=0") != ignored.end()) return;
  warn(found.key, "layers of experts without any expert are drawn with a dense MLP");
}

/// transformers 5.24 writes what differs in single layers as {"per_layer_config": {"05":
/// {"head_dim": 512}}}, whatever the family.
void RuleReader::read_own_numbers(std::vector<LayerKind>& layers) {
  constexpr std::string_view kKey = "per_layer_config";
  const Node* own = section_.mapping->find(kKey);
  if (own == nullptr) return;
  for (const Node::Member& layer : own->members) {
    const auto number =
        as_integer({.kind = Node::Kind::Scalar, .scalar = without_zeros(layer.key)});
    if (!number || *number < 0 || std::cmp_greater_equal(*number, layers.size())) continue;
    for (const Node::Member& value : layer.value.members) {
      LayerKind& kind = layers[static_cast<std::size_t>(*number)];
      if (!take_own_number(value.key, value.value, kind)) continue;
      mark_as_read(joined(joined(kKey, layer.key), value.key));
    }
  }
}

/// Whether the key is one of those that give this number of the whole model, and it has been taken.
bool RuleReader::take_own_number(const std::string& key, const Node& value,
                                 LayerKind& layer) const {
  const std::pair<std::string_view, std::int64_t*> numbers[] = {
      {"n_heads", &layer.n_heads},        {"n_key_value_heads", &layer.n_key_value_heads},
      {"d_head", &layer.d_head},          {"d_mlp", &layer.d_mlp},
      {"latent.kv_rank", &layer.kv_rank}, {"latent.d_nope", &layer.d_nope}};
  const std::int64_t given = as_integer(value).value_or(0);
  for (const auto& [field, number] : numbers) {
    const Node* rule = rules_.find(field);
    if (rule == nullptr || given < 1) continue;
    const std::vector<std::string> keys = texts(*rule, "keys");
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
    *number = given;
    return true;
  }
  return false;
}

void RuleReader::mark_as_read(const std::string& key) {
  for (ReadKeys& read : reading_.read_keys) {
    if (read.mapping == section_.mapping) read.keys.insert(key);
  }
}

std::vector<std::string> RuleReader::layer_words(std::string_view field, const Node& rule) {
  const auto n_layers = static_cast<std::size_t>(reading_.model.n_layers);
  if (rule.kind != Node::Kind::Mapping) return std::vector<std::string>(n_layers, rule.scalar);
  const Found found = locate(rule);
  if (!found.key.empty()) {
    // A number that all layers share is the model's.
    const bool is_number = as_integer(*found.value).has_value();
    return is_number ? std::vector<std::string>() : spread(rule, found);
  }
  if (is_set(rule, "required") && found.value == nullptr) {
    report_missing(rule);
    return {};
  }
  if (found.value != nullptr) return spread(rule, {section_, std::string(field), found.value});
  return patterned(rule);
}

std::vector<std::string> RuleReader::spread(const Node& rule, const Found& found) {
  const Node& value = *found.value;
  const auto n_layers = static_cast<std::size_t>(reading_.model.n_layers);
  const Node* period = value.find("period");
  const bool letters = is_set(rule, "letters");
  const bool repeats = period != nullptr || (value.kind == Node::Kind::Scalar && !letters);
  std::vector<std::string> list;
  bool readable = true;
  if (!value.items.empty() && value.items.front().kind == Node::Kind::Sequence) {
    for (const Node& run : value.items) {
      const auto times = run.items.size() == 2 ? as_integer(run.items[1]) : std::nullopt;
      readable = readable && times && append(rule, run.items[0], *times, list);
    }
  } else if (letters && value.kind == Node::Kind::Scalar) {
    for (const char letter : value.scalar) {
      const Node word{.kind = Node::Kind::Scalar, .scalar = std::string(1, letter)};
      readable = readable && append(rule, word, 1, list);
    }
  } else {
    readable = append(rule, period != nullptr ? *period : value, 1, list);
  }
  if (readable && repeats && !list.empty()) {
    const std::vector<std::string> once = list;
    while (list.size() < n_layers) list.push_back(once[list.size() % once.size()]);
  }
  const bool too_long = list.size() > n_layers && !repeats && !is_set(rule, "may_be_longer");
  if (readable && list.size() >= n_layers && !too_long) {
    list.resize(n_layers);
    return list;
  }
  const std::string strange = is_guess(rules_) ? strange_word(rule, value) : std::string();
  if (!strange.empty()) {
    report(found, fmt::format("layers of kind '{}' are not known", strange));
    return {};
  }
  std::vector<std::string> allowed;
  if (const Node* words = rule.find("words")) {
    for (const Node::Member& word : words->members) allowed.push_back("'" + word.key + "'");
  }
  report(found,
         fmt::format("must name {} for each of the {} layers",
                     allowed.empty() ? "a number" : fmt::format("{}", fmt::join(allowed, " or ")),
                     n_layers),
         readable ? fmt::format("it names {}", list.size()) : std::string());
  return {};
}

/// What a rule finds in the map that a list has for one layer.
Node RuleReader::word_in(const Node& map, const Node& item) {
  RuleReader inside(rules_, {&map, section_.source, section_.path}, limits_, reading_, reader_);
  if (item.find("of") != nullptr) {
    const auto number = inside.calculated({}, item);
    return {.kind = Node::Kind::Scalar, .scalar = std::to_string(number.value_or(0))};
  }
  const Found found = inside.locate(item);
  return found.value == nullptr ? Node{.kind = Node::Kind::Scalar} : *found.value;
}

bool RuleReader::append(const Node& rule, const Node& words, std::int64_t times,
                        std::vector<std::string>& list) {
  if (const Node* item = rule.find("item")) {
    Node found{.kind = Node::Kind::Sequence};
    for (const Node& map : words.items) found.items.push_back(word_in(map, *item));
    Node rest = rule;
    std::erase_if(rest.members, [](const Node::Member& each) { return each.key == "item"; });
    return append(rest, found, times, list);
  }
  const bool is_word = words.kind == Node::Kind::Scalar;
  const std::span<const Node> items = is_word ? std::span(&words, 1) : std::span(words.items);
  const auto most = static_cast<std::size_t>(limits_.layers);
  const Node* meanings = rule.find("words");
  for (std::int64_t i = 0; i < times && !items.empty(); ++i) {
    for (const Node& word : items) {
      const Node* meaning = meanings == nullptr ? &word : meanings->find(word.scalar);
      if (meaning != nullptr && meaning->kind == Node::Kind::Mapping) {
        meaning = locate(*meaning).value;
      }
      if (meaning == nullptr || meaning->kind != Node::Kind::Scalar || list.size() > most) {
        return false;
      }
      list.push_back(meaning->scalar);
    }
  }
  return true;
}

std::vector<std::string> RuleReader::patterned(const Node& rule) {
  std::vector<std::string> list;
  const Node* pattern = rule.find("pattern");
  const Node* otherwise = rule.find("otherwise");
  const std::string rest = otherwise == nullptr ? std::string() : otherwise->scalar;
  for (std::int64_t layer = 0; layer < reading_.model.n_layers; ++layer) {
    list.push_back(rest);
    if (pattern == nullptr) continue;
    for (const Node& step : pattern->items) {
      if (!selects(step, layer)) continue;
      list.back() = step.find("value")->scalar;
      break;
    }
  }
  return list;
}

bool RuleReader::selects(const Node& step, std::int64_t layer) {
  if (const Node* first = step.find("first")) {
    if (layer >= whole(*first).value_or(0)) return false;
  }
  if (const Node* last = step.find("last")) {
    if (layer < reading_.model.n_layers - whole(*last).value_or(0)) return false;
  }
  if (const Node* from = step.find("from")) {
    const auto number = whole(*from);
    if (!number || layer < *number) return false;
  }
  if (const Node* listed = step.find("listed")) {
    if (!lists(*listed, layer)) return false;
  }
  const Node* every = step.find("every");
  if (every == nullptr) return true;
  const auto period = whole(*every);
  if (!period || *period < 1) return false;
  const std::int64_t at = whole(*step.find("at")).value_or(0);
  return layer % *period == (at < 0 ? *period + at : at % *period);
}

bool RuleReader::lists(const Node& listed, std::int64_t layer) const {
  const Found found = locate(listed);
  if (found.value == nullptr) return false;
  // A hostile list may be as long as the document, and is asked for each layer.
  const auto most = static_cast<std::size_t>(limits_.layers);
  const std::span<const Node> items = found.value->items;
  const auto asked = items.first(std::min(items.size(), most));
  return std::any_of(asked.begin(), asked.end(),
                     [&](const Node& item) { return as_integer(item) == layer; });
}

}  // namespace tviz
