// SPDX-License-Identifier: MIT
#include "tviz/model/catalog.hpp"

#include <algorithm>
#include <utility>

#include "model/configuration.hpp"
#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_models_begin[];
extern "C" const char tviz_data_models_end[];

namespace tviz {
namespace {

/// An entry's `config` is what stands in the model's own config.json.
CatalogEntry read_entry(const Node& node, const std::string& source, const ModelTypes& types) {
  std::vector<Problem> problems;
  FieldReader fields(node, source, "", problems);
  CatalogEntry entry;
  entry.name = fields.text("name").value_or("");
  entry.aliases = texts(node, "aliases");
  entry.hugging_face = fields.text("hugging_face").value_or("");
  if (const Node* config = fields.node("config")) {
    entry.architecture = read_hugging_face(*config, source, types, Limits{});
  }
  entry.architecture.model_name = entry.name;
  entry.architecture.title = fields.text("title").value_or("");
  throw_if_any(std::move(problems));
  return entry;
}

bool is_called(const CatalogEntry& entry, const std::string& name) {
  const auto same = [&](const std::string& other) { return lower_case(other) == name; };
  return same(entry.name) || same(entry.hugging_face) ||
         std::any_of(entry.aliases.begin(), entry.aliases.end(), same);
}

}  // namespace

Catalog::Catalog() {
  const Document document =
      parse_json({tviz_data_models_begin, tviz_data_models_end}, "models.json");
  const ModelTypes types;
  for (const Node& node : document.root.items) {
    entries_.push_back(read_entry(node, document.source, types));
  }
}

const CatalogEntry* Catalog::find(std::string_view name) const {
  const std::string wanted = lower_case(name);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const CatalogEntry& entry) {
    return is_called(entry, wanted);
  });
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<std::string> Catalog::names() const {
  std::vector<std::string> names;
  for (const CatalogEntry& entry : entries_) {
    names.push_back(entry.name);
    names.insert(names.end(), entry.aliases.begin(), entry.aliases.end());
    names.push_back(entry.hugging_face);
  }
  return names;
}

}  // namespace tviz
