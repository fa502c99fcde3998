// SPDX-License-Identifier: MIT
#include "layout/legend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace tviz {
namespace {

// A function with more hooks than this is summed up: the legend is not a listing.
constexpr std::size_t kHooksOfOneLabel = 6;
// Entries below each other, before columns are worth their unrest.
constexpr std::size_t kOneColumn = 4;
constexpr double kMostColumns = 4;
constexpr double kColumnGap = 22;
constexpr double kSwatch = 12;
constexpr double kSwatchGap = 7;
constexpr double kHookGap = 10;
// Of the size of text.
constexpr double kFirstLine = 1.75;
constexpr double kFurtherLine = 1.45;
constexpr double kMiddle = 0.35;

/// One function with the hooks that it is attached to.
struct Entry {
  std::string label;
  std::vector<MarkStyle> looks;
  std::vector<std::string> hooks;
  std::vector<std::string> notes;  ///< For each hook; empty if it has none.
  std::set<std::string> known;     ///< Hooks with their notes.
};

/// The point with its heads: "blocks.0.attn.hook_z · heads 0, 2".
std::string point_text(const Highlight& highlight) {
  if (highlight.heads_text.empty()) return highlight.hook;
  return fmt::format("{} · {}", highlight.hook, highlight.heads_text);
}

/// "backward", "never fires: needs use_attn_result", both or nothing.
std::string note_text(const Highlight& highlight) {
  std::string text = highlight.backward ? "backward" : "";
  if (highlight.needs.empty()) return text;
  if (!text.empty()) text += " · ";
  const std::string_view reason = why_never(highlight.needs);
  if (!reason.empty()) return text + fmt::format("never fires: {}", reason);
  return text + fmt::format("never fires: needs {}", highlight.needs);
}

std::string with_note(std::string text, const std::string& note) {
  return note.empty() ? text : fmt::format("{} · {}", text, note);
}

/// Appends notes to their hooks, or one note that all have in common once, as the last item.
void say_notes(Entry& entry, std::size_t rest) {
  const bool common =
      entry.hooks.size() > 1 && std::ranges::count(entry.notes, entry.notes.front()) ==
                                    static_cast<std::ptrdiff_t>(entry.notes.size());
  for (std::size_t i = 0; i < entry.hooks.size() && !common; ++i) {
    entry.hooks[i] = with_note(std::move(entry.hooks[i]), entry.notes[i]);
  }
  if (rest > 0) entry.hooks.push_back(fmt::format("and {} more", rest));
  if (common && !entry.notes.front().empty()) {
    entry.hooks.push_back(fmt::format("· {}", entry.notes.front()));
  }
}

void add(const Highlight& highlight, const MarkStyle& look, Entry& entry) {
  entry.label = highlight.label;
  if (std::ranges::find(entry.looks, look) == entry.looks.end()) entry.looks.push_back(look);
  if (!entry.known.insert(hook_text(highlight)).second) return;
  entry.hooks.push_back(point_text(highlight));
  entry.notes.push_back(note_text(highlight));
}

std::vector<Entry> entries_of(const Marks& marks) {
  std::map<std::size_t, Entry> by_color;
  for (const Highlight& highlight : marks.highlights()) {
    add(highlight, marks.style(highlight), by_color[highlight.color]);
  }
  std::vector<Entry> entries;
  for (auto& [color, entry] : by_color) {
    std::size_t rest = 0;
    if (entry.hooks.size() > kHooksOfOneLabel) {
      rest = entry.hooks.size() - kHooksOfOneLabel + 1;
      entry.hooks.resize(kHooksOfOneLabel - 1);
    }
    say_notes(entry, rest);
    entries.push_back(std::move(entry));
  }
  return entries;
}

class LegendWriter {
 public:
  LegendWriter(std::vector<Entry> entries, double left, double right, const Style& style)
      : entries_(std::move(entries)),
        left_(left),
        right_(right),
        style_(style),
        size_(style.theme.legend_size),
        hook_size_(std::max(0.93 * size_, style.theme.minimum_size)) {}

  double least_width() const {
    double widest = 0;
    for (const Entry& entry : entries_) {
      double text = text_width(entry.label, size_);
      for (const std::string& hook : entry.hooks) {
        text = std::max(text, text_width(hook, hook_size_));
      }
      widest = std::max(widest, swatches_width(entry) + text);
    }
    return widest;
  }

  Legend write() && {
    const std::size_t columns = count_columns();
    const double width = (right_ - left_ + kColumnGap) / static_cast<double>(columns) - kColumnGap;
    std::vector<Legend> drawn;
    double total = 0;
    for (const Entry& entry : entries_) {
      drawn.push_back(draw(entry, width));
      total += drawn.back().height;
    }
    return in_columns(std::move(drawn), total / static_cast<double>(columns), width);
  }

