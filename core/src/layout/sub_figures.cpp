// SPDX-License-Identifier: MIT
#include "layout/sub_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>
#include <variant>

#include "layout/canvas.hpp"
#include "layout/paper_theme.hpp"
#include "scene/flatten.hpp"
#include "tviz/base/error.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr std::size_t kMostSubFigures = 26;
constexpr double kFigureGap = 20;
constexpr double kRowGap = 28;
/// From the drawing down to the caption's letters, and from one baseline to the next, in em.
constexpr double kCaptionGap = 0.9;
constexpr double kCaptionLine = 1.25;

char letter(std::size_t index) { return static_cast<char>('a' + index); }

std::string labelled(std::size_t index, const std::string& text) {
  return text.empty() ? sub_figure_label(index)
                      : fmt::format("{} {}", sub_figure_label(index), text);
}

/// From the foot of a drawing to the foot of its caption.
double caption_height(double lines, double size, const Fonts& fonts) {
  const FaceMetrics metrics = fonts.metrics(Face::Serif);
  return std::ceil(size *
                   (kCaptionGap + metrics.ascent + metrics.descent + (lines - 1) * kCaptionLine));
}

/// Keeps apart what scenes have under the same name, and says aloud which of them it is.
class Namer {
 public:
  explicit Namer(std::size_t index) : index_(index), prefix_{letter(index), ':'} {}

  void operator()(Region& region) const {
    region.path.insert(0, prefix_);
    region.label = labelled(index_, region.label);
    if (!region.detail.empty()) region.detail.insert(0, prefix_);
  }
  template <class Drawn>
  void operator()(Drawn& /*drawn*/) const {}

  void name(Scene& scene) const {
    for (Primitive& primitive : std::get<Band>(scene.items.front()).primitives) {
      std::visit(*this, primitive);
    }
    for (Detail& detail : scene.details) {
      detail.id.insert(0, prefix_);
      // With a space that does not break: panels are narrow.
      detail.title = sub_figure_label(index_) + "\u00a0" + detail.title;
    }
    for (DetailMark& mark : scene.marks) mark.component.insert(0, prefix_);
    for (DetailScale& scale : scene.scales) {
      for (DetailValue& value : scale.values) value.component.insert(0, prefix_);
    }
  }

 private:
  std::size_t index_;
  std::string prefix_;
};

/// A sub-figure without its margins, and its place.
struct Cell {
  Scene scene;  ///< Flat.
  std::string caption;
  std::vector<std::string> caption_lines{};
  std::size_t row = 0;
  std::size_t column = 0;
  double width = 0;
  double height = 0;

  std::vector<Primitive>& primitives() { return std::get<Band>(scene.items.front()).primitives; }
};

