// SPDX-License-Identifier: MIT
#include "tensors.hpp"

#include <algorithm>

#include "data.hpp"

namespace module_names {

namespace {

using tviz::Component;
using tviz::HookPoint;

const HookPoint* point_at(const Component& component, std::string_view site) {
  const auto found = std::ranges::find(component.hook_points, site, &HookPoint::site);
  return found == component.hook_points.end() ? nullptr : &*found;
}

}  // namespace

Tensors::Tensors(const tviz::Stream& stream, const tviz::Block* block)
    : stream_(stream), block_(block) {
  if (block == nullptr) {
    add_outside();
    add_rotation();
    add_tower_output();
  } else {
    add_block(stream.structures[block->structure]);
  }
}

void Tensors::add_block(const tviz::BlockStructure& structure) {
  add_stream_points(structure, 0, false);
  for (std::size_t i = 0; i < structure.additions.size(); ++i) {
    const tviz::Addition& addition = structure.additions[i];
    add(addition.shared);
    for (const tviz::Branch& branch : addition.branches) {
      for (const Component& each : branch.components) {
        const bool is_last = &each == &branch.components.back();
        add(each, !is_last && !tviz::is_norm(each));
      }
    }
    parallel_ = parallel_ || addition.branches.size() > 1;
    two_norms_ = two_norms_ || (addition.branches.size() > 1 && addition.shared.empty());
    add_stream_points(structure, static_cast<int>(i) + 1, false);
    add(addition.on_stream);
    add_stream_points(structure, static_cast<int>(i) + 1, true);
  }
}

void Tensors::add_outside() {
  for (const Component* each : tviz::components_outside_blocks(stream_)) add(*each, false);
}

void Tensors::add_rotation() {
  for (const tviz::Block& block : stream_.blocks) {
    for (const Component* each : tviz::components_of(stream_.structures[block.structure])) {
      if (const HookPoint* rotation = point_at(*each, "rotation")) {
        rotation_.push_back({block.path + "." + each->path, rotation});
        return;
      }
    }
  }
}

void Tensors::add_tower_output() {
  for (const Component& each : stream_.exit) {
    if (!tviz::is_norm(each)) continue;
    if (const HookPoint* out = point_at(each, "out")) tower_ = {{each.path, out}};
  }
  if (!tower_.empty() || stream_.blocks.empty()) return;
  const tviz::Block& last = stream_.blocks.back();
  const auto& points = stream_.structures[last.structure].stream_points;
  if (!points.empty()) tower_.push_back({last.path, &points.back().point});
}

void Tensors::add_stream_points(const tviz::BlockStructure& structure, int after_additions,
                                bool normalized) {
  for (const tviz::StreamPoint& each : structure.stream_points) {
    const bool is_normalized = each.point.site.starts_with("normalized");
    if (each.after_additions != after_additions || is_normalized != normalized) continue;
    add(block_->path, each.point);
  }
}

void Tensors::add(const std::vector<Component>& components) {
  for (const Component& each : components) add(each, false);
}

void Tensors::add(const Component& component, bool has_norm_after) {
  places_.push_back({&component, has_norm_after});
  const std::string path = path_here(component.path);
  for (const HookPoint& point : component.hook_points) add(path, point);
}

void Tensors::add(const std::string& path, const HookPoint& point) {
  tensors_.push_back({path, &point});
}

std::string Tensors::path_here(std::string_view path) const {
  return block_ == nullptr ? std::string(path) : block_->path + "." + std::string(path);
}

const Tensors::Place* Tensors::place(std::string_view path) const {
  for (const Place& each : places_) {
    if (each.component->path == path) return &each;
  }
  if (block_ != nullptr) return nullptr;
  // Outside the blocks of one of several streams, paths begin with the stream's name.
  const std::string prefixed = stream_.name + "_" + std::string(path);
  for (const Place& each : places_) {
    if (each.component->path == prefixed) return &each;
  }
  return nullptr;
}

const Component* Tensors::component(std::string_view path, std::string_view kind) const {
  const Place* found = place(path);
  if (found == nullptr) return nullptr;
  return kind.empty() || found->component->kind == kind ? found->component : nullptr;
}

bool Tensors::has_site(std::string_view site) const {
  return std::ranges::any_of(tensors_,
                             [&](const Tensor& each) { return each.point->site == site; });
}

bool Tensors::has(std::string_view word) const {
  if (word == "parallel") return parallel_;
  return has_site(word) || std::ranges::any_of(places_, [&](const Place& each) {
           return each.component->path == word || each.component->kind == word;
         });
}

std::size_t Tensors::rank(const Tensor* tensor) const {
  std::size_t rank = 0;
  while (rank < tensors_.size() && &tensors_[rank] != tensor) ++rank;
  return rank;
}

const Tensor* Tensors::find_one(const std::string& path, std::string_view site,
                                bool has_norm_after) const {
  // Without a norm after it, what a component gives is what is added.
  if (site == "exit" && !has_norm_after) site = "out";
  for (const Tensor& each : tensors_) {
    if (each.component == path && each.point->site == site) return &each;
  }
  return nullptr;
}

std::vector<const Tensor*> Tensors::find(std::string_view component,
                                         const std::vector<std::string>& sites) const {
  std::vector<const Tensor*> found;
  const auto all_of = [&](const std::vector<Tensor>& list) {
    for (const Tensor& each : list) found.push_back(&each);
    return found;
  };
  if (sites.empty()) return found;
  if (component == "*attn") return all_of(rotation_);
  if (component == "tower") return all_of(tower_);
  const bool is_stream = component == "block" && block_ != nullptr;
  const Place* owner = is_stream ? nullptr : place(component);
  if (!is_stream && owner == nullptr) return found;
  const std::string path = is_stream ? block_->path : path_here(owner->component->path);
  for (const std::string& alternatives : sites) {
    for (const std::string& site : split(alternatives, '|')) {
      const Tensor* tensor = find_one(path, site, owner != nullptr && owner->has_norm_after);
      if (tensor == nullptr) continue;
      found.push_back(tensor);
      break;
    }
  }
  return found;
}

}  // namespace module_names
