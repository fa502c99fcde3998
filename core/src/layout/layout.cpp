// SPDX-License-Identifier: MIT
#include "tviz/layout/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "layout/block.hpp"
#include "layout/canvas.hpp"
#include "layout/cards.hpp"
#include "layout/columns.hpp"
#include "layout/details.hpp"
#include "layout/ends.hpp"
#include "layout/folding.hpp"
#include "layout/header.hpp"
#include "layout/marks.hpp"
#include "layout/notes.hpp"
#include "layout/outline.hpp"

namespace tviz {
namespace {

constexpr double kFrameLabelIndent = 10;
constexpr double kFoldStrip = 24;   // Height of the strip that folds a run again.
constexpr double kStreamReach = 7;  // Half the width of what counts as the stream for hover.

/// Lays one stream out from its bottom to its top; the items are collected in that order.
class StreamLayout {
 public:
  StreamLayout(const Stream& stream, const Columns& columns, const Marks& marks, const Style& style,
               const LayoutOptions& options, Scene& scene)
      : stream_(stream),
        columns_(columns),
        marks_(marks),
        theme_(style.theme),
        style_(style),
        options_(options),
        scene_(scene) {}

  void run() {
    std::vector<StackItem> upwards;
    EndDrawing entry = draw_entry(stream_, columns_, marks_, style_);
    add_regions(entry.parts, nullptr, 0, entry.band);
    upwards.emplace_back(std::move(entry.band));
    const std::vector<LayerRun> runs = divide(stream_.blocks, options_.max_layers, marked());
    noted_ = noted_block(runs);
    for (const LayerRun& run : runs) {
      if (run.folded) {
        upwards.emplace_back(fold(run));
      } else {
        upwards.emplace_back(block_band(stream_.blocks[run.first]));
      }
    }
    EndDrawing exit = draw_exit(
        stream_,
        states_before(stream_, stream_.blocks.back()) + additions_of(stream_.blocks.back()),
        columns_, marks_, style_);
    add_regions(exit.parts, nullptr, 0, exit.band);
    upwards.emplace_back(std::move(exit.band));

    const std::size_t top = scene_.items.size();
    for (auto item = upwards.rbegin(); item != upwards.rend(); ++item) {
      scene_.items.push_back(std::move(*item));
    }
    Stroke stroke{theme_.stream, theme_.stream_width, {}};
    if (theme_.stream_dash > 0) stroke.dashes = {theme_.stream_dash, theme_.stream_dash_gap};
    scene_.streams.push_back({columns_.stream, top, exit.stream, scene_.items.size() - 1,
                              entry.stream, std::move(stroke)});
  }

 private:
  std::int64_t additions_of(const Block& block) const {
    return static_cast<std::int64_t>(stream_.structures[block.structure].additions.size());
  }

  std::vector<bool> marked() const {
    std::vector<bool> result;
    for (const Block& block : stream_.blocks) result.push_back(marks_.in_block(block.path));
    return result;
  }

  /// The block that carries the notes: the first marked one that is open, else the first.
  const Block* noted_block(const std::vector<LayerRun>& runs) const {
    const Block* first = nullptr;
    for (const LayerRun& run : runs) {
      if (run.folded) continue;
      const Block* block = &stream_.blocks[run.first];
      if (marks_.in_block(block->path)) return block;
      if (first == nullptr) first = block;
    }
    return first;
  }

  /// A drawing of the structure without marks and the definition that it became.
  struct Shared {
    BlockDrawing drawing;
    std::size_t definition;
  };

  const Shared& shared_drawing(std::size_t structure) {
    auto known = shared_.find(structure);
    if (known == shared_.end()) {
      BlockDrawing drawing =
          draw_block(stream_.structures[structure], "", columns_, marks_, style_, options_.heads);
      scene_.definitions.push_back({std::move(drawing.primitives)});
      known = shared_.emplace(structure, Shared{std::move(drawing), scene_.definitions.size() - 1})
                  .first;
    }
    return known->second;
  }

  /// One layer: its drawing, number, names of states, notes and regions, with a gap above.
  Band block_band(const Block& block) {
    const BlockStructure& structure = stream_.structures[block.structure];
    Canvas canvas(style_);
    BlockDrawing own;
    const BlockDrawing* drawing = &own;
    if (marks_.in_block(block.path)) {
      own = draw_block(structure, block.path, columns_, marks_, style_, options_.heads);
      for (Primitive& primitive : own.primitives) canvas.add(std::move(primitive));
    } else {
      const Shared& shared = shared_drawing(block.structure);
      canvas.add(Use{shared.definition, {0, 0}});
      drawing = &shared.drawing;
    }
    draw_frame_label(canvas, block, drawing->height);
    const std::int64_t before = states_before(stream_, block);
    for (std::size_t i = 0; i < drawing->additions.size(); ++i) {
      draw_state(canvas, before + static_cast<std::int64_t>(i) + 1, columns_,
                 drawing->additions[i].sum);
    }
    if (columns_.has_notes && &block == noted_) draw_notes(canvas, block, *drawing);
    const double height = drawing->height + theme_.frame_gap;
    Band band = std::move(canvas).finish(height);
    add_regions(drawing->parts, &block, height, band);
    band.primitives.emplace_back(stream_region(block, height));
    return band;
  }

