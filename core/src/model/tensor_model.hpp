// SPDX-License-Identifier: MIT
#pragma once

#include "model/tensor_list.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// ModelArchitecture::kind of a model that was read from its tensors. The paths of its components
/// are those of its modules.
inline constexpr std::string_view kFromTensors = "tensors";

/// The model that these tensors make up, with its graph in ModelArchitecture::graph. Every tensor
/// is in the graph, but for those that are no parameters. What names and shapes do not tell is
/// assumed and listed. `known` is what a configuration says of the model, as far as it goes; it
/// decides only what the tensors leave open, such as the number of heads. Throws Error.
ModelArchitecture read_model_of_tensors(TensorList list, const Limits& limits,
                                        const ModelArchitecture* known = nullptr);

}  // namespace tviz
