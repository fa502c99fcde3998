// SPDX-License-Identifier: MIT
#include "tviz/figure/figure.hpp"

#include <pybind11/stl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "tviz/base/document.hpp"
#include "tviz/figure/notebook.hpp"
#include "tviz/figure/option_text.hpp"
#include "tviz/figure/options.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/graph/graph_file.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

using WithoutInterpreter = py::call_guard<py::gil_scoped_release>;

/// A model, its options, and values as JSON or nothing.
using Part = std::tuple<ModelArchitecture, FigureSettings, std::string>;

/// Options as the package collects them, a JSON map of their names to their values, at the date of
/// the environment. Throws Error with all that are wrong.
FigureSettings make_settings(const std::string& json, std::vector<Hook> hooks,
                             std::vector<std::string> fulfilled_needs,
                             std::vector<std::string> unplaced_hooks) {
  const Document given = parse_json(json, "options");
  FigureSettings settings;
  std::vector<Problem> problems;
  // In the order of the table, in which they may override each other.
  for (const FigureOption& option : figure_options()) {
    const Node* value = option.in_python.empty() ? nullptr : given.root.find(option.in_python);
    if (value == nullptr) continue;
    set_option({.language = OptionLanguage::Python, .name = option.in_python, .value = *value},
               settings, problems);
  }
  throw_if_any(std::move(problems));
  settings.options.hooks = std::move(hooks);
  settings.options.fulfilled_needs = std::move(fulfilled_needs);
  settings.options.unplaced_hooks = std::move(unplaced_hooks);
  settings.options.output.date = date_of_environment();
  return settings;
}

/// What a function returns, whose errors call options as Python does.
template <class Function>
auto naming_options(const Function& function) {
  try {
    return function();
  } catch (const Error& error) {
    throw Error(in_words_of(OptionLanguage::Python, error.problems()));
  }
}

SubFigure part_of(const Part& part, const Registry& registry) {
  const auto& [model, settings, values] = part;
  RenderOptions options = settings.options;
  if (!values.empty()) {
    options.values = parse_values(values, "json", "values", build_graph(model, registry), registry);
  } else if (!settings.values_file.empty()) {
    options.values = read_values(settings.values_file, build_graph(model, registry), registry);
  }
  return {model, std::move(options)};
}

std::unique_ptr<Figure> make_figure(const ModelArchitecture& model, const FigureSettings& settings,
                                    const std::string& values) {
  const auto registry = std::make_shared<const Registry>();
  return naming_options([&] {
    const SubFigure part = part_of({model, settings, values}, *registry);
    return std::make_unique<Figure>(part.model, part.options, registry);
  });
}

/// The whole takes its size and its columns from the arrangement, everything else from the first.
std::unique_ptr<SubFigures> make_sub_figures(const std::vector<Part>& parts,
                                             const std::vector<std::string>& captions,
                                             const FigureSettings& arrangement) {
  const auto registry = std::make_shared<const Registry>();
  return naming_options([&] {
    std::vector<SubFigure> sub_figures;
    sub_figures.reserve(parts.size());
    for (const Part& part : parts) {
      const std::size_t index = sub_figures.size();
      sub_figures.push_back(part_of(part, *registry));
      if (index < captions.size()) sub_figures.back().caption = captions[index];
    }
    RenderOptions whole = parts.empty() ? RenderOptions{} : sub_figures.front().options;
    whole.width = arrangement.options.width;
    whole.height = arrangement.options.height;
    return std::make_unique<SubFigures>(sub_figures, options_of_whole(whole, arrangement.columns),
                                        registry);
  });
}

/// Every hook point of a model in a dialect; if it is empty, in that of TransformerLens.
std::vector<std::string> hook_names(const ModelArchitecture& model, const std::string& dialect) {
  RenderOptions options;
  options.dialect = dialect;
  const Figure figure(model, options, std::make_shared<const Registry>());
  std::vector<std::string> names;
  for (HookName& hook : figure.hook_names()) names.push_back(std::move(hook.name));
  return names;
}

/// Component and number of heads of a hook point.
/// (component, heads on the axis of heads, this axis counted from the last, as -2; 0 without one).
using HookTensor = std::tuple<std::string, std::int64_t, int>;

class FoundTensors final : public HookNameSink {
 public:
  void add(const HookName& name) override {
    const auto axes = std::ranges::count(name.shape, ',') + 1;
    const int axis = name.head_axis < 0 ? 0 : name.head_axis - static_cast<int>(axes);
    tensors.emplace_back(name.component, name.heads_on_axis, axis);
  }
  std::vector<HookTensor> tensors;
};

