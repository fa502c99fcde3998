// SPDX-License-Identifier: MIT
#include "tviz/graph/component_painter.hpp"

namespace tviz {

// Out of line, so that the class has its type information in the library alone.
ComponentPainter::~ComponentPainter() = default;

}  // namespace tviz
