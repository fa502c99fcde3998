// SPDX-License-Identifier: MIT
#include "layout/stream_assembly.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

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
    for (Rail& detour : drawing.detours) {
      for (RailEnd& end : detour.ends) end.item += first;
      scene_.rails.push_back(std::move(detour));
    }
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

}  // namespace

std::vector<Note> add_streams(const Graph& graph, const Page& page, const Opening& opening,
                              const Style& style, const LayoutOptions& options, Scene& scene) {
  std::vector<Note> notes;
  StreamAssembly assembly(page, style, scene);
  assembly.add_lanes();
  for (std::size_t i = 0; i < graph.streams.size(); ++i) {
    StreamPlace place{page.streams[i], {}, {}};
    for (const LinkPath& link : page.links) {
      if (link.to == i) place.reads.push_back(&link);
      if (link.from == i) place.read_by.push_back(&link);
    }
    StreamDrawing drawing =
        draw_stream(graph.streams[i], place, opening, style, options, scene.definitions);
    std::ranges::move(drawing.notes, std::back_inserter(notes));
    assembly.add(std::move(drawing));
  }
  assembly.add_rails();
  return notes;
}

}  // namespace tviz
