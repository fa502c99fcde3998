// SPDX-License-Identifier: MIT
#include "layout/heads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "layout/columns.hpp"

namespace tviz {
namespace {

// A group of this many heads is drawn whole, a larger one by its first two and its last.
constexpr std::int64_t kWholeGroup = 4;
// Heads spread to at most this multiple of their usual gap to fill the width of a row.
constexpr double kWidestGap = 3;
// A head that gives way to others is at least this share of its usual width.
constexpr double kNarrowHead = 0.68;
// Between the heads, the bracket of a key/value group and its name.
constexpr double kBracketGap = 5;
constexpr double kBracketHeight = 5;
constexpr double kGroupNameSize = 11;
constexpr double kGroupNameHeight = 15;

std::vector<std::int64_t> with_ellipses(const std::set<std::int64_t>& heads) {
  std::vector<std::int64_t> columns;
  std::int64_t next = 0;
  for (const std::int64_t head : heads) {
    if (head == next + 1) columns.push_back(next);  // An ellipsis for one head hides nothing.
    if (head > next + 1) columns.push_back(kEllipsis);
    columns.push_back(head);
    next = head + 1;
  }
  return columns;
}

std::set<std::int64_t> first_group(std::int64_t n_heads, std::int64_t group) {
  std::set<std::int64_t> heads{0, 1, group - 1, n_heads - 1};
  if (group <= kWholeGroup) {
    for (std::int64_t head = 0; head < group; ++head) heads.insert(head);
  }
  return heads;
}

std::size_t capacity_of(double width, double cell, double gap) {
  return static_cast<std::size_t>(std::max(1.0, std::floor((width + gap + 1e-6) / (cell + gap))));
}

double total(const std::vector<std::int64_t>& columns, double cell, double gap) {
  return static_cast<double>(columns.size()) * (cell + gap) - gap;
}

}  // namespace

std::vector<std::int64_t> choose_heads(std::int64_t n_heads, std::int64_t n_key_value_heads,
                                       const std::vector<std::int64_t>& named,
                                       std::size_t capacity) {
  const auto columns_with = [&](std::set<std::int64_t> heads) {
    heads.insert(named.begin(), named.end());
    return with_ellipses(heads);
  };
  if (n_heads <= static_cast<std::int64_t>(capacity)) {
    std::set<std::int64_t> all;
    for (std::int64_t head = 0; head < n_heads; ++head) all.insert(head);
    return columns_with(std::move(all));
  }
  if (n_key_value_heads > 1 && n_key_value_heads < n_heads) {
    auto columns = columns_with(first_group(n_heads, n_heads / n_key_value_heads));
    if (columns.size() <= capacity) return columns;
  }
  for (std::int64_t first = static_cast<std::int64_t>(capacity) - 2; first > 1; --first) {
    std::set<std::int64_t> heads{n_heads - 1};
    for (std::int64_t head = 0; head < first; ++head) heads.insert(head);
    auto columns = columns_with(std::move(heads));
    if (columns.size() <= capacity) return columns;
  }
  return columns_with({0, n_heads - 1});
}

HeadRow::HeadRow(const Component& attention, std::string path, const Marks& marks,
                 const Theme& theme, HeadsShown shown, double left, double right)
    : attention_(attention),
      path_(std::move(path)),
      marks_(marks),
      theme_(theme),
      left_(left),
      right_(right) {
  const double width = right - left;
  const double tight_gap = kTightestGap * theme.head_gap;
  const std::size_t at_full_width = capacity_of(width, theme.head_width, tight_gap);
  // A row of fewer than four columns, or one that splits a group, is better a little narrower.
  const double narrow = std::max(theme.head_minimum_width, kNarrowHead * theme.head_width);
  const std::size_t at_narrow_width = capacity_of(width, narrow, tight_gap);
  const std::size_t capacity =
      shown == HeadsShown::All ? static_cast<std::size_t>(attention.n_heads)
      : grouped()              ? std::max(at_full_width, at_narrow_width)
                               : std::max(at_full_width, std::min<std::size_t>(4, at_narrow_width));
  columns_ = choose_heads(attention.n_heads, attention.n_key_value_heads, marks.named_heads(path_),
                          capacity);
  const double count = static_cast<double>(columns_.size());
  const double gaps = std::max(count - 1, 1.0);
  gap_ =
      std::clamp((width - count * theme.head_width) / gaps, tight_gap, kWidestGap * theme.head_gap);
  cell_width_ = std::min(theme.head_width, (width - (count - 1) * gap_) / count);
  if (cell_width_ < theme.head_minimum_width) {
    grid_ = true;
    gap_ = tight_gap;
    cell_width_ = theme.head_minimum_width;
    grid_columns_ = capacity_of(width - 4 * gap_, cell_width_, gap_);
  }
}

bool HeadRow::grouped() const { return attention_.n_key_value_heads < attention_.n_heads; }

double HeadRow::grid_height() const {
  const double rows =
      std::ceil(static_cast<double>(columns_.size()) / static_cast<double>(grid_columns_));
  return rows * (cell_width_ + gap_) + 3 * gap_;
}

double HeadRow::height() const {
  if (grid_) return grid_height();
  return theme_.head_height + (grouped() ? kBracketGap + kBracketHeight + kGroupNameHeight : 0);
}

double HeadRow::cell_left(std::size_t column) const {
  const double spare = right_ - left_ - total(columns_, cell_width_, gap_);
  return left_ + spare / 2 + static_cast<double>(column) * (cell_width_ + gap_);
}

void HeadRow::draw_column(Canvas& canvas, std::int64_t head, const Rect& bounds) const {
  if (head == kEllipsis) {
    canvas.dots(bounds.center());
    return;
  }
  const auto styles = marks_.head(path_, head);
  canvas.box(bounds, theme_.learned, styles);
  canvas.label(fmt::format("{}_{{{}}}", attention_.label, head), bounds,
               std::min(theme_.head_size, 0.55 * bounds.width),
               styles.empty() ? theme_.learned.text : styles.front().text);
}

/// One bracket for each key/value head that has a drawn query head; its arrow enters below.
void HeadRow::draw_brackets(Canvas& canvas, double top, Drawn& drawn) const {
  const std::int64_t group = attention_.n_heads / attention_.n_key_value_heads;
  const double rail = top + kBracketGap + kBracketHeight;
  std::size_t column = 0;
  while (column < columns_.size()) {
    if (columns_[column] == kEllipsis) {
      ++column;
      continue;
    }
    const std::int64_t key_value_head = columns_[column] / group;
    const std::size_t first = column;
    std::size_t last = column;
    for (; column < columns_.size(); ++column) {
      if (columns_[column] == kEllipsis) continue;
      if (columns_[column] / group != key_value_head) break;
      last = column;
    }
    column = last + 1;
    const double left = cell_left(first) + 2;
    const double right = cell_left(last) + cell_width_ - 2;
    Polyline bracket;
    bracket.points = {
        {left, top + kBracketGap}, {left, rail}, {right, rail}, {right, top + kBracketGap}};
    bracket.stroke = Stroke{theme_.learned.stroke, theme_.line_width, {}};
    canvas.add(std::move(bracket));
    const Rect name{(left + right) / 2 - 30, rail, 60, kGroupNameHeight};
    canvas.label(fmt::format("kv_{{{}}}", key_value_head), name, kGroupNameSize, theme_.muted);
    drawn.inputs.push_back((left + right) / 2);
  }
}

Drawn HeadRow::draw_row(Canvas& canvas, double bottom) const {
  Drawn drawn;
  const double top = bottom - height();
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const Rect cell{cell_left(column), top, cell_width_, theme_.head_height};
    const double middle = cell.center().x;
    draw_column(canvas, columns_[column], cell);
    drawn.outputs.push_back(middle);
    if (!grouped()) drawn.inputs.push_back(middle);
  }
  if (grouped()) draw_brackets(canvas, top + theme_.head_height, drawn);
  const double first = cell_left(0);
  drawn.bounds = {first, top, total(columns_, cell_width_, gap_), height()};
  drawn.input_tip = bottom;
  return drawn;
}

Drawn HeadRow::draw_grid(Canvas& canvas, double bottom) const {
  const double top = bottom - grid_height();
  const double inner = static_cast<double>(grid_columns_) * (cell_width_ + gap_) - gap_;
  const Rect bounds{left_, top, right_ - left_, grid_height()};
  canvas.add(Rectangle{bounds, theme_.box_radius, std::nullopt,
                       Stroke{theme_.learned.stroke, theme_.box_line_width, {}}});
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::size_t column = i % grid_columns_;
    const std::size_t row = i / grid_columns_;
    const double step = cell_width_ + gap_;
    const Rect cell{bounds.center().x - inner / 2 + static_cast<double>(column) * step,
                    top + 2 * gap_ + static_cast<double>(row) * step, cell_width_, cell_width_};
    draw_column(canvas, columns_[i], cell);
  }
  return {bounds, bottom, {bounds.center().x}, {bounds.center().x}};
}

Drawn HeadRow::draw(Canvas& canvas, double bottom) const {
  return grid_ ? draw_grid(canvas, bottom) : draw_row(canvas, bottom);
}

}  // namespace tviz
