// SPDX-License-Identifier: MIT
#include "layout/cards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "layout/ends.hpp"
#include "layout/state_names.hpp"
#include "layout/turn.hpp"

namespace tviz {
namespace {

constexpr double kEdge = 4;  // How far the card under a card looks out.
// Above a card, for the name of the state that leaves it: at least, and in sizes of its letters.
constexpr double kLeastStateRoom = 18;
constexpr double kStateRoomUnderCard = 1.38;
constexpr double kHeading = 3;         // Baseline of the heading, above the middle of two lines.
constexpr double kSmall = 0.92;        // Size of the text, of that of the heading.
constexpr double kLine = 1.35;         // From one line of text to the next, in em.
constexpr std::size_t kMostLines = 2;  // Of text; a longer one gives way to totals.
// The same where a card is a column of text.
constexpr std::size_t kMostLinesOfColumn = 8;
constexpr double kColumnIndent = 10;
constexpr double kStateRoomBeside =
    2.4;                           // As kStateRoomUnderCard, in em, for the length of the name.
constexpr double kBesideText = 3;  // From the card behind to the text.
constexpr double kChipHeight = 9;
constexpr double kNarrowestChip = 4;
constexpr double kWidestChip = 16;
constexpr double kChipGap = 1.5;
constexpr double kChipRadius = 1.5;
constexpr double kCardSwatchGap = 5;  // Between a swatch and its name.
constexpr double kTotalGap = 14;      // Between two totals.

/// Lays the content out from the card's top down, and then the card behind it.
class CardPainter {
 public:
  CardPainter(const Stream& stream, const LayerRun& run, const Columns& columns, const Style& style)
      : stream_(stream),
        run_(run),
        columns_(columns),
        theme_(style.theme),
        style_(style),
        totals_(totals_of(stream, run)),
        left_(style.flows_right() ? kColumnIndent : columns.left + theme_.frame_padding),
        room_(style.flows_right() ? theme_.card_height - 2 * kColumnIndent
                                  : columns.frame_right - theme_.frame_padding - left_),
        content_(Style{style.theme, style.fonts}) {}

  Card paint() && {
    if (style_.flows_right()) return paint_column();
    const double heading = theme_.card_height / 2 - kHeading;
    write(
        fmt::format("{} {}", run_.count() == 1 ? "Layer" : "Layers", layer_numbers(stream_, run_)),
        theme_.card_size, left_, heading, theme_.text);
    y_ = theme_.card_height / 2 + 1.15 * theme_.card_size;
    paint_text();
    // As far below the last line as below the two of a card without chips.
    double height = y_ + theme_.card_height / 2 - 1.15 * theme_.card_size;
    if (totals_.size() > 1) height = paint_chips() + theme_.card_height / 4;
    height = std::ceil(height);
    return finish(height, heading, moved(std::move(content_).take(), {0, -height}));
  }

 private:
  /// Where the data flows to the right, the text is a column in the middle of the card's height.
  Card paint_column() {
    y_ = theme_.card_size;
    const std::string heading =
        fmt::format("{} {}", run_.count() == 1 ? "Layer" : "Layers", layer_numbers(stream_, run_));
    for (const std::string& line :
         wrap(style_.fonts, heading, Face::Sans, theme_.card_size, room_)) {
      write(line, theme_.card_size, left_, y_, theme_.text);
      y_ += kLine * theme_.card_size;
    }
    paint_text();
    if (totals_.size() > 1) y_ = paint_chips();
    const double space = columns_.frame_right - columns_.left - y_;
    std::vector<Primitive> column =
        moved(std::move(content_).take(), {0, columns_.left + std::round(space / 2)});
    return finish(theme_.card_height, 0, turned_back(std::move(column)));
  }

  std::size_t most_lines() const { return style_.flows_right() ? kMostLinesOfColumn : kMostLines; }

  void write(const std::string& text, double size, double x, double baseline, Color color) {
    content_.text(typeset(style_.fonts, text, Face::Sans, size), {x, baseline}, color);
  }

  double size() const { return card_text_size(theme_); }

  void paint_text() {
    const std::string text = describe_run(stream_, run_);
    std::vector<std::string> lines = wrap(style_.fonts, text, Face::Sans, size(), room_);
    if (totals_.size() > 1 && lines.size() > most_lines()) {
      paint_totals();
      return;
    }
    for (const std::string& line : lines) {
      if (&line != &lines.front()) y_ += kLine * size();
      write(elide(style_.fonts, line, Face::Sans, size(), room_), size(), left_, y_, theme_.muted);
    }
  }

