// SPDX-License-Identifier: MIT
#include "layout/stream_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "layout/block.hpp"
#include "layout/cards.hpp"
#include "layout/details.hpp"
#include "layout/detours.hpp"
#include "layout/ends.hpp"
#include "layout/folding.hpp"
#include "layout/frame_label.hpp"
#include "layout/general_block.hpp"
#include "layout/links.hpp"
#include "layout/notes.hpp"
#include "layout/regions.hpp"
#include "layout/state_names.hpp"
#include "layout/stream_title.hpp"
#include "layout/strip_key.hpp"
#include "layout/value_scale.hpp"

namespace tviz {
namespace {

constexpr std::string_view kOpen = "open";
constexpr std::string_view kClose = "close";
constexpr double kFoldStrip = 24;   // Height of the strip that folds a run again.
constexpr double kStreamReach = 7;  // Half the width of what counts as the stream for hover.
constexpr double kOutputRise = 14;  // From the top of a stream up to the line that leaves it.
constexpr double kSymbolRise = 20;  // The same where a symbol stands below the line.
constexpr std::string_view kOutputSymbol = "y";  // In the notes of who reads a stream's output.
constexpr double kOutputRoom = 4;                // Above that line.
constexpr const char* kAnyLayer = "l";           // The number of a layer in notes on several.
constexpr double kNoteRise = 6;            // From the lower side of a frame up to the lowest note.
constexpr double kLastStateRoom = 1.6;     // For the name of the last state, in em.
constexpr double kStateAboveFrame = 0.75;  // So that its lower index does not touch that, in em.
constexpr double kStateAboveReplaced = 0.9;  // The same as kStateAboveNorm, in em.

/// One layer with what it reads of other streams.
struct DrawnBlock {
  Band band;
  std::vector<Read> reads;
  double label_end = 0;     ///< Right end of the words at the top of its frame.
  double notes_height = 0;  ///< From its bottom up to the top of its notes.
};

/// Lays one stream out from its bottom to its top; the items are collected in that order.
class StreamLayout {
 public:
  StreamLayout(const Stream& stream, const StreamPlace& place, const Opening& opening,
               const Style& style, const LayoutOptions& options,
               std::vector<Definition>& definitions)
      : stream_(stream),
        place_(place),
        columns_(place.columns),
        opening_(opening),
        marks_(opening.marks()),
        theme_(style.theme),
        style_(style),
        options_(options),
        definitions_(definitions),
        detours_(detours_of(stream)),
        junctions_(junctions_of(stream)) {
    for (const Detour& each : detours_) {
      const Stroke stroke{theme_.line, theme_.line_width, {}};
      drawing_.detours.push_back({detour_x(each, columns_), {}, stroke});
    }
  }

  StreamDrawing run() {
    EndDrawing entry = draw_entry(stream_, entry_reads_another(), columns_, marks_, style_);
    const std::vector<LayerRun> runs = runs_of_layers();
    has_strip_key_ = draw_key(runs, entry);
    add_title_at_entry(stream_, columns_, style_, entry);
    add_regions(entry.parts, nullptr, 0, entry.band);
    const std::vector<Read> reads_of_entry =
        draw_reads(place_.reads, entry.parts, style_, entry.band);
    add(std::move(entry.band), reads_of_entry);
    note_below(filled_in(stream_.entry_note, {}));
    add_runs(runs);
    const std::int64_t states =
        states_before(stream_, stream_.blocks.back()) + additions_of(stream_.blocks.back());
    note_below(exit_note(stream_, states));
    EndDrawing exit = draw_exit(stream_, states, notes_reach_, columns_, marks_, style_);
    add_regions(exit.parts, nullptr, 0, exit.band);
    add_title(stream_, columns_, style_, exit);
    add_output(exit);
    const double top = exit.stream;
    const std::vector<Read> reads_of_exit = draw_reads(place_.reads, exit.parts, style_, exit.band);
    add(std::move(exit.band), reads_of_exit);

    Stroke stroke{theme_.stream, theme_.stream_width, {}};
    if (theme_.stream_dash > 0) stroke.dashes = {theme_.stream_dash, theme_.stream_dash_gap};
    drawing_.line = {columns_.stream,  0, top, drawing_.items.size() - 1, entry.stream,
                     std::move(stroke)};
    turn_downwards();
    return std::move(drawing_);
  }