class Composition {
 public:
  Composition(std::vector<CaptionedScene> scenes, std::size_t columns, const Theme& theme,
              const Fonts& fonts, const CommonBands* common)
      : theme_(theme), fonts_(fonts), common_(common), caption_size_(theme.label_size) {
    columns = std::clamp<std::size_t>(columns, 1, scenes.size());
    column_widths_.assign(columns, 0);
    row_heights_.assign((scenes.size() + columns - 1) / columns, 0);
    caption_heights_.assign(row_heights_.size(), 0);
    cells_.reserve(scenes.size());
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      add(std::move(scenes[i]), i / columns, i % columns);
    }
  }

  Scene run() && {
    write_captions();
    Scene page = describe();
    page.width = right_of(column_widths_.size() - 1) + theme_.margin;
    const double foot = bottom_of(row_heights_.size() - 1) + caption_heights_.back();
    const double key = common_ == nullptr ? 0 : common_->key.height;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::vector<Primitive> drawing = draw(cells_[i], page.definitions);
      if (i == 0) add_common(foot, drawing);
      page.items.emplace_back(Band{foot + key + theme_.margin, std::move(drawing)});
      page.columns.push_back({i, i});
      std::ranges::move(cells_[i].scene.details, std::back_inserter(page.details));
      std::ranges::move(cells_[i].scene.marks, std::back_inserter(page.marks));
      std::ranges::move(cells_[i].scene.scales, std::back_inserter(page.scales));
    }
    return page;
  }

 private:
  void add(CaptionedScene captioned, std::size_t row, std::size_t column) {
    Cell cell{flatten(std::move(captioned.scene)), std::move(captioned.caption), {}, row, column};
    cell.width = cell.scene.width - 2 * theme_.margin;
    cell.height = std::get<Band>(cell.scene.items.front()).height - 2 * theme_.margin;
    column_widths_[column] = std::max(column_widths_[column], cell.width);
    row_heights_[row] = std::max(row_heights_[row], cell.height);
    Namer(cells_.size()).name(cell.scene);
    cells_.push_back(std::move(cell));
  }

  void add_common(double foot, std::vector<Primitive>& drawing) const {
    if (common_ == nullptr) return;
    std::ranges::copy(common_->header.primitives, std::back_inserter(drawing));
    std::ranges::move(moved(common_->key.primitives, {0, foot}), std::back_inserter(drawing));
  }

  /// Where the first row begins.
  double top() const { return common_ == nullptr ? theme_.margin : common_->header.height; }

  double left_of(std::size_t column) const {
    double left = theme_.margin;
    for (std::size_t i = 0; i < column; ++i) left += column_widths_[i] + kFigureGap;
    return left;
  }

  double right_of(std::size_t column) const { return left_of(column) + column_widths_[column]; }

  /// The foot of a row's drawings.
  double bottom_of(std::size_t row) const {
    double bottom = top() + row_heights_.front();
    for (std::size_t i = 0; i < row; ++i) {
      bottom += caption_heights_[i] + kRowGap + row_heights_[i + 1];
    }
    return bottom;
  }

  void write_captions() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      Cell& cell = cells_[i];
      cell.caption_lines = wrap(fonts_, labelled(i, cell.caption), Face::Serif, caption_size_,
                                column_widths_[cell.column]);
      const auto lines = static_cast<double>(cell.caption_lines.size());
      double& tallest = caption_heights_[cell.row];
      tallest = std::max(tallest, caption_height(lines, caption_size_, fonts_));
    }
  }

  /// What all have in common, and what is said of them.
  Scene describe() const {
    const Scene& first = cells_.front().scene;
    Scene page;
    page.typeface = first.typeface;
    page.background = first.background;
    page.panel = first.panel;
    page.snippet = first.snippet;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const Cell& cell = cells_[i];
      const std::string name = labelled(i, cell.caption.empty() ? cell.scene.title : cell.caption);
      const char* const comma = i == 0 ? "" : ", ";
      page.title += comma + name;
      page.description += fmt::format("{}{}: {}", i == 0 ? "" : " ", name, cell.scene.description);
      page.outline += fmt::format("{}\n{}", name, cell.scene.outline);
      // Code that is right for one of them only would mislead.
      if (cell.scene.snippet != page.snippet) page.snippet.clear();
    }
    return page;
  }

  std::vector<Primitive> draw(Cell& cell, std::vector<Definition>& definitions) const {
    move_definitions(cell, definitions);
    const double center = left_of(cell.column) + column_widths_[cell.column] / 2;
    const double bottom = bottom_of(cell.row);
    const Point offset{std::round(center - cell.width / 2) - theme_.margin,
                       bottom - cell.height - theme_.margin};
    std::vector<Primitive> drawing = moved(std::move(cell.primitives()), offset);
    double baseline = bottom + caption_size_ * (kCaptionGap + fonts_.metrics(Face::Serif).ascent);
    Canvas canvas({theme_, fonts_});
    for (const std::string& text : cell.caption_lines) {
      const TextLine line = typeset(fonts_, text, Face::Serif, caption_size_);
      canvas.text(line, {center - line.width / 2, baseline}, theme_.text, TextAnchor::Middle);
      baseline += caption_size_ * kCaptionLine;
    }
    std::ranges::move(std::move(canvas).take(), std::back_inserter(drawing));
    return drawing;
  }

  /// Those that are still used: what opened layers have of their own is not.
  static void move_definitions(Cell& cell, std::vector<Definition>& definitions) {
    std::map<std::size_t, std::size_t> places;
    for (Primitive& primitive : cell.primitives()) {
      Use* const use = std::get_if<Use>(&primitive);
      if (use == nullptr) continue;
      const auto [place, is_new] = places.emplace(use->definition, definitions.size());
      if (is_new) definitions.push_back(std::move(cell.scene.definitions.at(use->definition)));
      use->definition = place->second;
    }
  }

  const Theme& theme_;
  const Fonts& fonts_;
  const CommonBands* common_;  ///< May be null.
  double caption_size_;
  std::vector<Cell> cells_;
  std::vector<double> column_widths_;
  std::vector<double> row_heights_;
  std::vector<double> caption_heights_;
};

