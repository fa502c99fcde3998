// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "output.hpp"
#include "table.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Name by name, since the whole list of a deep model takes tens of megabytes, and more to destroy.
void print_as_json(const std::vector<HookName>& names) {
  std::string list;
  for (const HookName& name : names) {
    Json entry{
        {"name", name.name},   {"shape", name.shape}, {"symbolic_shape", name.symbolic_shape},
        {"fires", name.fires}, {"needs", nullptr},    {"component", name.component},
        {"site", name.site},   {"head_axis", nullptr}};
    if (!name.needs.empty()) entry["needs"] = name.needs;
    if (name.head_axis >= 0) entry["head_axis"] = name.head_axis;
    list += list.empty() ? "[\n  " : ",\n  ";
    for (const char c : entry.dump(2, ' ', false, Json::error_handler_t::replace)) {
      list += c;
      if (c == '\n') list += "  ";
    }
  }
  print_bytes(list.empty() ? "[]\n" : list += "\n]\n");
}

/// Where the tensor is: "blocks.0.attn z".
std::string place_of(const HookName& name) {
  const bool both = !name.component.empty() && !name.site.empty();
  return name.component + (both ? " " : "") + name.site;
}

std::string why_dormant(const HookName& name) {
  const std::string_view reason = why_never(name.needs);
  if (!reason.empty()) return fmt::format("never fires: {}", reason);
  return fmt::format("dormant: needs {}", name.needs);
}

class AnyName final : public HookNameSink {
 public:
  void add(const HookName&) override { found = true; }
  bool found = false;
};

/// The first dialect that knows the first of the names, which is the one that they are in.
std::string dialect_of(const std::vector<HookName>& names, const Graph& graph,
                       const Registry& registry) {
  const std::vector<std::string> dialects = registry.hook_dialects();
  if (names.empty()) return dialects.front();
  for (const std::string& dialect : dialects) {
    AnyName any;
    registry.hook_resolver(dialect)->resolve(graph, names.front().name, any);
    if (any.found) return dialect;
  }
  return dialects.front();
}

/// Whose names are listed: a comment, so that the list can be read back as one.
std::string library_of(const std::vector<HookName>& names, const Graph& graph,
                       const Registry& registry, const std::string& dialect) {
  const std::string chosen = dialect.empty() ? dialect_of(names, graph, registry) : dialect;
  const std::string library = registry.hook_resolver(chosen)->library();
  return library.empty() ? std::string() : fmt::format("# {}\n", library);
}

void print_names(const std::vector<HookName>& names, const std::string& library, bool symbolic) {
  std::vector<std::vector<std::string>> rows;
  for (const HookName& name : names) {
    std::vector<std::string>& row = rows.emplace_back();
    row = {name.name, name.shape};
    if (symbolic) row.push_back(name.symbolic_shape);
    row.push_back(place_of(name));
    if (!name.fires) row.push_back(why_dormant(name));
  }
  print_table(std::move(rows), library);
}

}  // namespace

void print_hooks(const Arguments& arguments) {
  const RenderOptions options = figure_settings(arguments.figure).options;
  const auto registry = make_registry(arguments);
  const Figure figure(read_model(arguments.figure.source, make_model_types(arguments)), options,
                      registry);
  const std::vector<HookName> names = figure.hook_names();
  if (arguments.json) {
    print_as_json(names);
    return;
  }
  print_names(names, library_of(names, figure.graph(), *registry, options.dialect),
              arguments.symbolic);
}

}  // namespace tviz::cli
