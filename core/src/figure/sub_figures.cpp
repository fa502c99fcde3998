// SPDX-License-Identifier: MIT
#include "tviz/figure/sub_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "figure/option_checks.hpp"
#include "layout/diagram.hpp"
#include "layout/sub_figures.hpp"
#include "layout/value_colors.hpp"
#include "text/utf8.hpp"
#include "tviz/base/error.hpp"
#include "tviz/scene/crop.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

/// The most sub-figures in a row, if nothing is wrong with the options.
std::size_t checked_columns(const std::vector<SubFigure>& parts, const SubFigureOptions& options) {
  check_sub_figures(parts.size());
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    check_length(parts[i].caption, "caption", sub_figure_label(i), problems);
  }
  check_size(options.width, "width", problems);
  check_size(options.height, "height", problems);
  throw_if_any(std::move(problems));
  return options.columns == 0 ? parts.size() : options.columns;
}

/// Adds the problems of a sub-figure, under its label.
void add_problems(std::size_t index, const Error& error, std::vector<Problem>& problems) {
  const std::string label = sub_figure_label(index);
  for (Problem problem : error.problems()) {
    if (problem.where.source.empty()) {
      problem.where.source = label;
    } else {
      problem.message = fmt::format("{}: {}", label, problem.message);
    }
    problems.push_back(std::move(problem));
  }
}

/// What a sub-figure's numbers measure and what is their middle; nothing if they have limits, which
/// make their scale their own.
std::optional<std::pair<std::string, double>> shared_scale(const RenderOptions& options) {
  const Values& values = options.values;
  if (values.list.empty() || options.value_min || options.value_max || values.least ||
      values.most) {
    return std::nullopt;
  }
  const std::string& title = options.value_title.empty() ? values.title : options.value_title;
  return std::pair(title, options.value_center.value_or(values.center.value_or(0)));
}

/// With limits in which all numbers that share a scale have their place.
std::vector<SubFigure> with_shared_scales(std::vector<SubFigure> parts) {
  std::map<std::pair<std::string, double>, Values> numbers;
  for (const SubFigure& part : parts) {
    const auto scale = shared_scale(part.options);
    if (!scale) continue;
    Values& all = numbers[*scale];
    all.center = scale->second;
    std::ranges::copy(part.options.values.list, std::back_inserter(all.list));
  }
  for (SubFigure& part : parts) {
    const auto scale = shared_scale(part.options);
    if (!scale) continue;
    const ValueRange range = range_of(numbers.at(*scale));
    if (range.low == range.high) continue;
    part.options.value_min = range.low;
    part.options.value_max = range.high;
  }
  return parts;
}

/// Whether all are atlases of one model with numbers on one scale, and nothing else that a legend
/// would list: small multiples, which share a title and a scale.
bool are_multiples(const std::vector<SubFigure>& parts) {
  const SubFigure& first = parts.front();
  const auto scale = shared_scale(first.options);
  return parts.size() > 1 && scale && std::ranges::all_of(parts, [&](const SubFigure& part) {
           const RenderOptions& options = part.options;
           return options.view == View::Atlas && options.hooks.empty() && options.circuit.empty() &&
                  options.stream == first.options.stream && options.title == first.options.title &&
                  part.model == first.model && shared_scale(options) == scale;
         });
}

/// With limits in which all numbers that share a scale have their place; multiples know of each
/// other.
std::vector<SubFigure> related(std::vector<SubFigure> parts) {
  const bool multiples = are_multiples(parts);
  for (SubFigure& part : parts) part.options.is_multiple = multiples;
  return with_shared_scales(std::move(parts));
}

RenderOptions options_of_part(const SubFigure& part, const SubFigureOptions& whole) {
  RenderOptions options = part.options;
  options.theme = whole.theme;
  options.overrides = whole.overrides;
  options.crop = false;
  options.output = {};
  options.is_sub_figure = true;
  if (whole.width) options.width.reset();
  if (whole.height) options.height = whole.height;
  return options;
}

