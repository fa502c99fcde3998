// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

/// The models of the sources, each with the options of the figure.
std::vector<SubFigure> parts_of(const FigureArguments& arguments, const RenderOptions& options,
                                const Registry& registry) {
  if (arguments.captions.size() > arguments.sources.size()) {
    throw Error(Problem{fmt::format("there are {} captions for {} sources",
                                    arguments.captions.size(), arguments.sources.size()),
                        {"", 0, 0, "--caption"},
                        {}});
  }
  std::vector<SubFigure> parts;
  parts.reserve(arguments.sources.size());
  for (std::size_t i = 0; i < arguments.sources.size(); ++i) {
    SubFigure part{read_model(arguments.sources[i]), options};
    if (i < arguments.captions.size()) part.caption = arguments.captions[i];
    if (const std::string& file = arguments.values_file; !file.empty()) {
      part.options.values = read_values(file, build_graph(part.model, registry), registry);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::unique_ptr<const Drawable> make_figure(const Arguments& arguments) {
  const FigureArguments& figure = arguments.figure;
  const RenderOptions options = render_options(figure);
  const auto registry = make_registry(arguments);
  const std::vector<SubFigure> parts = parts_of(figure, options, *registry);
  if (parts.size() == 1 && figure.captions.empty()) {
    return std::make_unique<const Figure>(parts.front().model, parts.front().options, registry);
  }
  return std::make_unique<const SubFigures>(parts, options_of_whole(options, figure.columns),
                                            registry);
}

void check_distinct(const std::vector<std::string>& outputs) {
  std::set<std::filesystem::path> seen;
  for (const std::string& output : outputs) {
    if (!seen.insert(std::filesystem::absolute(output).lexically_normal()).second) {
      throw Error(Problem{"is written twice", {output, 0, 0, {}}, {}});
    }
  }
}

bool is_standard_output(const std::string& output) { return output == "-"; }

}  // namespace

void render(const Arguments& arguments) {
  check_distinct(arguments.outputs);
  const auto figure = make_figure(arguments);
  // Everything is drawn before anything is written: a failure leaves no file behind.
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& output : arguments.outputs) {
    files.emplace_back(output, figure->render(format_of(output)));
  }
  for (const auto& [path, bytes] : files) write_file(path, bytes);
  if (!arguments.quiet) print_warnings(figure->warnings());
}

using Times = std::vector<std::filesystem::file_time_type>;

/// When the files that the figure is made of were changed last; those of a broken theme are not
/// known.
Times times_of_inputs(const Arguments& arguments) {
  std::vector<std::filesystem::path> files{arguments.figure.theme};
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
  print_message("tviz: watching, Ctrl-C ends");
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
  print_bytes(to_json(make_figure(arguments)->scene()));
}

}  // namespace tviz::cli
