// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

namespace tviz::python {

/// Has tviz::Error arrive in Python as transformer_viz.Error.
void bind_errors();
/// Adds Model and what is known of models by name.
void bind_model(pybind11::module_& module);
/// Adds Hook, Figure and the names of themes.
void bind_figure(pybind11::module_& module);

}  // namespace tviz::python
