// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "model/conditions.hpp"
#include "model/configuration.hpp"
#include "model/doubts.hpp"

namespace tviz {
namespace {

/// Whether a class ends below the unembedding: "LlamaModel".
bool has_no_head(std::string_view class_name) {
  return class_name.ends_with("Model") && !class_name.ends_with("HeadModel");
}

/// What the classes of one family begin with: "Llama" of "LlamaForCausalLM".
std::string_view stem(std::string_view class_name) {
  for (const std::string_view end : {"LMHeadModel", "Model"}) {
    if (class_name.ends_with(end)) return class_name.substr(0, class_name.size() - end.size());
  }
  return class_name.substr(0, class_name.find("For"));
}

bool is_of_family(std::string_view class_name, const std::vector<std::string>& known) {
  return std::any_of(known.begin(), known.end(),
                     [&](const std::string& each) { return stem(each) == stem(class_name); });
}

/// Of a classifier: two where the configuration names none.
std::int64_t labels_of(const Node& root) {
  if (const Node* number = root.find("num_labels")) return as_integer(*number).value_or(2);
  const Node* names = root.find("id2label");
  return names == nullptr || names->members.empty() ? 2 : std::ssize(names->members);
}

/// What transformers puts above a decoder in place of the unembedding, if its class says so.
/// Returns whether it does.
bool take_head_of_class(std::string_view class_name, const Node& root, ModelArchitecture& model) {
  if (has_no_head(class_name)) {
    model.output_head = OutputHead::None;
  } else if (class_name.ends_with("ForSequenceClassification")) {
    model.output_head = OutputHead::Classifier;
    model.n_labels = labels_of(root);
  } else if (class_name.ends_with("ForTokenClassification")) {
    model.output_head = OutputHead::TokenClassifier;
    model.n_labels = labels_of(root);
  } else if (class_name.ends_with("ForQuestionAnswering")) {
    model.output_head = OutputHead::TokenClassifier;
    model.n_labels = 2;
  } else {
    return false;
  }
  return true;
}

/// A class other than the language model has another end.
void read_class(const Node& rules, const Node& root, ModelArchitecture& model) {
  const std::vector<std::string> known = texts(rules, "architectures");
  const std::vector<std::string> given = texts(root, "architectures");
  if (given.empty() || (!known.empty() && given.front() == known.front())) return;
  const std::string& name = given.front();
  const bool is_headed = model.output_head == OutputHead::LanguageModel &&
                         (model.kind == "decoder" || model.kind == "multimodal");
  const bool is_of_it = known.empty() || is_of_family(name, known);
  if (is_headed && is_of_it && take_head_of_class(name, root, model)) return;
  if (known.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
  std::string reason = fmt::format("{} is drawn as {}", name, known.front());
  model.warnings.push_back("architectures: " + reason);
  model.assumptions.push_back({"architectures", name, std::move(reason)});
}

/// How a configuration says what it is.
struct Names {
  std::string model_type;
  std::string class_name;
};

Names names_of(const Node& root, const std::string& source) {
  std::vector<Problem> problems;
  Names names;
  names.model_type = FieldReader(root, source, "", problems).text("model_type").value_or("");
  throw_if_any(std::move(problems));
  const std::vector<std::string> classes = texts(root, "architectures");
  if (!classes.empty()) names.class_name = classes.front();
  if (names.model_type.empty() && names.class_name.empty()) {
    throw Error(Problem{"missing", {source, root.line, root.column, "model_type"}, std::string()});
  }
  return names;
}

std::string unknown_name(const Names& names) {
  return names.model_type.empty() ? fmt::format("class '{}' is not known", names.class_name)
                                  : fmt::format("model type '{}' is not known", names.model_type);
}

/// Whether a configuration has one of the keys that give the width of its model.
bool gives_width(const Node& rules, const Node& root) {
  const Node* width = rules.find("d_model");
  if (width == nullptr || width->find("keys") == nullptr) return true;
  const std::vector<std::string> keys = texts(*width, "keys");
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return look_up(root, key).value != nullptr; });
}

/// The rules of another format in which the keys of this type are spelt, such as Meta's.
std::optional<Node> format_of_type(const Node& root, const Names& names, const Node& rules,
                                   const RuleBook& types, ModelArchitecture& model) {
  if (gives_width(rules, root)) return std::nullopt;
  std::optional<Node> format = types.format(root);
  if (!format) return std::nullopt;
  if (const Node* read_as = format->find("read_as")) {
    std::string reason = fmt::format("the keys are not those of model type '{}'", names.model_type);
    model.warnings.push_back(fmt::format("{}, read as {}", reason, read_as->scalar));
    model.assumptions.push_back({"model_type", read_as->scalar, std::move(reason)});
  }
  return format;
}

/// Of a model whose type is not known, all that is missing is said in one message.
void check_is_guessed(const Names& names, const Node& root, const std::string& source,
                      const std::vector<Problem>& problems) {
  std::vector<std::string> missing;
  for (const Problem& problem : problems) {
    if (problem.message == "missing") missing.push_back(problem.where.field);
  }
  if (missing.empty()) return;
  throw Error(Problem{fmt::format("{}, and its configuration has no {}", unknown_name(names),
                                  fmt::join(missing, ", ")),
                      {source, root.line, root.column, {}},
                      "is it a transformer? A family of your own can be added with --model-types"});
}

/// The rules for a configuration: by its model_type, by its class, or by the keys that it has.
Node rules_for(const Node& root, const Names& names, const RuleBook& types,
               ModelArchitecture& model) {
  if (auto rules = types.find_named(names.model_type)) {
    auto format = format_of_type(root, names, *rules, types, model);
    return format ? *std::move(format) : *std::move(rules);
  }
  if (auto rules = types.find(types.type_of_class(names.class_name))) {
    if (!names.model_type.empty()) {
      model.warnings.push_back(
          fmt::format("{}, read as its class {}", unknown_name(names), names.class_name));
      model.assumptions.push_back({"model_type", names.class_name, unknown_name(names)});
    }
    return *std::move(rules);
  }
  Node guess = types.guess(root);
  const std::string& read_as = guess.find("read_as")->scalar;
  model.warnings.push_back(fmt::format("{}, read as {}", unknown_name(names), read_as));
  model.assumptions.push_back({"model_type", read_as, unknown_name(names)});
  return guess;
}

}  // namespace

ModelArchitecture read_hugging_face(const Node& root, const std::string& source,
                                    const RuleBook& types, const Limits& limits) {
  const Names names = names_of(root, source);
  Reading reading;
  const Node rules = rules_for(root, names, types, reading.model);
  ModelReader(types, limits).read(rules, {&root, source, {}}, reading);
  if (is_guess(rules)) check_is_guessed(names, root, source, reading.problems);
  // Its modules may have known names, although its numbers were read by their keys alone.
  if (rules.find("read_as") != nullptr) reading.model.model_type = names.model_type;
  read_class(rules, root, reading.model);
  note_unread_keys(types, source, false, reading);
  return finish(std::move(reading), root, source, limits);
}

ModelArchitecture read_other_format(const Node& format, const Node& root, const std::string& source,
                                    const RuleBook& types, const Limits& limits) {
  Reading reading;
  if (const Node* read_as = format.find("read_as")) {
    reading.model.warnings.push_back(fmt::format("no model_type, read as {}", read_as->scalar));
    reading.model.assumptions.push_back({"model_type", read_as->scalar, "not given"});
  }
  ModelReader(types, limits).read(format, {&root, source, {}}, reading);
  note_unread_keys(types, source, false, reading);
  return finish(std::move(reading), root, source, limits);
}

}  // namespace tviz
