// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Where an architecture plugin writes its graph. The host owns it and checks every
/// call against the limits, so that a plugin cannot exhaust memory; all memory of
/// the graph is the host's.
class TVIZ_API GraphBuilder {
 public:
  GraphBuilder(const ModelArchitecture& model, const Limits& limits);

  /// Starts a stream; later calls fill the one started last.
  void begin_stream(const std::string& name);
  void add_entry(const Component& component);
  void add_at_entry(const Component& component);
  void set_entry_note(const Note& note);
  /// Declares a structure and returns its number.
  std::size_t add_structure(const BlockStructure& structure);
  /// Appends a block; its layer is the count of blocks before it, its path
  /// "<prefix>.<layer>".
  void add_block(std::size_t structure, const std::string& prefix = "blocks");
  void add_exit(const Component& component);
  void set_exit_note(const Note& note);

  /// The finished graph. Throws Error with everything that is not well-formed: no stream,
  /// a branch without a main component, a path used twice, a bad head axis.
  Graph finish();

 private:
  Stream& stream();
  void check(const Component& component);
  void check(const Note& note, const std::string& where) const;
  void count_parts(std::size_t parts);

  Graph graph_;
  Limits limits_;
  std::size_t part_count_ = 0;
};

}  // namespace tviz
