// SPDX-License-Identifier: MIT
#include "model/rule_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "model/conditions.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

/// Families that are like one another in a row; those that the library carries are 4.
constexpr int kLongestRow = 64;

const RuleWord* find_word(RuleMap map, std::string_view name) {
  for (const RuleWord& word : rule_words()) {
    if (word.name == name && word.stands_in(map)) return &word;
  }
  return nullptr;
}

bool is_word_somewhere(std::string_view name) {
  return std::ranges::any_of(rule_words(), [&](const RuleWord& word) { return word.name == name; });
}

bool takes_fields(RuleMap map) { return map == RuleMap::Family || map == RuleMap::Branch; }

bool is_map(const Node& node) { return node.kind == Node::Kind::Mapping; }
bool is_list(const Node& node) { return node.kind == Node::Kind::Sequence; }
bool is_scalar(const Node& node) { return node.kind == Node::Kind::Scalar; }

/// A word may look like a number or a truth, with or without quotes.
bool is_word_of(const Node& node, const std::vector<std::string>& words) {
  return is_scalar(node) && std::ranges::find(words, node.scalar) != words.end();
}

/// A whole number from 0 on, with or without quotes: words of layers are texts.
bool is_size(const Node& node) {
  Node plain = node;
  plain.quoted = false;
  return as_integer(plain).value_or(-1) >= 0;
}

