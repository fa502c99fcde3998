// SPDX-License-Identifier: MIT
#include "tviz/layout/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "layout/atlas.hpp"
#include "layout/bare_layout.hpp"
#include "layout/canvas.hpp"
#include "layout/captions.hpp"
#include "layout/circuit_atlas.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/folding.hpp"
#include "layout/header.hpp"
#include "layout/latent_repeats.hpp"
#include "layout/marks.hpp"
#include "layout/notes.hpp"
#include "layout/opening.hpp"
#include "layout/outline.hpp"
#include "layout/paper_theme.hpp"
#include "layout/positions.hpp"
#include "layout/rightwards.hpp"
#include "layout/stream_assembly.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// What makes a figure lower.
struct Tightness {
  double share = 1;  ///< Of the theme's lengths along the flow.
  bool terse_notes = false;
  bool small_letters = false;
  bool no_notes = false;
};

// A figure too high for its page takes the next, the last only if it must not be higher.
constexpr std::array kTightness{
    Tightness{1},
    Tightness{0.85},
    Tightness{0.7},
    Tightness{.share = 0.7, .terse_notes = true},
    Tightness{.share = 0.7, .small_letters = true},
    Tightness{.share = 0.7, .terse_notes = true, .small_letters = true},
    Tightness{.share = 0.6, .terse_notes = true, .small_letters = true},
    Tightness{.share = 0.45, .terse_notes = true, .small_letters = true},
    Tightness{.share = 0.35, .terse_notes = true, .small_letters = true},
    Tightness{.share = 0.35, .terse_notes = true, .small_letters = true, .no_notes = true}};
constexpr std::size_t kFewBlocks = 2;  // So many with numbers are drawn as blocks.
constexpr double kPixelsPerInch = 96;
constexpr double kHeaderGap = 16;  // Between the header and the boxes beside it.

/// The last band: nothing but the lower margin.
Band margin_band(const Theme& theme) { return {theme.margin, {}}; }

/// The room left of what stands above the blocks of the only stream.
Page beside_exit(Page page, const Theme& theme) {
  page.right = page.streams.front().stream - theme.end_box_width / 2 - kHeaderGap;
  return page;
}

/// Draws the exit of the only stream, the first item, beside the header.
void join(Band header, const Theme& theme, Scene& scene) {
  Band& exit = std::get<Band>(scene.items.front());
  const double height = std::max(header.height, exit.height + theme.margin);
  const double lower = height - exit.height;
  header.height = height;
  std::ranges::move(moved(std::move(exit.primitives), {0, lower}),
                    std::back_inserter(header.primitives));
  exit = std::move(header);
  scene.streams.front().top += lower;
}

Scene draw_upwards(const Graph& graph, const Marks& marks, const Style& style,
                   const LayoutOptions& options, bool has_header,
                   std::vector<std::string>& warnings) {
  const Opening opening(options, marks);
  const Page page =
      divide_width(graph, style.theme, options, opening.widths(graph, style), warnings);
  Scene scene;
  scene.width = page.width;
  std::vector<Note> notes;
  const Page corner = beside_exit(page, style.theme);
  if (!has_header) {
    notes = add_streams(graph, page, opening, style, options, scene);
  } else if (graph.streams.size() == 1 && header_fits(graph, marks, corner, style)) {
    notes = add_streams(graph, page, opening, style, options, scene);
    join(draw_header(graph, marks, corner, style), style.theme, scene);
  } else {
    scene.items.emplace_back(draw_header(graph, marks, page, style));
    notes = add_streams(graph, page, opening, style, options, scene);
  }
  if (!notes.empty()) {
    scene.items.emplace_back(draw_notes_below(std::move(notes), options.terse_notes, page, style));
  }
  return scene;
}

/// What a figure shows and how.
struct Subject {
  const Graph& graph;
  const Overlay& overlay;
  const Theme& theme;
  const Fonts& fonts;
  bool has_header = true;
};

/// What a subject is drawn with.
struct Tools {
  Tools(const Subject& subject, const LayoutOptions& options)
      : theme(with_room_for_captions(subject.theme, subject.graph, subject.fonts)),
        marks(subject.overlay, theme),
        style{.theme = theme,
              .fonts = subject.fonts,
              .painters = &options.painters,
              .model = &subject.graph.model} {
    if (marks.letters() > 0) {
      theme = with_room_for_letters(theme, signs_of_hooks(subject.graph, marks, options.width));
    }
  }
  Tools(const Tools&) = delete;
  Tools& operator=(const Tools&) = delete;

