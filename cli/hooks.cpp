// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "commands.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

void print_json(const std::vector<HookName>& names) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const HookName& name : names) {
    nlohmann::ordered_json entry{
        {"name", name.name},   {"shape", name.shape}, {"symbolic_shape", name.symbolic_shape},
        {"fires", name.fires}, {"needs", nullptr},    {"component", name.component},
        {"site", name.site},   {"head_axis", nullptr}};
    if (!name.needs.empty()) entry["needs"] = name.needs;
    if (name.head_axis >= 0) entry["head_axis"] = name.head_axis;
    list.push_back(std::move(entry));
  }
  fmt::print("{}\n", list.dump(2));
}

void print_table(const std::vector<HookName>& names) {
  std::size_t name_width = 0;
  std::size_t shape_width = 0;
  for (const HookName& name : names) {
    name_width = std::max(name_width, name.name.size());
    shape_width = std::max(shape_width, name.shape.size());
  }
  for (const HookName& name : names) {
    const std::string note = name.fires ? "" : fmt::format("dormant: needs {}", name.needs);
    fmt::print("{}\n", fmt::format("{:<{}}  {:<{}}  {}", name.name, name_width, name.shape,
                                   note.empty() ? 0 : shape_width, note));
  }
}

}  // namespace

void print_hooks(const Arguments& arguments) {
  RenderOptions options;
  options.dialect = arguments.figure.dialect;
  const Figure figure(read_model(arguments.figure.source), options, make_registry(arguments));
  const std::vector<HookName> names = figure.hook_names();
  arguments.json ? print_json(names) : print_table(names);
}

}  // namespace tviz::cli