  /// How many of each, with the swatches of their chips, because their order alone is too long
  /// to be told in words.
  void paint_totals() {
    double x = left_;
    for (const Repeat& total : totals_) {
      const std::string text = elide(style_.fonts, describe(stream_, total), Face::Sans, size(),
                                     room_ - kWidestChip - kCardSwatchGap);
      const double width =
          kWidestChip + kCardSwatchGap + style_.fonts.width(text, Face::Sans, size());
      if (x > left_ && x + width > left_ + room_) {
        x = left_;
        y_ += kLine * size();
      }
      paint_chip(total.structure, {x, y_ - kChipHeight + 1, kWidestChip, kChipHeight});
      write(text, size(), x + kWidestChip + kCardSwatchGap, y_, theme_.muted);
      x += width + kTotalGap;
    }
  }

  void paint_chip(std::size_t structure, const Rect& bounds) {
    const BoxStyle style = chip_style(theme_, structure);
    content_.add(Rectangle{bounds, kChipRadius, style.fill,
                           Stroke{style.stroke, theme_.box_line_width, {}}});
  }

  /// One chip a layer, in their order from left to right; returns the bottom of the last row.
  double paint_chips() {
    // Rows of equal length, so that no chip is left alone in the last one.
    const auto count = static_cast<double>(run_.count());
    const double rows = std::ceil(count * (kNarrowestChip + kChipGap) / (room_ + kChipGap));
    const double in_a_row = std::ceil(count / rows);
    const double width = std::min((room_ + kChipGap) / in_a_row - kChipGap, kWidestChip);
    const double step = width + kChipGap;
    double x = left_;
    y_ += 0.75 * size();
    for (std::size_t i = run_.first; i <= run_.last; ++i) {
      if (x + width > left_ + room_ + 0.01) {
        x = left_;
        y_ += kChipHeight + kChipGap;
      }
      paint_chip(stream_.blocks[i].structure, {x, y_, width, kChipHeight});
      x += step;
    }
    return y_ + kChipHeight;
  }

  double state_room() const {
    if (style_.flows_right()) return std::round(kStateRoomBeside * theme_.state_size);
    return std::max(kLeastStateRoom, kStateRoomUnderCard * theme_.state_size);
  }

  /// The card behind its content, whose bottom is y = 0.
  Card finish(double height, double heading, std::vector<Primitive> content) {
    const Block& last = stream_.blocks[run_.last];
    const auto& additions = stream_.structures[last.structure].additions;
    const double above = kEdge + state_room() + theme_.frame_gap / 2;
    const Rect bounds{columns_.left, -height, columns_.frame_right - columns_.left, height};
    Canvas canvas(style_);
    const Stroke stroke{theme_.card_stroke, theme_.box_line_width, {}};
    Rect under = bounds;
    // Its side lies beside the text, also where the padding is narrow.
    const double inset = std::min(2 * kEdge, theme_.frame_padding - kBesideText);
    under.x += inset;
    under.width -= 2 * inset;
    under.y -= kEdge;
    canvas.add(Rectangle{under, theme_.frame_radius, theme_.card_fill, stroke});
    canvas.add(Rectangle{bounds, theme_.frame_radius, theme_.card_fill, stroke});
    for (Primitive& primitive : content) canvas.add(std::move(primitive));
    const auto names = StateNames::from(states_before(stream_, last));
    draw_state(canvas, names.markup(static_cast<std::int64_t>(additions.size())), columns_,
               bounds.y - kEdge - 0.6 * state_room());
    return {std::move(canvas).finish(height + above),
            {bounds.x, above, bounds.width, height},
            above + heading};
  }

  const Stream& stream_;
  const LayerRun& run_;
  const Columns& columns_;
  const Theme& theme_;
  const Style& style_;
  std::vector<Repeat> totals_;
  double left_;
  double room_;
  double y_ = 0;    ///< Of the baseline, or of the top of the chips.
  Canvas content_;  ///< As it is seen.
};

}  // namespace

Card draw_card(const Stream& stream, const LayerRun& run, const Columns& columns,
               const Style& style) {
  return CardPainter(stream, run, columns, style).paint();
}

std::string layer_numbers(const Stream& stream, const LayerRun& run) {
  const std::int64_t first = stream.blocks[run.first].layer;
  const std::int64_t last = stream.blocks[run.last].layer;
  return first == last ? fmt::format("{}", first) : fmt::format("{} – {}", first, last);
}

BoxStyle chip_style(const Theme& theme, std::size_t structure) {
  const BoxStyle dark{theme.learned.stroke, theme.learned.stroke, theme.learned.text};
  const std::array<BoxStyle, 4> styles{theme.learned, dark, theme.operation, theme.input_output};
  return styles[structure % styles.size()];
}

double card_text_size(const Theme& theme) {
  return std::max(kSmall * theme.card_size, std::min(theme.card_size, theme.minimum_size));
}

}  // namespace tviz
