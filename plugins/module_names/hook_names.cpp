// SPDX-License-Identifier: MIT
#include "hook_names.hpp"

#include <utility>

namespace module_names {

namespace {

using tviz::Dimension;

constexpr int kPerTokenHeads = 2;
constexpr std::size_t kAxesPerHead = 4;

bool has_heads_per_token(const tviz::HookPoint& point) {
  return point.head_axis == kPerTokenHeads && point.shape.size() == kAxesPerHead;
}

/// As an axis of which it is a factor or a term.
std::string word(const Dimension& axis) {
  const std::string text = axis.symbol.empty() ? std::to_string(axis.size) : axis.symbol;
  return text.find('+') == std::string::npos ? text : "(" + text + ")";
}

tviz::HookPoint with_joined_heads(tviz::HookPoint point) {
  if (!has_heads_per_token(point)) return point;
  const Dimension size = point.shape.back();
  point.shape.pop_back();
  Dimension& heads = point.shape.back();
  heads = {word(heads) + '*' + word(size), heads.size * size.size};
  point.head_axis = -1;
  return point;
}

tviz::HookPoint with_heads_first(tviz::HookPoint point) {
  if (!has_heads_per_token(point)) return point;
  std::swap(point.shape[1], point.shape[2]);
  point.head_axis = 1;
  return point;
}

tviz::HookPoint laid_out(const tviz::HookPoint& point, HeadAxes axes) {
  switch (axes) {
    case HeadAxes::Joined:
      return with_joined_heads(point);
    case HeadAxes::First:
      return with_heads_first(point);
    case HeadAxes::Apart:
      break;
  }
  return point;
}

/// The shape of one tensor of which all of `points` are parts along the last axis.
std::vector<Dimension> whole_shape(const std::vector<tviz::HookPoint>& points) {
  std::vector<Dimension> shape = points.front().shape;
  for (std::size_t i = 1; i < points.size(); ++i) {
    Dimension& last = shape.back();
    last.symbol += '+' + points[i].shape.back().symbol;
    last.size += points[i].shape.back().size;
  }
  return shape;
}

}  // namespace

std::vector<tviz::HookName> hook_names(const std::string& name,
                                       const std::vector<const Tensor*>& tensors, HeadAxes axes) {
  std::vector<tviz::HookPoint> points;
  points.reserve(tensors.size());
  for (const Tensor* tensor : tensors) points.push_back(laid_out(*tensor->point, axes));
  const bool is_one = axes == HeadAxes::Joined && points.size() > 1;
  std::vector<tviz::HookName> names;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto shape = is_one ? whole_shape(points) : points[i].shape;
    tviz::HookName hook{.name = name,
                        .component = tensors[i]->component,
                        .site = points[i].site,
                        .shape = tviz::shape_text(shape),
                        .symbolic_shape = tviz::symbolic_shape_text(shape),
                        .head_axis = points[i].head_axis};
    if (hook.head_axis >= 0) {
      hook.heads_on_axis = shape[static_cast<std::size_t>(hook.head_axis)].size;
    }
    names.push_back(std::move(hook));
  }
  return names;
}

std::vector<tviz::HookName> hook_names(const std::string& name, const Module& module, bool input) {
  const HeadAxes axes = module.place->joins_heads ? HeadAxes::Joined : HeadAxes::Apart;
  std::vector<tviz::HookName> names = hook_names(name, input ? module.in : module.out, axes);
  for (tviz::HookName& each : names) each.expert = module.expert;
  return names;
}

}  // namespace module_names
