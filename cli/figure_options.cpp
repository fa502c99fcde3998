// SPDX-License-Identifier: MIT
#include "figure_options.hpp"

#include <string>
#include <utility>

#include "tviz/figure/option_text.hpp"

namespace tviz::cli {

RenderOptions render_options(const FigureArguments& arguments) {
  RenderOptions options;
  options.max_layers = parse_max_layers(arguments.max_layers, "--max-layers");
  if (arguments.width) options.width = parse_length(*arguments.width, "--width");
  for (const std::string& hook : arguments.hooks) {
    options.hooks.push_back(parse_hook(hook, "--hook"));
  }
  for (const std::string& hook : arguments.backward_hooks) {
    options.hooks.push_back(parse_hook(hook, "--backward-hook"));
    options.hooks.back().backward = true;
  }
  if (!arguments.hooks_file.empty()) {
    for (Hook& hook : read_hooks(arguments.hooks_file)) options.hooks.push_back(std::move(hook));
  }
  options.stream = arguments.stream;
  options.dialect = arguments.dialect;
  options.expanded = arguments.expanded;
  options.theme = arguments.theme;
  for (const std::string& setting : arguments.settings) {
    options.overrides.push_back(parse_setting(setting, "--set"));
  }
  if (!arguments.font.empty()) options.overrides.push_back(parse_font(arguments.font, "--font"));
  options.annotations = parse_annotations(arguments.annotations, "--annotations");
  options.heads = parse_heads_shown(arguments.heads, "--heads");
  options.crop = arguments.crop;
  options.direction = parse_direction(arguments.direction, "--direction");
  options.title = arguments.title;
  options.output.metadata.authors = arguments.authors;
  for (const std::string& keywords : arguments.keywords) {
    for (std::string& keyword : parse_keywords(keywords)) {
      options.output.metadata.keywords.push_back(std::move(keyword));
    }
  }
  options.output.metadata.licence = arguments.licence;
  options.output.text = parse_text_mode(arguments.text, "--text");
  options.output.scale = arguments.scale;
  options.output.date = date_of_environment();
  return options;
}

}  // namespace tviz::cli
