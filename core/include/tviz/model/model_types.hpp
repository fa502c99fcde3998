// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"

namespace tviz {

/// The families of models that configurations can be read as: those that the library carries
/// (core/data/model_types.json), and those of rules files that are added.
/// docs/add-a-model-family.md tells how such a file is written. A family that is added comes before
/// one of the same name that was there, and may be `like` it.
class TVIZ_API ModelTypes {
 public:
  ModelTypes() = default;
  /// The built-in families, and the families of the files in their order. Throws as add() does.
  explicit ModelTypes(std::span<const std::filesystem::path> files, const Limits& limits = {});

  /// Adds the families of a rules file, in JSON or (.yaml, .yml) YAML. Throws Error with every
  /// mistake of the file, each with its line, its column and the nearest word that is known.
  void add(const std::filesystem::path& file, const Limits& limits = {});
  /// The same for rules in memory.
  void add(Document rules);

  /// The names of all families, sorted: those that are carried and those that were added.
  std::vector<std::string> names() const;

  /// What was added, checked, in its order.
  std::span<const Document> added() const { return added_; }

 private:
  std::vector<Document> added_;
};

}  // namespace tviz
