// SPDX-License-Identifier: MIT
#include "commands.hpp"
#include "output.hpp"

extern "C" const char tviz_graph_schema_begin[];
extern "C" const char tviz_graph_schema_end[];

namespace tviz::cli {

void print_graph_schema() { print_bytes({tviz_graph_schema_begin, tviz_graph_schema_end}); }

}  // namespace tviz::cli
