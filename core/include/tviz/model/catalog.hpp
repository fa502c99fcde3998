// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/model/model_types.hpp"

namespace tviz {

/// A model that can be asked for by name.
struct CatalogEntry {
  std::string name;
  std::string title;  ///< For people, e.g. "GPT-2 small".
  std::vector<std::string> aliases;
  std::string hugging_face;  ///< Repository id, e.g. "openai-community/gpt2".
  std::string kind;          ///< As ModelArchitecture::kind.
  std::string_view config;   ///< Its configuration in JSON, as its config.json has it.
};

/// The named models (core/data/models.json), from TransformerLens and elsewhere. Names are compared
/// without regard to case. Only the entry that is asked for is read, so a look-up is fast.
class TVIZ_API Catalog {
 public:
  Catalog();  ///< The models of the built-in data file.

  /// All models, in the order of the data file.
  std::vector<CatalogEntry> entries() const;
  /// The entry with this name, alias or Hugging Face id.
  std::optional<CatalogEntry> find(std::string_view name) const;
  /// The models that each of the words occurs in: in a name, the title, the id or the kind.
  std::vector<CatalogEntry> search(const std::vector<std::string>& words) const;
  /// The model of an entry of this catalog, by the rules of `types`.
  ModelArchitecture architecture(const CatalogEntry& entry, const ModelTypes& types = {}) const;
  /// Every name, alias and Hugging Face id.
  std::vector<std::string> names() const;

 private:
  std::vector<std::string_view> texts_;
};

}  // namespace tviz
