// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/circuits/circuits.hpp"
#include "tviz/figure/drawable.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/hooks/hook.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/plugin/interfaces.hpp"
#include "tviz/plugin/registry.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// Everything that can vary in a figure, with defaults for a first look.
struct RenderOptions {
  View view = View::Automatic;
  /// How many layers a tower draws before it folds the rest; none: 8, and a view that is automatic
  /// may be something else than a tower.
  std::optional<std::int64_t> max_layers{};
  /// In pixels (1/96 inch). None: the theme's width (600), or more if several streams stand side by
  /// side.
  std::optional<double> width{};
  /// In pixels, what the figure must not exceed, except on an interactive page, which scrolls. A
  /// view that is automatic is then chosen to fit, on screens too. None: nine inches on paper, if
  /// drawing closer together suffices for that.
  std::optional<double> height{};
  std::vector<Hook> hooks{};
  /// The dialect of the hooks' names and of the names in panels. Empty: each hook's name belongs to
  /// the first dialect that gives it a meaning (Registry::hook_dialects()), and panels use the
  /// first dialect, TransformerLens.
  std::string dialect{};
  /// Which needs of dormant hook points (HookName::needs) this model meets: "use_attn_result". Such
  /// points count as firing.
  std::vector<std::string> fulfilled_needs{};
  /// Names of hooks that were to be shown but have no place in the figure. It says so.
  std::vector<std::string> unplaced_hooks{};
  Values values{};                          ///< Numbers that colour components and heads.
  std::string value_title{};                ///< What they measure; empty: what the values say.
  std::vector<std::string> value_tokens{};  ///< At the positions that layers have numbers for.
  std::optional<double> value_min{};     ///< Where their colours begin; none: what the values say.
  std::optional<double> value_max{};     ///< Where their colours end.
  std::optional<double> value_center{};  ///< What has the middle colour; none: zero.
  Circuit circuit{};                     ///< Drawn in an atlas; without members: none.
  CircuitChoice circuit_choice{};        ///< Which of its edges are shown.
  std::string theme = "circuits";        ///< The name of a built-in theme, or a path.
  std::vector<ThemeOverride> overrides{};
  /// What to draw opened, with its weights, operations and hook points: paths of components
  /// ("blocks.5.attn") or blocks ("blocks.5"), or "all" for every layer that is drawn.
  std::vector<std::string> expanded{};
  std::string stream{};  ///< The only stream to draw: "vision encoder"; empty: all.
  Annotations annotations = Annotations::Equations;
  /// Whether it stands beside others: then its notes never stand below it, and paper keeps its
  /// margin.
  bool is_sub_figure = false;
  /// Whether it stands among others of the same model: an atlas then leaves out the title and the
  /// scale of the numbers, which all have in common.
  bool is_multiple = false;
  HeadsShown heads = HeadsShown::Fitting;
  Direction direction = Direction::Up;
  std::string title{};  ///< Of the figure and its files; empty: the model's.
  /// Whether it is an error that the model has assumptions or keys that were not read, or that a
  /// hook has no place.
  bool strict = false;
  bool crop = false;  ///< Trims the page to the drawing, without a margin.
  BackendOptions output{};
};

/// One model, ready to be drawn: the façade of the library.
class TVIZ_API Figure : public Drawable {
 public:
  /// Builds the graph, resolves the hooks, loads the theme and lays everything out. Throws Error if
  /// the model, a hook, the theme or the width is invalid.
  Figure(const ModelArchitecture& model, RenderOptions options,
         std::shared_ptr<const Registry> registry);

  /// The components on their residual streams.
  const Graph& graph() const { return graph_; }
  /// The highlights of the hooks.
  const Overlay& overlay() const { return overlay_; }
  const Scene& scene() const override { return scene_; }
  Scene interactive_scene() const override;
  Scene paper_scene() const override;
  Diagram diagram() const override;
  const std::vector<std::string>& warnings() const override { return warnings_; }
  BackendOptions output() const override;

  /// Every hook point of the model in the options' dialect.
  std::vector<HookName> hook_names() const;
  /// The smallest width that the options may ask for, in pixels.
  double least_width() const;

 private:
  /// The hook points of the first block of each structure and outside the blocks.
  std::vector<HookName> named_points() const;
  void leave_out_streams();
  /// A tower, if its width suffices or it is asked for.
  View view_on_screens(const LayoutOptions& layout) const;
  /// Whether paper gets another view than screens.
  bool differs_on_paper() const;

  RenderOptions options_;
  Graph graph_;
  Overlay overlay_;
  Theme theme_;
  std::optional<Theme> dark_theme_;
  std::shared_ptr<const Fonts> fonts_;
  Scene scene_;
  std::vector<std::string> warnings_;
};

/// The graph of a model, built by the architecture plugin of its kind. Throws Error.
TVIZ_API Graph build_graph(const ModelArchitecture& model, const Registry& registry);

/// Reads numbers for a model's components, with the value reader for the file's extension. Throws
/// Error with every wrong line.
TVIZ_API Values read_values(const std::filesystem::path& file, const Graph& graph,
                            const Registry& registry);
/// Does the same with numbers in memory. `format` takes the place of the file's extension, and
/// errors call the numbers `source`.
TVIZ_API Values parse_values(std::string_view bytes, std::string_view format,
                             const std::string& source, const Graph& graph,
                             const Registry& registry);

/// Draws a model given by name, path or "-": `visualize("gpt2").save("gpt2.pdf")`.
TVIZ_API Figure visualize(std::string_view source, const RenderOptions& options = {});
/// Draws a model given by its dimensions, which complete() has checked.
TVIZ_API Figure visualize(const ModelArchitecture& model, const RenderOptions& options = {});

/// The format that a file's extension names, in lower case: "pdf" for "a/b.PDF". Throws Error
/// if there is no extension.
TVIZ_API std::string format_of(const std::filesystem::path& path);

/// Writes a file through a temporary one beside it, so that it appears whole or not at
/// all. Throws Error.
TVIZ_API void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace tviz
