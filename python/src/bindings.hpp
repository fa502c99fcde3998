// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

#include "tviz/base/error.hpp"

namespace tviz::python {

/// The object of transformer_viz.errors.Problem.
pybind11::object problem_object(const Problem& problem);
/// Has tviz::Error arrive in Python as transformer_viz.Error.
void bind_errors();
/// Adds Model and what is known of models by name.
void bind_model(pybind11::module_& module);
/// Adds Hook, Figure and the names of themes.
void bind_figure(pybind11::module_& module);
/// Adds draw_batch().
void bind_batch(pybind11::module_& module);

}  // namespace tviz::python