 private:
  bool entry_reads_another() const {
    return std::ranges::any_of(place_.reads, [&](const LinkPath* link) {
      return std::ranges::any_of(stream_.entry,
                                 [&](const Component& each) { return enters(*link, each); });
    });
  }

  std::vector<LayerRun> runs_of_layers() const {
    return in_block_view() ? divide_by_kind(stream_.blocks, standing_out(), junctions_)
                           : divide(stream_.blocks, options_.max_layers, unfolded(), junctions_);
  }

  /// What the cells of a strip mean, where a frame stands for several kinds of blocks.
  bool draw_key(const std::vector<LayerRun>& runs, EndDrawing& entry) {
    if (!columns_.braces || style_.flows_right()) return false;
    const auto joins_kinds = [this](const LayerRun& run) {
      return run.form == RunForm::General && kinds_of(stream_, run).size() > 1 &&
             std::ranges::any_of(general_blocks(run), [](const GeneralBlock& block) {
               return block.structures.size() > 1;
             });
    };
    const auto run = std::ranges::find_if(runs, joins_kinds);
    return run != runs.end() && draw_strip_key(stream_, *run, columns_, style_, entry);
  }

  void add_runs(const std::vector<LayerRun>& runs) {
    noted_ = noted_block(runs);
    add_junction(0);
    for (const LayerRun& run : runs) {
      switch (run.form) {
        case RunForm::Open:
          add_layer(stream_.blocks[run.first], nullptr);
          break;
        case RunForm::Card:
          add_fold(run);
          break;
        case RunForm::General:
          for (const GeneralBlock& block : general_blocks(run)) {
            add_layer(stream_.blocks[block.blocks.front()], block.count() > 1 ? &block : nullptr);
          }
          break;
      }
      add_junction(run.last + 1);
    }
    if (runs.back().form == RunForm::General) add_last_state();
  }

  bool in_block_view() const { return options_.view == View::Block; }

  /// The name of the last state, above frames whose own states have general names.
  void add_last_state() {
    const Block& last = stream_.blocks.back();
    const auto names = StateNames::from(states_before(stream_, last));
    const double height = std::ceil(kLastStateRoom * theme_.state_size);
    Canvas canvas(style_);
    draw_state(canvas, names.markup(additions_of(last)), columns_, -height / 2);
    add(std::move(canvas).finish(height), {});
  }

  /// The kinds of blocks in a run; those that are drawn alike are one.
  std::vector<GeneralBlock> general_blocks(const LayerRun& run) {
    std::vector<GeneralBlock> blocks;
    std::vector<std::string> drawings;
    for (std::vector<std::size_t>& kind : kinds_of(stream_, run)) {
      const Block& first = stream_.blocks[kind.front()];
      std::string drawing = text_of_drawing(first);
      const auto known = std::ranges::find(drawings, drawing);
      if (known == drawings.end()) {
        blocks.push_back({run, {first.structure}, std::move(kind)});
        drawings.push_back(std::move(drawing));
        continue;
      }
      GeneralBlock& same = blocks[static_cast<std::size_t>(known - drawings.begin())];
      same.structures.push_back(first.structure);
      std::ranges::copy(kind, std::back_inserter(same.blocks));
      std::ranges::sort(same.blocks);
    }
    return blocks;
  }

  /// Equal for blocks that are drawn alike.
  std::string text_of_drawing(const Block& block) {
    Scene scene;
    const OpenedLayer layer = opening_.layer(stream_, block, columns_, style_);
    scene.definitions.push_back({draw_inside(block, layer).primitives});
    return to_json(scene);
  }

  BlockDrawing draw_inside(const Block& block, const OpenedLayer& layer) const {
    return draw_block(stream_.structures[block.structure], block.path, columns_, marks_, style_,
                      options_.heads, layer);
  }

  void note_below(const Note& note) {
    if (!columns_.notes_below) return;
    drawing_.notes.push_back(note);
  }

