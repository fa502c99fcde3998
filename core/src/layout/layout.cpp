// SPDX-License-Identifier: MIT
#include "tviz/layout/layout.hpp"

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/header.hpp"
#include "layout/marks.hpp"
#include "layout/opening.hpp"
#include "layout/outline.hpp"
#include "layout/rightwards.hpp"
#include "layout/stream_assembly.hpp"

namespace tviz {
namespace {

/// The last band: nothing but the lower margin.
Band margin_band(const Theme& theme) { return {theme.margin, {}}; }

Scene draw_upwards(const Graph& graph, const Marks& marks, const Style& style,
                   const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Opening opening(options, marks);
  const Page page =
      divide_width(graph, style.theme, options, opening.widths(graph, style), warnings);
  Scene scene;
  scene.width = page.width;
  scene.items.emplace_back(draw_header(graph, marks, page, style));
  add_streams(graph, page, opening, style, options, scene);
  return scene;
}

PanelStyle panel_style(const Theme& theme) {
  return {theme.page, theme.panel, theme.panel_border, theme.text, theme.muted, theme.learned};
}

}  // namespace

Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Marks marks(overlay, theme);
  const Style style{theme, fonts, &options.painters};
  Scene scene = options.direction == Direction::Right
                    ? draw_rightwards(graph, marks, style, options, warnings)
                    : draw_upwards(graph, marks, style, options, warnings);
  scene.title = title_of(graph.model);
  scene.description = describe(graph, overlay);
  scene.outline = outline(graph, overlay);
  scene.typeface = fonts.typeface();
  scene.background = theme.page;
  scene.panel = panel_style(theme);
  scene.items.emplace_back(margin_band(theme));
  return scene;
}

double least_width(const Graph& graph, const Overlay& overlay, const Theme& theme,
                   const Fonts& fonts, const LayoutOptions& options) {
  const Marks marks(overlay, theme);
  const Style style{theme, fonts, &options.painters};
  if (options.direction == Direction::Right) {
    return least_width_rightwards(graph, marks, style, options);
  }
  return least_width(graph, theme, options, Opening(options, marks).widths(graph, style));
}

void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
                const std::vector<HookName>& names, Scene& scene) {
  add_doubts(graph.model, overlay, scene);
  for (const Stream& stream : graph.streams) add_details(stream, names, fonts, scene);
  scene.marks = detail_marks(Marks(overlay, theme));
}

}  // namespace tviz
