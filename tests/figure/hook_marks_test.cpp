// SPDX-License-Identifier: MIT
// What the legend lists can be seen in the drawing, and what is marked there is listed.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "families.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

constexpr std::size_t kMostFunctions = 8;  // As many as the theme has colours.

/// Paths of blocks after the first of their structure: what is drawn of them is the same.
std::vector<std::string> repeated_blocks(const Graph& graph) {
  std::vector<std::string> paths;
  for (const Stream& stream : graph.streams) {
    std::set<std::size_t> seen;
    for (const Block& block : stream.blocks) {
      if (!seen.insert(block.structure).second) paths.push_back(block.path);
    }
  }
  return paths;
}

bool lies_in(const std::string& path, const std::string& block) {
  return path.starts_with(block) && (path.size() == block.size() || path[block.size()] == '.');
}

/// The points of one block of each structure, of one expert each, and those outside of blocks.
std::vector<HookName> points_of(const Figure& figure) {
  const std::vector<std::string> repeated = repeated_blocks(figure.graph());
  std::vector<HookName> points = figure.hook_names();
  std::set<std::string> names;  // One name may be several points.
  std::erase_if(points, [&](const HookName& point) {
    return point.expert > 0 || !names.insert(point.name).second ||
           std::ranges::any_of(
               repeated, [&](const std::string& block) { return lies_in(point.component, block); });
  });
  return points;
}

using Group = std::vector<HookName>;

/// Groups for one figure each. A component with several hooks is opened, so a figure of closed
/// ones has one point of each.
std::vector<Group> grouped(const std::vector<HookName>& points, bool opened) {
  std::vector<Group> groups;
  for (const HookName& point : points) {
    const auto has_room = [&](const Group& group) {
      return group.size() < kMostFunctions &&
             (opened ||
              std::ranges::find(group, point.component, &HookName::component) == group.end());
    };
    auto group = std::ranges::find_if(groups, has_room);
    if (group == groups.end()) group = groups.insert(groups.end(), Group());
    group->push_back(point);
  }
  return groups;
}

/// Of a figure: its shapes, and the entries of its legend.
struct Drawn {
  std::vector<std::pair<std::optional<Color>, std::optional<Color>>> shapes;  ///< Fill and line.
  std::set<std::string> entries;
};

void collect(const std::vector<Primitive>& primitives, Drawn& drawn) {
  const auto add_shape = [&](const auto& shape) {
    drawn.shapes.emplace_back(shape.fill,
                              shape.stroke ? std::optional(shape.stroke->color) : std::nullopt);
  };
  for (const Primitive& primitive : primitives) {
    if (const auto* rectangle = std::get_if<Rectangle>(&primitive)) add_shape(*rectangle);
    if (const auto* circle = std::get_if<Circle>(&primitive)) add_shape(*circle);
    if (const auto* line = std::get_if<Polyline>(&primitive)) add_shape(*line);
    const auto* region = std::get_if<Region>(&primitive);
    if (region != nullptr && region->path.starts_with(kLegendPath)) {
      drawn.entries.insert(region->path.substr(kLegendPath.size()));
    }
  }
}

/// How many shapes have the colours of a function, the swatch in the legend included.
std::ptrdiff_t shapes_of(const Drawn& drawn, const BoxStyle& colors) {
  return std::ranges::count_if(drawn.shapes, [&](const auto& shape) {
    return shape.first == colors.fill || shape.second == colors.stroke;
  });
}

Drawn drawn_in(const Scene& scene) {
  Drawn drawn;
  for (const Definition& definition : scene.definitions) collect(definition.primitives, drawn);
  for (const PlacedBand& placed : place(scene, false).bands) {
    collect(placed.band->primitives, drawn);
  }
  return drawn;
}

/// The points of a group that have an entry and no mark, or a mark and no entry.
std::vector<std::string> untrue(const ModelArchitecture& model, RenderOptions options,
                                const Group& group, const Theme& theme) {
  for (const HookName& point : group) {
    options.hooks.push_back({.point = point.name, .label = "f" + point.name});
  }
  const Drawn drawn = drawn_in(visualize(model, options).scene());
  std::vector<std::string> points;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const bool listed = drawn.entries.contains("f" + group[i].name);
    if (!listed || shapes_of(drawn, theme.highlights[i]) < 2) {
      points.push_back(group[i].name + (listed ? " has no mark" : " is not listed"));
    }
  }
  return points;
}

/// Components with their parts and points: equal ones have their marks in the same places.
std::string text_of(const std::vector<const Component*>& components) {
  std::string text;
  for (const Component* component : components) {
    text += component->path + " " + component->kind;
    for (const Part& part : component->parts) text += " " + part.path;
    for (const HookPoint& point : component->hook_points) text += " " + point.site;
    text += "\n";
  }
  return text;
}

/// Whether a block or an end of the model has what `known` lacks, which then has it.
bool has_news(const Graph& graph, std::set<std::string>& known) {
  bool news = false;
  for (const Stream& stream : graph.streams) {
    news = known.insert(text_of(components_outside_blocks(stream))).second || news;
    for (const BlockStructure& structure : stream.structures) {
      news = known.insert(text_of(components_of(structure))).second || news;
    }
  }
  return news;
}

/// Of a model with blocks or ends that no model before it had; else nothing.
std::vector<std::string> untrue(ModelArchitecture model, std::set<std::string>& known) {
  constexpr std::int64_t kEnoughExperts = 8;  // Hundreds of each layer only take time.
  model.experts.n_experts = std::min(model.experts.n_experts, kEnoughExperts);
  model.experts.experts_per_token = std::min(model.experts.experts_per_token, kEnoughExperts);
  static const Theme theme = load_theme("circuits");
  const Figure figure = visualize(model);
  if (!has_news(figure.graph(), known)) return {};
  const std::vector<HookName> points = points_of(figure);
  std::vector<std::string> all;
  const auto try_all = [&](const char* what, const RenderOptions& options, bool opened) {
    for (const Group& group : grouped(points, opened)) {
      for (const std::string& point : untrue(model, options, group, theme)) {
        all.push_back(std::string(what) + ": " + point);
      }
    }
  };
  try_all("block", {.view = View::Block}, false);
  try_all("atlas", {.view = View::Atlas}, false);
  try_all("opened", {.view = View::Tower, .max_layers = 1, .expanded = {"all"}}, true);
  return all;
}

TEST(HookMarks, OfEveryPointOfEveryModelAreDrawnAndListed) {
  std::set<std::string> known;
  const std::vector<Family> all = families();
  for (std::size_t i = 0; i < all.size(); i += TVIZ_TEST_EVERY) {
    EXPECT_EQ(untrue(all[i].model, known), std::vector<std::string>()) << all[i].name;
  }
  const std::vector<CatalogEntry> entries = Catalog().entries();
  for (std::size_t i = 0; i < entries.size(); i += TVIZ_TEST_EVERY) {
    EXPECT_EQ(untrue(read_model(entries[i].name), known), std::vector<std::string>())
        << entries[i].name;
  }
}

}  // namespace
}  // namespace tviz::test
