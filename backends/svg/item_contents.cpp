// SPDX-License-Identifier: MIT
#include "item_contents.hpp"

#include <algorithm>
#include <utility>

#include "figure_writer.hpp"

namespace tviz::svg {
namespace {

class Collector {
 public:
  Collector(const Scene& scene, const std::string& prefix, const TextPainter& text)
      : scene_(scene), writer_(xml_, scene, prefix, text, true) {}

  FigureContents run() {
    const std::vector<bool> shown = place(scene_, false).item_shown;
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      ItemContent content;
      content.folded = state(content.places, scene_.items[i], false, !shown[i]);
      if (std::holds_alternative<Fold>(scene_.items[i])) {
        content.unfolded = state(content.places, scene_.items[i], true, true);
      }
      contents_.items.push_back(std::move(content));
    }
    writer_.write_other_definitions();
    contents_.definitions = xml_.take();
    return std::move(contents_);
  }

 private:
  StateContent state(std::vector<Place>& places, const StackItem& item, bool unfolded, bool drawn) {
    const std::span<const Band> bands = bands_of(item, unfolded);
    StateContent content;
    content.height = height_of(bands);
    for (const PlacedRegion& each : regions_of(bands)) {
      content.regions.push_back(
          {index_of(place_of(*each.region), places), each.bounds, cells_of(each)});
    }
    if (const Fold* fold = std::get_if<Fold>(&item)) {
      writer_.write_button(*fold, unfolded);
      content.button = xml_.take();
    }
    if (drawn) writer_.write_drawing(bands);
    content.drawing = xml_.take();
    return content;
  }

  /// Where they lie inside the item.
  static std::vector<RegionCell> cells_of(const PlacedRegion& placed) {
    std::vector<RegionCell> cells = placed.region->cells;
    for (RegionCell& cell : cells) cell.bounds.y += placed.bounds.y - placed.region->bounds.y;
    return cells;
  }

  Place place_of(const Region& region) const {
    const auto detail = std::ranges::find(scene_.details, region.detail, &Detail::id);
    const bool known = detail != scene_.details.end();
    return {region.path, region.label, known ? detail - scene_.details.begin() : -1};
  }

  static std::size_t index_of(Place place, std::vector<Place>& places) {
    const auto known = std::ranges::find(places, place);
    const auto index = static_cast<std::size_t>(known - places.begin());
    if (known == places.end()) places.push_back(std::move(place));
    return index;
  }

  const Scene& scene_;
  XmlWriter xml_{LineBreaks::None};
  FigureWriter writer_;
  FigureContents contents_;
};

}  // namespace

FigureContents item_contents(const Scene& scene, const std::string& prefix,
                             const TextPainter& text) {
  return Collector(scene, prefix, text).run();
}

}  // namespace tviz::svg