  void add(Band band, const std::vector<Read>& reads) {
    for (const Read& read : reads) {
      drawing_.reads.push_back({read.link, {drawing_.items.size(), read.y, read.y}});
    }
    pass(band.height);
    drawing_.items.emplace_back(std::move(band));
  }

  /// Goes up by a height, which notes of what is below may reach into.
  void pass(double height) { notes_reach_ = std::max(0.0, notes_reach_ - height); }

  /// What the stream has above its first `below` blocks, beside the next one.
  void add_junction(std::size_t below) {
    if (!junctions_.contains(below)) return;
    Junction junction = draw_junction(stream_, detours_, below, columns_, marks_, style_);
    for (const DetourEnd& each : junction.ends) {
      drawing_.detours[each.detour].ends.push_back({drawing_.items.size(), each.y, each.y});
    }
    add_regions(junction.parts, nullptr, 0, junction.band);
    add(std::move(junction.band), {});
  }

  void turn_downwards() {
    std::ranges::reverse(drawing_.items);
    for (Rail& detour : drawing_.detours) {
      for (RailEnd& each : detour.ends) each.item = drawing_.items.size() - 1 - each.item;
    }
    for (auto* ends : {&drawing_.reads, &drawing_.outputs}) {
      for (LinkEnd& each : *ends) each.end.item = drawing_.items.size() - 1 - each.end.item;
    }
  }

  /// Draws the line to the risers of the links that read this stream.
  void add_output(EndDrawing& exit) {
    if (place_.read_by.empty()) return;
    double start = exit.stream;
    for (const PlacedComponent& part : exit.parts) start = std::min(start, part.bounds.y);
    // A box for the output has the symbol.
    const bool has_box = !stream_.exit.empty() && stream_.exit.back().kind == "output";
    const double rise = has_box ? kOutputRise : kSymbolRise;
    const double missing = rise + kOutputRoom - start;
    if (missing > 0) {
      heighten(exit, missing);
      start += missing;
    }
    const double y = start - rise;
    double end = columns_.stream;
    for (const LinkPath* link : place_.read_by) {
      end = std::max(end, link->riser + theme_.line_width / 2);
      drawing_.outputs.push_back({link, {drawing_.items.size(), y, y}});
    }
    Canvas canvas(style_);
    canvas.line({{columns_.stream, start}, {columns_.stream, y}, {end, y}});
    if (!has_box) draw_state(canvas, kOutputSymbol, columns_, y + rise / 2);
    append(std::move(canvas).take(), exit.band);
  }

  std::int64_t additions_of(const Block& block) const {
    return static_cast<std::int64_t>(stream_.structures[block.structure].additions.size());
  }

  /// Which blocks a tower draws apart: those that are marked, or asked to be opened.
  std::vector<bool> unfolded() const {
    std::vector<bool> result;
    result.reserve(stream_.blocks.size());
    for (const Block& block : stream_.blocks) {
      result.push_back(marks_.in_block(block.path) || !opening_.text_in_block(block.path).empty());
    }
    return result;
  }

  /// Which blocks a block view draws apart: those that are marked or opened unlike the others of
  /// their structure.
  std::vector<bool> standing_out() const {
    std::vector<std::set<std::string>> looks(stream_.structures.size());
    std::vector<std::string> own;
    for (const Block& block : stream_.blocks) {
      own.push_back(marks_.text_in_block(block.path) + opening_.text_in_block(block.path));
      looks[block.structure].insert(own.back());
    }
    std::vector<bool> result;
    for (std::size_t i = 0; i < own.size(); ++i) {
      result.push_back(!own[i].empty() && looks[stream_.blocks[i].structure].size() > 1);
    }
    return result;
  }

