// SPDX-License-Identifier: MIT
#include "layout/details.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layout/header.hpp"
#include "layout/value_scale.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

/// Nobody reads more, and a hostile file may have a million keys.
constexpr std::size_t kMostNotes = 100;

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A name with its block's path replaced by "{block}", or where a dialect has other paths, its
/// layer by "{layer}", so that all equal blocks share it. The layer is the first whole number
/// that equals it.
std::string general_name(const std::string& name, const Block* block) {
  if (block == nullptr) return name;
  if (name.starts_with(block->path + ".")) return "{block}" + name.substr(block->path.size());
  const std::string layer = fmt::format("{}", block->layer);
  for (auto at = name.find(layer); at != std::string::npos; at = name.find(layer, at + 1)) {
    const std::size_t end = at + layer.size();
    const bool begins = at == 0 || !is_word_character(name[at - 1]);
    const bool ends = end == name.size() || !is_word_character(name[end]);
    if (begins && ends) return name.substr(0, at) + "{layer}" + name.substr(end);
  }
  return name;
}

std::string without_brackets(const std::string& shape) {
  if (shape.size() < 2 || shape.front() != '(') return shape;
  return shape.substr(1, shape.size() - 2);
}

std::vector<DetailRow> rows_of(const std::string& component, const Block* block,
                               const std::vector<HookName>& names) {
  std::vector<DetailRow> rows;
  for (const HookName& name : names) {
    if (name.component != component) continue;
    rows.push_back({general_name(name.name, block), name.site, without_brackets(name.shape),
                    name.fires ? std::string() : fmt::format("needs {}", name.needs), name.expert});
  }
  std::stable_partition(rows.begin(), rows.end(),
                        [](const DetailRow& row) { return row.note.empty(); });
  return rows;
}

std::string parameters_text(const Component& component) {
  const std::int64_t count = component.parameters();
  const std::int64_t active = component.active_parameters();
  if (active < count) {
    return fmt::format("{} params · {} active", short_count(count), short_count(active));
  }
  if (count > 0) return fmt::format("{} params", short_count(count));
  const bool tied = std::ranges::any_of(component.weights, &Weight::tied);
  return tied ? "shares the embedding's weights" : "";
}

/// A formula as runs of text: the page sets it in its own lines, so only what is lowered or
/// raised and where space lies is taken from the typeset one.
std::vector<DetailText> equation_runs(const Fonts& fonts, const std::string& markup) {
  // Less than the thin space of formulas, 1/6, and more than slanted letters need beside scripts.
  constexpr double kVisibleSpace = 0.16;
  std::vector<DetailText> runs;
  double end = 0;
  for (const PlacedText& placed : typeset_math(fonts, markup, 1).runs) {
    // A smaller run is a script; a sign such as √ may be shifted without being one.
    const bool is_script = placed.run.size < 0.9;
    const int script = !is_script ? 0 : placed.origin.y > 0 ? -1 : 1;
    if (placed.origin.x - end > kVisibleSpace) runs.push_back({" ", Face::Serif, 0});
    runs.push_back({placed.run.text, placed.run.face, script});
    end = placed.origin.x + placed.run.width;
  }
  return runs;
}

Detail detail_of(const Component& component, std::string id, const std::string& path,
                 const Block* block, const std::vector<HookName>& names, const Fonts& fonts) {
  Detail detail;
  detail.id = std::move(id);
  detail.title = component.title;
  detail.summary = component.summary;
  detail.parameters = parameters_text(component);
  detail.equation = equation_runs(fonts, component.equation);
  detail.n_heads = component.n_heads;
  detail.n_key_value_heads = component.n_key_value_heads;
  detail.n_experts = component.n_experts;
  detail.rows = rows_of(path, block, names);
  return detail;
}

/// The panel of a part: what it is, and the hook points that lie in it.
Detail detail_of(const Part& part, std::string id, const std::string& component, const Block* block,
                 const std::vector<HookName>& names) {
  Detail detail;
  detail.id = std::move(id);
  detail.title = part.title;
  detail.summary = part.summary;
  detail.rows = rows_of(component, block, names);
  std::erase_if(detail.rows, [&part](const DetailRow& row) {
    return !lies_in_part(row.site, part) && !(part.role == "expert" && row.expert != kAllExperts);
  });
  return detail;
}

