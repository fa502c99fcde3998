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
#include "tviz/figure/option_text.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

using Overrides = std::vector<std::pair<std::string, std::string>>;
using WithoutInterpreter = py::call_guard<py::gil_scoped_release>;

/// The arguments of Figure in Python, in their order there.
std::unique_ptr<Figure> make_figure(const ModelArchitecture& model, std::int64_t max_layers,
                                    std::optional<double> width, std::vector<Hook> hooks,
                                    std::string dialect, const std::string& values,
                                    std::string theme, const Overrides& overrides,
                                    std::vector<std::string> expand, std::string stream,
                                    bool annotations, bool all_heads,
                                    const std::string& direction) {
  const auto registry = std::make_shared<const Registry>();
  RenderOptions options{.max_layers = max_layers,
                        .width = width,
                        .hooks = std::move(hooks),
                        .dialect = std::move(dialect),
                        .theme = std::move(theme),
                        .expanded = std::move(expand),
                        .stream = std::move(stream)};
  options.annotations = annotations ? Annotations::Equations : Annotations::None;
  options.heads = all_heads ? HeadsShown::All : HeadsShown::Fitting;
  options.output.date = date_of_environment();
  options.direction = parse_direction(direction, "direction");
  for (const auto& [path, value] : overrides) options.overrides.push_back({path, value});
  if (!values.empty()) {
    options.values =
        parse_values(values, "json", "values", build_graph(model, *registry), *registry);
  }
  return std::make_unique<Figure>(model, std::move(options), registry);
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

py::bytes render(const Figure& figure, const std::string& format) {
  std::string bytes;
  {
    const py::gil_scoped_release released;
    bytes = figure.render(format);
  }
  return bytes;
}

py::dict mime_bundle(const Figure& figure) {
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
  py::class_<Figure>(module, "Figure", "One model, laid out and ready to be drawn in any format.")
      .def(py::init(&make_figure), WithoutInterpreter(), py::arg("model"), py::kw_only(),
           py::arg("max_layers"), py::arg("width"), py::arg("hooks"), py::arg("dialect"),
           py::arg("values"), py::arg("theme"), py::arg("overrides"), py::arg("expand"),
           py::arg("stream"), py::arg("annotations"), py::arg("all_heads"), py::arg("direction"))
      .def("render", &render, py::arg("format"), "The bytes of the figure in a format.")
      .def(
          "save", [](const Figure& figure, const std::string& path) { figure.save(path); },
          WithoutInterpreter(), py::arg("path"), "Writes a file in the format of its extension.")
      .def("mime_bundle", &mime_bundle, "The bytes of each MIME type that notebooks choose from.")
      .def("highlights", &highlights, "What hooks highlight: (component, site, label, heads).")
      .def_property_readonly("outline", [](const Figure& figure) { return figure.scene().outline; })
      .def_property_readonly("warnings", &Figure::warnings);
  module.def("hook_names", &hook_names, py::arg("model"), py::arg("dialect"),
             "Every hook point of a model in a dialect; none: that of TransformerLens.");
  module.def("known_hooks", &known_hooks, py::arg("model"), py::arg("dialect"), py::arg("names"),
             "Those of the names that mean something in the model.");
  module.def("theme_names", &theme_names, "The names of the themes that the library carries.");
}

}  // namespace tviz::python
