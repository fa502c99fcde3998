// SPDX-License-Identifier: MIT
#pragma once

#include "layout/canvas.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// Writes below an atlas what the colours and lines of a circuit mean, from y = `top` downwards:
/// each class with its members, what is left out. Returns its foot.
double draw_circuit_key(Canvas& canvas, const Circuit& circuit, double left, double right,
                        double top);

}  // namespace tviz
