// SPDX-License-Identifier: MIT
#include "tviz/scene/scene.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

[[noreturn]] void refuse(std::string message) {
  throw Error(Problem{std::move(message), {.source = "scene"}, {}});
}

/// Stacks the items of a scene in one state of its folds.
class Stack {
 public:
  Stack(const Scene& scene, bool unfolded) : scene_(scene), unfolded_(unfolded) {}

  PlacedScene place() && {
    check_columns();
    const std::size_t items = scene_.items.size();
    if (scene_.columns.empty()) {
      add_items(0, items);
    } else {
      add_items(0, scene_.columns.front().first_item);
      add_columns();
      add_items(scene_.columns.back().last_item + 1, items);
    }
    for (const StreamLine& line : scene_.streams) {
      const double top = top_of(line.top_item, "a stream line") + line.top;
      const double bottom = top_of(line.bottom_item, "a stream line") + line.bottom;
      placed_.lines.push_back({line.x, top, std::max(top, bottom), &line.stroke});
    }
    for (const Rail& rail : scene_.rails) add_rail(rail);
    return std::move(placed_);
  }

 private:
  void check_columns() const {
    for (std::size_t i = 0; i < scene_.columns.size(); ++i) {
      const Column& column = scene_.columns[i];
      const bool follows = i == 0 || column.first_item == scene_.columns[i - 1].last_item + 1;
      if (follows && column.first_item <= column.last_item &&
          column.last_item < scene_.items.size()) {
        continue;
      }
      refuse("column " + std::to_string(i) + " has no items of its own");
    }
  }

  double height_of(std::size_t item) const {
    double height = 0;
    for (const Band& band : bands_of(scene_.items[item], unfolded_)) height += band.height;
    return height;
  }

  void add_items(std::size_t first, std::size_t end) {
    for (std::size_t item = first; item < end; ++item) {
      placed_.item_tops.push_back(placed_.height);
      for (const Band& band : bands_of(scene_.items[item], unfolded_)) {
        placed_.bands.push_back({&band, placed_.height});
        placed_.height += band.height;
      }
    }
  }

  void add_columns() {
    std::vector<double> heights;
    for (const Column& column : scene_.columns) {
      double height = 0;
      for (std::size_t i = column.first_item; i <= column.last_item; ++i) height += height_of(i);
      heights.push_back(height);
    }
    const double top = placed_.height;
    const double tallest = *std::ranges::max_element(heights);
    for (std::size_t i = 0; i < heights.size(); ++i) {
      placed_.height = top + tallest - heights[i];
      add_items(scene_.columns[i].first_item, scene_.columns[i].last_item + 1);
    }
    placed_.height = top + tallest;
  }

  double top_of(std::size_t item, const std::string& line) const {
    if (item < placed_.item_tops.size()) return placed_.item_tops[item];
    refuse(line + " ends in item " + std::to_string(item) + " of " +
           std::to_string(placed_.item_tops.size()));
  }

  void add_rail(const Rail& rail) {
    std::vector<double> ends;
    for (const RailEnd& end : rail.ends) {
      const double top = top_of(end.item, "a rail");
      const bool open = unfolded_ && std::holds_alternative<Fold>(scene_.items[end.item]);
      ends.push_back(top + (open ? end.unfolded : end.folded));
    }
    if (ends.empty()) refuse("a rail has no end");
    const auto [top, bottom] = std::ranges::minmax(ends);
    placed_.lines.push_back({rail.x, top, bottom, &rail.stroke});
  }

  const Scene& scene_;
  bool unfolded_;
  PlacedScene placed_;
};

}  // namespace

std::span<const Band> bands_of(const StackItem& item, bool unfolded) {
  if (const Band* band = std::get_if<Band>(&item)) return {band, 1};
  const Fold& fold = std::get<Fold>(item);
  return unfolded ? fold.unfolded : fold.folded;
}

PlacedScene place(const Scene& scene, bool unfolded) { return Stack(scene, unfolded).place(); }

}  // namespace tviz
