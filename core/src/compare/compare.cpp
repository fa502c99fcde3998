// SPDX-License-Identifier: MIT
#include "tviz/compare/compare.hpp"

#include <algorithm>
#include <utility>

#include "compare/facts.hpp"

namespace tviz {
namespace {

std::vector<ModelFact> all_facts(const Graph& graph) {
  std::vector<ModelFact> facts = facts_of(graph.model);
  facts.insert(facts.begin(), {"parameters", "model", with_commas(count_parameters(graph))});
  facts.insert(facts.begin() + 1,
               {"active parameters", "model", with_commas(count_active_parameters(graph))});
  return facts;
}

/// Of a mixture only: elsewhere they are all parameters.
bool repeats_parameters(const ModelFact& fact, const Graph& left, const Graph& right) {
  const auto all_active = [](const Graph& graph) {
    return count_active_parameters(graph) == count_parameters(graph);
  };
  return fact.name == "active parameters" && all_active(left) && all_active(right);
}

std::string text_of(const std::vector<ModelFact>& facts, const ModelFact& as) {
  const auto found = std::ranges::find_if(
      facts, [&](const ModelFact& fact) { return fact.name == as.name && fact.part == as.part; });
  return found == facts.end() ? "none" : found->text;
}

}  // namespace

std::vector<ModelDifference> differences_of(const Graph& left, const Graph& right) {
  const std::vector<ModelFact> lefts = all_facts(left);
  const std::vector<ModelFact> rights = all_facts(right);
  std::vector<ModelDifference> differences;
  const auto add = [&](const ModelFact& fact) {
    ModelDifference difference{fact.name, fact.part, text_of(lefts, fact), text_of(rights, fact)};
    const bool is_known = std::ranges::find(differences, difference) != differences.end();
    if (difference.left == difference.right || is_known || repeats_parameters(fact, left, right)) {
      return;
    }
    differences.push_back(std::move(difference));
  };
  for (const ModelFact& fact : lefts) add(fact);
  for (const ModelFact& fact : rights) add(fact);
  return differences;
}

}  // namespace tviz
