// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/layout/layout.hpp"

namespace tviz {

/// lay_out() in a block view, without the header: the towers alone.
Scene lay_out_without_header(const Graph& graph, const Theme& theme, const Fonts& fonts,
                             const LayoutOptions& options, std::vector<std::string>& warnings);

}  // namespace tviz
