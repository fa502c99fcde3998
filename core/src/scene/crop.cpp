// SPDX-License-Identifier: MIT
#include "tviz/scene/crop.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "scene/flatten.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

Rect grown(const Rect& rect, double by) {
  return {rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

double half_of(const std::optional<Stroke>& stroke) { return stroke ? stroke->width / 2 : 0; }

/// Grows around what is painted.
class Ink {
 public:
  Ink(const Scene& scene, const Fonts& fonts) : scene_(scene), fonts_(fonts) {}

  void add(const PlacedScene& placed) {
    for (const PlacedLine& line : placed.lines) {
      if (line.bottom > line.top)
        add_segment({line.x, line.top}, {line.x, line.bottom}, line.stroke->width / 2);
    }
    for (const PlacedBand& band : placed.bands) add(band.band->primitives, {0, band.top});
  }

  void add(const std::vector<Primitive>& primitives, Point offset) {
    const Point before = std::exchange(offset_, {offset_.x + offset.x, offset_.y + offset.y});
    for (const Primitive& primitive : primitives) std::visit(*this, primitive);
    offset_ = before;
  }

  const std::optional<Rect>& bounds() const { return bounds_; }

  void operator()(const Rectangle& shape) { add(grown(shape.bounds, half_of(shape.stroke))); }

  void operator()(const Circle& shape) {
    add(grown({shape.center.x, shape.center.y, 0, 0}, shape.radius + half_of(shape.stroke)));
  }

  /// Joins are round; the ends of an open line are cut off where it ends.
  void operator()(const Polyline& shape) {
    const double half = half_of(shape.stroke);
    for (std::size_t i = 0; i < shape.points.size(); ++i) {
      const bool is_end = i == 0 || i + 1 == shape.points.size();
      const Point& point = shape.points[i];
      if (shape.closed || !is_end) add(grown({point.x, point.y, 0, 0}, half));
      if (i > 0) add_segment(shape.points[i - 1], point, half);
    }
  }

  void operator()(const TextRun& run) {
    const Rect ink = fonts_.ink(run.text);
    if (ink.width > 0) add({run.origin.x + ink.x, run.origin.y + ink.y, ink.width, ink.height});
  }

  void operator()(const Artwork& artwork) { add(artwork.bounds); }

  void operator()(const Use& use) {
    if (use.definition >= scene_.definitions.size()) {
      throw Error(Problem{"the scene uses a definition that it lacks", {.source = "scene"}, {}});
    }
    add(scene_.definitions[use.definition].primitives, use.offset);
  }

  void operator()(const Region&) {}

 private:
  void add(Rect box) {
    box.x += offset_.x;
    box.y += offset_.y;
    bounds_ = bounds_ ? united(*bounds_, box) : box;
  }

  void add_segment(Point from, Point to, double half) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length == 0) return;
    const double across_x = half * std::abs(to.y - from.y) / length;
    const double across_y = half * std::abs(to.x - from.x) / length;
    add({std::min(from.x, to.x) - across_x, std::min(from.y, to.y) - across_y,
         std::abs(to.x - from.x) + 2 * across_x, std::abs(to.y - from.y) + 2 * across_y});
  }

  const Scene& scene_;
  const Fonts& fonts_;
  Point offset_;
  std::optional<Rect> bounds_;
};

/// Empty space at the sides of a scene.
struct Margins {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
};

/// What is drawn in one state of the folds, with what only pages draw over buttons.
std::optional<Rect> ink_of(const Scene& scene, const PlacedScene& placed, bool unfolded,
                           const Fonts& fonts) {
  Ink ink(scene, fonts);
  ink.add(placed);
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    const Fold* fold = std::get_if<Fold>(&scene.items[i]);
    if (fold == nullptr || !placed.item_shown[i]) continue;
    ink.add(unfolded ? fold->fold_hint : fold->unfold_hint, {0, placed.item_tops[i]});
  }
  return ink.bounds();
}

