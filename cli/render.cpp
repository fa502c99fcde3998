// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/input_files.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/figure/write_files.hpp"
#include "tviz/model/reader.hpp"
#include "viewer.hpp"

namespace tviz::cli {
namespace {

/// The models of the sources, each with the options of the figure.
std::vector<SubFigure> parts_of(const FigureArguments& arguments, const FigureSettings& settings,
                                const ModelTypes& types, const Registry& registry) {
  if (arguments.captions.size() > arguments.sources.size()) {
    throw Error(Problem{fmt::format("there are {} captions for {} sources",
                                    arguments.captions.size(), arguments.sources.size()),
                        {"", 0, 0, "--caption"},
                        {}});
  }
  std::vector<SubFigure> parts;
  parts.reserve(arguments.sources.size());
  for (std::size_t i = 0; i < arguments.sources.size(); ++i) {
    SubFigure part{read_model(arguments.sources[i], types), settings.options};
    if (i < arguments.captions.size()) part.caption = arguments.captions[i];
    if (const std::filesystem::path& file = settings.values_file; !file.empty()) {
      part.options.values = read_values(file, build_graph(part.model, registry), registry);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::unique_ptr<const Drawable> make_figure(const Arguments& arguments) {
  const FigureArguments& figure = arguments.figure;
  const FigureSettings settings = figure_settings(figure);
  const auto registry = make_registry(arguments);
  const std::vector<SubFigure> parts =
      parts_of(figure, settings, make_model_types(arguments), *registry);
  if (parts.size() == 1 && figure.captions.empty()) {
    return std::make_unique<const Figure>(parts.front().model, parts.front().options, registry);
  }
  return std::make_unique<const SubFigures>(
      parts, options_of_whole(settings.options, settings.columns), registry);
}

/// The files that the figure is made of.
std::vector<std::filesystem::path> inputs_of(const FigureArguments& figure) {
  const FigureSettings settings = figure_settings(figure);
  std::vector<std::filesystem::path> inputs = files_of_theme(settings.options);
  for (const std::string& source : figure.sources) {
    std::ranges::move(files_of_model(source), std::back_inserter(inputs));
  }
  std::ranges::move(option_files(settings), std::back_inserter(inputs));
  return inputs;
}

bool is_standard_output(const std::string& output) { return output == "-"; }

/// Nothing is drawn that could not be written, and nothing is written over what was read.
void check_outputs(const Arguments& arguments) {
  std::vector<std::filesystem::path> files;
  for (const std::string& output : arguments.outputs) {
    if (output.empty()) throw Error(Problem{"must not be empty", {"", 0, 0, "--output"}, {}});
    if (!is_standard_output(output)) files.emplace_back(output);
  }
  if (arguments.outputs.size() - files.size() > 1) {
    throw Error(Problem{"is written twice", {.source = "standard output"}, {}});
  }
  check_targets(files, inputs_of(arguments.figure));
  for (const std::filesystem::path& file : files) {
    remove_leftovers(file.has_parent_path() ? file.parent_path() : ".", {file.filename().string()});
  }
}

std::string format_of_output(const Arguments& arguments, const std::string& output) {
  if (!arguments.format.empty()) return arguments.format;
  if (!is_standard_output(output)) return format_of(output);
  throw Error(Problem{"has no extension to tell the format",
                      {.source = "standard output"},
                      "add --format svg, or another format"});
}

/// Draws once.
void draw(const Arguments& arguments) {
  const auto figure = naming_options([&] {
    check_outputs(arguments);
    return make_figure(arguments);
  });
  // Everything is drawn before anything is written: a failure leaves no file behind.
  std::vector<FileContent> files;
  std::string printed;
  for (const std::string& output : arguments.outputs) {
    std::string bytes = figure->render(format_of_output(arguments, output));
    if (is_standard_output(output)) {
      printed = std::move(bytes);
    } else {
      files.push_back({output, std::move(bytes)});
    }
  }
  write_files(files);
  print_bytes(printed);
  if (!arguments.quiet) print_warnings(figure->warnings());
}

using Times = std::vector<std::filesystem::file_time_type>;

/// When each input file of the figure last changed. The files of a broken theme are not known.
Times times_of_inputs(const Arguments& arguments) {
  std::vector<std::filesystem::path> files;
  const auto theme = arguments.figure.options.find("theme");
  if (theme != arguments.figure.options.end()) files.emplace_back(theme->second.back());
  try {
    files = inputs_of(arguments.figure);
  } catch (const Error&) {
    for (const std::string& source : arguments.figure.sources) files.emplace_back(source);
  }
  Times times;
  for (const std::filesystem::path& file : files) {
    std::error_code error;
    times.push_back(std::filesystem::last_write_time(file, error));
  }
  return times;
}

/// Draws again whenever an input changes, until the program is ended. Mistakes are told, and the
/// next change gets its chance.
[[noreturn]] void keep_drawing(const Arguments& arguments, Times drawn) {
  constexpr std::chrono::milliseconds kBetweenLooks{200};
  print_message("tviz: watching; press Ctrl-C to stop");
  for (;; std::this_thread::sleep_for(kBetweenLooks)) {
    Times now = times_of_inputs(arguments);
    if (now == drawn) continue;
    drawn = std::move(now);
    try {
      draw(arguments);
      print_message("tviz: drawn again");
    } catch (const Error& error) {
      for (const Problem& problem : error.problems()) print_error(format(problem));
    }
  }
}

}  // namespace

void render(const Arguments& arguments) {
  Times before = times_of_inputs(arguments);
  draw(arguments);
  if (arguments.open) {
    if (is_standard_output(arguments.outputs.front())) {
      throw Error(Problem{"cannot be shown", {.source = "standard output"}, {}});
    }
    open_in_viewer(arguments.outputs.front());
  }
  if (arguments.watch) keep_drawing(arguments, std::move(before));
}

void print_scene(const Arguments& arguments) {
  const auto figure = naming_options([&] { return make_figure(arguments); });
  print_bytes(to_json(figure->scene()));
}

}  // namespace tviz::cli
