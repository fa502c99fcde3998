// SPDX-License-Identifier: MIT
#include "layout/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tviz {
namespace {

constexpr double kNoteGap = 18;       // Between the boxes on the stream and the notes' bar.
constexpr double kNoteIndent = 10;    // Between the bar and the text.
constexpr double kStreamGap = 28;     // Between the heads and the stream: an arrow has room.
constexpr double kLabelRoom = 42;     // Right of the stream inside a frame: "x₂₅₂".
constexpr double kFewestColumns = 3;  // h₀ … hₙ₋₁.

std::int64_t widest_attention(const Graph& graph) {
  std::int64_t heads = 0;
  for (const Stream& stream : graph.streams) {
    for (const BlockStructure& structure : stream.structures) {
      for (const Component* component : components_of(structure)) {
        heads = std::max(heads, component->n_heads);
      }
    }
  }
  return heads;
}

bool has_parallel_branches(const Graph& graph) {
  return std::ranges::any_of(graph.streams, [](const Stream& stream) {
    return std::ranges::any_of(stream.structures, [](const BlockStructure& structure) {
      return std::ranges::any_of(structure.additions, [](const Addition& addition) {
        return addition.branches.size() > 1;
      });
    });
  });
}

double width_of_heads(double count, double head, double gap) { return count * (head + gap) - gap; }

/// Room for heads that a row needs at least, and for all of them if all are asked for.
double needed_heads_width(const Graph& graph, const Theme& theme, HeadsShown shown) {
  const double beside =
      has_parallel_branches(graph) ? parallel_box_width(theme, 0) + 2 * theme.head_gap : 0;
  if (shown == HeadsShown::All) {
    return beside + width_of_heads(static_cast<double>(widest_attention(graph)), theme.head_width,
                                   theme.head_gap);
  }
  return beside +
         width_of_heads(kFewestColumns, theme.head_minimum_width, kTightestGap * theme.head_gap);
}

}  // namespace

double parallel_box_width(const Theme& theme, double row) {
  return std::clamp(row / 3, 1.25 * theme.head_width, 1.9 * theme.head_width);
}

Columns columns_for(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                    std::vector<std::string>& warnings) {
  const double beside_stream = std::max(theme.end_box_width / 2, kLabelRoom);
  const double fixed = 2 * theme.margin + theme.frame_padding + kStreamGap + beside_stream;
  const double notes = kNoteGap + kNoteIndent + theme.note_width;
  const double needed = needed_heads_width(graph, theme, options.heads);
  // Beside notes a row should still show a few heads at their full width.
  const double comfortable = std::max(needed, width_of_heads(4, theme.head_width, theme.head_gap));

  Columns columns;
  columns.width = std::round(options.width);
  columns.has_notes = options.annotations == Annotations::Equations;
  if (options.heads == HeadsShown::All) {
    columns.width =
        std::max(columns.width, std::ceil(fixed + needed + (columns.has_notes ? notes : 0)));
  }
  if (columns.has_notes && columns.width < fixed + comfortable + notes) {
    warnings.push_back(
        fmt::format("the notes were left out: they need a width of {} pixels, the figure has {}",
                    std::ceil(fixed + comfortable + notes), columns.width));
    columns.has_notes = false;
  }
  if (columns.width < fixed + needed) {
    Problem problem;
    problem.message = fmt::format("a width of {} pixels is too small", columns.width);
    problem.where.field = "width";
    problem.hint = fmt::format("this model needs {}", std::ceil(fixed + needed));
    throw Error(std::move(problem));
  }
  columns.left = theme.margin;
  columns.right = columns.width - theme.margin;
  columns.stream = columns.right - (columns.has_notes ? notes : 0) - beside_stream;
  columns.frame_right = columns.stream + kLabelRoom;
  columns.heads_left = columns.left + theme.frame_padding;
  columns.heads_right = columns.stream - kStreamGap;
  columns.notes_left = columns.stream + beside_stream + kNoteGap;
  return columns;
}

}  // namespace tviz
