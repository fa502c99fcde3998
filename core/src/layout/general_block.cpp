// SPDX-License-Identifier: MIT
#include "layout/general_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numbers>
#include <set>
#include <span>
#include <string_view>

#include "layout/cards.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kBraceGap = 5;    // Between frame and brace, and between brace and number.
constexpr double kBraceWidth = 8;  // From its ends to its point.
constexpr const char* kSharedWeights = "the same weights";
constexpr int kArcSteps = 6;  // Segments of a quarter of a circle.
constexpr double kStripWidth = 9;
constexpr double kStripGap = 7;        // Right of the strip, and between it and its numbers.
constexpr double kStripNumbers = 2;    // Digits that have room beside a strip.
constexpr double kLeastStripCell = 3;  // Thinner cells have no gaps between them.
constexpr double kStripCellGap = 1;
constexpr double kNumberLine = 1.3;  // From one number to the next, in em.
constexpr double kDigit = 0.52;      // Width of a digit, in em.

/// "12" as wide as "00": the room does not depend on the font.
double width_of_number(double digits, double size) { return digits * kDigit * size; }

double digits_of(std::size_t count) { return static_cast<double>(fmt::format("{}", count).size()); }

std::string multiplicity(std::size_t count) { return fmt::format("× {}", count); }

bool is_contiguous(const GeneralBlock& block) {
  return block.blocks.back() - block.blocks.front() + 1 == block.count();
}

/// Whether words do not suffice for which layers a frame stands for, and which of them are what.
bool has_strip(const GeneralBlock& block) {
  return block.structures.size() > 1 || !is_contiguous(block);
}

/// Whether equal blocks of the stream are apart.
bool alternates(const Stream& stream) {
  std::set<std::size_t> left;
  for (std::size_t i = 1; i < stream.blocks.size(); ++i) {
    const std::size_t structure = stream.blocks[i].structure;
    const std::size_t before = stream.blocks[i - 1].structure;
    if (structure == before) continue;
    left.insert(before);
    if (left.contains(structure)) return true;
  }
  return false;
}

double strip_room(const Stream& stream, const Theme& theme) {
  if (!alternates(stream)) return 0;
  return width_of_number(kStripNumbers, card_text_size(theme)) + kStripGap / 2 + kStripWidth +
         kStripGap;
}

/// Appends a quarter of a circle around `center`, from one angle on; angles in quarters.
void add_arc(std::vector<Point>& points, Point center, double radius, double from, double turn) {
  for (int i = 0; i <= kArcSteps; ++i) {
    const double angle = (from + turn * i / kArcSteps) * std::numbers::pi / 2;
    points.push_back({center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)});
  }
}

/// A brace whose ends lie at x, open to the right, from `top` to `bottom`.
Polyline brace(double x, double top, double bottom) {
  const double r = kBraceWidth / 2;
  const double middle = (top + bottom) / 2;
  Polyline line;
  add_arc(line.points, {x, top + r}, r, 3, -1);
  add_arc(line.points, {x - 2 * r, middle - r}, r, 0, 1);
  add_arc(line.points, {x - 2 * r, middle + r}, r, 3, 1);
  add_arc(line.points, {x, bottom - r}, r, 2, -1);
  return line;
}

/// The state that a block reads.
std::int64_t first_state(const Stream& stream, std::size_t block) {
  return states_before(stream, stream.blocks[block]);
}

/// "0, 2, …, 22", if the numbers have equal steps; else empty.
std::string progression(const std::vector<std::int64_t>& numbers) {
  constexpr std::size_t kMostListed = 4;
  for (std::size_t i = 2; i < numbers.size(); ++i) {
    if (numbers[i] - numbers[i - 1] != numbers[1] - numbers[0]) return {};
  }
  if (numbers.size() <= kMostListed) return fmt::format("{}", fmt::join(numbers, ", "));
  return fmt::format("{}, {}, …, {}", numbers[0], numbers[1], numbers.back());
}

