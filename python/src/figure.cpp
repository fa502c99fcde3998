// SPDX-License-Identifier: MIT
#include "tviz/figure/figure.hpp"

#include <pybind11/stl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "tviz/figure/notebook.hpp"
#include "tviz/figure/sub_figures.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

using Overrides = std::vector<std::pair<std::string, std::string>>;
using WithoutInterpreter = py::call_guard<py::gil_scoped_release>;

/// A model and its options, as Python gives them.
SubFigure make_part(const ModelArchitecture& model, std::int64_t max_layers,
                    std::optional<double> width, std::vector<Hook> hooks, std::string dialect,
                    const std::string& values, std::string theme, const Overrides& overrides,
                    std::vector<std::string> expand, std::string stream, bool annotations,
                    bool all_heads, bool crop) {
  RenderOptions options{.max_layers = max_layers,
                        .width = width,
                        .hooks = std::move(hooks),
                        .dialect = std::move(dialect),
                        .theme = std::move(theme),
                        .expanded = std::move(expand),
                        .stream = std::move(stream)};
  options.annotations = annotations ? Annotations::Equations : Annotations::None;
  options.heads = all_heads ? HeadsShown::All : HeadsShown::Fitting;
  options.crop = crop;
  for (const auto& [path, value] : overrides) options.overrides.push_back({path, value});
  if (!values.empty()) {
    const Registry registry;
    options.values = parse_values(values, "json", "values", build_graph(model, registry), registry);
  }
  return {model, std::move(options)};
}

std::unique_ptr<Figure> make_figure(const SubFigure& part) {
  return std::make_unique<Figure>(part.model, part.options, std::make_shared<const Registry>());
}

/// The theme, the crop and the output are those of the first.
std::unique_ptr<SubFigures> make_sub_figures(std::vector<SubFigure> parts,
                                             const std::vector<std::string>& captions,
                                             std::size_t columns, std::optional<double> width) {
  for (std::size_t i = 0; i < captions.size(); ++i) parts.at(i).caption = captions[i];
  RenderOptions first = parts.empty() ? RenderOptions{} : parts.front().options;
  first.width = width;
  return std::make_unique<SubFigures>(parts, options_of_whole(first, columns),
                                      std::make_shared<const Registry>());
}

/// Every hook point of a model in a dialect; none: that of TransformerLens.
std::vector<std::string> hook_names(const ModelArchitecture& model, const std::string& dialect) {
  RenderOptions options;
  options.dialect = dialect;
  const Figure figure(model, options, std::make_shared<const Registry>());
  std::vector<std::string> names;
  for (HookName& hook : figure.hook_names()) names.push_back(std::move(hook.name));
  return names;
}

class FoundNames final : public HookNameSink {
 public:
  void add(const HookName& /*name*/) override { any = true; }
  bool any = false;
};

/// Those of the names that mean something in the model.
std::vector<std::string> known_hooks(const ModelArchitecture& model, const std::string& dialect,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> known;
  if (names.empty()) return known;
  const Registry registry;
  const Graph graph = build_graph(model, registry);
  const auto resolver = registry.hook_resolver(dialect);
  for (const std::string& name : names) {
    FoundNames found;
    resolver->resolve(graph, name, found);
    if (found.any) known.push_back(name);
  }
  return known;
}

/// What is highlighted: (component, site, label, heads).
py::list highlights(const Figure& figure) {
  py::list result;
  for (const Highlight& each : figure.overlay().highlights) {
    result.append(py::make_tuple(each.component, each.site, each.label, each.heads));
  }
  return result;
}

py::bytes render(const Drawable& figure, const std::string& format) {
  std::string bytes;
  {
    const py::gil_scoped_release released;
    bytes = figure.render(format);
  }
  return bytes;
}

py::dict mime_bundle(const Drawable& figure) {
  std::map<std::string, std::string> bundle;
  {
    const py::gil_scoped_release released;
    bundle = tviz::mime_bundle(figure);
  }
  py::dict result;
  for (const auto& [type, bytes] : bundle) result[py::str(type)] = py::bytes(bytes);
  return result;
}

}  // namespace

void bind_figure(py::module_& module) {
  py::class_<Hook>(module, "Hook", "A hook to show: where, under which label, on which heads.")
      .def(py::init([](std::string point, std::string label, std::vector<std::int64_t> heads,
                       bool backward) {
             return Hook{std::move(point), std::move(label), std::move(heads), backward};
           }),
           py::arg("point"), py::arg("label"), py::arg("heads"), py::arg("backward"))
      .def_readonly("point", &Hook::point)
      .def_readonly("label", &Hook::label)
      .def_readonly("heads", &Hook::heads)
      .def_readonly("backward", &Hook::backward);
  py::class_<SubFigure>(module, "Part", "A model with what shapes its figure.")
      .def(py::init(&make_part), WithoutInterpreter(), py::arg("model"), py::kw_only(),
           py::arg("max_layers"), py::arg("width"), py::arg("hooks"), py::arg("dialect"),
           py::arg("values"), py::arg("theme"), py::arg("overrides"), py::arg("expand"),
           py::arg("stream"), py::arg("annotations"), py::arg("all_heads"), py::arg("crop"));
  py::class_<Drawable>(module, "Drawable", "What can be drawn in any format.")
      .def("render", &render, py::arg("format"), "The bytes of the figure in a format.")
      .def(
          "save", [](const Drawable& figure, const std::string& path) { figure.save(path); },
          WithoutInterpreter(), py::arg("path"), "Writes a file in the format of its extension.")
      .def("mime_bundle", &mime_bundle, "The bytes of each MIME type that notebooks choose from.")
      .def_property_readonly("outline",
                             [](const Drawable& figure) { return figure.scene().outline; })
      .def_property_readonly("warnings", &Drawable::warnings);
  py::class_<Figure, Drawable>(module, "Figure", "One model, laid out.")
      .def(py::init(&make_figure), WithoutInterpreter(), py::arg("part"))
      .def("highlights", &highlights, "What hooks highlight: (component, site, label, heads).");
  py::class_<SubFigures, Drawable>(module, "SubFigures", "Several models, side by side.")
      .def(py::init(&make_sub_figures), WithoutInterpreter(), py::arg("parts"), py::arg("captions"),
           py::arg("columns"), py::arg("width"));
  module.def("hook_names", &hook_names, py::arg("model"), py::arg("dialect"),
             "Every hook point of a model in a dialect; none: that of TransformerLens.");
  module.def("known_hooks", &known_hooks, py::arg("model"), py::arg("dialect"), py::arg("names"),
             "Those of the names that mean something in the model.");
  module.def("theme_names", &theme_names, "The names of the themes that the library carries.");
}

}  // namespace tviz::python