 private:
  double text_width(const std::string& text, double size) const {
    return style_.fonts.width(text, Face::Mono, size);
  }

  static double swatch_width(const MarkStyle& look) {
    return kSwatch + (look.letter.empty() ? 0 : 3.0 * static_cast<double>(look.letter.size()));
  }

  static double swatches_width(const Entry& entry) {
    double width = 0;
    for (const MarkStyle& look : entry.looks) width += swatch_width(look) + kSwatchGap;
    return width;
  }

  /// So many that no entry is broken or cut because of its column.
  std::size_t count_columns() const {
    if (entries_.size() <= kOneColumn) return 1;
    double widest = 0;
    for (const Entry& entry : entries_) {
      const double label = swatches_width(entry) + text_width(entry.label, size_);
      for (const std::string& hook : entry.hooks) {
        widest = std::max(widest, label + kHookGap + text_width(hook, hook_size_));
      }
    }
    const double fitting = (right_ - left_ + kColumnGap) / (widest + kColumnGap);
    return static_cast<std::size_t>(std::clamp(std::floor(fitting), 1.0, kMostColumns));
  }

  void swatch(Canvas& canvas, const MarkStyle& look, double x, double y) const {
    const double width = swatch_width(look);
    const double height = look.letter.empty() ? kSwatch : kSwatch + 1;
    const Rect bounds{x, y - kMiddle * size_ - height / 2, width, height};
    if (look.backward) {
      const std::vector<MarkStyle> one{look};
      canvas.markers({bounds.center().x, bounds.center().y}, one);
      return;
    }
    for (Primitive& part : marked_shape(
             Rectangle{bounds, style_.theme.box_radius, std::nullopt, std::nullopt}, look, 1.3)) {
      canvas.add(std::move(part));
    }
    canvas.caption(look.letter, Face::Sans, bounds, std::max(8.0, style_.theme.minimum_size),
                   look.ink);
  }

  Legend draw(const Entry& entry, double width) const {
    Canvas canvas(style_);
    std::string told = entry.label + ':';
    const auto write = [&](const std::string& text, double size, double x, double y, Color color) {
      canvas.text(typeset(style_.fonts, text, Face::Mono, size), {x, y}, color);
    };
    double y = kFirstLine * size_;
    double left = 0;
    for (const MarkStyle& look : entry.looks) {
      swatch(canvas, look, left, y);
      left += swatch_width(look) + kSwatchGap;
    }
    const std::string label = elide(style_.fonts, entry.label, Face::Mono, size_, width - left);
    write(label, size_, left, y, style_.theme.text);
    double x = left + text_width(label, size_) + kHookGap;
    double right = x;
    for (const std::string& hook : entry.hooks) {
      const double hook_width = text_width(hook, hook_size_);
      if (x + hook_width > width) {
        x = left;
        y += kFurtherLine * size_;
      }
      write(elide(style_.fonts, hook, Face::Mono, hook_size_, width - x), hook_size_, x, y,
            style_.theme.muted);
      x += hook_width + kHookGap;
      right = std::max(right, std::min(x, width + kHookGap));
      told += ' ' + hook;
    }
    // As high as the distance of entries, so that they meet.
    const double top = kMiddle * size_;
    canvas.add(Region{std::string(kLegendPath) + entry.label,
                      std::move(told),
                      "",
                      {0, top, right - kHookGap, y}});
    return {std::move(canvas).take(), y};
  }

  /// Fills one column after the other, each until it is as high as its share.
  Legend in_columns(std::vector<Legend> drawn, double share, double width) const {
    constexpr double kRounding = 0.01;
    Legend legend;
    double x = left_;
    double y = 0;
    for (Legend& entry : drawn) {
      if (y > 0 && y + entry.height / 2 > share + kRounding) {
        x += width + kColumnGap;
        y = 0;
      }
      std::ranges::move(moved(std::move(entry.primitives), {x, y}),
                        std::back_inserter(legend.primitives));
      y += entry.height;
      legend.height = std::max(legend.height, y);
    }
    return legend;
  }

  std::vector<Entry> entries_;
  double left_;
  double right_;
  const Style& style_;
  double size_;
  double hook_size_;
};

}  // namespace

std::string hook_text(const Highlight& highlight) {
  return with_note(point_text(highlight), note_text(highlight));
}

double legend_width(const Marks& marks, const Style& style) {
  return LegendWriter(entries_of(marks), 0, 0, style).least_width();
}

Legend draw_legend(const Marks& marks, double left, double right, const Style& style) {
  return LegendWriter(entries_of(marks), left, right, style).write();
}

}  // namespace tviz
