// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "messages.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

/// The models of the sources, each with the options of the figure.
std::vector<SubFigure> parts_of(const FigureArguments& arguments, const FigureSettings& settings,
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
    SubFigure part{read_model(arguments.sources[i]), settings.options};
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
  const std::vector<SubFigure> parts = parts_of(figure, settings, *registry);
  if (parts.size() == 1 && figure.captions.empty()) {
    return std::make_unique<const Figure>(parts.front().model, parts.front().options, registry);
  }
  return std::make_unique<const SubFigures>(
      parts, options_of_whole(settings.options, settings.columns), registry);
}

void check_distinct(const std::vector<std::string>& outputs) {
  std::set<std::filesystem::path> seen;
  for (const std::string& output : outputs) {
    if (!seen.insert(std::filesystem::absolute(output).lexically_normal()).second) {
      throw Error(Problem{"is written twice", {output, 0, 0, {}}, {}});
    }
  }
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

void render(const Arguments& arguments) {
  check_distinct(arguments.outputs);
  const auto figure = naming_options([&] { return make_figure(arguments); });
  // Everything is drawn before anything is written: a failure leaves no file behind.
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& output : arguments.outputs) {
    files.emplace_back(output, figure->render(format_of(output)));
  }
  for (const auto& [path, bytes] : files) write_file(path, bytes);
  if (!arguments.quiet) print_warnings(figure->warnings());
}

void print_scene(const Arguments& arguments) {
  const auto figure = naming_options([&] { return make_figure(arguments); });
  print(to_json(figure->scene()));
}

}  // namespace tviz::cli
