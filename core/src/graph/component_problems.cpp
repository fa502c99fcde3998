// SPDX-License-Identifier: MIT
#include "graph/component_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "graph/vocabulary.hpp"

namespace tviz {
namespace {

// Of the grid of an opened component.
constexpr int kMostColumns = 16;
constexpr int kMostRows = 32;

class ComponentCheck {
 public:
  explicit ComponentCheck(const Component& component)
      : component_(component), where_(component.path.empty() ? component.kind : component.path) {}

  std::vector<Problem> run() && {
    if (component_.path.empty()) report("the component has no path");
    if (component_.kind.empty()) {
      report("the component has no kind");
    } else {
      report(fault_of_kind(component_.kind));
    }
    hook_points();
    weights();
    parts();
    interior();
    return std::move(problems_);
  }

 private:
  void report(std::string message, std::string hint = {}) {
    problems_.push_back({std::move(message), {.field = where_}, std::move(hint)});
  }

  void report(WordFault fault) {
    if (!fault.message.empty()) report(std::move(fault.message), std::move(fault.hint));
  }

  void hook_points() {
    std::set<std::string_view> sites;
    for (const HookPoint& point : component_.hook_points) {
      std::ranges::move(hook_point_problems(point, where_), std::back_inserter(problems_));
      if (!sites.insert(point.site).second) {
        report(fmt::format("hook point '{}' appears twice", point.site));
      }
    }
  }

  void weights() {
    std::set<std::string_view> names;
    for (const Weight& weight : component_.weights) {
      if (!names.insert(weight.name).second)
        report(fmt::format("weight '{}' appears twice", weight.name));
      const bool counts_experts =
          !weight.shape.empty() && weight.shape.front() == component_.n_experts;
      if (weight.routed && !counts_experts) {
        report(fmt::format("the first axis of '{}' must count its {} experts", weight.name,
                           component_.n_experts));
      }
    }
  }

  ComponentForm form() const {
    if (component_.n_heads > 0) return ComponentForm::Heads;
    if (component_.n_experts > 0) return ComponentForm::Experts;
    return component_.kind == "mixer" ? ComponentForm::Mixer : ComponentForm::Box;
  }

  void parts() {
    std::set<std::string_view> paths;
    for (const Part& part : component_.parts) {
      if (!paths.insert(part.path).second)
        report(fmt::format("part '{}' appears twice", part.path));
      report(fault_of_part_role(part.role, form()));
    }
    if (component_.n_heads > 0 && component_.n_experts > 0) {
      report("a component can have heads or experts, not both");
    }
    if (form() != ComponentForm::Experts) return;
    for (const std::string_view role : {"router", "expert"}) {
      const auto count = std::ranges::count(component_.parts, role, &Part::role);
      if (count != 1) {
        report(fmt::format("experts must have one part of role '{}', not {}", role, count));
      }
    }
  }

  void interior() {
    const Interior& inside = component_.interior;
    if (inside.empty()) {
      if (!inside.wires.empty()) report("there are wires but no steps");
      return;
    }
    steps();
    bool reads = false;
    bool gives = false;
    for (const Wire& each : inside.wires) {
      wire(each);
      reads = reads || each.from == kComponentInput;
      gives = gives || each.to == kComponentOutput;
    }
    if (!reads || !gives) report("the steps have no wires from the input to the output");
  }

  void steps() {
    std::set<std::pair<int, int>> places;
    for (const Step& step : component_.interior.steps) {
      report(fault_of_step_role(step.role));
      const bool on_grid =
          step.column >= 0 && step.column < kMostColumns && step.row >= 0 && step.row < kMostRows;
      if (!on_grid) {
        report(fmt::format(
            "step '{}' is in column {}, row {}, but there are only {} columns and {} rows",
            step.label, step.column, step.row, kMostColumns, kMostRows));
      }
      if (!places.emplace(step.column, step.row).second) {
        report(fmt::format("two steps are in column {}, row {}", step.column, step.row));
      }
    }
  }

  void wire(const Wire& wire) {
    const auto& steps = component_.interior.steps;
    const auto is_step = [&](int index) {
      return index >= 0 && static_cast<std::size_t>(index) < steps.size();
    };
    const bool from_outside = wire.from == kComponentInput || wire.from == kComponentSource;
    const bool to_outside = wire.to == kComponentOutput;
    if ((!from_outside && !is_step(wire.from)) || (!to_outside && !is_step(wire.to)) ||
        (from_outside && to_outside)) {
      report(fmt::format("a wire leads from {} to {}, but there are {} steps", wire.from, wire.to,
                         steps.size()));
      return;
    }
    if (from_outside || to_outside) return;
    const Step& from = steps[static_cast<std::size_t>(wire.from)];
    const Step& to = steps[static_cast<std::size_t>(wire.to)];
    if (to.row < from.row || (to.row == from.row && to.column == from.column)) {
      report(fmt::format("the wire from '{}' to '{}' does not lead upwards", from.label, to.label));
    }
  }

  const Component& component_;
  std::string where_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> component_problems(const Component& component) {
  return ComponentCheck(component).run();
}

std::vector<Problem> hook_point_problems(const HookPoint& point, const std::string& where) {
  const auto problem = [&](std::string message, std::string hint = {}) {
    return std::vector<Problem>{{std::move(message), {.field = where}, std::move(hint)}};
  };
  if (point.site.empty()) return problem("a hook point has no name");
  if (WordFault fault = fault_of_site(point.site); !fault.message.empty()) {
    return problem(std::move(fault.message), std::move(fault.hint));
  }
  if (point.head_axis == -1) return {};
  const auto axis = static_cast<std::size_t>(point.head_axis);
  if (point.head_axis < -1 || axis >= point.shape.size()) {
    return problem(fmt::format("head axis {} of '{}', which has {} axes", point.head_axis,
                               point.site, point.shape.size()));
  }
  if (point.shape[axis].size == 0) {
    return problem(fmt::format("head axis {} of '{}' is '{}', not a number", point.head_axis,
                               point.site, point.shape[axis].symbol));
  }
  return {};
}

}  // namespace tviz
