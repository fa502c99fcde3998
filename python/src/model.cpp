// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "tviz/base/document.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/model/catalog.hpp"
#include "tviz/model/reader.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

/// Files of model families.
using Files = std::vector<std::filesystem::path>;

/// Takes the lines and columns from a text that the user never saw.
void forget_places(Node& node) {
  node.line = node.column = 0;
  for (Node& item : node.items) forget_places(item);
  for (Node::Member& member : node.members) {
    member.line = member.column = 0;
    forget_places(member.value);
  }
}

/// The model, of which a graph file says how many layers it has.
ModelArchitecture counted(ModelArchitecture model) {
  if (model.graph && model.n_layers == 0)
    model.n_layers = read_graph(*model.graph, model).model.n_layers;
  return model;
}

ModelArchitecture read(const std::string& source, const Files& model_types) {
  return counted(read_model(source, ModelTypes(model_types)));
}

/// The model under a name, unless that is empty.
ModelArchitecture named(ModelArchitecture model, const std::string& name) {
  if (name.empty()) return model;
  model.model_name = name;
  complete(model, name, Limits{});
  return model;
}

ModelArchitecture read_json(const std::string& text, const std::string& source,
                            const std::string& name, const Files& model_types) {
  Document document = parse_json(text, source);
  forget_places(document.root);
  return counted(named(read_model(document, ModelTypes(model_types)), name));
}

ModelArchitecture read_text(const std::string& text, const std::string& source,
                            const std::string& name, const Files& model_types) {
  return counted(named(read_model_text(text, source, ModelTypes(model_types)), name));
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const CatalogEntry& entry : Catalog().entries()) names.push_back(entry.name);
  return names;
}

}  // namespace

void bind_model(py::module_& module) {
  using Model = ModelArchitecture;
  py::class_<Model>(module, "Model", "A model's dimensions and switches, checked.")
      .def_static("read", &read, py::arg("source"), py::arg("model_types"),
                  "The model of a catalog name or a file. The files of model_types add families.")
      .def_static("read_json", &read_json, py::arg("text"), py::arg("source"), py::arg("name"),
                  py::arg("model_types"),
                  "The model of a configuration in JSON, which errors call `source`. A name that "
                  "is not empty becomes the model's name in the figure.")
      .def_static("read_text", &read_text, py::arg("text"), py::arg("source"), py::arg("name"),
                  py::arg("model_types"),
                  "The same for a configuration's text, as if it came from a file named `source`.")
      .def_readonly("model_name", &Model::model_name)
      .def_readonly("model_type", &Model::model_type)
      .def_readonly("kind", &Model::kind)
      .def_property_readonly(
          "is_guess",
          [](const Model& model) {
            return std::any_of(model.assumptions.begin(), model.assumptions.end(),
                               [](const Assumption& each) { return each.field == "model_type"; });
          })
      .def_readonly("n_layers", &Model::n_layers)
      .def_readonly("d_model", &Model::d_model)
      .def_readonly("n_heads", &Model::n_heads)
      .def_readonly("n_key_value_heads", &Model::n_key_value_heads)
      .def_readonly("d_head", &Model::d_head)
      .def_readonly("d_mlp", &Model::d_mlp)
      .def_readonly("d_vocab", &Model::d_vocab)
      .def_readonly("n_ctx", &Model::n_ctx)
      .def_readonly("act_fn", &Model::act_fn)
      .def_property_readonly("normalization",
                             [](const Model& model) { return name_of(model.normalization); })
      .def_property_readonly("positional_embedding",
                             [](const Model& model) { return name_of(model.positional_embedding); })
      .def_readonly("parallel_attn_mlp", &Model::parallel_attn_mlp)
      .def_readonly("gated_mlp", &Model::gated_mlp);
  module.def("model_names", &model_names, "The names of all models that are known by name.");
}

}  // namespace tviz::python
