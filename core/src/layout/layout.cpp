// SPDX-License-Identifier: MIT
#include "tviz/layout/layout.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>
#include <variant>

#include "layout/atlas.hpp"
#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/header.hpp"
#include "layout/marks.hpp"
#include "layout/notes.hpp"
#include "layout/opening.hpp"
#include "layout/outline.hpp"
#include "layout/paper_theme.hpp"
#include "layout/rightwards.hpp"
#include "layout/stream_assembly.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// What makes a figure lower.
struct Tightness {
  double share = 1;  ///< Of the theme's lengths along the flow.
  bool terse_notes = false;
};

// A figure too high for its page takes the next.
constexpr std::array kTightness{Tightness{1}, Tightness{0.85}, Tightness{0.7},
                                Tightness{0.7, true}};
constexpr std::size_t kFewBlocks = 2;  // So many with numbers are drawn as blocks.
constexpr double kHeaderGap = 16;      // Between the header and the boxes beside it.

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
                   const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Opening opening(options, marks);
  const Page page =
      divide_width(graph, style.theme, options, opening.widths(graph, style), warnings);
  Scene scene;
  scene.width = page.width;
  std::vector<Note> notes;
  const Page corner = beside_exit(page, style.theme);
  if (graph.streams.size() == 1 && header_fits(graph, marks, corner, style)) {
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
};

/// How many blocks carry numbers.
std::size_t blocks_with_numbers(const Graph& graph, const Overlay& overlay) {
  std::set<const Block*> blocks;
  for (const Value& value : overlay.values.list) {
    const Block* block = find_component(graph, value.component).block;
    if (block != nullptr) blocks.insert(block);
  }
  return blocks.size();
}

/// Only a tower flows to the right, and an atlas has nothing to open.
void check_view(const LayoutOptions& options) {
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
  const Marks marks(subject.overlay, subject.theme);
  const Style style{subject.theme, subject.fonts, &options.painters};
  if (options.view == View::Atlas) {
    Scene atlas = draw_atlas(subject.graph, marks, style, options);
    atlas.items.emplace_back(margin_band(subject.theme));
    return atlas;
  }
  Scene scene = options.direction == Direction::Right
                    ? draw_rightwards(subject.graph, marks, style, options, warnings)
                    : draw_upwards(subject.graph, marks, style, options, warnings);
  scene.items.emplace_back(margin_band(subject.theme));
  return scene;
}

/// The least width of a tower or a block view.
double least_upright_width(const Subject& subject, const LayoutOptions& options) {
  const Marks marks(subject.overlay, subject.theme);
  const Style style{subject.theme, subject.fonts, &options.painters};
  const Opening opening(options, marks);
  return least_width(subject.graph, subject.theme, options, opening.widths(subject.graph, style));
}

/// A block view that is no higher than asked for, if shorter lines suffice for that.
Scene compose(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Theme usual = on_paper(theme, 1, false);
  const bool narrow = options.width &&
                      *options.width < least_upright_width({graph, overlay, usual, fonts}, options);
  Scene scene;
  for (const Tightness& each : kTightness) {
    LayoutOptions own = options;
    own.terse_notes = each.terse_notes;
    std::vector<std::string> told;
    scene = draw({graph, overlay, on_paper(theme, each.share, narrow), fonts}, own, told);
    const bool fits = place(scene, false).height <= options.height;
    if (fits || &each == &kTightness.back()) {
      warnings.insert(warnings.end(), told.begin(), told.end());
      break;
    }
  }
  return scene;
}

PanelStyle panel_style(const Theme& theme) {
  return {theme.page, theme.panel, theme.panel_border, theme.text, theme.muted, theme.learned};
}

}  // namespace

Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  check_view(options);
  Scene scene;
  if (options.view == View::Atlas) {
    scene = draw({graph, overlay, on_paper(theme, 1, false), fonts}, options, warnings);
  } else if (options.view == View::Block) {
    scene = compose(graph, overlay, theme, fonts, options, warnings);
  } else {
    scene = draw({graph, overlay, theme, fonts}, options, warnings);
  }
  scene.title = title_of(graph.model);
  scene.description = describe(graph, overlay);
  scene.outline = outline(graph, overlay);
  scene.typeface = fonts.typeface();
  scene.background = theme.page;
  scene.panel = panel_style(theme);
  return scene;
}

Scene lay_out_on_paper(const Graph& graph, const Overlay& overlay, const Theme& theme,
                       const Fonts& fonts, LayoutOptions options,
                       std::vector<std::string>& warnings) {
  const bool may_be_atlas = options.expanded.empty();
  options.view =
      may_be_atlas && blocks_with_numbers(graph, overlay) > kFewBlocks ? View::Atlas : View::Block;
  Scene scene = lay_out(graph, overlay, theme, fonts, options, warnings);
  if (options.view == View::Atlas || !may_be_atlas || overlay.highlights.empty()) return scene;
  if (place(scene, false).height <= options.height) return scene;
  options.view = View::Atlas;
  if (options.width && *options.width < least_width(graph, overlay, theme, fonts, options)) {
    return scene;
  }
  return lay_out(graph, overlay, theme, fonts, options, warnings);
}

double least_width(const Graph& graph, const Overlay& overlay, const Theme& theme,
                   const Fonts& fonts, const LayoutOptions& options) {
  if (options.direction == Direction::Right) {
    const Marks marks(overlay, theme);
    const Style style{theme, fonts, &options.painters};
    return least_width_rightwards(graph, marks, style, options);
  }
  if (options.view == View::Atlas) return least_atlas_width(graph, on_paper(theme, 1, false));
  if (options.view == View::Block) {
    return least_upright_width({graph, overlay, on_paper(theme, 1, true), fonts}, options);
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