Detail stream_detail(const Stream& stream, const Block& block, const std::vector<HookName>& names) {
  Detail detail;
  detail.id = stream_detail_key(stream, block.structure);
  detail.title = "Residual stream";
  detail.rows = rows_of(block.path, &block, names);
  return detail;
}

}  // namespace

std::string detail_key(const Stream& stream, std::size_t structure,
                       const std::string& component_path) {
  const std::string of_structure = fmt::format("{}.{}", structure, component_path);
  return stream.title.empty() ? of_structure : fmt::format("{}.{}", stream.name, of_structure);
}

std::string stream_detail_key(const Stream& stream, std::size_t structure) {
  return detail_key(stream, structure, "stream");
}

void add_details(const Stream& stream, const std::vector<HookName>& names, const Fonts& fonts,
                 Scene& scene) {
  const auto add_outside = [&](const std::vector<Component>& components) {
    for (const Component& component : components) {
      scene.details.push_back(
          detail_of(component, component.path, component.path, nullptr, names, fonts));
    }
  };
  add_outside(stream.entry);
  add_outside(stream.added_at_entry);
  add_outside(stream.after_entry);
  add_outside(stream.used_by_blocks);
  for (std::size_t structure = 0; structure < stream.structures.size(); ++structure) {
    const auto block = std::ranges::find(stream.blocks, structure, &Block::structure);
    if (block == stream.blocks.end()) continue;
    for (const Component* component : components_of(stream.structures[structure])) {
      const std::string key = detail_key(stream, structure, component->path);
      const std::string path = fmt::format("{}.{}", block->path, component->path);
      scene.details.push_back(detail_of(*component, key, path, &*block, names, fonts));
      for (const Part& part : component->parts) {
        scene.details.push_back(
            detail_of(part, fmt::format("{}.{}", key, part.path), path, &*block, names));
        if (part.role == "expert") scene.details.back().n_experts = component->n_experts;
      }
    }
    scene.details.push_back(stream_detail(stream, *block, names));
  }
  add_outside(stream.exit);
}

void add_doubts(const ModelArchitecture& model, const Overlay& overlay, Scene& scene) {
  if (doubts_of(model, overlay.unplaced_hooks).empty()) return;
  Detail detail;
  detail.id = kDoubts;
  detail.title = "What this figure rests on";
  for (const Assumption& each : model.assumptions) {
    detail.notes.push_back(fmt::format("{}: {} ({})", each.field, each.value, each.reason));
  }
  for (const UnreadKey& each : model.unread) {
    detail.notes.push_back(each.reason.empty() ? fmt::format("{}: not read", each.key)
                                               : fmt::format("{}: {}", each.key, each.reason));
  }
  for (const std::string& hook : overlay.unplaced_hooks) {
    detail.notes.push_back(fmt::format("hook {}: not placed", hook));
  }
  if (detail.notes.size() > kMostNotes) {
    const std::size_t further = detail.notes.size() - kMostNotes;
    detail.notes.resize(kMostNotes);
    detail.notes.push_back(fmt::format("and {} more", further));
  }
  scene.details.push_back(std::move(detail));
}

std::vector<DetailMark> detail_marks(const Marks& marks) {
  std::vector<DetailMark> result;
  for (const Highlight& highlight : marks.highlights()) {
    MarkStyle style = marks.style(highlight);
    result.push_back({highlight.component, highlight.site, highlight.heads, highlight.label,
                      style.colors, std::move(style.letter), style.backward, style.dormant,
                      highlight.expert});
  }
  return result;
}

DetailScale detail_scale(const Marks& marks) {
  const ValueColors& colors = marks.value_colors();
  DetailScale scale{std::string(value_title(marks.values())), colors.low(), colors.high(), {}, {}};
  for (const BoxStyle& step : scale_steps(colors)) scale.steps.push_back({step.fill, step.text});
  for (const Value& value : marks.values().list) {
    scale.values.push_back({value.component, value.head, value.number});
  }
  return scale;
}

}  // namespace tviz
