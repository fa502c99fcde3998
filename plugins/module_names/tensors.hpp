// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace module_names {

/// A tensor of a graph with its place.
struct Tensor {
  std::string component;  ///< Path of the component, or of the block for the stream.
  const tviz::HookPoint* point = nullptr;
};

/// The tensors of one block, or outside all blocks of a stream, in the order of the data flow.
class Tensors {
 public:
  /// Outside all blocks if `block` is nullptr. References must outlive this.
  Tensors(const tviz::Stream& stream, const tviz::Block* block);

  /// The component with a path as places.json has it, if it is of this kind (empty: of any).
  const tviz::Component* component(std::string_view path, std::string_view kind) const;
  /// The tensors that places.json calls `sites` of this component; those that are there.
  std::vector<const Tensor*> find(std::string_view component,
                                  const std::vector<std::string>& sites) const;
  /// Whether any component of the block has such a site.
  bool has_site(std::string_view site) const;
  /// Whether anything is called by this word: the path or the kind of a component, or a site. Of
  /// "parallel": whether the block is.
  bool has(std::string_view word) const;
  /// Whether components of the block read one state of the stream through norms of their own.
  bool has_two_norms() const { return two_norms_; }
  /// Whether several components of the block read one state of the stream.
  bool is_parallel() const { return parallel_; }
  /// All of them.
  const std::vector<Tensor>& all() const { return tensors_; }
  /// nullptr outside all blocks.
  const tviz::Block* block() const { return block_; }

  /// Place of a tensor in the order of the data flow; what lies elsewhere comes last.
  std::size_t rank(const Tensor* tensor) const;

 private:
  struct Place {
    const tviz::Component* component;
    bool has_norm_after;
  };

  void add_block(const tviz::BlockStructure& structure);
  void add_outside();
  void add_rotation();
  void add_tower_output();
  /// Those above or below the norms that lie on the stream after so many additions.
  void add_stream_points(const tviz::BlockStructure& structure, int after_additions,
                         bool normalized);
  void add(const std::vector<tviz::Component>& components);
  void add(const tviz::Component& component, bool has_norm_after);
  void add(const std::string& path, const tviz::HookPoint& point);
  const Place* place(std::string_view path) const;
  std::string path_here(std::string_view path) const;
  const Tensor* find_one(const std::string& path, std::string_view site, bool has_norm_after) const;

  const tviz::Stream& stream_;
  const tviz::Block* block_;
  std::vector<Tensor> tensors_;
  std::vector<Tensor> rotation_;  ///< Where the first layer that rotates does so.
  std::vector<Tensor> tower_;     ///< What a tower hands on, before its projector.
  std::vector<Place> places_;
  bool two_norms_ = false;
  bool parallel_ = false;
};

}  // namespace module_names