std::string either(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

/// A place in the text and what is checked there.
struct Spot {
  const Node& node;
  std::string path;
  const RuleField* field = nullptr;  ///< That the rule is for.
  const Node* words = nullptr;       ///< The `words` of the rule, if it is for layers.
};

class RuleChecker {
 public:
  RuleChecker(const Document& rules, const std::set<std::string, std::less<>>& known)
      : rules_(rules), known_(known), fields_(rule_fields()) {
    for (const std::string_view section : {"model_types", "dialects"}) {
      const Node* families = rules.root.find(section);
      if (families == nullptr) continue;
      for (const Node::Member& family : families->members) families_[family.key] = &family.value;
    }
  }

  std::vector<Problem> check(RuleMap map) {
    check_map({rules_.root, {}}, map);
    for (const auto& [name, family] : families_) check_circle(name, *family);
    std::ranges::stable_sort(problems_, {}, [](const Problem& problem) {
      return std::pair(problem.where.line, problem.where.column);
    });
    return std::move(problems_);
  }

 private:
  void report(const Spot& spot, std::string message, std::string hint = {}) {
    problems_.push_back({std::move(message),
                         {rules_.source, spot.node.line, spot.node.column, spot.path},
                         std::move(hint)});
  }

  /// Of a key: its own place in the text.
  void report(const Node::Member& member, const std::string& path, std::string message,
              std::string hint) {
    problems_.push_back(
        {std::move(message), {rules_.source, member.line, member.column, path}, std::move(hint)});
  }

  void check_map(const Spot& spot, RuleMap map) {
    if (!is_map(spot.node)) {
      return report(spot, fmt::format("must be {}: a map", name_of(map)));
    }
    bool are_known = true;
    for (const Node::Member& member : spot.node.members) {
      are_known = check_member(spot, map, member) && are_known;
    }
    // What is misspelt is not missing, too.
    if (are_known) check_presence(spot, map);
    if (map == RuleMap::Condition || map == RuleMap::Remark) check_tests(spot);
    if (map == RuleMap::Number) check_calculation(spot);
  }

  /// False if there is no such word or field.
  bool check_member(const Spot& spot, RuleMap map, const Node::Member& member) {
    Spot inner{member.value, joined(spot.path, member.key), spot.field};
    if (map == RuleMap::Layers) inner.words = spot.node.find("words");
    if (const RuleWord* word = find_word(map, member.key)) {
      check_value(inner, *word, map);
      return true;
    }
    const RuleField* field = find_field(member.key);
    if (field != nullptr && takes_fields(map)) {
      check_rule({member.value, inner.path, field});
      return true;
    }
    const bool is_known_elsewhere = field != nullptr || is_word_somewhere(member.key);
    report(member, spot.path,
           is_known_elsewhere
               ? fmt::format("'{}' means nothing in {}", member.key, name_of(map))
               : fmt::format("unknown {} '{}' in {}", takes_fields(map) ? "field" : "word",
                             member.key, name_of(map)),
           is_known_elsewhere ? all_words_of(map) : nearest_word(member.key, map));
    return false;
  }

  static std::string all_words_of(RuleMap map) {
    return fmt::format("it may have {}", either(words_in(map)));
  }

  std::string nearest_word(const std::string& word, RuleMap map) const {
    std::vector<std::string> candidates = words_in(map);
    if (takes_fields(map)) std::ranges::copy(field_names(), std::back_inserter(candidates));
    std::string hint = did_you_mean(word, candidates);
    return hint.empty() ? all_words_of(map) : hint;
  }

  void check_presence(const Spot& spot, RuleMap map) {
    std::vector<std::string> giving;
    bool gives = false;
    for (const RuleWord& word : rule_words()) {
      if (!word.stands_in(map)) continue;
      const bool is_there = spot.node.find(word.name) != nullptr;
      if (word.required && !is_there) report(spot, fmt::format("'{}' is missing", word.name));
      if (word.gives) giving.emplace_back(word.name);
      gives = gives || (word.gives && is_there);
      if (is_there) check_needs(spot, word);
    }
    if (!giving.empty() && !gives) {
      report(spot, fmt::format("gives nothing: it has none of {}", either(giving)));
    }
  }

  void check_needs(const Spot& spot, const RuleWord& word) {
    std::vector<std::string> needs;
    for (const std::string_view other : word.needs) {
      if (other.empty()) continue;
      if (spot.node.find(other) != nullptr) return;
      needs.emplace_back(other);
    }
    if (needs.empty()) return;
    report({*spot.node.find(word.name), joined(spot.path, word.name)},
           fmt::format("means nothing without '{}'", fmt::join(needs, "' or '")));
  }

  /// Of several tests one would count, silently.
  void check_tests(const Spot& spot) {
    std::vector<std::string> tests;
    for (const std::string_view test : {"values", "ends", "unless", "missing", "over"}) {
      if (spot.node.find(test) != nullptr) tests.emplace_back(test);
    }
    if (tests.size() > 1) {
      report(spot,
             fmt::format("has {} tests ({}), but may have only one", tests.size(), either(tests)));
    }
  }

  /// Steps are done in their order, and what stands before `of` never.
  void check_calculation(const Spot& spot) {
    bool begun = false;
    for (const Node::Member& step : spot.node.members) {
      const RuleWord* word = find_word(RuleMap::Number, step.key);
      if (step.key == "of") begun = true;
      if (word == nullptr || word->needs.front() != "of" || begun) continue;
      if (spot.node.find("of") != nullptr) {
        report({step.value, joined(spot.path, step.key)}, "must stand after 'of'");
      }
    }
    if (spot.node.find("count") != nullptr && spot.node.find("of") != nullptr) {
      report({*spot.node.find("of"), joined(spot.path, "of")}, "means nothing beside 'count'");
    }
  }

  /// The rule for a field: a value that always holds, or a map.
  void check_rule(const Spot& spot) {
    is_map(spot.node) ? check_map(spot, spot.field->rule) : check_constant(spot);
  }

  void check_constant(const Spot& spot) {
    const Node& node = spot.node;
    switch (spot.field->rule) {
      case RuleMap::Number:
        if (as_integer(node).value_or(-1) < 0) report(spot, "must be a whole number from 0 on");
        break;
      case RuleMap::Real:
        if (as_real(node).value_or(-1) < 0) report(spot, "must be a number from 0 on");
        break;
      case RuleMap::Switch:
        check_boolean(spot);
        break;
      case RuleMap::Text:
        check_text(spot);
        break;
      default:
        check_word(spot);
    }
  }

  /// A value of a field that takes words, or of one layer.
  void check_word(const Spot& spot) {
    const std::vector<std::string>& words = spot.field->words;
    if (words.empty()) {
      if (!is_size(spot.node)) report(spot, "must be a whole number from 0 on");
    } else if (!is_word_of(spot.node, words)) {
      report(spot, fmt::format("must be one of {}", either(words)),
             did_you_mean(spot.node.scalar, words));
    }
  }

  void check_value(const Spot& spot, const RuleWord& word, RuleMap map) {
    const Node& node = spot.node;
    switch (word.value) {
      case RuleValue::Text:
        return check_text(spot);
      case RuleValue::Texts:
        return check_texts(spot, 0);
      case RuleValue::Keys:
        return check_texts(spot, 1);
      case RuleValue::Scalars:
        return check_scalars(spot);
      case RuleValue::Boolean:
        return check_boolean(spot);
      case RuleValue::True:
        if (!as_boolean(node).value_or(false)) report(spot, "must be true");
        return;
      case RuleValue::Number:
        if (!as_real(node)) report(spot, "must be a number");
        return;
      case RuleValue::Own:
        return check_own(spot, map);
      case RuleValue::Words:
        return check_words(spot, map);
      case RuleValue::Messages:
        return each_member(spot, [&](const Spot& inner) { check_text(inner); });
      case RuleValue::LayerWord:
        return check_word(spot);
      case RuleValue::Start:
        return check_operand(spot, 0, std::nullopt);
      case RuleValue::Factor:
        return check_operand(spot, 0, 1e15);
      case RuleValue::Divisor:
        return check_operand(spot, 1, 1e15);
      case RuleValue::Share:
        return check_operand(spot, 0, 1);
      case RuleValue::Addend:
        return check_addend(spot);
      case RuleValue::Rounding:
        if (node.scalar != "up" && node.scalar != "down") report(spot, "must be up or down");
        return;
      case RuleValue::Powers:
        each_map(spot, RuleMap::Power);
        if (is_list(node) && node.items.empty()) report(spot, "must not be empty");
        return;
      case RuleValue::NumberField:
        return check_number_field(spot);
      case RuleValue::FieldNames:
        return each_item(spot, [&](const Spot& item) { check_field_name(item); });
      case RuleValue::FamilyName:
        return check_family_name(spot);
      case RuleValue::FamilyNames:
        check_texts(spot, 1);
        return each_item(spot, [&](const Spot& item) { check_family_name(item); });
      case RuleValue::Family:
        return check_map(spot, RuleMap::Family);
      case RuleValue::Families:
        return each_member(spot, [&](const Spot& inner) { check_map(inner, RuleMap::Family); });
      case RuleValue::Rules:
        return check_branch(spot, word.name == "outer");
      case RuleValue::List:
        return check_map(spot, RuleMap::ListLookup);
      case RuleValue::Decoder:
        return check_map(spot, RuleMap::Decoder);
      case RuleValue::Steps:
        return each_map(spot, RuleMap::Step);
      case RuleValue::Conditions:
        return each_map(spot, RuleMap::Condition);
      case RuleValue::Remarks:
        return each_map(spot, RuleMap::Remark);
      case RuleValue::Encoders:
        return each_map(spot, RuleMap::Encoder);
      case RuleValue::Guesses:
        return each_map(spot, RuleMap::Guess);
      case RuleValue::Layers:
        return check_layers(spot);
      case RuleValue::Component:
        return check_component(spot);
      case RuleValue::TensorsList:
        return each_map(spot, RuleMap::Tensors);
      case RuleValue::Stages:
        return check_map(spot, RuleMap::Stages);
      case RuleValue::Shapes:
        return each_member(spot, [&](const Spot& shape) {
          each_item(shape, [&](const Spot& size) { check_addend(size); });
        });
      case RuleValue::Truths:
        // As any other field that is true or false of each layer.
        return check_rule({spot.node, spot.path, find_field("layers.rotary")});
    }
  }

  void each_member(const Spot& spot, const auto& check) {
    if (!is_map(spot.node)) return report(spot, "must be a map");
    for (const Node::Member& member : spot.node.members) {
      check(Spot{member.value, joined(spot.path, member.key), spot.field, spot.words});
    }
  }

  void each_item(const Spot& spot, const auto& check) {
    if (!is_list(spot.node)) return report(spot, "must be a list");
    for (const Node& item : spot.node.items) check(Spot{item, spot.path, spot.field, spot.words});
  }

  void each_map(const Spot& spot, RuleMap map) {
    each_item(spot, [&](const Spot& item) { check_map(item, map); });
  }

  void check_branch(const Spot& spot, bool is_outer) {
    const bool was_outer = std::exchange(is_outer_, is_outer);
    check_map(spot, RuleMap::Branch);
    is_outer_ = was_outer;
  }

  void check_text(const Spot& spot) {
    if (!as_text(spot.node)) report(spot, "must be a text");
  }

  void check_boolean(const Spot& spot) {
    if (!as_boolean(spot.node)) report(spot, "must be true or false");
  }

  void check_texts(const Spot& spot, std::size_t least) {
    each_item(spot, [&](const Spot& item) { check_text(item); });
    if (is_list(spot.node) && spot.node.items.size() < least) report(spot, "must not be empty");
  }

  void check_scalars(const Spot& spot) {
    each_item(spot, [&](const Spot& item) {
      if (item.node.kind == Node::Kind::Null) return report(item, "write null as a text: \"null\"");
      if (!is_scalar(item.node)) report(item, "must be a text, a number, true or false");
    });
    if (is_list(spot.node) && spot.node.items.empty()) report(spot, "must not be empty");
  }

  /// What `default` and `null` say.
  void check_own(const Spot& spot, RuleMap map) {
    if (map == RuleMap::NumberLookup || spot.field == nullptr) {
      if (as_real(spot.node).value_or(-1) < 0) report(spot, "must be a number from 0 on");
    } else if (map == RuleMap::ListLookup) {
      each_item(spot, [&](const Spot& item) {
        if (as_integer(item.node).value_or(-1) < 0) report(item, "must be the number of a layer");
      });
    } else if (map == RuleMap::WordLookup) {
      check_word(spot);
    } else if (map == RuleMap::Layers) {
      check_layers(spot);
    } else {
      check_constant(spot);
    }
  }

  /// A word for all layers, one for each, runs of them, or a period.
  void check_layers(const Spot& spot) {
    if (is_map(spot.node)) return check_map(spot, RuleMap::Period);
    if (!is_list(spot.node)) return check_layer(spot);
    if (spot.node.items.empty()) report(spot, "must not be empty");
    each_item(spot, [&](const Spot& item) {
      if (!is_list(item.node)) return check_layer(item);
      const std::vector<Node>& run = item.node.items;
      if (run.size() != 2 || as_integer(run[1]).value_or(0) < 1) {
        return report(item, "must be a run of layers: [[word, ...], count]");
      }
      const Spot words{run[0], item.path, item.field, item.words};
      is_list(run[0]) ? each_item(words, [&](const Spot& word) { check_layer(word); })
                      : check_layer(words);
    });
  }

  /// A word as a configuration has it: of the rule's `words`, if it has any.
  void check_layer(const Spot& spot) {
    if (spot.words == nullptr) return check_word(spot);
    std::vector<std::string> words;
    for (const Node::Member& word : spot.words->members) words.push_back(word.key);
    if (!is_word_of(spot.node, words)) {
      report(spot, fmt::format("must be one of {}", either(words)),
             did_you_mean(spot.node.scalar, words));
    }
  }

  void check_words(const Spot& spot, RuleMap map) {
    each_member(spot, [&](const Spot& inner) {
      if (inner.node.kind == Node::Kind::Null) return;
      if (map != RuleMap::Layers) return check_constant(inner);
      is_map(inner.node) ? check_map(inner, RuleMap::WordLookup) : check_word(inner);
    });
    if (is_map(spot.node) && spot.node.members.empty()) report(spot, "must not be empty");
  }

  /// A field, a lookup, a calculation, or, if `most` is given, a number.
  void check_operand(const Spot& spot, double least, std::optional<double> most) {
    if (is_map(spot.node)) {
      const bool is_calculated = spot.node.find("of") != nullptr ||
                                 spot.node.find("count") != nullptr ||
                                 spot.node.find("sum") != nullptr;
      return check_map({spot.node, spot.path},
                       is_calculated ? RuleMap::Number : RuleMap::NumberLookup);
    }
    const auto number = as_real(spot.node);
    if (!number) return check_number_field(spot);
    if (!most)
      return report(spot, "must be a field, or the place of the number in the configuration");
    if (*number < least || *number > *most) {
      report(spot, *most > 1 ? fmt::format("must be at least {}", least)
                             : fmt::format("must be from {} to {}", least, *most));
    }
  }

  void check_component(const Spot& spot) {
    const auto known = components_with_tensors();
    const std::vector<std::string> names(known.begin(), known.end());
    if (is_word_of(spot.node, names)) return;
    report(spot, fmt::format("must be one of {}", either(names)),
           did_you_mean(spot.node.scalar, names));
  }

  void check_addend(const Spot& spot) {
    if (as_integer(spot.node)) return;
    if (as_real(spot.node)) return report(spot, "must be a whole number");
    check_operand(spot, 0, 1e15);
  }

  /// The name of a number, in a tower also one of its reader's.
  void check_number_field(const Spot& spot) {
    std::string_view name = spot.node.scalar;
    const bool of_reader = name.starts_with(kOfReader);
    if (of_reader) name.remove_prefix(kOfReader.size());
    const RuleField* field = find_field(name);
    if (!is_scalar(spot.node) || field == nullptr || field->rule != RuleMap::Number) {
      std::vector<std::string> numbers;
      for (const RuleField& each : fields_) {
        if (each.rule == RuleMap::Number) numbers.emplace_back(each.name);
      }
      return report(spot, fmt::format("'{}' is not a number of a model", spot.node.scalar),
                    did_you_mean(name, numbers));
    }
    const bool is_calculated = spot.field != nullptr && spot.field->rule == RuleMap::Number;
    if (is_calculated && !of_reader && field >= spot.field && !is_outer_) {
      report(spot, fmt::format("'{}' is not read before '{}'", name, spot.field->name));
    }
  }

  void check_field_name(const Spot& spot) {
    if (find_field(spot.node.scalar) != nullptr) return;
    report(spot, fmt::format("unknown field '{}'", spot.node.scalar),
           did_you_mean(spot.node.scalar, field_names()));
  }

  void check_family_name(const Spot& spot) {
    if (known_.contains(spot.node.scalar) || families_.contains(spot.node.scalar)) return;
    std::vector<std::string> names(known_.begin(), known_.end());
    for (const auto& [name, family] : families_) names.push_back(name);
    report(spot, fmt::format("unknown family '{}'", spot.node.scalar),
           did_you_mean(spot.node.scalar, names));
  }

  /// Whether a family is like itself. One that is like its own name means the one of another file.
  void check_circle(const std::string& name, const Node& family) {
    const Node* like = family.find("like");
    std::string last = name;
    for (int row = 0; like != nullptr; ++row) {
      const auto next = families_.find(like->scalar);
      if (next == families_.end() || (next->first == last && known_.contains(last))) return;
      if (next->first == name) {
        return report({*family.find("like"), joined(name, "like")},
                      fmt::format("'{}' is like itself", name));
      }
      if (row == kLongestRow) {
        return report({*family.find("like"), joined(name, "like")},
                      fmt::format("has a chain of more than {} families that are like one another",
                                  kLongestRow));
      }
      last = next->first;
      like = next->second->find("like");
    }
  }

  const RuleField* find_field(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &RuleField::name);
    return found == fields_.end() ? nullptr : &*found;
  }

  std::vector<std::string> field_names() const {
    std::vector<std::string> names;
    for (const RuleField& field : fields_) names.emplace_back(field.name);
    return names;
  }

  static std::vector<std::string> words_in(RuleMap map) {
    std::vector<std::string> words;
    for (const RuleWord& word : rule_words()) {
      if (word.stands_in(map)) words.emplace_back(word.name);
    }
    return words;
  }

  const Document& rules_;
  const std::set<std::string, std::less<>>& known_;           ///< Families of other files.
  std::map<std::string, const Node*, std::less<>> families_;  ///< Those of this file.
  std::vector<RuleField> fields_;
  /// In rules of a tower that are applied after all others, so that they know every number.
  bool is_outer_ = false;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_rules(const Document& rules, RuleMap map,
                                 const std::set<std::string, std::less<>>& known) {
  return RuleChecker(rules, known).check(map);
}

}  // namespace tviz
