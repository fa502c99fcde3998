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
  /// A builder for the graph of `model`. Every call throws Error if a limit is passed.
  GraphBuilder(const ModelArchitecture& model, const Limits& limits);

  /// Starts a stream; later calls fill the one started last. If there are several, each has a title
  /// ("Encoder").
  void begin_stream(const std::string& name, const std::string& title = {});
  /// Says that all blocks of the stream use the same weights.
  void share_weights();
  /// Appends to the way from the input up to x₀.
  void add_entry(const Component& component);
  /// Adds a component that joins the stream at the ⊕ of x₀, such as learned positions.
  void add_at_entry(const Component& component);
  /// Appends a component on the stream above x₀, such as the norm of an embedding.
  void add_after_entry(const Component& component);
  /// Adds a component that every block uses, such as T5's table of relative positions.
  void add_used_by_blocks(const Component& component);
  /// Says what happens below the first block.
  void set_entry_note(const Note& note);
  /// Declares a structure and returns its number.
  std::size_t add_structure(const BlockStructure& structure);
  /// Appends a block; its layer is the count of blocks before it, its path
  /// "<prefix>.<layer>".
  void add_block(std::size_t structure, const std::string& prefix = "blocks");
  /// Says that the stream passes several times through some of its blocks.
  void add_loop(const Loop& loop);
  /// Says that an earlier state joins the stream further up.
  void add_skip(const Skip& skip);
  /// Adds what reads a state between two blocks and adds nothing back.
  void add_read_out(const ReadOut& read_out);
  /// Appends to the way from the last state up to the output.
  void add_exit(const Component& component);
  /// Says what happens above the last block.
  void set_exit_note(const Note& note);
  /// Says that a stream reads another, which was begun before it.
  void add_link(const Link& link);

  /// The finished graph. Throws Error with everything that is not well-formed: no stream,
  /// a branch without a main component, a path used twice, a bad head axis, a link to nothing.
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