  Theme theme;
  Marks marks;
  Style style;
};

/// How many blocks carry numbers.
std::size_t blocks_with_numbers(const Graph& graph, const Overlay& overlay) {
  std::set<const Block*> blocks;
  for (const Value& value : overlay.values.list) {
    for (const Stream& stream : graph.streams) {
      const Block* block = find_block(stream, value.component);
      if (block != nullptr) blocks.insert(block);
    }
  }
  return blocks.size();
}

/// Only a tower flows to the right, an atlas has nothing to open, and only it shows a circuit.
void check_view(const Graph& graph, const LayoutOptions& options, const Overlay& overlay) {
  if (options.view != View::Atlas && !overlay.circuit.empty()) {
    throw Error(
        Problem{"a circuit is drawn in an atlas", {"", 0, 0, "view"}, "leave out the view"});
  }
  if (options.view != View::Atlas && positions_of(overlay.values, graph) > 0) {
    throw Error(Problem{
        "numbers at positions are drawn in an atlas", {"", 0, 0, "view"}, "leave out the view"});
  }
  if (options.view != View::Tower && options.direction == Direction::Right) {
    throw Error(Problem{"only a tower flows to the right",
                        {"", 0, 0, "direction"},
                        "choose the view tower, or let the figure flow upwards"});
  }
  if (options.view == View::Atlas && !options.expanded.empty()) {
    throw Error(Problem{"an atlas cannot show opened layers",
                        {"", 0, 0, "expand"},
                        "choose the view block or tower"});
  }
}

Scene draw(const Subject& subject, const LayoutOptions& options,
           std::vector<std::string>& warnings) {
  if (options.view == View::Atlas) {
    if (subject.theme.captions != CaptionContent::None) {
      warnings.emplace_back("an atlas has no captions: its cells are too small for them");
    }
    const Marks marks(subject.overlay, subject.theme);
    const Style style{subject.theme, subject.fonts, &options.painters};
    const auto draw_cells = marks.circuit().empty() ? draw_atlas : draw_circuit;
    Scene atlas = draw_cells(subject.graph, marks, style, options);
    atlas.items.emplace_back(margin_band(subject.theme));
    return atlas;
  }
  const Tools tools(subject, options);
  const Marks& marks = tools.marks;
  const Style& style = tools.style;
  Scene scene =
      options.direction == Direction::Right
          ? draw_rightwards(subject.graph, marks, style, options, warnings)
          : draw_upwards(subject.graph, marks, style, options, subject.has_header, warnings);
  scene.items.emplace_back(margin_band(subject.theme));
  return scene;
}

/// The least width of a tower or a block view.
double least_upright_width(const Subject& subject, const LayoutOptions& options) {
  const Tools tools(subject, options);
  const Opening opening(options, tools.marks);
  return least_width(subject.graph, tools.theme, options,
                     opening.widths(subject.graph, tools.style));
}

/// The theme of a view for paper. A sub-figure, below which no notes stand, keeps its margin, which
/// gives way to one around all.
Theme paper_theme(const Theme& theme, const LayoutOptions& options, double share,
                  PaperWidth width) {
  Theme own = on_paper(theme, share, width);
  if (options.is_sub_figure) own.margin = theme.margin;
  return own;
}

double height_of(const Scene& scene) { return place(scene, false).height; }

/// Opens what carries more hooks than fit on a box, if the width suffices for all of it.
LayoutOptions with_hooks_opened(const Subject& subject, const LayoutOptions& options) {
  if (subject.overlay.highlights.empty()) return options;
  const Theme narrowest = paper_theme(subject.theme, options, 1, PaperWidth::Narrowest);
  const Subject on_paper{subject.graph, subject.overlay, narrowest, subject.fonts};
  if (options.width && *options.width < least_upright_width(on_paper, options)) return options;
  const Tools tools(on_paper, options);
  std::vector<std::string> untold;
  const Opening opening(options, tools.marks);
  const Page page = divide_width(subject.graph, tools.theme, options,
                                 opening.widths(subject.graph, tools.style), untold);
  const std::size_t rows =
      signs_of_hooks(subject.graph, tools.marks, options.width).in_two_rows ? 2 : 1;
  LayoutOptions own = options;
  std::ranges::move(overfull(subject.graph, tools.marks, tools.style, page.streams, rows),
                    std::back_inserter(own.expanded));
  LayoutOptions shortest = own;
  shortest.short_hook_names = true;
  const bool fits = !own.width || *own.width >= least_upright_width(on_paper, shortest);
  return fits ? own : options;
}

