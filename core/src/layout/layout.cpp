// SPDX-License-Identifier: MIT
#include "tviz/layout/layout.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/header.hpp"
#include "layout/marks.hpp"
#include "layout/opening.hpp"
#include "layout/outline.hpp"
#include "layout/stream_layout.hpp"

namespace tviz {
namespace {

constexpr double kLane = 12;  // Between lines that pass above streams.

/// Stands the streams of a graph side by side and leads the links from one to another.
class StreamAssembly {
 public:
  StreamAssembly(const Page& page, const Style& style, Scene& scene)
      : page_(page), style_(style), scene_(scene) {
    for (const LinkPath& link : page.links) {
      risers_.push_back({link.riser, {}, stroke()});
      rails_.push_back({link.rail, {}, stroke()});
    }
  }

  /// A link to a stream that is not the next one passes above those between, in a lane.
  void add_lanes() {
    Canvas canvas(style_);
    double height = 0;
    for (std::size_t i = 0; i < page_.links.size(); ++i) {
      const LinkPath& link = page_.links[i];
      if (link.is_direct()) continue;
      height += kLane;
      const double corner = style_.theme.line_width / 2;
      canvas.line({{link.riser - corner, height}, {link.rail + corner, height}});
      for (Rail* rail : {&risers_[i], &rails_[i]}) {
        rail->ends.push_back({scene_.items.size(), height, height});
      }
    }
    if (height > 0) scene_.items.emplace_back(Band{height + kLane, std::move(canvas).take()});
  }

  void add(StreamDrawing drawing) {
    const std::size_t first = scene_.items.size();
    std::ranges::move(drawing.items, std::back_inserter(scene_.items));
    drawing.line.top_item += first;
    drawing.line.bottom_item += first;
    scene_.streams.push_back(std::move(drawing.line));
    if (page_.streams.size() > 1) scene_.columns.push_back({first, scene_.items.size() - 1});
    for (const LinkEnd& output : drawing.outputs) join(risers_, output, first);
    for (const LinkEnd& read : drawing.reads) join(rails_, read, first);
  }

  void add_rails() {
    for (std::size_t i = 0; i < page_.links.size(); ++i) {
      if (page_.links[i].is_direct()) {
        std::ranges::move(risers_[i].ends, std::back_inserter(rails_[i].ends));
      } else {
        scene_.rails.push_back(std::move(risers_[i]));
      }
      scene_.rails.push_back(std::move(rails_[i]));
    }
  }

 private:
  Stroke stroke() const { return {style_.theme.line, style_.theme.line_width, {}}; }

  void join(std::vector<Rail>& lines, const LinkEnd& place, std::size_t first) const {
    RailEnd end = place.end;
    end.item += first;
    lines[static_cast<std::size_t>(place.link - page_.links.data())].ends.push_back(end);
  }

  const Page& page_;
  const Style& style_;
  Scene& scene_;
  std::vector<Rail> risers_;  ///< One for each link, beside the stream that is read.
  std::vector<Rail> rails_;   ///< Likewise, beside the one that reads.
};

void add_streams(const Graph& graph, const Page& page, const Opening& opening, const Style& style,
                 const LayoutOptions& options, Scene& scene) {
  StreamAssembly assembly(page, style, scene);
  assembly.add_lanes();
  for (std::size_t i = 0; i < graph.streams.size(); ++i) {
    StreamPlace place{page.streams[i], {}, {}};
    for (const LinkPath& link : page.links) {
      if (link.to == i) place.reads.push_back(&link);
      if (link.from == i) place.read_by.push_back(&link);
    }
    assembly.add(draw_stream(graph.streams[i], place, opening, style, options, scene.definitions));
  }
  assembly.add_rails();
}

/// The last band: nothing but the lower margin.
Band margin_band(const Theme& theme) { return {theme.margin, {}}; }

PanelStyle panel_style(const Theme& theme) {
  return {theme.page, theme.panel, theme.panel_border, theme.text, theme.muted, theme.learned};
}

}  // namespace

Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Marks marks(overlay, theme);
  const Style style{theme, fonts, &options.painters};
  const Opening opening(options, marks);
  const Page page = divide_width(graph, theme, options, opening.widths(graph, style), warnings);
  Scene scene;
  scene.title = title_of(graph.model);
  scene.description = describe(graph, overlay);
  scene.outline = outline(graph, overlay);
  scene.width = page.width;
  scene.typeface = fonts.typeface();
  scene.background = theme.page;
  scene.panel = panel_style(theme);
  scene.items.emplace_back(draw_header(graph, marks, page, style));
  add_streams(graph, page, opening, style, options, scene);
  scene.items.emplace_back(margin_band(theme));
  return scene;
}

void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
                const std::vector<HookName>& names, Scene& scene) {
  for (const Stream& stream : graph.streams) add_details(stream, names, fonts, scene);
  scene.marks = detail_marks(Marks(overlay, theme));
}

}  // namespace tviz
