// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Path and panel of the line under the title that says what the figure rests on.
inline constexpr const char* kDoubts = "doubts";

/// "GPT-2 small", or the model's name if it has no title.
std::string title_of(const ModelArchitecture& model);

/// Lines of parts: "12 layers", "12 heads × 64", "d_model 768", "d_mlp 3072", "124M parameters". A
/// line for each stream if there are several, then one for the parameters.
std::vector<std::vector<std::string>> dimensions_of(const Graph& graph);

/// 124439808 as "124M", three figures.
std::string short_count(std::int64_t count);

/// Whether title and legend keep their lines whole between the sides of a page.
bool header_fits(const Graph& graph, const Marks& marks, const Page& page, const Style& style);

/// Title, dimensions, legend and, unless it stands elsewhere, the scale of the numbers.
Band draw_header(const Graph& graph, const Marks& marks, const Page& page, const Style& style,
                 bool with_scale = true);

}  // namespace tviz