/// A block view that is no higher than asked for, if shorter lines or fewer notes suffice for that.
Scene compose(const Subject& subject, const LayoutOptions& asked,
              std::vector<std::string>& warnings) {
  const LayoutOptions options = with_hooks_opened(subject, asked);
  // A comparison has lines to the parts; an opened or whole row is asked for.
  const bool whole =
      !subject.has_header || !options.expanded.empty() || options.heads == HeadsShown::All;
  const Graph graph =
      whole ? subject.graph : without_latent_repeats(subject.graph, subject.overlay);
  const auto in_theme = [&](const Theme& theme) {
    return Subject{graph, subject.overlay, theme, subject.fonts, subject.has_header};
  };
  PaperWidth width = PaperWidth::Usual;
  for (const PaperWidth wider : {PaperWidth::Usual, PaperWidth::Narrow}) {
    const Theme theme = paper_theme(subject.theme, options, 1, wider);
    if (!options.width || *options.width >= least_upright_width(in_theme(theme), options)) break;
    width = wider == PaperWidth::Usual ? PaperWidth::Narrow : PaperWidth::Narrowest;
  }
  const std::size_t steps = kTightness.size() - (options.height ? 0 : 1);
  Scene scene;
  std::vector<std::string> told;
  for (std::size_t i = 0; i < steps; ++i) {
    const Tightness& tightness = kTightness.at(i);
    LayoutOptions own = options;
    own.terse_notes = tightness.terse_notes;
    own.short_hook_names = width == PaperWidth::Narrowest;
    told.clear();
    if (tightness.no_notes) {
      if (own.annotations == Annotations::None) break;
      own.annotations = Annotations::None;
      told.push_back(fmt::format("the notes were left out: with them the figure is {} pixels high",
                                 std::ceil(height_of(scene))));
    }
    const PaperWidth own_width = tightness.small_letters ? PaperWidth::Narrowest : width;
    scene =
        draw(in_theme(paper_theme(subject.theme, options, tightness.share, own_width)), own, told);
    if (height_of(scene) <= options.height.value_or(kPageHeight)) break;
  }
  std::ranges::move(told, std::back_inserter(warnings));
  return scene;
}

/// A tower that is no higher than asked for, if folding more layers suffices for that.
Scene draw_tower(const Subject& subject, const LayoutOptions& options,
                 std::vector<std::string>& warnings) {
  LayoutOptions own = options;
  own.max_layers = std::min(own.max_layers, static_cast<std::int64_t>(most_layers(subject.graph)));
  Scene scene;
  std::vector<std::string> told;
  do {
    told.clear();
    scene = draw(subject, own, told);
  } while (options.height && height_of(scene) > *options.height && --own.max_layers > 0);
  std::ranges::move(told, std::back_inserter(warnings));
  return scene;
}

Scene draw_view(const Subject& subject, const LayoutOptions& options,
                std::vector<std::string>& warnings) {
  if (options.view == View::Block) return compose(subject, options, warnings);
  if (options.view == View::Tower) return draw_tower(subject, options, warnings);
  const Theme theme = paper_theme(subject.theme, options, 1, PaperWidth::Usual);
  return draw({subject.graph, subject.overlay, theme, subject.fonts}, options, warnings);
}

PanelStyle panel_style(const Theme& theme) {
  return {theme.page, theme.panel, theme.panel_border, theme.text, theme.muted, theme.learned};
}

/// Whether the cells of an atlas can tell the hooks apart, and its width suffices: cells show
/// colours, and no letters.
bool atlas_suits(const Subject& subject, const LayoutOptions& options) {
  const Theme theme = paper_theme(subject.theme, options, 1, PaperWidth::Usual);
  const Marks marks(subject.overlay, theme);
  return marks.letters() == 0 &&
         (!options.width || *options.width >= least_atlas_width(subject.graph, marks, theme));
}

/// The views that suit paper, the better first.
std::vector<View> views_for_paper(const Subject& subject, const LayoutOptions& options) {
  if (!options.expanded.empty()) return {View::Block};
  const bool prefers_atlas = blocks_with_numbers(subject.graph, subject.overlay) > kFewBlocks;
  if (!options.height) {
    if (prefers_atlas) return {View::Atlas};
    if (subject.overlay.highlights.empty()) return {View::Block};
  }
  if (prefers_atlas) return {View::Atlas, View::Block};
  if (!atlas_suits(subject, options)) return {View::Block};
  return {View::Block, View::Atlas};
}

