// SPDX-License-Identifier: MIT
#include "model/rule_book.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "model/conditions.hpp"
#include "model/json_spans.hpp"

extern "C" const char tviz_data_model_types_begin[];
extern "C" const char tviz_data_model_types_end[];

namespace tviz {
namespace {

Node parsed(std::string_view text) { return parse_json(text, "model_types.json").root; }

std::vector<std::string> items(const Node& list) {
  std::vector<std::string> result;
  for (const Node& item : list.items) result.push_back(item.scalar);
  return result;
}

/// The rule by which a model knows its type.
Node type_rule(std::string_view model_type) {
  Node rules{.kind = Node::Kind::Mapping};
  Node name{.kind = Node::Kind::Scalar, .quoted = true, .scalar = std::string(model_type)};
  rules.members.push_back({"model_type", 0, 0, std::move(name)});
  return rules;
}

/// Each type has its own classes.
Node without_classes(Node rules) {
  std::erase_if(rules.members,
                [](const Node::Member& rule) { return rule.key == "architectures"; });
  return rules;
}

const Node& families_of(const Document& added) { return *added.root.find("model_types"); }

}  // namespace

/// Where its parts lie in the file that the library carries.
struct RuleBook::Carried {
  std::vector<JsonSpan> sections =
      json_spans({tviz_data_model_types_begin, tviz_data_model_types_end});
  std::vector<JsonSpan> types = json_spans(find_span(sections, "model_types"));
  std::vector<JsonSpan> dialects = json_spans(find_span(sections, "dialects"));
};

// Found once in a process: a book is made for every model that is read.
const RuleBook::Carried& RuleBook::carried() {
  static const Carried carried;
  return carried;
}

std::optional<Node> RuleBook::find(std::string_view model_type) const {
  return find_added(model_type, added_.size());
}

/// In the first so many files, the last of them first, and at the end in the carried one. So a
/// family may be like the one that it replaces, and no file changes what those before it say.
std::optional<Node> RuleBook::find_added(std::string_view model_type, std::size_t files) const {
  while (files > 0) {
    --files;
    const Node* found = families_of(added_[files]).find(model_type);
    if (found == nullptr) continue;
    const Node* like = found->find("like");
    if (like == nullptr) return merged(*found, type_rule(model_type));
    const bool is_like_its_elder = like->scalar == model_type;
    const auto base = find_added(like->scalar, is_like_its_elder ? files : files + 1);
    return merged(merged(without_classes(base.value()), *found), type_rule(model_type));
  }
  return find_carried(model_type);
}

std::optional<Node> RuleBook::find_carried(std::string_view model_type) const {
  if (const std::string_view text = find_span(carried().types, model_type); !text.empty()) {
    Node rules = whole(parsed(text));
    // What has no class of its own is a part or a guess, which no code names the modules of.
    if (rules.find("architectures") == nullptr) return rules;
    return merged(std::move(rules), type_rule(model_type));
  }
  const std::string_view text = find_span(carried().dialects, model_type);
  return text.empty() ? std::nullopt : std::optional(whole(parsed(text)));
}

std::optional<Node> RuleBook::find_named(std::string_view model_type) const {
  std::optional<Node> rules = find(model_type);
  const bool is_added = std::any_of(added_.begin(), added_.end(), [&](const Document& file) {
    return families_of(file).find(model_type) != nullptr;
  });
  if (is_added || (rules && rules->find("architectures") != nullptr)) return rules;
  return std::nullopt;
}

std::string RuleBook::type_of_class(std::string_view name) const {
  if (name.empty()) return {};
  const auto has_class = [&](const Node& rules) {
    const std::vector<std::string> names = texts(rules, "architectures");
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (std::size_t i = added_.size(); i-- > 0;) {
    for (const Node::Member& family : families_of(added_[i]).members) {
      if (has_class(family.value)) return family.key;
    }
  }
  const std::string quoted = '"' + std::string(name) + '"';
  for (const JsonSpan& type : carried().types) {
    if (type.value.find(quoted) == type.value.npos) continue;
    if (has_class(parsed(type.value))) return std::string(type.key);
  }
  return {};
}

std::set<std::string, std::less<>> RuleBook::names() const {
  std::set<std::string, std::less<>> names;
  for (const auto& spans : {carried().types, carried().dialects}) {
    for (const JsonSpan& type : spans) names.emplace(type.key);
  }
  for (const Document& file : added_) {
    for (const Node::Member& family : families_of(file).members) names.insert(family.key);
  }
  return names;
}

Node RuleBook::guess(const Node& configuration) const {
  if (auto rules = first_that_fits("unknown", configuration)) return *std::move(rules);
  throw std::logic_error("model_types.json has no last guess");
}

std::optional<Node> RuleBook::format(const Node& file) const {
  return first_that_fits("formats", file);
}

std::optional<Node> RuleBook::first_that_fits(std::string_view section,
                                              const Node& configuration) const {
  const auto has = [&](const std::string& key) {
    return look_up(configuration, key).value != nullptr;
  };
  for (const JsonSpan& each : json_spans(find_span(carried().sections, section))) {
    const Node guess = parsed(each.value);
    const std::vector<std::string> with = texts(guess, "with");
    const std::vector<std::string> without = texts(guess, "without");
    if (guess.find("key") != nullptr && !holds(guess, configuration)) continue;
    if (!std::all_of(with.begin(), with.end(), has)) continue;
    if (std::any_of(without.begin(), without.end(), has)) continue;
    return whole(*guess.find("rules"));
  }
  return std::nullopt;
}

std::vector<std::string> RuleBook::words(std::string_view section) const {
  return items(parsed(find_span(carried().sections, section)));
}

Node RuleBook::whole(Node rules) const {
  const Node* like = rules.find("like");
  if (like == nullptr) return rules;
  std::optional<Node> base = find_carried(like->scalar);
  if (!base) throw std::logic_error("model_types.json lacks " + like->scalar);
  return merged(without_classes(*std::move(base)), rules);
}

std::vector<std::string> texts(const Node& rule, std::string_view key) {
  const Node* list = rule.find(key);
  return list == nullptr ? std::vector<std::string>() : items(*list);
}

}  // namespace tviz