/// Lays out each sub-figure, in its width if there are any.
std::vector<Figure> make_figures(const std::vector<SubFigure>& parts, const SubFigureOptions& whole,
                                 const std::shared_ptr<const Registry>& registry,
                                 const std::vector<double>& widths) {
  std::vector<Figure> figures;
  figures.reserve(parts.size());
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    RenderOptions options = options_of_part(parts[i], whole);
    // What is wrong with it is told once.
    if (i == 0) options.output = whole.output;
    if (!widths.empty()) options.width = widths[i];
    try {
      figures.emplace_back(parts[i].model, std::move(options), registry);
    } catch (const Error& error) {
      add_problems(i, error, problems);
    }
  }
  throw_if_any(std::move(problems));
  return figures;
}

/// The same in the width of the whole, which each shares by what it needs.
std::vector<Figure> make_fitting_figures(const std::vector<SubFigure>& parts,
                                         const SubFigureOptions& whole, std::size_t columns,
                                         const Theme& theme,
                                         const std::shared_ptr<const Registry>& registry) {
  std::vector<Figure> figures = make_figures(parts, whole, registry, {});
  if (!whole.width) return figures;
  std::vector<double> least;
  least.reserve(figures.size());
  for (const Figure& figure : figures) least.push_back(figure.least_width());
  return make_figures(parts, whole, registry,
                      sub_figure_widths(*whole.width, least, columns, theme));
}

/// The lines of the longest caption in a column, if all columns are equally wide.
double lines_of_captions(const std::vector<SubFigure>& parts, double width, std::size_t columns,
                         const Theme& theme, const Fonts& fonts) {
  std::size_t lines = 1;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string text =
        fmt::format("{} {}", sub_figure_label(i), clean_text(parts[i].caption));
    const double column = (width - 2 * theme.margin) / static_cast<double>(columns);
    lines = std::max(lines, wrap(fonts, text, Face::Serif, theme.label_size, column).size());
  }
  return static_cast<double>(lines);
}

/// How much higher a page of this width is because of what multiples have in common.
double height_in_common(const SubFigure& multiple, const SubFigureOptions& whole, double width,
                        const Theme& theme, const Fonts& fonts,
                        const std::shared_ptr<const Registry>& registry) {
  SubFigureOptions any_height = whole;
  any_height.height.reset();
  RenderOptions options = options_of_part(multiple, any_height);
  options.width = width;
  const Figure figure(multiple.model, std::move(options), registry);
  const CommonBands common =
      common_bands(figure.graph(), figure.overlay(), theme, fonts, width, width);
  return common.header.height - theme.margin + common.key.height;
}

/// The options whose height is what each sub-figure may have of it.
SubFigureOptions with_height_of_row(const std::vector<SubFigure>& parts, SubFigureOptions options,
                                    std::size_t columns, const Theme& theme, const Fonts& fonts,
                                    const std::shared_ptr<const Registry>& registry) {
  if (!options.height) return options;
  const double width = options.width.value_or(theme.usual_width * static_cast<double>(columns));
  const std::size_t rows = (parts.size() + columns - 1) / columns;
  const double in_common =
      are_multiples(parts) ? height_in_common(parts.front(), options, width, theme, fonts, registry)
                           : 0;
  options.height =
      sub_figure_height(*options.height - in_common, rows,
                        lines_of_captions(parts, width, columns, theme, fonts), theme, fonts);
  return options;
}

/// A height is kept or refused.
void check_height(const Scene& scene, const SubFigureOptions& options) {
  const double height = place(scene, false).height;
  if (!options.height || height <= *options.height) return;
  throw Error(
      Problem{fmt::format("a height of {} pixels is too small", std::round(*options.height)),
              {"", 0, 0, "height"},
              fmt::format("with their captions these sub-figures need {}", std::ceil(height))});
}