/// What does not fit, and how much each sub-figure needs.
[[noreturn]] void refuse(double width, double needed, const std::vector<double>& least) {
  std::vector<std::string> needs;
  needs.reserve(least.size());
  for (std::size_t i = 0; i < least.size(); ++i) {
    needs.push_back(fmt::format("{} {}", sub_figure_label(i), std::ceil(least[i])));
  }
  Problem problem;
  problem.message = fmt::format("a width of {} pixels is too small for these sub-figures", width);
  problem.where.field = "width";
  problem.hint = fmt::format("side by side they need {}: {}; fewer columns need less",
                             std::ceil(needed), fmt::join(needs, ", "));
  throw Error(std::move(problem));
}

}  // namespace

void check_sub_figures(std::size_t count) {
  if (count >= 1 && count <= kMostSubFigures) return;
  throw Error(
      Problem{fmt::format("a figure must have 1 to {} sub-figures, got {}", kMostSubFigures, count),
              {},
              {}});
}

std::string sub_figure_label(std::size_t index) { return {'(', letter(index), ')'}; }

std::vector<double> sub_figure_widths(double width, const std::vector<double>& least,
                                      std::size_t columns, const Theme& theme) {
  columns = std::clamp<std::size_t>(columns, 1, least.size());
  std::vector<double> needed(columns, 0);
  std::vector<double> without_margins;
  without_margins.reserve(least.size());
  for (std::size_t i = 0; i < least.size(); ++i) {
    without_margins.push_back(least[i] - 2 * theme.margin);
    needed[i % columns] = std::max(needed[i % columns], std::ceil(without_margins[i]));
  }
  const double around = 2 * theme.margin + kFigureGap * static_cast<double>(columns - 1);
  const double all = std::accumulate(needed.begin(), needed.end(), around);
  if (width < all) refuse(width, all, without_margins);
  // From the widest on, each gets its share of what is left, or what it needs.
  std::vector<std::size_t> order(columns);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t column) { return needed[column]; });
  std::vector<double> shares(columns, 0);
  double room = std::floor(width) - around;
  for (std::size_t i = 0; i < columns; ++i) {
    double& share = shares[order[i]];
    share = std::max(needed[order[i]], std::floor(room / static_cast<double>(columns - i)));
    room -= share;
  }
  std::vector<double> widths;
  widths.reserve(least.size());
  for (std::size_t i = 0; i < least.size(); ++i) {
    widths.push_back(shares[i % columns] + 2 * theme.margin);
  }
  return widths;
}

double sub_figure_height(double height, std::size_t rows, double caption_lines, const Theme& theme,
                         const Fonts& fonts) {
  const auto count = static_cast<double>(rows);
  const double captions = count * caption_height(caption_lines, theme.label_size, fonts);
  const double room = height - 2 * theme.margin - captions - (count - 1) * kRowGap;
  return std::max(1.0, std::floor(room / count)) + 2 * theme.margin;
}

Scene side_by_side(std::vector<CaptionedScene> scenes, std::size_t columns, const Theme& theme,
                   const Fonts& fonts, const CommonBands* common) {
  check_sub_figures(scenes.size());
  return Composition(std::move(scenes), columns, theme, fonts, common).run();
}

CommonBands common_bands(const Graph& graph, const Overlay& overlay, const Theme& theme,
                         const Fonts& fonts, double width, double width_of_one) {
  Theme own = on_paper(theme, 1, PaperWidth::Usual);
  own.margin = theme.margin;
  const Marks marks(overlay, own);
  return common_bands(graph, marks, {own, fonts}, width, width_of_one);
}

}  // namespace tviz
