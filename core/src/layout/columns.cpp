// SPDX-License-Identifier: MIT
#include "layout/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "layout/branches.hpp"
#include "layout/captions.hpp"
#include "layout/detours.hpp"
#include "layout/general_block.hpp"
#include "layout/heads.hpp"

namespace tviz {
namespace {

constexpr double kNoteBarGap = 18;       // Between the boxes on the stream and the notes' bar.
constexpr double kNoteIndent = 10;       // Between the bar and the text.
constexpr double kNarrowNotes = 0.85;    // Of the width of notes, where room is scarce.
constexpr double kHeadsToStream = 28;    // Between the heads and the stream: an arrow has room,
constexpr double kArrowsToStream = 4.4;  // or so many arrowheads where these are small.
constexpr double kStateRoomBesideSum = 2.54;  // Right of a ⊕, in sizes of its letters: "x₂₅₂".
constexpr double kFewestColumns = 3;          // h₀ … hₙ₋₁.
// The same below a ⊕, where the letters stand below each other.
constexpr double kStateRoomBelow = 1.6;
// Heads above each other, if there is no other reason for more or fewer.
constexpr std::size_t kFewestRows = 5;
constexpr std::size_t kMostRows = 12;
constexpr double kLettersInBox = 6.5;    // Width of "gated MLP m", of the size of its letters.
constexpr double kShareOfSeveral = 0.6;  // Of a stream's height, for each of several.
constexpr double kTitleGap = 10;         // From a stream's title to the frames below it.
constexpr double kStreamGap = 26;        // Between two streams.
constexpr double kRailGap = 11;          // From a stream's boxes to a rail, and to the next one.
constexpr double kArrowRoom = 17;        // From the last rail to the stream that it is read by.

double heads_to_stream(const Theme& theme) {
  return std::min(kHeadsToStream, kArrowsToStream * theme.arrow_length);
}

/// From the stream to the right side of a frame, or to the lower side.
double label_room(const Theme& theme, Direction direction) {
  const double letters = direction == Direction::Up ? kStateRoomBesideSum : kStateRoomBelow;
  return theme.sum_radius + std::round(letters * theme.state_size);
}

std::int64_t widest_attention(const Stream& stream) {
  std::int64_t heads = 0;
  for (const BlockStructure& structure : stream.structures) {
    for (const Component* component : components_of(structure)) {
      heads = std::max(heads, component->n_heads);
    }
  }
  return heads;
}

/// The heads or experts that the longest row of a stream shows where it has room for many.
std::size_t longest_row(const Stream& stream) {
  std::size_t longest = kFewestRows;
  for (const BlockStructure& structure : stream.structures) {
    for (const Component* component : components_of(structure)) {
      const std::int64_t experts = component->n_experts;
      const auto cells = experts > 0 ? choose_heads(experts, experts, {}, kMostRows)
                                     : choose_heads(component->n_heads,
                                                    component->n_key_value_heads, {}, kMostRows);
      longest = std::max(longest, cells.size());
    }
  }
  return longest;
}

bool has_parallel_branches(const Stream& stream) {
  return std::ranges::any_of(stream.structures, [](const BlockStructure& structure) {
    return std::ranges::any_of(
        structure.additions, [](const Addition& addition) { return addition.branches.size() > 1; });
  });
}

double width_of_heads(double count, double head, double gap) { return count * (head + gap) - gap; }

/// The least width of a row of heads beside notes: four at their full width, or in a block view,
/// which is drawn for narrow pages, three that are narrower.
double heads_beside_notes(View view, const Theme& theme) {
  if (view != View::Block) return width_of_heads(4, theme.head_width, theme.head_gap);
  return width_of_heads(3, 0.75 * theme.head_width, theme.head_gap);
}

/// What stands beside the heads in a row.
double width_beside_heads(const Stream& stream, const Theme& theme) {
  double beside =
      has_parallel_branches(stream) ? parallel_box_width(theme, 0) + 2 * theme.head_gap : 0;
  if (std::ranges::any_of(stream.structures, has_norm_on_line)) beside += norm_column_width(theme);
  return beside;
}

/// Room for heads that a row needs at least, and for all of them if all are asked for.
double needed_heads_width(const Stream& stream, const Theme& theme, HeadsShown shown) {
  const double beside = width_beside_heads(stream, theme);
  if (shown == HeadsShown::All) {
    return beside + width_of_heads(static_cast<double>(widest_attention(stream)), theme.head_width,
                                   theme.head_gap);
  }
  return beside +
         width_of_heads(kFewestColumns, theme.head_minimum_width, kTightestGap * theme.head_gap);
}

/// One path for all links between the same two streams.
std::vector<LinkPath> link_paths(const Graph& graph) {
  const auto index_of = [&graph](const std::string& name) {
    const auto found = std::ranges::find(graph.streams, name, &Stream::name);
    return static_cast<std::size_t>(found - graph.streams.begin());
  };
  std::vector<LinkPath> paths;
  for (const Link& link : graph.links) {
    const std::size_t from = index_of(link.from);
    const std::size_t to = index_of(link.to);
    auto path = std::ranges::find_if(
        paths, [&](const LinkPath& other) { return other.from == from && other.to == to; });
    if (path == paths.end()) path = paths.insert(paths.end(), LinkPath{.from = from, .to = to});
    path->into.push_back(link.into);
  }
  return paths;
}

/// Lines in the gap right of a stream.
std::size_t rails_beside(const std::vector<LinkPath>& links, std::size_t stream) {
  return static_cast<std::size_t>(std::ranges::count_if(links, [stream](const LinkPath& link) {
    return link.from == stream || link.to == stream + 1;
  }));
}

double gap_beside(const std::vector<LinkPath>& links, std::size_t stream) {
  const std::size_t rails = rails_beside(links, stream);
  if (rails == 0) return kStreamGap;
  return kRailGap * static_cast<double>(rails) + kArrowRoom;
}

/// Room for captions above the rows of a figure that flows to the right.
double captions_above(const Stream& stream, const Theme& theme) {
  return caption_line(theme) * static_cast<double>(lines_of_row_captions(stream, theme));
}

/// What stands left of the frames of a block view, where there is room for it.
enum class BesideFrames { BracesAndStrips, Braces, Nothing };

/// What of the width is not the heads'.
class Widths {
 public:
  Widths(const Graph& graph, const Theme& theme, const LayoutOptions& options,
         const std::vector<double>& opened, BesideFrames beside)
      : direction_(options.direction),
        strips_(beside == BesideFrames::BracesAndStrips),
        label_room_(label_room(theme, direction_)),
        beside_stream_(std::max(theme.end_box_width / 2, label_room_)),
        usual_(theme.usual_width),
        notes_(kNoteBarGap + kNoteIndent +
               (options.view == View::Block ? kNarrowNotes : 1) * theme.note_width),
        // A line from another stream would cross them.
        braces_(beside != BesideFrames::Nothing && options.view == View::Block &&
                graph.streams.size() == 1),
        links_(link_paths(graph)) {
    const double of_stream = theme.frame_padding + heads_to_stream(theme) + beside_stream_;
    fixed_ = 2 * theme.margin;
    for (std::size_t i = 0; i < graph.streams.size(); ++i) {
      const Stream& stream = graph.streams[i];
      general_rooms_.push_back(braces_ ? general_width(stream, theme, strips_) : 0);
      fixed_ += general_rooms_.back();
      const double detours = detours_width(stream, theme, direction_);
      detour_rooms_.push_back(std::max(0.0, label_room_ + detours - beside_stream_));
      fixed_ += of_stream + detour_rooms_.back() + (i > 0 ? gap_beside(links_, i - 1) : 0);
      title_rooms_.push_back(direction_ == Direction::Right ? room_of_title(stream, theme) : 0);
      fixed_ += title_rooms_.back();
      // Whole pixels, so that lines meet sharply in all columns.
      needed_.push_back(
          std::ceil(std::max(needed_heads_width(stream, theme, options.heads), opened[i])));
      if (direction_ == Direction::Right) {
        const double rows = width_of_heads(static_cast<double>(longest_row(stream)),
                                           theme.head_width, theme.head_gap);
        const bool alone = graph.streams.size() == 1;
        const double most = (alone ? 1 : kShareOfSeveral) * theme.usual_height;
        const double wanted = std::min(width_beside_heads(stream, theme) + rows, most - of_stream);
        needed_.back() =
            std::max(needed_.back(), std::ceil(wanted)) + captions_above(stream, theme);
      }
      // Beside notes a row should still show a few heads at their full width.
      comfortable_ += std::max(needed_.back(), heads_beside_notes(options.view, theme));
    }
  }