/// What each of the names means in a dialect, or without one in the first in which it means
/// anything; names that mean nothing are left out.
std::map<std::string, std::vector<HookTensor>> hook_places(const ModelArchitecture& model,
                                                           const std::string& dialect,
                                                           const std::vector<std::string>& names) {
  std::map<std::string, std::vector<HookTensor>> known;
  if (names.empty()) return known;
  const Registry registry;
  const Graph graph = build_graph(model, registry);
  for (const std::string& tried :
       dialect.empty() ? registry.hook_dialects() : std::vector{dialect}) {
    const auto resolver = registry.hook_resolver(tried);
    for (const std::string& name : names) {
      if (known.contains(name)) continue;
      FoundTensors found;
      resolver->resolve(graph, name, found);
      if (!found.tensors.empty()) known.emplace(name, std::move(found.tensors));
    }
  }
  return known;
}

/// Every component: (path, heads), without heads 0.
std::vector<std::pair<std::string, std::int64_t>> components(const ModelArchitecture& model) {
  const Graph graph = build_graph(model, Registry());
  std::vector<std::pair<std::string, std::int64_t>> list;
  for (const ComponentReference& each : components_of(graph)) {
    list.emplace_back(each.path(), each.component->n_heads);
  }
  return list;
}

std::string graph_file(const ModelArchitecture& model) {
  return to_graph_file(build_graph(model, Registry()), GraphFormat::Json);
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
                       bool backward, bool guessed_heads, std::string dialect) {
             return Hook{std::move(point), std::move(label), std::move(heads),
                         backward,         guessed_heads,    std::move(dialect)};
           }),
           py::arg("point"), py::arg("label"), py::arg("heads"), py::arg("backward"),
           py::arg("guessed_heads") = false, py::arg("dialect") = "")
      .def(py::pickle(
          [](const Hook& hook) {
            return py::make_tuple(hook.point, hook.label, hook.heads, hook.backward,
                                  hook.guessed_heads, hook.dialect);
          },
          [](const py::tuple& state) {
            return Hook{state[0].cast<std::string>(),
                        state[1].cast<std::string>(),
                        state[2].cast<std::vector<std::int64_t>>(),
                        state[3].cast<bool>(),
                        state[4].cast<bool>(),
                        state[5].cast<std::string>()};
          }))
      .def_readonly("point", &Hook::point)
      .def_readonly("label", &Hook::label)
      .def_readonly("heads", &Hook::heads)
      .def_readonly("backward", &Hook::backward);
  py::class_<FigureSettings>(module, "FigureSettings", "What can vary in a figure.")
      .def(py::init(&make_settings), py::arg("options"), py::arg("hooks"),
           py::arg("fulfilled_needs"), py::arg("unplaced_hooks"));
  py::class_<Drawable>(module, "Drawable", "What can be drawn in any format.")
      .def("render", &render, py::arg("format"), "The bytes of the figure in a format.")
      // Not "save": nnsight gives that method to every object, and pybind11 would overload it.
      .def(
          "write_file", [](const Drawable& figure, const std::string& path) { figure.save(path); },
          WithoutInterpreter(), py::arg("path"), "Writes a file in the format of its extension.")
      .def("mime_bundle", &mime_bundle, "The bytes of each MIME type that notebooks choose from.")
      .def_property_readonly("outline",
                             [](const Drawable& figure) { return figure.scene().outline; })
      .def_property_readonly("warnings", &Drawable::warnings);
  py::class_<Figure, Drawable>(module, "Figure", "One model, laid out.")
      .def(py::init(&make_figure), WithoutInterpreter(), py::arg("model"), py::arg("settings"),
           py::arg("values"))
      .def("highlights", &highlights, "What hooks highlight: (component, site, label, heads).");
  py::class_<SubFigures, Drawable>(module, "SubFigures", "Several models, side by side.")
      .def(py::init(&make_sub_figures), WithoutInterpreter(), py::arg("parts"), py::arg("captions"),
           py::arg("arrangement"));
  module.def(
      "hook_names", &hook_names, py::arg("model"), py::arg("dialect"),
      "Every hook point of a model in a dialect; if it is empty, in that of TransformerLens.");
  module.def("hook_places", &hook_places, py::arg("model"), py::arg("dialect"), py::arg("names"),
             "What each name means: [(component, heads of its axis, this axis from the last, or "
             "0)]; unknown ones are left out.");
  module.def("components", &components, py::arg("model"),
             "Every component of a model: (path, heads); those without heads have 0.");
  module.def("graph_file", &graph_file, WithoutInterpreter(), py::arg("model"),
             "The graph of a model as a graph file in JSON.");
  module.def("theme_names", &theme_names, "The names of the built-in themes.");
}

}  // namespace tviz::python