  /// The block that carries the notes: the first marked one that is open, else the first.
  const Block* noted_block(const std::vector<LayerRun>& runs) const {
    const Block* first = nullptr;
    for (const LayerRun& run : runs) {
      if (run.form != RunForm::Open) continue;
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

  const Shared& shared_drawing(std::size_t structure, const OpenedLayer& layer) {
    const auto key = std::pair(structure, layer.opened());
    auto known = shared_.find(key);
    if (known == shared_.end()) {
      BlockDrawing drawing = draw_block(stream_.structures[structure], "", columns_, marks_, style_,
                                        options_.heads, layer);
      definitions_.push_back({std::move(drawing.primitives)});
      known = shared_.emplace(key, Shared{std::move(drawing), definitions_.size() - 1}).first;
    }
    return known->second;
  }

  /// A layer that the reader may open, if anything of it can be, or one that stays as it is. It may
  /// stand for several.
  void add_layer(const Block& block, const GeneralBlock* general) {
    above_general_ = general_ != nullptr;
    general_ = general;
    const OpenedLayer layer = opening_.layer(stream_, block, columns_, style_);
    DrawnBlock drawn = draw(block, layer);
    const double notes_reach = std::max(notes_reach_, drawn.notes_height);
    if (options_.layers_open && !layer.opens_any()) {
      const OpenedLayer whole = opening_.whole_layer(stream_, block, columns_, style_);
      if (whole.opens_any()) {
        DrawnBlock opened = draw(block, whole);
        notes_reach_ = notes_reach;
        pass(drawn.band.height);
        add_opening(block, std::move(drawn), std::move(opened));
        return;
      }
    }
    notes_reach_ = notes_reach;
    add(std::move(drawn.band), drawn.reads);
  }

  /// A layer closed and opened. What opens it stands beside its number.
  void add_opening(const Block& block, DrawnBlock closed, DrawnBlock opened) {
    Fold fold;
    fold.id = fmt::format("inside-{}", block.path);
    const std::string name = layer_name(block);
    fold.unfold_label = "Open " + name;
    fold.fold_label = "Close " + name;
    const auto button = [&](double label_end, std::string_view text) {
      const double size = theme_.frame_label_size;
      const double width = style_.fonts.width(text, Face::Sans, card_text_size(theme_));
      return Rect{label_end + kFrameLabelIndent, theme_.frame_gap, width,
                  size + 2 * kFrameLabelDrop};
    };
    fold.unfold_button = button(closed.label_end, kOpen);
    fold.fold_button = button(opened.label_end, kClose);
    const double baseline = theme_.frame_gap + theme_.frame_label_size + kFrameLabelDrop;
    fold.unfold_hint = button_text(kOpen, fold.unfold_button.right(), baseline);
    fold.fold_hint = button_text(kClose, fold.fold_button.right(), baseline);
    for (const Read& read : closed.reads) {
      const auto same = std::ranges::find(opened.reads, read.link, &Read::link);
      drawing_.reads.push_back({read.link, {drawing_.items.size(), read.y, same->y}});
    }
    fold.folded.push_back(std::move(closed.band));
    fold.unfolded.push_back(std::move(opened.band));
    drawing_.items.emplace_back(std::move(fold));
  }

  /// One layer: its drawing, number, names of states, notes and regions, with a gap above.
  DrawnBlock draw(const Block& block, const OpenedLayer& layer) {
    Canvas canvas(style_);
    BlockDrawing own;
    const BlockDrawing* drawing = &own;
    if (marks_.in_block(block.path)) {
      own = draw_inside(block, layer);
      for (Primitive& primitive : own.primitives) canvas.add(std::move(primitive));
    } else {
      const Shared& shared = shared_drawing(block.structure, layer);
      canvas.add(Use{shared.definition, {0, 0}});
      drawing = &shared.drawing;
    }
    const double label_end =
        draw_frame_label(canvas, labels_of(block), *drawing, columns_, marks_.value(block.path));
    draw_states(canvas, block, *drawing);
    if (general_ != nullptr && columns_.braces) {
      draw_multiplicity(canvas, stream_, *general_, columns_, drawing->height);
    }
    const bool has_notes = in_block_view() || &block == noted_;
    const double notes_height = has_notes ? draw_notes(canvas, block, *drawing) : 0;
    const double height = drawing->height + theme_.frame_gap;
    Band band = std::move(canvas).finish(height);
    std::vector<Read> reads = draw_reads(place_.reads, drawing->links, height, style_, band);
    draw_names_of_sources(kOutputSymbol, place_.reads, drawing->links, height, style_, band);
    add_regions(drawing->parts, &block, height, band);
    band.primitives.emplace_back(stream_region(block, height));
    return {std::move(band), std::move(reads), label_end, notes_height};
  }

  std::vector<std::string> labels_of(const Block& block) const {
    std::vector<std::string> labels =
        general_ != nullptr ? labels_of_general(stream_, *general_, columns_.braces, has_strip_key_)
                            : frame_labels(stream_, block);
    if (const auto number = marks_.number(block.path, kAllHeads)) {
      for (std::string& label : labels) label += " · " + number_text(*number);
    }
    return labels;
  }

  StateNames names_of(const Block& block) const {
    return general_ != nullptr ? StateNames::general()
                               : StateNames::from(states_before(stream_, block));
  }

  void draw_states(Canvas& canvas, const Block& block, const BlockDrawing& drawing) const {
    const StateNames names = names_of(block);
    // What is below says x_{i+2}, which is not yet the name that this block's notes use.
    if (names.is_general() || above_general_) {
      const double middle = drawing.additions.front().read / 2;
      draw_state(canvas, names.markup(0), columns_,
                 std::min(middle, -kStateAboveFrame * theme_.state_size));
    }
    std::int64_t above = 0;
    const auto& additions = stream_.structures[block.structure].additions;
    for (const AdditionSpan& span : drawing.additions) {
      const auto& on_stream = additions[static_cast<std::size_t>(above)].on_stream;
      const double top = span.top - kStateAboveNorm * theme_.state_size;
      const double above_replaced = span.top - kStateAboveReplaced * theme_.state_size;
      std::string name = names.markup(++above);
      const bool is_replaced = !std::ranges::all_of(on_stream, is_norm);
      draw_state(canvas, name, columns_, on_stream.empty() || is_replaced ? span.sum : top);
      if (is_replaced) draw_state(canvas, name.insert(1, "'"), columns_, above_replaced);
    }
  }

  /// Beside a block what happens at each ⊕, or below the figure. What is true of several layers
  /// stands once. Returns how far it reaches above the block's bottom.
  double draw_notes(Canvas& canvas, const Block& block, const BlockDrawing& drawing) {
    if (!columns_.has_notes && !columns_.notes_below) return 0;
    const auto& additions = stream_.structures[block.structure].additions;
    const StateNames names = names_of(block);
    const std::string layer = general_ == nullptr ? fmt::format("{}", block.layer) : kAnyLayer;
    double lowest = -std::max(kNoteRise, notes_reach_ + (notes_reach_ > 0 ? theme_.frame_gap : 0));
    double height = 0;
    for (std::size_t i = 0; i < additions.size(); ++i) {
      const Note& general = additions[i].note;
      // A block is drawn twice where it can be opened, and keeps its notes.
      const auto [known, is_new] = noted_texts_.emplace(general.text + general.equation, &block);
      if (!is_new && (columns_.notes_below || known->second != &block)) continue;
      const auto above = static_cast<std::int64_t>(i);
      const Note note = filled_in(general, {names.index(above), names.index(above + 1), layer});
      if (columns_.notes_below) {
        note_below(note);
        continue;
      }
      const AdditionSpan& span = drawing.additions[i];
      const double top = draw_note(canvas, note, columns_, (span.read + span.sum) / 2, lowest);
      height = std::max(height, -top);
      lowest = top - theme_.frame_gap;
    }
    return height;
  }

  void add_regions(const std::vector<PlacedComponent>& parts, const Block* block, double height,
                   Band& band) {
    const std::string where = block == nullptr ? std::string() : layer_name(*block);
    for (Region& each : regions_of(parts, {stream_, block, where, marks_}, height)) {
      band.primitives.emplace_back(std::move(each));
    }
  }

  /// " of Encoder" where there are several streams.
  std::string of_stream() const {
    return stream_.title.empty() ? "" : fmt::format(" of {}", stream_.title);
  }

  /// "layer 3", or "layer 3 of Encoder".
  std::string layer_name(const Block& block) const {
    if (general_ != nullptr) return layers_text(stream_, *general_) + of_stream();
    return fmt::format("layer {}{}", block.layer, of_stream());
  }

  Region stream_region(const Block& block, double height) const {
    return {block.path,
            fmt::format("Residual stream, {}", layer_name(block)),
            stream_detail_key(stream_, block.structure),
            {columns_.stream - kStreamReach, theme_.frame_gap, 2 * kStreamReach,
             height - theme_.frame_gap}};
  }

  /// A run: its layers one by one, and above them what stands for them while they are folded.
  void add_fold(const LayerRun& run) {
    const std::size_t reads_below = drawing_.reads.size();
    const double notes_reach = notes_reach_;
    for (std::size_t i = run.first; i <= run.last; ++i) add_layer(stream_.blocks[i], nullptr);
    Fold fold;
    const std::string_view layers = run.count() == 1 ? "layer" : "layers";
    fold.id = fmt::format("layers-{}-{}", stream_.blocks[run.first].layer,
                          stream_.blocks[run.last].layer);
    if (!stream_.title.empty()) fold.id = stream_.name + "-" + fold.id;
    fold.unfold_label = fmt::format("Show {} more {}", run.count(), layers);
    fold.fold_label = fmt::format("Fold {} {}", layers, layer_numbers(stream_, run));
    Card card = draw_card(stream_, run, columns_, style_);
    notes_reach_ = notes_reach;
    pass(card.band.height);
    fold.folded.push_back(std::move(card.band));
    fold.unfold_button = card.bounds;
    // Beside the layers' numbers, where the card has room.
    fold.unfold_hint = button_text(fold.unfold_label, columns_.frame_right - theme_.frame_padding,
                                   card.heading_baseline);
    fold.unfolded.push_back({kFoldStrip, {}});
    fold.fold_button = {columns_.left, 0, columns_.heads_right - columns_.left, kFoldStrip};
    // Left of the stream, which runs through the strip.
    fold.fold_hint = button_text(fold.fold_label, columns_.heads_right, 0.65 * kFoldStrip);
    // Readers of the page who hear its buttons do not see in which column they are.
    fold.unfold_label += of_stream();
    fold.fold_label += of_stream();
    fold.members = run.count();
    add_reads_of_card(reads_below, card.bounds.center().y, fold.folded.front());
    drawing_.items.emplace_back(std::move(fold));
  }

  /// One arrow into the card stands for all reads of the layers in it, which are those from
  /// number `first` on.
  void add_reads_of_card(std::size_t first, double y, Band& card) {
    const std::vector<LinkEnd> inside(drawing_.reads.begin() + static_cast<std::ptrdiff_t>(first),
                                      drawing_.reads.end());
    for (const LinkPath* link : place_.reads) {
      if (std::ranges::find(inside, link, &LinkEnd::link) == inside.end()) continue;
      draw_read(*link, {columns_.left, y}, style_, card);
      drawing_.reads.push_back({link, {drawing_.items.size(), y, std::nullopt}});
    }
  }

  /// Text of a button whose right end is at `right`, on this baseline.
  std::vector<Primitive> button_text(std::string_view text, double right, double baseline) const {
    Canvas canvas(style_);
    const TextLine line = typeset(style_.fonts, text, Face::Sans, card_text_size(theme_));
    canvas.text(line, {right - line.width, baseline}, theme_.button, TextAnchor::End);
    return std::move(canvas).take();
  }

  const Stream& stream_;
  const StreamPlace& place_;
  const Columns& columns_;
  const Opening& opening_;
  const Marks& marks_;
  const Theme& theme_;
  const Style& style_;
  const LayoutOptions& options_;
  std::vector<Definition>& definitions_;
  std::vector<Detour> detours_;
  std::set<std::size_t> junctions_;
  StreamDrawing drawing_;
  const Block* noted_ = nullptr;
  /// What the frame that is being drawn stands for; null if it is one layer.
  const GeneralBlock* general_ = nullptr;
  bool above_general_ = false;
  bool has_strip_key_ = false;
  double notes_reach_ = 0;  ///< How far notes of what is below reach up beside what comes next.
  std::map<std::string, const Block*> noted_texts_;
  std::map<std::pair<std::size_t, std::set<std::string>>, Shared> shared_;
};

}  // namespace

StreamDrawing draw_stream(const Stream& stream, const StreamPlace& place, const Opening& opening,
                          const Style& style, const LayoutOptions& options,
                          std::vector<Definition>& definitions) {
  return StreamLayout(stream, place, opening, style, options, definitions).run();
}

}  // namespace tviz
