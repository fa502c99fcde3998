// SPDX-License-Identifier: MIT
#include "text_use.hpp"

#include "tviz/scene/utf8.hpp"

namespace tviz::svg {
namespace {

using Runs = std::vector<const TextRun*>;

void add_runs(Runs& runs, const std::vector<Primitive>& primitives) {
  for (const Primitive& primitive : primitives) {
    if (const auto* run = std::get_if<TextRun>(&primitive)) runs.push_back(run);
  }
}

void add_paths(CharacterUse& use, std::span<const Band> bands) {
  for (const Band& band : bands) {
    for (const Primitive& primitive : band.primitives) {
      if (const auto* region = std::get_if<Region>(&primitive)) use.add(Face::Mono, region->path);
    }
  }
}

void add_detail(CharacterUse& use, const Detail& detail) {
  use.add(Face::SerifBold, detail.title);
  use.add(Face::Sans, detail.summary);
  use.add(Face::Sans, detail.parameters);
  for (const DetailText& part : detail.equation) use.add(part.face, part.text);
  for (const std::string& note : detail.notes) use.add(Face::Sans, note);
  for (const DetailRow& row : detail.rows) {
    use.add(Face::Mono, row.name);
    use.add(Face::Mono, row.shape);
    use.add(Face::Sans, row.note);
  }
}

}  // namespace

void CharacterUse::add(Face face, std::string_view text) {
  std::set<char32_t>& characters = characters_.at(static_cast<std::size_t>(face));
  while (!text.empty()) characters.insert(take_character(text));
}

const std::set<char32_t>& CharacterUse::of(Face face) const {
  return characters_.at(static_cast<std::size_t>(face));
}

Runs text_runs(const Scene& scene, bool interactive) {
  Runs runs;
  for (const Definition& definition : scene.definitions) add_runs(runs, definition.primitives);
  if (!interactive) {
    for (const PlacedBand& each : place(scene, false).bands) add_runs(runs, each.band->primitives);
    return runs;
  }
  for (const StackItem& item : scene.items) {
    for (const Band& band : bands_of(item, false)) add_runs(runs, band.primitives);
    const Fold* fold = std::get_if<Fold>(&item);
    if (fold == nullptr) continue;
    for (const Band& band : fold->unfolded) add_runs(runs, band.primitives);
    add_runs(runs, fold->unfold_hint);
    add_runs(runs, fold->fold_hint);
  }
  return runs;
}

void add_panel_characters(const Scene& scene, CharacterUse& use) {
  for (const Detail& detail : scene.details) add_detail(use, detail);
  for (const DetailMark& mark : scene.marks) use.add(Face::Mono, mark.label);
  for (const DetailScale& scale : scene.scales) use.add(Face::Sans, scale.title);
  for (const StackItem& item : scene.items) {
    add_paths(use, bands_of(item, false));
    add_paths(use, bands_of(item, true));
  }
  // What the viewer itself says, in its panels and its search, and what names are typed with.
  use.add(Face::Sans,
          "layer 0123456789 · click a row to copy its name · Esc closes · copied / found · hooks · "
          "the largest of −.≥|");
  use.add(Face::SerifItalic, "hkve");
  use.add(Face::Serif, "0123456789");
  use.add(Face::Mono, "abcdefghijklmnopqrstuvwxyz0123456789 ·,._/{}…-");
}

}  // namespace tviz::svg
