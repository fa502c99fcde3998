// SPDX-License-Identifier: MIT
#include "tviz/batch/batch.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "tviz/figure/option_text.hpp"

namespace py = pybind11;

namespace tviz::python {
namespace {

using Results = std::vector<BatchResult>;

/// Waits for a run in another thread and leaves the interpreter to others meanwhile. If a signal
/// raises an exception (KeyboardInterrupt), the run ends after the figures that are being drawn,
/// and the exception goes on.
Results wait_for(std::future<Results> run, std::stop_source& stop) {
  constexpr std::chrono::milliseconds kMoment{50};
  std::optional<py::error_already_set> interrupt;
  while (true) {
    {
      const py::gil_scoped_release released;
      if (run.wait_for(kMoment) == std::future_status::ready) break;
    }
    if (interrupt || PyErr_CheckSignals() == 0) continue;
    interrupt.emplace();
    stop.request_stop();
  }
  if (interrupt) throw py::error_already_set(*interrupt);
  return run.get();
}

/// A result as the arguments of transformer_viz.BatchResult.
py::tuple fields(const BatchResult& result) {
  py::list problems;
  for (const Problem& problem : result.problems) problems.append(problem_object(problem));
  return py::make_tuple(result.figure->name, name_of(result.state), result.files, result.inputs,
                        problems, result.warnings);
}

/// The arguments of transformer_viz.batch(); without a text the file is read, without a folder the
/// manifest's is taken.
py::list draw(const std::filesystem::path& file, const std::optional<std::string>& text,
              const std::optional<std::filesystem::path>& folder, std::size_t threads,
              std::size_t shard, std::size_t shards, bool force, bool keep_going, bool dry_run) {
  std::stop_source stop;
  const BatchOptions options{.threads = threads,
                             .force = force,
                             .keep_going = keep_going,
                             .dry_run = dry_run,
                             .shard = shard,
                             .shards = shards,
                             .stop = stop.get_token()};
  Manifest manifest;
  const auto run = [&] {
    manifest = text ? read_manifest(parse_yaml(*text, file.string())) : read_manifest(file);
    if (folder) manifest.folder = *folder;
    const std::string date = date_of_environment();
    for (BatchFigure& figure : manifest.figures) figure.options.output.date = date;
    return draw_batch(manifest, std::make_shared<const Registry>(), options);
  };
  py::list list;
  for (const BatchResult& result : wait_for(std::async(std::launch::async, run), stop)) {
    list.append(fields(result));
  }
  return list;
}

}  // namespace

void bind_batch(py::module_& module) {
  module.def("draw_batch", &draw, py::arg("manifest"), py::arg("text"), py::arg("folder"),
             py::kw_only(), py::arg("threads"), py::arg("shard"), py::arg("shards"),
             py::arg("force"), py::arg("keep_going"), py::arg("dry_run"),
             "Draws what a manifest lists: (name, state, files, inputs, problems, warnings) each.");
}

}  // namespace tviz::python
