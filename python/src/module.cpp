// SPDX-License-Identifier: MIT
#include "bindings.hpp"
#include "tviz/base/version.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The C++ library tviz, as the package transformer_viz uses it.";
  module.attr("__version__") = tviz::version();
  tviz::python::bind_errors();
  tviz::python::bind_model(module);
  tviz::python::bind_figure(module);
  tviz::python::bind_batch(module);
}
