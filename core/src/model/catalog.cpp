// SPDX-License-Identifier: MIT
#include "tviz/model/catalog.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/configuration.hpp"
#include "model/doubts.hpp"
#include "model/json_spans.hpp"
#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_models_begin[];
extern "C" const char tviz_data_models_end[];

namespace tviz {
namespace {

constexpr const char* kSource = "models.json";

std::string text_of(std::string_view json) {
  return json.empty() ? std::string() : parse_json(json, kSource).root.scalar;
}

CatalogEntry read_entry(std::string_view text) {
  const std::vector<JsonSpan> members = json_spans(text);
  CatalogEntry entry;
  entry.name = text_of(find_span(members, "name"));
  entry.title = text_of(find_span(members, "title"));
  entry.hugging_face = text_of(find_span(members, "hugging_face"));
  for (const JsonSpan& alias : json_spans(find_span(members, "aliases"))) {
    entry.aliases.push_back(text_of(alias.value));
  }
  entry.kind = text_of(find_span(members, "kind"));
  if (entry.kind.empty()) entry.kind = "decoder";
  entry.config = find_span(members, "config");
  return entry;
}

bool any_text(const CatalogEntry& entry, const auto& is_so) {
  return is_so(entry.name) || is_so(entry.hugging_face) ||
         std::any_of(entry.aliases.begin(), entry.aliases.end(), is_so);
}

bool is_called(const CatalogEntry& entry, const std::string& name) {
  return any_text(entry, [&](const std::string& other) { return lower_case(other) == name; });
}

bool has_word(const CatalogEntry& entry, const std::string& word) {
  const auto contains = [&](const std::string& text) {
    return lower_case(text).find(word) != std::string::npos;
  };
  return any_text(entry, contains) || contains(entry.title) || contains(entry.kind);
}

}  // namespace

Catalog::Catalog() {
  for (const JsonSpan& item : json_spans({tviz_data_models_begin, tviz_data_models_end})) {
    texts_.push_back(item.value);
  }
}

std::vector<CatalogEntry> Catalog::entries() const {
  std::vector<CatalogEntry> entries;
  for (const std::string_view text : texts_) entries.push_back(read_entry(text));
  return entries;
}

std::optional<CatalogEntry> Catalog::find(std::string_view name) const {
  const std::string wanted = lower_case(name);
  const std::string quoted = '"' + wanted + '"';
  for (const std::string_view text : texts_) {
    // Most entries need not be read to see that they are others.
    if (lower_case(text).find(quoted) == std::string::npos) continue;
    CatalogEntry entry = read_entry(text);
    if (is_called(entry, wanted)) return entry;
  }
  return std::nullopt;
}

std::vector<CatalogEntry> Catalog::search(const std::vector<std::string>& words) const {
  std::vector<CatalogEntry> found = entries();
  for (const std::string& word : words) {
    std::erase_if(found, [lower = lower_case(word)](const CatalogEntry& entry) {
      return !has_word(entry, lower);
    });
  }
  return found;
}

ModelArchitecture Catalog::architecture(const CatalogEntry& entry, const ModelTypes& types) const {
  const Document document = parse_json(entry.config, kSource);
  ModelArchitecture model =
      read_hugging_face(document.root, document.source, RuleBook(types.added()), Limits{});
  warn_of_unread_keys(model);
  model.model_name = entry.name;
  model.title = entry.title;
  return model;
}

std::vector<std::string> Catalog::names() const {
  std::vector<std::string> names;
  for (CatalogEntry& entry : entries()) {
    names.push_back(std::move(entry.name));
    std::move(entry.aliases.begin(), entry.aliases.end(), std::back_inserter(names));
    names.push_back(std::move(entry.hugging_face));
  }
  return names;
}

}  // namespace tviz
