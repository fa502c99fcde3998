// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// Reads a circuit in tviz's own form: {schema, name, title, citation, note, models, layers, heads,
/// members, classes, edges}. Adds problems with their places in `source`.
Circuit read_own_circuit(const Node& root, const std::string& source,
                         std::vector<Problem>& problems);

}  // namespace tviz
