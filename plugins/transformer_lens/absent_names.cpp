// SPDX-License-Identifier: MIT
#include "absent_names.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "pattern.hpp"
#include "placeholders.hpp"
#include "tviz/base/document.hpp"

extern "C" const char tviz_absent_names_begin[];
extern "C" const char tviz_absent_names_end[];

namespace transformer_lens {

namespace {

using tviz::ModelArchitecture;

tviz::Document document() {
  const std::string_view json(
      tviz_absent_names_begin,
      static_cast<std::size_t>(tviz_absent_names_end - tviz_absent_names_begin));
  return tviz::parse_json(json, "absent_names.json");
}

std::string text(const tviz::Node& node, std::string_view key) {
  const tviz::Node* value = node.find(key);
  return value == nullptr ? std::string() : value->scalar;
}

/// The words that conditions use.
std::set<std::string_view> facts_of(const ModelArchitecture& model) {
  std::set<std::string_view> facts{model.kind, tviz::name_of(model.positional_embedding),
                                   tviz::name_of(model.norm_placement)};
  const auto add = [&](bool holds, std::string_view word) {
    if (holds) facts.insert(word);
  };
  add(model.attn_only(), "attn_only");
  add(model.parallel_attn_mlp, "parallel");
  add(model.gated_mlp, "gated");
  add(model.experts.n_experts > 0, "experts");
  add(model.mlp_norm, "mlp_norm");
  add(model.embedding_norm, "embedding_norm");
  add(model.normalization != tviz::Normalization::None, "norms");
  add(model.query_key_norm != tviz::QueryKeyNorm::None, "query_key_norm");
  return facts;
}

bool hold(std::string_view conditions, const std::set<std::string_view>& facts) {
  while (!conditions.empty()) {
    const std::size_t end = std::min(conditions.find(' '), conditions.size());
    std::string_view word = conditions.substr(0, end);
    const bool denied = word.starts_with('!');
    if (denied) word.remove_prefix(1);
    if (facts.contains(word) == denied) return false;
    conditions.remove_prefix(std::min(end + 1, conditions.size()));
  }
  return true;
}

/// `text` with each of the values in the place of a placeholder; itself if it has none.
std::vector<std::string> filled(const std::string& text, std::string_view placeholder,
                                const std::vector<std::string>& values) {
  if (text.find(placeholder) == std::string::npos) return {text};
  std::vector<std::string> all;
  for (const std::string& value : values) {
    std::string one = text;
    replace(one, placeholder, value);
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<std::string> scalars(const tviz::Node* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const tviz::Node& item : list->items) texts.push_back(item.scalar);
  return texts;
}

/// The patterns of the names that a row of the table gives.
std::vector<std::string> forms_of(const Row& row, const tviz::Document& document) {
  std::vector<std::string> blocks;
  for (const std::string& word : scalars(document.root.find("blocks"))) {
    blocks.push_back(word + ".{layer}");
  }
  const std::vector<std::string> paths = scalars(document.root.find("paths")->find(row.kind));
  std::vector<std::string> forms;
  for (const std::string& at_path : filled(row.name, "{path}", paths)) {
    for (std::string& form : filled(at_path, "{block}", blocks)) {
      replace(form, "{expert}", "#");
      forms.push_back(std::move(form));
    }
  }
  return forms;
}

}  // namespace

AbsentNames::AbsentNames(const HookTable& table) {
  const tviz::Document facts = document();
  for (const tviz::Node& node : facts.root.find("reasons")->items) {
    reasons_.push_back(
        {text(node, "pattern"), text(node, "if"), text(node, "reason"), text(node, "instead")});
  }
  for (const Row& row : table.rows()) {
    for (std::string& form : forms_of(row, facts)) forms_.push_back(std::move(form));
  }
}

tviz::Absence AbsentNames::find(const tviz::Graph& graph, std::string_view name) const {
  // Patterns try every way to divide a text, and no name is as long as this.
  constexpr std::size_t kLongestName = 256;
  if (name.size() > kLongestName) return {};
  const std::set<std::string_view> facts = facts_of(graph.model);
  for (const Reason& reason : reasons_) {
    const auto captures = match(reason.pattern, name);
    if (!captures || !hold(reason.facts, facts)) continue;
    std::string instead = reason.instead;
    replace(instead, "{layer}", captures->layer);
    replace(instead, "{last}", std::to_string(graph.model.n_layers - 1));
    replace(instead, "{hook}", captures->hook);
    return {reason.reason, std::move(instead)};
  }
  const bool is_known = std::ranges::any_of(
      forms_, [&](const std::string& form) { return match(form, name).has_value(); });
  if (!is_known) return {};
  return {"other models of TransformerLens have it", {}};
}

}  // namespace transformer_lens