  void draw_frame_label(Canvas& canvas, const Block& block, double height) {
    const std::string& name = stream_.structures[block.structure].name;
    const std::string label = name.empty() ? fmt::format("Layer {}", block.layer)
                                           : fmt::format("Layer {} · {}", block.layer, name);
    const double size = theme_.frame_label_size;
    const double room = columns_.stream - theme_.sum_radius - columns_.left - 2 * kFrameLabelIndent;
    canvas.text(
        typeset(style_.fonts, elide(style_.fonts, label, Face::Sans, size, room), Face::Sans, size),
        {columns_.left + kFrameLabelIndent, -height + theme_.frame_label_size + 4},
        theme_.frame_label);
  }

  void draw_notes(Canvas& canvas, const Block& block, const BlockDrawing& drawing) {
    const auto& additions = stream_.structures[block.structure].additions;
    std::int64_t before = states_before(stream_, block);
    double lowest = 0;
    for (std::size_t i = 0; i < additions.size(); ++i, ++before) {
      const AdditionSpan& span = drawing.additions[i];
      const double top = draw_note(canvas, additions[i].note, {before, before + 1, block.layer},
                                   columns_, (span.read + span.sum) / 2, lowest);
      lowest = top - theme_.frame_gap;
    }
  }

  /// `height` is what parts of a block, measured from the bottom, are moved by.
  void add_regions(const std::vector<PlacedComponent>& parts, const Block* block, double height,
                   Band& band) {
    for (const PlacedComponent& part : parts) {
      const Component& component = *part.component;
      const std::string inner = part.part == nullptr ? "" : "." + part.part->path;
      const std::string& title = part.part == nullptr ? component.title : part.part->title;
      const std::string& summary = part.part == nullptr ? component.summary : part.part->summary;
      Region region;
      region.path = ComponentReference{&component, &stream_, block}.path() + inner;
      region.label = block == nullptr ? title : fmt::format("{}, layer {}", title, block->layer);
      if (!summary.empty()) region.label += ": " + summary;
      region.detail =
          block == nullptr ? component.path : detail_key(block->structure, component.path + inner);
      region.bounds = part.bounds;
      region.bounds.y += height;
      band.primitives.emplace_back(std::move(region));
    }
  }

  Region stream_region(const Block& block, double height) const {
    return {block.path,
            fmt::format("Residual stream, layer {}", block.layer),
            stream_detail_key(block.structure),
            {columns_.stream - kStreamReach, theme_.frame_gap, 2 * kStreamReach,
             height - theme_.frame_gap}};
  }

  /// A run as a card, and as its layers one by one.
  Fold fold(const LayerRun& run) {
    Fold fold;
    const std::string_view layers = run.count() == 1 ? "layer" : "layers";
    fold.id = fmt::format("layers-{}-{}", stream_.blocks[run.first].layer,
                          stream_.blocks[run.last].layer);
    fold.unfold_label = fmt::format("Show {} more {}", run.count(), layers);
    fold.fold_label = fmt::format("Fold {} {}", layers, layer_numbers(stream_, run));
    Card card = draw_card(stream_, run, columns_, style_);
    fold.folded.push_back(std::move(card.band));
    fold.unfold_button = card.bounds;
    // Beside the layers' numbers, where the card has room.
    fold.unfold_hint = button_text(fold.unfold_label, columns_.frame_right - theme_.frame_padding,
                                   card.heading_baseline);
    fold.unfolded.push_back({kFoldStrip, {}});
    fold.fold_button = {columns_.left, 0, columns_.heads_right - columns_.left, kFoldStrip};
    // Left of the stream, which runs through the strip.
    fold.fold_hint = button_text(fold.fold_label, columns_.heads_right, 0.65 * kFoldStrip);
    for (std::size_t i = run.last + 1; i-- > run.first;) {
      fold.unfolded.push_back(block_band(stream_.blocks[i]));
    }
    return fold;
  }

  /// Text of a button whose right end is at `right`, on this baseline.
  std::vector<Primitive> button_text(const std::string& text, double right, double baseline) const {
    Canvas canvas(style_);
    const TextLine line = typeset(style_.fonts, text, Face::Sans, card_text_size(theme_));
    canvas.text(line, {right - line.width, baseline}, theme_.button);
    return std::move(canvas).take();
  }

  const Stream& stream_;
  const Columns& columns_;
  const Marks& marks_;
  const Theme& theme_;
  const Style& style_;
  const LayoutOptions& options_;
  Scene& scene_;
  const Block* noted_ = nullptr;
  std::map<std::size_t, Shared> shared_;
};

/// The last band: nothing but the lower margin.
Band margin_band(const Theme& theme) { return {theme.margin, {}}; }

PanelStyle panel_style(const Theme& theme) {
  return {theme.page, theme.panel, theme.panel_border, theme.text, theme.muted, theme.learned};
}

}  // namespace

Scene lay_out(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
              const LayoutOptions& options, std::vector<std::string>& warnings) {
  const Columns columns = columns_for(graph, theme, options, warnings);
  const Marks marks(overlay, theme);
  const Style style{theme, fonts, &options.painters};
  Scene scene;
  scene.title = title_of(graph.model);
  scene.description = describe(graph, overlay);
  scene.outline = outline(graph, overlay);
  scene.width = columns.width;
  scene.background = theme.page;
  scene.panel = panel_style(theme);
  scene.items.emplace_back(draw_header(graph, marks, columns, style));
  for (const Stream& stream : graph.streams) {
    StreamLayout(stream, columns, marks, style, options, scene).run();
  }
  scene.items.emplace_back(margin_band(theme));
  return scene;
}

void add_panels(const Graph& graph, const Overlay& overlay, const Theme& theme, const Fonts& fonts,
                const std::vector<HookName>& names, Scene& scene) {
  for (const Stream& stream : graph.streams) add_details(stream, names, fonts, scene);
  scene.marks = detail_marks(Marks(overlay, theme));
}

}  // namespace tviz
