// SPDX-License-Identifier: MIT
#include <exception>

#include "bindings.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

/// The class and its fields are Python's own, so that type checkers and pickle know them.
void raise(const Error& error) {
  const py::module_ errors = py::module_::import("transformer_viz.errors");
  py::list problems;
  for (const Problem& problem : error.problems()) problems.append(problem_object(problem));
  const py::object type = errors.attr("Error");
  PyErr_SetObject(type.ptr(), type(error.what(), problems).ptr());
}

}  // namespace

py::object problem_object(const Problem& problem) {
  const py::module_ errors = py::module_::import("transformer_viz.errors");
  return errors.attr("Problem")(problem.message, format(problem.where), problem.hint);
}

void bind_errors() {
  py::register_local_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise(error);
    }
  });
}

}  // namespace tviz::python
