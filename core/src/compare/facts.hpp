// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// One property of a model in words.
struct ModelFact {
  std::string name;
  std::string part;
  std::string text;
};

/// Every property of a model that its figure depends on, in the same order for every model.
std::vector<ModelFact> facts_of(const ModelArchitecture& model);

/// 124439808 as "124,439,808".
std::string with_commas(std::int64_t number);

}  // namespace tviz