  double least() const { return fixed_ + std::accumulate(needed_.begin(), needed_.end(), 0.0); }
  double least_with_notes() const { return fixed_ + comfortable_ + notes_; }
  double notes() const { return notes_; }
  /// That of a figure whose width nobody asked for: streams side by side get what they need.
  double usual(bool has_notes) const {
    if (direction_ == Direction::Right) return least();
    if (has_notes) return std::max(usual_, std::ceil(least_with_notes()));
    const double rows = needed_.size() == 1 ? needed_.front() : comfortable_;
    return std::max(usual_, std::ceil(fixed_ + rows));
  }

  /// Gives each stream what it needs and an equal share, in whole pixels, of what is left.
  Page divide(double width, bool has_notes, const Theme& theme) && {
    Page page{width, theme.margin, width - theme.margin, {}, std::move(links_)};
    const double spare = width - least() - (has_notes ? notes_ : 0);
    const double share = std::floor(spare / static_cast<double>(needed_.size()));
    double left = page.left;
    for (std::size_t i = 0; i < needed_.size(); ++i) {
      const bool last = i + 1 == needed_.size();
      const double rest = spare - share * static_cast<double>(i);
      Columns columns;
      left += title_rooms_[i] + general_rooms_[i];
      columns.left = left;
      columns.braces = braces_;
      columns.strips = strips_;
      columns.heads_left = left + theme.frame_padding;
      columns.heads_right = columns.heads_left + needed_[i] + (last ? rest : share);
      columns.stream = columns.heads_right + heads_to_stream(theme);
      columns.frame_right = columns.stream + label_room_;
      columns.right = columns.stream + beside_stream_ + detour_rooms_[i];
      if (last && has_notes) {
        columns.has_notes = true;
        columns.notes_left = columns.right + kNoteBarGap;
        columns.right = page.right;
      } else if (!last) {
        left = columns.right + gap_beside(page.links, i);
        place_rails(page.links, i, columns.right);
      }
      page.streams.push_back(columns);
    }
    return page;
  }

