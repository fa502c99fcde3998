// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/configuration.hpp"
#include "model/doubts.hpp"

namespace tviz {
namespace {

/// Whether a class ends below the unembedding: "LlamaModel".
bool has_no_head(std::string_view class_name) {
  return class_name.ends_with("Model") && !class_name.ends_with("HeadModel");
}

/// A class other than the language model has another end, which is not in the figure.
void check_class(const Node& rules, const Node& root, ModelArchitecture& model) {
  const std::vector<std::string> known = texts(rules, "architectures");
  const std::vector<std::string> given = texts(root, "architectures");
  if (given.empty()) return;
  const std::string& name = given.front();
  const bool is_headed = model.output_head == OutputHead::LanguageModel &&
                         (model.kind == "decoder" || model.kind == "multimodal");
  const bool is_known = std::find(known.begin(), known.end(), name) != known.end();
  std::string reason;
  if (!known.empty() && !is_known) {
    reason = fmt::format("{} is drawn as {}", name, known.front());
  } else if (is_headed && has_no_head(name) && (known.empty() || name != known.front())) {
    reason = fmt::format("{} is drawn with an unembedding", name);
  } else {
    return;
  }
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

/// The rules for a configuration: by its model_type, by its class, or by the keys that it has.
Node rules_for(const Node& root, const Names& names, const RuleBook& types,
               ModelArchitecture& model) {
  if (auto rules = types.find_named(names.model_type)) return *std::move(rules);
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
  // Its modules may have known names, although its numbers were read by their keys alone.
  if (rules.find("read_as") != nullptr) reading.model.model_type = names.model_type;
  check_class(rules, root, reading.model);
  note_unread_keys(types, source, false, reading);
  return finish(std::move(reading), root, source, limits);
}

}  // namespace tviz
