// SPDX-License-Identifier: MIT
#include "tviz/model/model_types.hpp"

#include <utility>

#include "model/rule_book.hpp"
#include "model/rule_check.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {

ModelTypes::ModelTypes(std::span<const std::filesystem::path> files, const Limits& limits) {
  for (const std::filesystem::path& file : files) add(file, limits);
}

void ModelTypes::add(const std::filesystem::path& file, const Limits& limits) {
  const std::string extension = lower_case(file.extension().string());
  const bool is_yaml = extension == ".yaml" || extension == ".yml";
  const std::string text = read_file(file, limits.document_bytes);
  add(is_yaml ? parse_yaml(text, file.string(), limits) : parse_json(text, file.string(), limits));
}

void ModelTypes::add(Document rules) {
  throw_if_any(check_rules(rules, RuleMap::File, RuleBook(added_).names()));
  added_.push_back(std::move(rules));
}

std::vector<std::string> ModelTypes::names() const {
  const auto names = RuleBook(added_).names();
  return {names.begin(), names.end()};
}

}  // namespace tviz
