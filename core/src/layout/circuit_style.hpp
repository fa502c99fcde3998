// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "tviz/base/color.hpp"
#include "tviz/overlay/circuit.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The look of the members of a class; without one, of members that have none.
BoxStyle circuit_class_style(const Circuit& circuit, std::optional<std::size_t> role,
                             const Theme& theme);

/// The look of what is not in the circuit.
BoxStyle outside_circuit_style(const Theme& theme);

}  // namespace tviz