/// How many states each layer of a run adds, if all add equally many and the first layer of the
/// stream reads x₀; else 0.
std::int64_t states_per_layer(const Stream& stream, const GeneralBlock& block) {
  const Block& last = stream.blocks[block.blocks.back()];
  if (last.layer <= 0) return 0;
  const std::int64_t each = states_before(stream, last) / last.layer;
  const bool regular = std::ranges::all_of(block.blocks, [&](std::size_t index) {
    return first_state(stream, index) == each * stream.blocks[index].layer;
  });
  return regular ? each : 0;
}

/// "i = 0, 2, …, 22", "i = 2 × layer"; empty if neither is so.
std::string indices_text(const Stream& stream, const GeneralBlock& block) {
  std::vector<std::int64_t> numbers;
  for (const std::size_t each : block.blocks) numbers.push_back(first_state(stream, each));
  const std::string listed = progression(numbers);
  if (!listed.empty()) return "i = " + listed;
  const std::int64_t each = states_per_layer(stream, block);
  if (each == 0) return {};
  return each == 1 ? "i = layer" : fmt::format("i = {} × layer", each);
}

/// The names of the kinds of blocks that a frame stands for, from the longest to the shortest.
std::vector<std::string> names_of(const Stream& stream, const GeneralBlock& block, bool has_brace,
                                  bool has_key) {
  if (has_key && block.structures.size() > 1) return {""};
  if (block.structures.size() == 1) {
    const BlockStructure& structure = stream.structures[block.structures.front()];
    return {structure.name, structure.short_name};
  }
  std::vector<std::string> names;
  for (const Repeat& total : totals_of(stream, block.run)) {
    const bool meant =
        std::ranges::find(block.structures, total.structure) != block.structures.end();
    if (!meant) continue;
    names.push_back(has_brace ? stream.structures[total.structure].short_name
                              : describe(stream, total));
  }
  return {fmt::format("{}", fmt::join(names, " or ")), fmt::format("{} kinds", names.size())};
}

/// Those that are not empty, with dots between them.
std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    text += text.empty() ? part : " · " + part;
  }
  return text;
}

class StripPainter {
 public:
  StripPainter(Canvas& canvas, const Stream& stream, const GeneralBlock& block, double right)
      : canvas_(canvas), stream_(stream), block_(block), right_(right) {}

  void paint(double height) {
    const std::size_t layers = block_.run.count();
    const double step = height / static_cast<double>(layers);
    const double gap = step - kStripCellGap >= kLeastStripCell ? kStripCellGap : 0;
    for (std::size_t i = 0; i < layers; ++i) {
      const double bottom = -step * static_cast<double>(i);
      paint_cell(block_.run.first + i,
                 {right_ - kStripWidth, bottom - step + gap / 2, kStripWidth, step - gap});
    }
    const auto middle = [&](std::size_t block) {
      return -step * (static_cast<double>(block - block_.run.first) + 0.5);
    };
    number(block_.run.first, middle(block_.run.first));
    number(block_.run.last, middle(block_.run.last));
    number_rare_kinds(middle);
  }

 private:
  bool is_meant(std::size_t block) const {
    return std::ranges::binary_search(block_.blocks, block);
  }

  /// The layers that break the pattern: of what the frame stands for, the kinds that are fewer than
  /// half of all layers.
  std::vector<std::size_t> layers_of_rare_kinds() const {
    std::vector<std::size_t> layers;
    for (const Repeat& kind : totals_of(stream_, block_.run)) {
      if (2 * kind.count >= block_.run.count()) continue;
      std::ranges::copy_if(block_.blocks, std::back_inserter(layers), [&](std::size_t block) {
        return stream_.blocks[block].structure == kind.structure;
      });
    }
    std::ranges::sort(layers);
    return layers;
  }

  /// Numbers the layers that break the pattern, if the numbers of all of them have room.
  void number_rare_kinds(const std::function<double(std::size_t)>& middle) {
    const std::size_t first = block_.run.first;
    const std::size_t last = block_.run.last;
    std::vector<std::size_t> numbered{first};
    for (const std::size_t each : layers_of_rare_kinds()) {
      if (each != first && each != last) numbered.push_back(each);
    }
    numbered.push_back(last);
    const double apart = kNumberLine * card_text_size(canvas_.style().theme);
    for (std::size_t i = 1; i < numbered.size(); ++i) {
      if (middle(numbered[i - 1]) - middle(numbered[i]) < apart) return;
    }
    for (const std::size_t each : std::span(numbered).subspan(1, numbered.size() - 2)) {
      number(each, middle(each));
    }
  }

