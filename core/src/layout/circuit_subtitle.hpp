// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// Lines of parts below the title: "26 of 144 heads in 7 classes", "101 edges".
std::vector<std::vector<std::string>> circuit_subtitle(const Circuit& circuit, const Graph& graph);

}  // namespace tviz
