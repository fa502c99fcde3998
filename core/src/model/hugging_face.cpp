// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/configuration.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

Error unknown_type(const Node& type, std::string_view key, const std::string& source,
                   const ModelTypes& types) {
  const std::vector<std::string> known = types.hugging_face_names();
  return Error(Problem{fmt::format("the model type '{}' is not known", type.scalar),
                       {source, type.line, type.column, std::string(key)},
                       fmt::format("known are {}", fmt::join(known, ", "))});
}

/// The rules for a configuration: by its model_type, or by its class if it has none.
const Node& rules_for(const Node& root, const std::string& source, const ModelTypes& types) {
  std::vector<Problem> problems;
  if (const auto name = FieldReader(root, source, "", problems).text("model_type")) {
    if (const Node* rules = types.find(*name)) return *rules;
    throw unknown_type(*root.find("model_type"), "model_type", source, types);
  }
  throw_if_any(std::move(problems));
  const Node* classes = root.find("architectures");
  if (classes == nullptr || classes->items.empty()) {
    throw Error(Problem{"missing", {source, root.line, root.column, "model_type"}, std::string()});
  }
  if (const Node* rules = types.find_architecture(classes->items.front().scalar)) return *rules;
  throw unknown_type(classes->items.front(), "architectures", source, types);
}

/// A class other than the language model has another end, which is not in the figure.
void check_class(const Node& rules, const Node& root, ModelArchitecture& model) {
  const std::vector<std::string> known = texts(rules, "architectures");
  const std::vector<std::string> given = texts(root, "architectures");
  if (known.empty() || given.empty()) return;
  if (std::find(known.begin(), known.end(), given.front()) == known.end()) {
    model.warnings.push_back(
        fmt::format("architectures: {} is drawn as {}", given.front(), known.front()));
  }
}

}  // namespace

ModelArchitecture read_hugging_face(const Node& root, const std::string& source,
                                    const ModelTypes& types, const Limits& limits) {
  const Node& type = rules_for(root, source, types);
  Reading reading;
  RuleReader rules(type, root, source, limits, reading);
  read_fields(rules, reading);
  check_class(type, root, reading.model);
  return finish(std::move(reading), root, source, limits);
}

}  // namespace tviz