 private:
  /// From left to right: what rises to pass above the next stream, what leads over to it, and
  /// what comes down from above. So lines seldom cross.
  static void place_rails(std::vector<LinkPath>& links, std::size_t stream, double right) {
    double x = right;
    for (LinkPath& link : links) {
      if (link.from == stream && !link.is_direct()) link.riser = x += kRailGap;
    }
    for (LinkPath& link : links) {
      if (link.from == stream && link.is_direct()) link.riser = link.rail = x += kRailGap;
    }
    for (LinkPath& link : links) {
      if (link.to == stream + 1 && !link.is_direct()) link.rail = x += kRailGap;
    }
  }

  /// The title of a stream that flows to the right stands above its frames.
  static double room_of_title(const Stream& stream, const Theme& theme) {
    return stream.title.empty() ? 0 : std::ceil(theme.label_size + kTitleGap);
  }

  Direction direction_;
  bool strips_;
  double label_room_;
  double beside_stream_;
  double usual_;
  double notes_;
  bool braces_;
  std::vector<LinkPath> links_;
  double fixed_ = 0;
  double comfortable_ = 0;
  std::vector<double> needed_;
  std::vector<double> title_rooms_;
  std::vector<double> general_rooms_;  ///< Left of the frames.
  std::vector<double> detour_rooms_;   ///< Right of what stands on the stream.
};

}  // namespace

double parallel_box_width(const Theme& theme, double row) {
  const double least = std::max(1.25 * theme.head_width, kLettersInBox * theme.minimum_size);
  return std::clamp(row / 3, least, std::max(least, 1.9 * theme.head_width));
}

double least_width(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                   const std::vector<double>& opened) {
  const Widths widths(graph, theme, options, opened, BesideFrames::Nothing);
  const bool grows = options.heads == HeadsShown::All;
  const bool has_notes = options.annotations == Annotations::Equations;
  return std::ceil(widths.least() + (grows && has_notes ? widths.notes() : 0));
}

Page divide_width(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                  const std::vector<double>& opened, std::vector<std::string>& warnings) {
  Widths widths(graph, theme, options, opened, BesideFrames::BracesAndStrips);
  for (const BesideFrames less : {BesideFrames::Braces, BesideFrames::Nothing}) {
    if (!options.width || *options.width >= widths.least()) break;
    widths = Widths(graph, theme, options, opened, less);
  }
  bool has_notes = options.annotations == Annotations::Equations;
  double width = std::round(options.width.value_or(widths.usual(has_notes)));
  if (options.heads == HeadsShown::All) {
    width = std::max(width, std::ceil(widths.least() + (has_notes ? widths.notes() : 0)));
  }
  const bool no_room = has_notes && width < widths.least_with_notes();
  const bool below = no_room && !options.is_sub_figure && options.direction == Direction::Up;
  if (below) has_notes = false;
  if (no_room && !below) {
    warnings.push_back(fmt::format(
        "the notes were left out: they need a width of {} pixels, but the figure has {}",
        std::ceil(widths.least_with_notes()), width));
    has_notes = false;
  }
  if (width < widths.least()) {
    Problem problem;
    problem.message = fmt::format("a width of {} pixels is too small", width);
    problem.where.field = "width";
    problem.hint = fmt::format("this model needs {}", std::ceil(widths.least()));
    throw Error(std::move(problem));
  }
  Page page = std::move(widths).divide(width, has_notes, theme);
  page.streams.back().notes_below = below;
  return page;
}

}  // namespace tviz
