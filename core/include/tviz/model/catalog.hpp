// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A model that can be asked for by name.
struct CatalogEntry {
  std::string name;
  std::vector<std::string> aliases;
  std::string hugging_face;  ///< Repository id, e.g. "openai-community/gpt2".
  ModelArchitecture architecture;
};

/// The named models (core/data/models.json). Names are compared without regard to case.
class TVIZ_API Catalog {
 public:
  Catalog();  ///< Reads the data file that the library carries.

  /// The models, in the order of the data file.
  const std::vector<CatalogEntry>& entries() const { return entries_; }
  /// The entry with this name, alias or Hugging Face id, or nullptr.
  const CatalogEntry* find(std::string_view name) const;
  /// Every name, alias and Hugging Face id.
  std::vector<std::string> names() const;

 private:
  std::vector<CatalogEntry> entries_;
};

}  // namespace tviz
