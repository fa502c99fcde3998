// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <span>

#include "model/rules.hpp"

namespace tviz {
namespace {

std::optional<AttentionReach> reach_of(const Node& word) {
  if (word.scalar == "global" || word.scalar == "full_attention") return AttentionReach::Global;
  if (word.scalar == "local" || word.scalar == "sliding_attention") return AttentionReach::Local;
  return std::nullopt;
}

}  // namespace

std::vector<AttentionReach> RuleReader::attention_types() {
  const Node* rule = rules_.find("attention_types");
  const Found found = find("attention_types");
  if (rule == nullptr) return {};
  if (found.value != nullptr) {
    const Node* may_be_longer = rule->find("may_be_longer");
    return spread(found.key, *found.value, may_be_longer != nullptr);
  }
  report_missing(*rule);
  return {};
}

std::vector<AttentionReach> RuleReader::spread(const std::string& key, const Node& value,
                                               bool may_be_longer) {
  const auto n_layers = static_cast<std::size_t>(reading_.model.n_layers);
  const Node* period = value.find("period");
  const bool repeats = period != nullptr || value.kind == Node::Kind::Scalar;
  std::vector<AttentionReach> types;
  bool readable = true;
  if (!value.items.empty() && value.items.front().kind == Node::Kind::Sequence) {
    for (const Node& run : value.items) {
      const auto times = run.items.size() == 2 ? as_integer(run.items[1]) : std::nullopt;
      readable = readable && times && append(run.items[0], *times, types);
    }
  } else {
    readable = append(period != nullptr ? *period : value, 1, types);
  }
  if (readable && repeats && !types.empty()) {
    const std::vector<AttentionReach> once = types;
    while (types.size() < n_layers) types.push_back(once[types.size() % once.size()]);
  }
  const bool too_long = types.size() > n_layers && !repeats && !may_be_longer;
  if (!readable || types.size() < n_layers || too_long) {
    fields_.report(key,
                   fmt::format("must name 'global' or 'local' for each of the {} layers", n_layers),
                   readable ? fmt::format("it names {}", types.size()) : std::string());
    return {};
  }
  types.resize(n_layers);
  return types;
}

bool RuleReader::append(const Node& words, std::int64_t times,
                        std::vector<AttentionReach>& types) const {
  const bool is_word = words.kind == Node::Kind::Scalar;
  const std::span<const Node> list = is_word ? std::span(&words, 1) : std::span(words.items);
  const auto most = static_cast<std::size_t>(limits_.layers);
  for (std::int64_t i = 0; i < times && !list.empty(); ++i) {
    for (const Node& word : list) {
      const auto reach = reach_of(word);
      if (!reach || types.size() > most) return false;
      types.push_back(*reach);
    }
  }
  return true;
}

}  // namespace tviz
