// SPDX-License-Identifier: MIT
#include "tviz/figure/compared_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "figure/painters.hpp"
#include "layout/bare_layout.hpp"
#include "layout/compared_scenes.hpp"
#include "layout/header.hpp"

namespace tviz {
namespace {

constexpr double kTowerWidth = 250;

/// What a kind of component is called in callouts; the parts of ModelDifference are among them.
std::string_view part_of_kind(std::string_view kind) {
  if (kind == "attention" || kind == "cross_attention" || kind == "mixer") return "attention";
  if (kind == "mlp" || kind == "experts") return "MLP";
  if (kind == "norm") return "norms";
  if (kind == "position_embedding") return "positions";
  if (kind == "embedding" || kind == "token_type_embedding") return "embedding";
  if (kind == "unembedding" || kind == "classifier" || kind == "pooler") return "output";
  if (kind == "logits" || kind == "output") return "logits";
  return "";
}

/// Which part of the drawing a difference is about; empty if it is about the model as a whole.
std::string_view drawn_part(const ModelDifference& difference, bool has_position_box) {
  const std::string_view part = difference.part;
  if (part == "attention" || part == "state space" || part == "linear attention" ||
      part == "short convolution") {
    return "attention";
  }
  if (part == "MLP" || part == "experts") return "MLP";
  if (part == "positions") return has_position_box ? "positions" : "attention";
  if (part == "output") {
    return difference.name.ends_with("of the logits") ? "logits" : "output";
  }
  if (part == "norms" || part == "embedding") return part;
  return "";
}

/// A component's path without that of its block.
std::string place_in_block(const ComponentReference& reference) {
  return reference.component->path;
}

std::set<std::string> places_of(const Graph& graph) {
  std::set<std::string> places;
  for (const ComponentReference& each : components_of(graph)) places.insert(place_in_block(each));
  return places;
}

bool has_position_box(const Graph& graph) {
  return std::ranges::any_of(components_of(graph), [](const ComponentReference& each) {
    return each.component->kind == "position_embedding";
  });
}

/// Whether a difference of norms is one of each norm, not one of where they stand.
bool is_of_each_norm(const ModelDifference& difference) {
  return difference.part == "norms" && (difference.name == "norm" || difference.name == "biases" ||
                                        difference.name == "learned weights");
}

/// What of a model differs: the places of its components with their parts.
std::map<std::string, std::string, std::less<>> differing_places(
    const Graph& graph, const Graph& other, const std::vector<ModelDifference>& differences) {
  std::set<std::string_view> parts;
  for (const ModelDifference& each : differences) {
    if (each.part != "norms" || is_of_each_norm(each)) {
      parts.insert(drawn_part(each, has_position_box(graph)));
    }
  }
  const std::set<std::string> elsewhere = places_of(other);
  std::map<std::string, std::string, std::less<>> places;
  for (const ComponentReference& each : components_of(graph)) {
    const std::string_view part = part_of_kind(each.component->kind);
    const bool is_new = !elsewhere.contains(place_in_block(each));
    if (!part.empty() && (is_new || parts.contains(part))) {
      places.emplace(each.path(), std::string(part));
    }
  }
  return places;
}

std::vector<Callout> callouts_of(const std::vector<ModelDifference>& differences,
                                 bool position_box) {
  std::vector<Callout> callouts;
  for (const ModelDifference& each : differences) {
    const std::string part(drawn_part(each, position_box));
    auto callout = std::ranges::find(callouts, part, &Callout::part);
    if (callout == callouts.end()) callout = callouts.insert(callout, {part, {}});
    callout->lines.push_back({each.name, each.left, each.right});
  }
  return callouts;
}

RenderOptions tower_options(const RenderOptions& options) {
  RenderOptions own;
  own.view = View::Block;
  own.annotations = Annotations::None;
  own.theme = options.theme;
  own.overrides = options.overrides;
  own.output = options.output;
  return own;
}

Scene tower_of(const Figure& figure, const Theme& theme, const Fonts& fonts,
               const Registry& registry, std::vector<std::string>& warnings) {
  const PluginPainters painters(figure.graph(), registry);
  LayoutOptions layout;
  layout.view = View::Block;
  layout.annotations = Annotations::None;
  layout.width = std::max(kTowerWidth, figure.least_width());
  layout.painters = painters.by_kind();
  return lay_out_without_header(figure.graph(), theme, fonts, layout, warnings);
}

/// "8.03B parameters · d_model 4096".
std::string summary_of(const Graph& graph) {
  return fmt::format("{} parameters · d_model {}", short_count(count_parameters(graph)),
                     graph.model.d_model);
}

}  // namespace

ComparedModels::ComparedModels(const ModelArchitecture& left, const ModelArchitecture& right,
                               const RenderOptions& options,
                               std::shared_ptr<const Registry> registry)
    : Drawable(std::move(registry)) {
  for (const ModelArchitecture* model : {&left, &right}) {
    figures_.emplace_back(*model, tower_options(options), this->registry());
  }
  const Theme theme = load_theme(options.theme, options.overrides);
  const Fonts fonts(theme.typeface);
  const std::array<const Graph*, 2> graphs{&figures_[0].graph(), &figures_[1].graph()};
  differences_ = differences_of(*graphs[0], *graphs[1]);
  std::array<ComparedScene, 2> sides;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    std::vector<std::string> told;
    sides[i] = {tower_of(figures_[i], theme, fonts, *this->registry(), told),
                title_of(graphs[i]->model), summary_of(*graphs[i]),
                differing_places(*graphs[i], *graphs[1 - i], differences_)};
    for (const std::string& warning : figures_[i].warnings()) {
      warnings_.push_back(fmt::format("{}: {}", sides[i].title, warning));
    }
  }
  const bool position_box = has_position_box(*graphs[0]) || has_position_box(*graphs[1]);
  scene_ = compare_scenes(std::move(sides), callouts_of(differences_, position_box), theme, fonts);
  scene_.description = fmt::format("{}: {} differences.", scene_.title, differences_.size());
}

Diagram ComparedModels::diagram() const {
  throw Error(Problem{"a comparison has no diagram", {}, "draw each model by itself"});
}

BackendOptions ComparedModels::output() const {
  BackendOptions output = figures_.front().output();
  output.metadata.source += "; " + figures_.back().output().metadata.source;
  return output;
}

}  // namespace tviz