/// What is empty whether all folds are folded or unfolded, of the page as it is folded: so much
/// that what is left begins at a whole pixel and has whole sides. A thousandth of a pixel is noise
/// of the arithmetic.
std::optional<Margins> margins_of(const Scene& scene, const Fonts& fonts) {
  std::optional<Margins> margins;
  for (const bool unfolded : {false, true}) {
    const PlacedScene placed = place(scene, unfolded);
    const std::optional<Rect> ink = ink_of(scene, placed, unfolded, fonts);
    if (!ink) continue;
    const Margins own{ink->x, scene.width - ink->right(), ink->y, placed.height - ink->bottom()};
    if (!margins) margins = own;
    margins = Margins{std::min(margins->left, own.left), std::min(margins->right, own.right),
                      std::min(margins->top, own.top), std::min(margins->bottom, own.bottom)};
  }
  if (!margins) return margins;
  const auto end_of = [](double side, double begin, double margin) {
    return side - begin - std::ceil(side - begin - margin - 0.001);
  };
  margins->left = std::floor(margins->left + 0.001);
  margins->top = std::floor(margins->top + 0.001);
  margins->right = end_of(scene.width, margins->left, margins->right);
  margins->bottom = end_of(place(scene, false).height, margins->top, margins->bottom);
  return margins;
}

void move(std::vector<Primitive>& primitives, Point offset) {
  primitives = moved(std::move(primitives), offset);
}

/// Moves all that the item draws by `offset`, and takes the height by which it moves up, and
/// `below`, from its bands.
class ItemCrop {
 public:
  ItemCrop(Point offset, double below) : offset_(offset), below_(below) {}

  void operator()(Band& band) const { crop({&band, 1}); }

  void operator()(Fold& fold) const {
    crop(fold.folded);
    crop(fold.unfolded);
    for (std::vector<Primitive>* hint : {&fold.unfold_hint, &fold.fold_hint}) move(*hint, offset_);
    for (Rect* button : {&fold.unfold_button, &fold.fold_button}) {
      button->x += offset_.x;
      button->y += offset_.y;
    }
  }

 private:
  /// Only the first band moves up, and with it those that stand below.
  void crop(std::span<Band> bands) const {
    for (Band& band : bands) {
      move(band.primitives, {offset_.x, &band == &bands.front() ? offset_.y : 0});
    }
    if (bands.empty()) return;
    bands.front().height += offset_.y;
    bands.back().height -= below_;
  }

  Point offset_;
  double below_;
};

/// How much of an item's height lies in the upper and in the lower margin.
struct Overlap {
  double above = 0;
  double below = 0;
};

std::vector<Overlap> overlaps(const Scene& scene, const Margins& margins) {
  const PlacedScene placed = place(scene, false);
  std::vector<Overlap> result;
  result.reserve(scene.items.size());
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    double height = 0;
    for (const Band& band : bands_of(scene.items[i], false)) height += band.height;
    if (!placed.item_shown[i]) height = 0;
    const double top = placed.item_tops[i];
    const double lowest = placed.height - margins.bottom;
    const double above = std::clamp(margins.top - top, 0.0, height);
    result.push_back({above, std::clamp(top + height - lowest, 0.0, height - above)});
  }
  return result;
}

}  // namespace

Scene crop(Scene scene, const Fonts& fonts) {
  const std::optional<Margins> margins = margins_of(scene, fonts);
  if (!margins) return scene;
  const std::vector<Overlap> cut = overlaps(scene, *margins);
  scene.width -= margins->left + margins->right;
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    std::visit(ItemCrop({-margins->left, -cut[i].above}, cut[i].below), scene.items[i]);
  }
  for (StreamLine& line : scene.streams) {
    line.x -= margins->left;
    line.top -= cut[line.top_item].above;
    line.bottom -= cut[line.bottom_item].above;
  }
  for (Rail& rail : scene.rails) {
    rail.x -= margins->left;
    for (RailEnd& end : rail.ends) {
      end.folded -= cut[end.item].above;
      if (end.unfolded) *end.unfolded -= cut[end.item].above;
    }
  }
  return scene;
}

}  // namespace tviz