/// Side by side, with what they have in common if the first is one of multiples.
Scene composed(std::vector<CaptionedScene> scenes, const Figure* multiple, std::size_t columns,
               const Theme& theme, const Fonts& fonts) {
  if (multiple == nullptr) return side_by_side(std::move(scenes), columns, theme, fonts);
  const double width_of_one = scenes.front().scene.width;
  const double width = side_by_side(scenes, columns, theme, fonts).width;
  const CommonBands common =
      common_bands(multiple->graph(), multiple->overlay(), theme, fonts, width, width_of_one);
  return side_by_side(std::move(scenes), columns, theme, fonts, &common);
}

}  // namespace

SubFigureOptions options_of_whole(const RenderOptions& options, std::size_t columns) {
  return {.columns = columns,
          .width = options.width,
          .height = options.height,
          .theme = options.theme,
          .overrides = options.overrides,
          .crop = options.crop,
          .output = options.output};
}

SubFigures::SubFigures(const std::vector<SubFigure>& parts, const SubFigureOptions& options,
                       std::shared_ptr<const Registry> registry)
    : Drawable(std::move(registry)),
      columns_(checked_columns(parts, options)),
      are_multiples_(are_multiples(parts)),
      crop_(options.crop),
      theme_(load_theme(options.theme, options.overrides)),
      dark_theme_(take_dark_partner(theme_, options.overrides)),
      fonts_(std::make_shared<const Fonts>(theme_.typeface)),
      figures_(make_fitting_figures(
          related(parts),
          with_height_of_row(parts, options, columns_, theme_, *fonts_, this->registry()), columns_,
          theme_, this->registry())) {
  captions_.reserve(parts.size());
  for (const SubFigure& part : parts) captions_.push_back(clean_text(part.caption));
  std::vector<Scene> scenes;
  scenes.reserve(figures_.size());
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    scenes.push_back(figures_[i].scene());
    for (const std::string& warning : figures_[i].warnings()) {
      warnings_.push_back(fmt::format("{}: {}", sub_figure_label(i), warning));
    }
  }
  scene_ = assemble(std::move(scenes));
  check_height(scene_, options);
}

BackendOptions SubFigures::output() const {
  BackendOptions output = figures_.front().output();
  std::vector<std::string> sources;
  for (const Figure& figure : figures_) {
    std::string source = figure.output().metadata.source;
    if (std::ranges::find(sources, source) == sources.end()) sources.push_back(std::move(source));
  }
  output.metadata.source = fmt::format("{}", fmt::join(sources, "; "));
  return output;
}

Scene SubFigures::interactive_scene() const {
  return assemble(scenes_of(&Figure::interactive_scene));
}

Scene SubFigures::paper_scene() const { return assemble(scenes_of(&Figure::paper_scene)); }

Diagram SubFigures::diagram() const {
  std::vector<Diagram> diagrams;
  diagrams.reserve(figures_.size());
  for (const Figure& figure : figures_) diagrams.push_back(figure.diagram());
  return side_by_side(diagrams, captions_, scene_.title);
}

std::vector<Scene> SubFigures::scenes_of(Scene (Figure::*draw)() const) const {
  std::vector<Scene> scenes;
  scenes.reserve(figures_.size());
  for (const Figure& figure : figures_) scenes.push_back((figure.*draw)());
  return scenes;
}

Scene SubFigures::assemble(std::vector<Scene> scenes) const {
  std::vector<CaptionedScene> light;
  std::vector<CaptionedScene> dark;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (dark_theme_) dark.push_back({in_dark_colors(scenes[i]), captions_[i]});
    light.push_back({std::move(scenes[i]), captions_[i]});
  }
  const Figure* const multiple = are_multiples_ ? &figures_.front() : nullptr;
  Scene scene = composed(std::move(light), multiple, columns_, theme_, *fonts_);
  if (dark_theme_) {
    add_dark_colors(scene, composed(std::move(dark), multiple, columns_, *dark_theme_, *fonts_));
  }
  return crop_ ? crop(std::move(scene), *fonts_) : scene;
}

}  // namespace tviz
