// SPDX-License-Identifier: MIT
// Keys of a configuration that only one architecture knows.
#include "model/own_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "model/doubts.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

// Nobody reads more.
constexpr std::size_t kMostMisspellings = 100;

/// The value if it is of the declared type and in range; else the problem is added.
std::optional<OwnValue> value_of(const OwnKey& key, const UnreadKey& unread,
                                 std::vector<Problem>& problems) {
  Node value{.kind = unread.text ? Node::Kind::Scalar : Node::Kind::Sequence,
             .quoted = unread.quoted,
             .line = unread.value_line,
             .column = unread.value_column,
             .scalar = unread.text.value_or("")};
  Node mapping{.kind = Node::Kind::Mapping};
  mapping.members.push_back({key.key, unread.line, unread.column, std::move(value)});
  FieldReader reader(mapping, unread.source, "", problems);
  const auto as_value = [](auto read) {
    return read ? std::optional<OwnValue>(*std::move(read)) : std::nullopt;
  };
  switch (key.type) {
    case OwnKey::Type::Integer:
      return as_value(reader.integer(key.key, static_cast<std::int64_t>(std::ceil(key.least)),
                                     static_cast<std::int64_t>(std::floor(key.most))));
    case OwnKey::Type::Real:
      return as_value(reader.real(key.key, key.least, key.most));
    case OwnKey::Type::Boolean:
      return as_value(reader.boolean(key.key));
    case OwnKey::Type::Text:
      break;
  }
  return as_value(reader.text(key.key));
}

/// Makes an unread key that the architecture declares one of the model's own values.
void take_own_key(const OwnKey& key, ModelArchitecture& model, std::vector<Problem>& problems) {
  const auto unread = std::find_if(
      model.unread.begin(), model.unread.end(),
      [&](const UnreadKey& each) { return each.key == key.key && !each.source.empty(); });
  if (unread == model.unread.end()) return;
  if (auto value = value_of(key, *unread, problems)) model.own_values[key.key] = *std::move(value);
  model.unread.erase(unread);
}

/// The keys of a file in tviz's own words, whatever the kind of its model.
std::vector<std::string> keys_of_own_words() {
  std::vector<std::string> keys;
  for (const std::string& key : known_keys(*RuleBook().find("dictionary"))) {
    keys.push_back(key.substr(0, key.find('.')));
  }
  return keys;
}

/// As check_misspelt_keys() does where the kind of the model is not given.
void report_misspelt_keys(const std::vector<OwnKey>& declared, const std::vector<UnreadKey>& unread,
                          std::vector<Problem>& problems) {
  if (std::none_of(unread.begin(), unread.end(), std::mem_fn(&UnreadKey::in_own_words))) return;
  std::vector<std::string> known = keys_of_own_words();
  for (const OwnKey& key : declared) known.push_back(key.key);
  for (const UnreadKey& each : unread) {
    if (!each.in_own_words || problems.size() >= kMostMisspellings) continue;
    std::string hint = did_you_mean(each.key, known);
    if (hint.empty()) continue;
    problems.push_back({fmt::format("unknown key '{}'", each.key),
                        {each.source, each.line, each.column, {}},
                        std::move(hint)});
  }
}

}  // namespace

ModelArchitecture with_own_keys(ModelArchitecture model, const std::vector<OwnKey>& declared) {
  const std::string told = line_of_unread_keys(model);
  std::vector<Problem> problems;
  for (const OwnKey& key : declared) take_own_key(key, model, problems);
  report_misspelt_keys(declared, model.unread, problems);
  throw_if_any(std::move(problems));
  std::erase(model.warnings, told);
  warn_of_unread_keys(model);
  return model;
}

}  // namespace tviz
