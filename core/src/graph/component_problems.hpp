// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Everything that is wrong with one component, whatever stands around it.
std::vector<Problem> component_problems(const Component& component);

/// The same of a hook point; `where` is the path of what has it.
std::vector<Problem> hook_point_problems(const HookPoint& point, const std::string& where);

}  // namespace tviz