/// How high a drawing is in a view.
struct Need {
  View view;
  double height = 0;
};

/// In words.
std::string text_of(const Need& need) {
  const std::string_view name = need.view == View::Block   ? "one block of each kind"
                                : need.view == View::Atlas ? "an atlas"
                                                           : "a tower";
  return fmt::format("{} needs {}", name, std::ceil(need.height));
}

[[noreturn]] void refuse_height(double height, const std::vector<Need>& needs) {
  std::vector<std::string> texts;
  texts.reserve(needs.size());
  for (const Need& need : needs) texts.push_back(text_of(need));
  const double least = std::ranges::min_element(needs, {}, &Need::height)->height;
  const double inches = std::ceil(least / kPixelsPerInch * 100) / 100;
  throw Error(Problem{fmt::format("a height of {} pixels is too small", std::round(height)),
                      {"", 0, 0, "height"},
                      fmt::format("in this width, {}; a height of {}in suffices",
                                  fmt::join(texts, " and "), inches)});
}

Scene described(Scene scene, const Subject& subject) {
  scene.title = title_of(subject.graph.model);
  scene.description = describe(subject.graph, subject.overlay);
  scene.outline = outline(subject.graph, subject.overlay);
  scene.typeface = subject.fonts.typeface();
  scene.background = subject.theme.page;
  scene.panel = panel_style(subject.theme);
  return scene;
}

}  // namespace

Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  check_view(graph, options, overlay);
  const Subject subject{graph, overlay, theme, fonts};
  Scene scene = draw_view(subject, options, warnings);
  const double height = height_of(scene);
  if (options.height && height > *options.height) {
    refuse_height(*options.height, {{options.view, height}});
  }
  return described(std::move(scene), subject);
}

Scene lay_out_without_header(const Graph& graph, const Theme& theme, const Fonts& fonts,
                             const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Overlay nothing;
  const Subject subject{graph, nothing, theme, fonts, false};
  return described(compose(subject, options, warnings), subject);
}

Scene lay_out_on_paper(const Graph& graph, const Overlay& overlay, const Theme& theme,
                       const Fonts& fonts, const LayoutOptions& options,
                       std::vector<std::string>& warnings) {
  const Subject subject{graph, overlay, theme, fonts};
  const std::vector<View> views = views_for_paper(subject, options);
  std::vector<Need> needs;
  LayoutOptions own = options;
  for (const View& view : views) {
    own.view = view;
    std::vector<std::string> told;
    Scene scene = draw_view(subject, own, told);
    const double height = height_of(scene);
    const bool is_last = &view == &views.back();
    if (height <= options.height.value_or(kPageHeight) || (is_last && !options.height)) {
      std::ranges::move(told, std::back_inserter(warnings));
      return described(std::move(scene), subject);
    }
    needs.push_back({view, height});
  }
  refuse_height(*options.height, needs);
}

double least_width(const Graph& graph, const Overlay& overlay, const Theme& theme,
                   const Fonts& fonts, const LayoutOptions& options) {
  if (options.direction == Direction::Right) {
    const Tools tools({graph, overlay, theme, fonts}, options);
    return least_width_rightwards(graph, tools.marks, tools.style, options);
  }
  if (options.view == View::Atlas) {
    const Theme on_paper = paper_theme(theme, options, 1, PaperWidth::Usual);
    return overlay.circuit.empty() ? least_atlas_width(graph, Marks(overlay, on_paper), on_paper)
                                   : least_circuit_width(graph, overlay.circuit, on_paper);
  }
  if (options.view == View::Block) {
    LayoutOptions own = options;
    own.short_hook_names = true;
    return least_upright_width(
        {graph, overlay, paper_theme(theme, options, 1, PaperWidth::Narrowest), fonts}, own);
  }
  return least_upright_width({graph, overlay, theme, fonts}, options);
}

void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
                const std::vector<HookName>& names, Scene& scene) {
  add_doubts(graph.model, overlay, scene);
  for (const Stream& stream : graph.streams) add_details(stream, names, fonts, scene);
  const Marks marks(overlay, theme);
  scene.marks = detail_marks(marks);
  if (!overlay.values.list.empty()) scene.scales.push_back(detail_scale(marks));
}

}  // namespace tviz
