// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"

namespace tviz {

/// The model families that configurations can be read as: the built-in ones
/// (core/data/model_types.json) and those added from rules files. docs/add-a-model-family.md tells
/// how to write such a file. An added family takes precedence over an earlier one of the same name,
/// and may be `like` it.
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

  /// The names of all families, built-in and added, sorted.
  std::vector<std::string> names() const;

  /// The rules that were added, checked, in the order in which they were added.
  std::span<const Document> added() const { return added_; }

 private:
  std::vector<Document> added_;
};

}  // namespace tviz
