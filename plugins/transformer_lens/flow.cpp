// SPDX-License-Identifier: MIT
#include "flow.hpp"

#include <cstddef>
#include <utility>

namespace transformer_lens {

namespace {

using tviz::Addition;
using tviz::Branch;
using tviz::Component;
using tviz::HookPoint;

bool is_main(const Component& component) { return !tviz::is_norm(component); }

std::string_view placement_of(const Addition& addition, const Branch& branch) {
  if (!addition.on_stream.empty()) return "on_stream";
  const bool follows = !branch.components.empty() && !is_main(branch.components.back());
  const bool precedes = !branch.components.empty() && !is_main(branch.components.front());
  if (!follows) return "pre";
  return precedes ? "sandwich" : "post";
}

class Flow {
 public:
  void block(const tviz::BlockStructure& block) {
    stream_points(block, 0, false);
    for (std::size_t i = 0; i < block.additions.size(); ++i) {
      const int below = static_cast<int>(i) + 1;
      addition(block.additions[i]);
      stream_points(block, below, false);
      components(block.additions[i].on_stream, "on_stream");
      stream_points(block, below, true);
    }
  }

  void components(const std::vector<Component>& components, std::string_view placement) {
    for (const Component& component : components) all(component, placement);
  }

  std::vector<Place> finish() && { return std::move(places_); }

 private:
  /// A component's own input and output lie outside its norms, so they enclose these.
  void addition(const Addition& addition) {
    for (const Branch& branch : addition.branches) inputs(addition, branch);
    for (const Component& norm : addition.shared) all(norm, "pre");
    for (const Component& norm : addition.shared) {
      for (const HookPoint& point : norm.hook_points) {
        places_.push_back({&norm, &point, "pre", true});
      }
    }
    for (const Branch& branch : addition.branches) {
      const std::string_view placement = placement_of(addition, branch);
      for (const Component& component : branch.components) {
        is_main(component) ? inside(component, placement) : all(component, placement);
      }
      outputs(addition, branch);
    }
  }

  void inputs(const Addition& addition, const Branch& branch) {
    const std::string_view placement = placement_of(addition, branch);
    for (const Component& component : branch.components) {
      if (!is_main(component)) continue;
      for (const HookPoint& point : component.hook_points) {
        if (tviz::is_before_norm(point.site)) places_.push_back({&component, &point, placement});
      }
    }
  }

  void inside(const Component& component, std::string_view placement) {
    for (const HookPoint& point : component.hook_points) {
      if (tviz::is_before_norm(point.site) || point.site == "out") continue;
      places_.push_back({&component, &point, placement});
    }
  }

  void outputs(const Addition& addition, const Branch& branch) {
    const std::string_view placement = placement_of(addition, branch);
    for (const Component& component : branch.components) {
      if (!is_main(component)) continue;
      for (const HookPoint& point : component.hook_points) {
        if (point.site == "out") places_.push_back({&component, &point, placement});
      }
    }
  }

  void all(const Component& component, std::string_view placement) {
    for (const HookPoint& point : component.hook_points) {
      places_.push_back({&component, &point, placement});
    }
  }

  /// Where norms lie on the stream, a state has two tensors: before its norm and after it.
  void stream_points(const tviz::BlockStructure& block, int after_additions, bool normalized) {
    for (const tviz::StreamPoint& place : block.stream_points) {
      if (place.after_additions != after_additions) continue;
      if (place.point.site.starts_with("normalized_") != normalized) continue;
      places_.push_back({nullptr, &place.point, {}});
    }
  }

  std::vector<Place> places_;
};

}  // namespace

std::vector<Place> places_of(const tviz::BlockStructure& block) {
  Flow flow;
  flow.block(block);
  return std::move(flow).finish();
}

std::vector<Place> places_outside(const tviz::Stream& stream) {
  Flow flow;
  for (const auto* components : {&stream.entry, &stream.added_at_entry, &stream.after_entry,
                                 &stream.used_by_blocks, &stream.exit}) {
    flow.components(*components, "pre");
  }
  return std::move(flow).finish();
}

}  // namespace transformer_lens
