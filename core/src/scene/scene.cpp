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
    find_members();
    const std::size_t items = scene_.items.size();
    if (scene_.columns.empty()) {
      add_items(0, items);
    } else {
      add_items(0, scene_.columns.front().first_item);
      add_columns();
      add_items(scene_.columns.back().last_item + 1, items);
    }
    for (const StreamLine& line : scene_.streams) {
      const double top = end_of_stream(line.top_item) + line.top;
      const double bottom = end_of_stream(line.bottom_item) + line.bottom;
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

  /// The number after that of the lowest item in the column of this one.
  std::size_t end_of_column(std::size_t item) const {
    for (const Column& column : scene_.columns) {
      if (item < column.first_item) return column.first_item;
      if (item <= column.last_item) return column.last_item + 1;
    }
    return scene_.items.size();
  }

  void find_members() {
    is_member_.assign(scene_.items.size(), false);
    for (std::size_t item = 0; item < scene_.items.size(); ++item) {
      const Fold* fold = std::get_if<Fold>(&scene_.items[item]);
      if (fold == nullptr || fold->members == 0) continue;
      if (is_member_[item]) {
        refuse("item " + std::to_string(item) + ", a member of a fold, has members");
      }
      if (fold->members >= end_of_column(item) - item) {
        refuse("item " + std::to_string(item) + " has more members than items below it");
      }
      std::fill_n(is_member_.begin() + static_cast<std::ptrdiff_t>(item) + 1, fold->members, true);
    }
    for (const bool is_member : is_member_) placed_.item_shown.push_back(unfolded_ || !is_member);
  }

  double height_of(std::size_t item) const {
    if (!placed_.item_shown[item]) return 0;
    double height = 0;
    for (const Band& band : bands_of(scene_.items[item], unfolded_)) height += band.height;
    return height;
  }

  void add_items(std::size_t first, std::size_t end) {
    for (std::size_t item = first; item < end; ++item) {
      placed_.item_tops.push_back(placed_.height);
      if (!placed_.item_shown[item]) continue;
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

  double end_of_stream(std::size_t item) const {
    const double top = top_of(item, "a stream line");
    if (!is_member_[item]) return top;
    refuse("a stream line ends in item " + std::to_string(item) + ", a member of a fold");
  }

  void add_rail(const Rail& rail) {
    if (rail.ends.empty()) refuse("a rail has no ends");
    std::vector<double> ends;
    for (const RailEnd& end : rail.ends) {
      const double top = top_of(end.item, "a rail");
      const bool open = unfolded_ && std::holds_alternative<Fold>(scene_.items[end.item]);
      const std::optional<double> height = open ? end.unfolded : end.folded;
      if (height && placed_.item_shown[end.item]) ends.push_back(top + *height);
    }
    // One whose ends are all hidden stays among the lines, but has no length.
    if (ends.empty()) ends.push_back(0);
    const auto [top, bottom] = std::ranges::minmax(ends);
    placed_.lines.push_back({rail.x, top, bottom, &rail.stroke});
  }

  const Scene& scene_;
  bool unfolded_;
  std::vector<bool> is_member_;
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