  void paint_cell(std::size_t block, const Rect& bounds) {
    const Theme& theme = canvas_.style().theme;
    const BoxStyle style = chip_style(theme, stream_.blocks[block].structure);
    const bool meant = is_meant(block);
    canvas_.add(
        Rectangle{bounds, 0, meant ? std::optional(style.fill) : std::nullopt,
                  Stroke{meant ? style.stroke : theme.frame, theme.box_line_width / 2, {}}});
  }

  void number(std::size_t block, double middle) {
    const Style& style = canvas_.style();
    const double size = card_text_size(style.theme);
    const TextLine line =
        typeset(style.fonts, fmt::format("{}", stream_.blocks[block].layer), Face::Sans, size);
    canvas_.text(line, {right_ - kStripWidth - kStripGap / 2 - line.width, middle + 0.35 * size},
                 style.theme.muted, TextAnchor::End);
  }

  Canvas& canvas_;
  const Stream& stream_;
  const GeneralBlock& block_;
  double right_;
};

}  // namespace

double general_width(const Stream& stream, const Theme& theme, bool strips) {
  if (stream.blocks.size() < 2) return 0;
  const double number = width_of_number(digits_of(stream.blocks.size()) + 2, theme.label_size);
  return std::ceil(2 * kBraceGap + kBraceWidth + number + (strips ? strip_room(stream, theme) : 0));
}

bool shows_strips(const Stream& stream, const Columns& columns) {
  return columns.strips && alternates(stream);
}

std::vector<std::string> labels_of_general(const Stream& stream, const GeneralBlock& block,
                                           bool has_brace, bool has_key) {
  const std::string indices = indices_text(stream, block);
  const std::string what = has_brace ? "one block" : multiplicity(block.count());
  std::vector<std::string> labels;
  const std::vector<std::string> names = names_of(stream, block, has_brace, has_key);
  if (stream.shared_weights) {
    for (const std::string& name : names) {
      labels.push_back(joined({what, kSharedWeights, name, indices}));
      labels.push_back(joined({kSharedWeights, name, indices}));
    }
    labels.emplace_back(kSharedWeights);
  }
  for (const std::string& name : names) {
    labels.push_back(joined({what, name, indices}));
    if (!name.empty()) labels.push_back(joined({has_brace ? "" : what, name, indices}));
  }
  if (!names.back().empty()) labels.push_back(joined({has_brace ? "" : what, names.back()}));
  labels.push_back(joined({has_brace ? "" : what, indices}));
  labels.push_back(what);
  return labels;
}

std::string layers_text(const Stream& stream, const GeneralBlock& block) {
  const std::size_t first = block.blocks.front();
  const std::size_t last = block.blocks.back();
  if (!is_contiguous(block)) return fmt::format("{} layers", block.count());
  return fmt::format("layers {} – {}", stream.blocks[first].layer, stream.blocks[last].layer);
}

void draw_multiplicity(Canvas& canvas, const Stream& stream, const GeneralBlock& block,
                       const Columns& columns, double height) {
  const Style& style = canvas.style();
  const Theme& theme = style.theme;
  Polyline line =
      brace(columns.left - kBraceGap, -height + theme.frame_radius / 2, -theme.frame_radius / 2);
  line.stroke = Stroke{theme.line, theme.line_width, {}};
  canvas.add(std::move(line));
  const TextLine number =
      typeset(style.fonts, multiplicity(block.count()), Face::Serif, theme.label_size);
  const double right = columns.left - 2 * kBraceGap - kBraceWidth;
  canvas.text(number, {right - number.width, -height / 2 + 0.33 * theme.label_size}, theme.text,
              TextAnchor::End);
  // Only streams whose kinds alternate have room for a strip.
  if (!shows_strips(stream, columns) || !has_strip(block)) return;
  const double strip =
      right - width_of_number(digits_of(stream.blocks.size()) + 2, theme.label_size) - kStripGap;
  StripPainter(canvas, stream, block, strip).paint(height);
}

}  // namespace tviz
