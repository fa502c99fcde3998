// SPDX-License-Identifier: MIT
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "messages.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::cli {
namespace {

Figure make_figure(const Arguments& arguments) {
  RenderOptions options = render_options(arguments.figure);
  const ModelArchitecture model = read_model(arguments.figure.source);
  const auto registry = make_registry(arguments);
  if (const std::string& file = arguments.figure.values_file; !file.empty()) {
    options.values = read_values(file, build_graph(model, *registry), *registry);
  }
  return {model, options, registry};
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
  const Figure figure = make_figure(arguments);
  // Everything is drawn before anything is written: a failure leaves no file behind.
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& output : arguments.outputs) {
    files.emplace_back(output, figure.render(format_of(output)));
  }
  for (const auto& [path, bytes] : files) write_file(path, bytes);
  if (!arguments.quiet) print_warnings(figure.warnings());
}

void print_scene(const Arguments& arguments) { print(to_json(make_figure(arguments).scene())); }

}  // namespace tviz::cli
