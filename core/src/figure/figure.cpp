// SPDX-License-Identifier: MIT
#include "tviz/figure/figure.hpp"

#include <fmt/format.h>

#include <sstream>
#include <string>
#include <utility>

#include "base/digest.hpp"
#include "figure/expanded_paths.hpp"
#include "figure/option_checks.hpp"
#include "figure/painters.hpp"
#include "figure/values.hpp"
#include "graph/peft_adapter.hpp"
#include "graph/single_stream.hpp"
#include "hooks/dialects.hpp"
#include "hooks/resolve_hooks.hpp"
#include "layout/diagram.hpp"
#include "layout/positions.hpp"
#include "model/graph_model.hpp"
#include "model/own_keys.hpp"
#include "plugin/call_plugin.hpp"
#include "text/utf8.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/model/reader.hpp"
#include "tviz/plugin/plugin.hpp"
#include "tviz/scene/crop.hpp"

namespace tviz {
namespace {

constexpr std::int64_t kUsualLayers = 8;

/// The view unless it depends on the width or the format.
View chosen_view(const RenderOptions& options) {
  if (options.view != View::Automatic) return options.view;
  return options.circuit.empty() ? View::Tower : View::Atlas;
}

LayoutOptions layout_options(const RenderOptions& options, const PluginPainters& painters) {
  return {.view = chosen_view(options),
          .max_layers = options.max_layers.value_or(kUsualLayers),
          .width = options.width,
          .height = options.height,
          .annotations = options.annotations,
          .is_sub_figure = options.is_sub_figure,
          .is_multiple = options.is_multiple,
          .heads = options.heads,
          .expanded = options.expanded,
          .painters = painters.by_kind(),
          .direction = options.direction};
}

Graph graph_of(const ModelArchitecture& model, const RenderOptions& options,
               const Registry& registry) {
  Graph graph = build_graph(model, registry);
  if (!options.stream.empty()) graph = single_stream(graph, options.stream);
  if (!options.title.empty()) graph.model.title = options.title;
  return graph;
}

void check_texts(const RenderOptions& options, std::vector<Problem>& problems) {
  const Metadata& metadata = options.output.metadata;
  check_length(options.title, "title", {}, problems);
  check_length(options.value_title, "value_title", {}, problems);
  check_length(listed(metadata.authors), "author", {}, problems);
  check_length(listed(metadata.keywords), "keywords", {}, problems);
  check_length(metadata.licence, "licence", {}, problems);
}

void check(const RenderOptions& options) {
  std::vector<Problem> problems;
  if (options.max_layers && *options.max_layers < 1) {
    problems.push_back({fmt::format("must be at least 1, got {}", *options.max_layers),
                        {"", 0, 0, "max_layers"},
                        {}});
  }
  if (options.value_min && options.value_max && *options.value_min >= *options.value_max) {
    problems.push_back(
        {fmt::format("must be below value_max, {}, got {}", *options.value_max, *options.value_min),
         {"", 0, 0, "value_min"},
         {}});
  }
  check_size(options.width, "width", problems);
  check_size(options.height, "height", problems);
  check_texts(options, problems);
  throw_if_any(std::move(problems));
}

/// Without what would end a line in the middle of a file's header.
/// One text is a prompt, whose words are the tokens. A token that cannot be seen has a sign.
std::vector<std::string> visible_tokens(std::vector<std::string> tokens) {
  if (tokens.size() == 1) {
    std::istringstream words(tokens.front());
    tokens.assign(std::istream_iterator<std::string>(words), {});
  }
  for (std::string& token : tokens) {
    const std::string text = clean_text(token);
    const std::size_t first = text.find_first_not_of(' ');
    const bool is_blank = first == std::string::npos;
    token = is_blank ? "␣" : text.substr(first, text.find_last_not_of(' ') + 1 - first);
  }
  return tokens;
}

RenderOptions cleaned(RenderOptions options) {
  Metadata& metadata = options.output.metadata;
  for (std::string* text : {&options.title, &options.value_title, &metadata.licence}) {
    *text = clean_text(*text);
  }
  for (std::vector<std::string>* texts :
       {&metadata.authors, &metadata.keywords, &options.unplaced_hooks}) {
    for (std::string& text : *texts) text = clean_text(text);
  }
  options.value_tokens = visible_tokens(std::move(options.value_tokens));
  return options;
}

/// The numbers, on the scale that the options ask for.
Values scaled_values(const RenderOptions& options) {
  Values values = options.values;
  if (!options.value_title.empty()) values.title = options.value_title;
  values.tokens = options.value_tokens;
  if (options.value_min) values.least = options.value_min;
  if (options.value_max) values.most = options.value_max;
  if (options.value_center) values.center = options.value_center;
  return values;
}

/// One for each position, if there are any.
void check_tokens(const std::vector<std::string>& tokens, std::size_t positions,
                  std::vector<std::string>& warnings) {
  if (tokens.empty() || tokens.size() == positions) return;
  if (positions == 0) {
    warnings.emplace_back("the tokens are not drawn: no layer has numbers at positions");
    return;
  }
  throw Error(Problem{fmt::format("got {} tokens for {} positions", tokens.size(), positions),
                      {"", 0, 0, "value_tokens"},
                      "the numbers of each layer are a list, one for each position"});
}

void check_strictly(const ModelArchitecture& model,
                    const std::vector<std::string>& unplaced_hooks) {
  check_no_doubts(model, model.model_name);
  std::vector<Problem> problems;
  problems.reserve(unplaced_hooks.size());
  for (const std::string& hook : unplaced_hooks) {
    problems.push_back({"not placed", {.field = fmt::format("hook {}", hook)}, {}});
  }
  throw_if_any(std::move(problems));
}

/// What `tviz describe --json` prints for the same model has this digest.
std::string source_of(const Graph& graph, const Overlay& overlay) {
  const std::string doubts = doubts_of(graph.model, overlay.unplaced_hooks);
  return fmt::format("{}, architecture xxh128:{}{}{}", graph.model.model_name,
                     digest(to_json(graph)), doubts.empty() ? "" : ", ", doubts);
}

/// "Indirect object identification in GPT-2 small", unless the user gives a title.
std::string title_with_circuit(const ModelArchitecture& model, const RenderOptions& options) {
  const std::string& circuit = options.circuit.title;
  if (!options.title.empty() || circuit.empty()) return model.title;
  return fmt::format("{} in {}", circuit, model.title.empty() ? model.model_name : model.title);
}

}  // namespace

Graph build_graph(const ModelArchitecture& model, const Registry& registry) {
  if (model.graph != nullptr && is_graph_file(model.graph->root)) {
    return read_graph(*model.graph, model);
  }
  const auto architecture = registry.architecture(model.kind);
  const PluginObject object = plugin_object(registry, kind_of<Architecture>(), model.kind);
  try {
    std::vector<OwnKey> own_keys;
    call_plugin(object, [&] { own_keys = architecture->own_keys(); });
    const ModelArchitecture complete = with_own_keys(model, own_keys);
    GraphBuilder builder(complete, Limits{});
    call_plugin(object, [&] { architecture->build(complete, builder); });
    Graph graph = builder.finish();
    if (model.graph != nullptr) attach_adapter(*model.graph, graph);
    graph.model.graph = nullptr;
    return graph;
  } catch (const Error& error) {
    throw_from(object.name, error.problems());
  }
}

Figure::Figure(const ModelArchitecture& model, RenderOptions options,
               std::shared_ptr<const Registry> registry)
    : Drawable(std::move(registry)),
      options_(cleaned(std::move(options))),
      graph_(graph_of(model, options_, *this->registry())),
      theme_(load_theme(options_.theme, options_.overrides)),
      dark_theme_(take_dark_partner(theme_, options_.overrides)),
      fonts_(std::make_shared<const Fonts>(theme_.typeface)),
      warnings_(graph_.model.warnings) {
  check(options_);
  if (options_.strict) check_strictly(graph_.model, options_.unplaced_hooks);
  if (!options_.hooks.empty()) {
    Dialects dialects(*this->registry(), graph_, options_.dialect, options_.fulfilled_needs);
    overlay_ = resolve_hooks(graph_, options_.hooks, dialects, warnings_);
  }
  check_values(options_.values, graph_);
  const std::size_t positions = positions_of(options_.values, graph_);
  check_tokens(options_.value_tokens, positions, warnings_);
  // Only an atlas has a place for each.
  if (options_.view == View::Automatic && positions > 0) options_.view = View::Atlas;
  if (!options_.circuit.empty()) {
    overlay_.circuit =
        chosen_edges(resolve_circuit(options_.circuit, graph_, warnings_), options_.circuit_choice);
    graph_.model.title = title_with_circuit(graph_.model, options_);
  }
  leave_out_streams();
  check_expanded(options_.expanded, graph_);
  overlay_.values = scaled_values(options_);
  overlay_.unplaced_hooks = options_.unplaced_hooks;
  warn_of_undrawn_components(graph_, *this->registry(), warnings_);
  const PluginPainters painters(graph_, *this->registry());
  LayoutOptions layout = layout_options(options_, painters);
  if (!options_.hooks.empty() || !options_.expanded.empty()) layout.hook_names = named_points();
  layout.view = view_on_screens(layout);
  const auto fitted = options_.height && differs_on_paper() ? lay_out_on_paper : lay_out;
  scene_ = fitted(graph_, overlay_, theme_, *fonts_, layout, warnings_);
  if (dark_theme_) {
    std::vector<std::string> already_told;
    add_dark_colors(scene_, fitted(graph_, overlay_, *dark_theme_, *fonts_, layout, already_told));
  }
  if (options_.crop) scene_ = crop(std::move(scene_), *fonts_);
}

/// In a width that is too small for several streams, only the last remains, unless the user asks
/// for something that needs the others.
void Figure::leave_out_streams() {
  const bool is_free = differs_on_paper() && options_.hooks.empty() &&
                       options_.values.list.empty() && options_.expanded.empty();
  if (!options_.width || !is_free || graph_.streams.size() < 2) return;
  const Stream& last = graph_.streams.back();
  const PluginPainters painters(graph_, *registry());
  LayoutOptions layout = layout_options(options_, painters);
  layout.view = View::Block;
  const double least = tviz::least_width(graph_, overlay_, theme_, *fonts_, layout);
  if (*options_.width >= least || reads_another(graph_, last)) return;
  warnings_.push_back(
      fmt::format("only the {} is drawn: all streams together need a width of {} pixels",
                  lower_case(last.title), least));
  graph_ = single_stream(graph_, last.name);
}

std::vector<HookName> Figure::named_points() const {
  const std::string dialect = labelling_dialect(graph_, *registry(), options_.dialect);
  auto names = representative_names(graph_, *registry(), dialect);
  fulfil(options_.fulfilled_needs, names);
  return names;
}

Scene Figure::interactive_scene() const {
  const PluginPainters painters(graph_, *registry());
  LayoutOptions layout = layout_options(options_, painters);
  layout.hook_names = named_points();
  layout.layers_open = true;
  layout.height.reset();
  layout.view = view_on_screens(layout);
  const auto in_theme = [&](const Theme& theme) {
    std::vector<std::string> already_told;
    Scene scene = lay_out(graph_, overlay_, theme, *fonts_, layout, already_told);
    add_panels(graph_, overlay_, theme, *fonts_, layout.hook_names, scene);
    return scene;
  };
  Scene scene = in_theme(theme_);
  if (dark_theme_) add_dark_colors(scene, in_theme(*dark_theme_));
  const std::string dialect = labelling_dialect(graph_, *registry(), options_.dialect);
  call_plugin(plugin_object(*registry(), kind_of<HookResolver>(), dialect),
              [&] { scene.snippet = registry()->hook_resolver(dialect)->snippet(); });
  return options_.crop ? crop(std::move(scene), *fonts_) : scene;
}

View Figure::view_on_screens(const LayoutOptions& layout) const {
  const bool grows = layout.heads == HeadsShown::All;
  if (!differs_on_paper() || !layout.width || grows) return layout.view;
  return *layout.width < tviz::least_width(graph_, overlay_, theme_, *fonts_, layout) ? View::Block
                                                                                      : View::Tower;
}

bool Figure::differs_on_paper() const {
  return options_.view == View::Automatic && options_.circuit.empty() && !options_.max_layers &&
         options_.direction == Direction::Up;
}

Scene Figure::paper_scene() const {
  if (options_.height || !differs_on_paper()) return scene_;
  const PluginPainters painters(graph_, *registry());
  LayoutOptions layout = layout_options(options_, painters);
  if (!options_.hooks.empty() || !options_.expanded.empty()) layout.hook_names = named_points();
  std::vector<std::string> already_told;
  Scene scene = lay_out_on_paper(graph_, overlay_, theme_, *fonts_, layout, already_told);
  return options_.crop ? crop(std::move(scene), *fonts_) : scene;
}

Diagram Figure::diagram() const { return diagram_of(graph_); }

BackendOptions Figure::output() const {
  BackendOptions output = options_.output;
  output.metadata.source = source_of(graph_, overlay_);
  return output;
}

double Figure::least_width() const {
  const PluginPainters painters(graph_, *registry());
  LayoutOptions layout = layout_options(options_, painters);
  if (!options_.expanded.empty()) layout.hook_names = named_points();
  return tviz::least_width(graph_, overlay_, theme_, *fonts_, layout);
}

std::string format_of(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  if (extension.size() < 2) {
    throw Error(Problem{"the file name has no extension, so the format is unknown",
                        {path.string(), 0, 0, {}},
                        "end it in .svg, .html, .pdf or .png"});
  }
  return extension.substr(1);
}

std::vector<HookName> Figure::hook_names() const {
  const std::string dialect = labelling_dialect(graph_, *registry(), options_.dialect);
  auto names = all_names(graph_, *registry(), dialect);
  fulfil(options_.fulfilled_needs, names);
  return names;
}

Figure visualize(std::string_view source, const RenderOptions& options) {
  return visualize(read_model(source), options);
}

Figure visualize(const ModelArchitecture& model, const RenderOptions& options) {
  ModelArchitecture completed = model;
  complete(completed, "architecture", Limits{});
  return {completed, options, std::make_shared<const Registry>()};
}

}  // namespace tviz
