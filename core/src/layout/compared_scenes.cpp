// SPDX-License-Identifier: MIT
#include "layout/compared_scenes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "layout/canvas.hpp"
#include "scene/flatten.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kCalloutWidth = 170;
constexpr double kBesideCallouts = 30;  // Between them and a tower.
constexpr double kCalloutText = 8.5;
constexpr double kCalloutStep = 1.32;  // Of the size, from one line to the next.
constexpr double kBetweenLines = 2.5;  // From a difference to the next of the same part.
constexpr double kBetweenCallouts = 9;
constexpr double kFillOfSide = 0.2;  // Of the colour of a side, in what it has of its own.
constexpr double kStripSwatch = 12;
constexpr double kLeaderDot = 1.6;
constexpr double kLeaderStep = 3;   // Between two lines that turn beside each other.
constexpr double kLeaderClear = 5;  // Above or below the box that one reaches from there.

/// Where something is.
struct PlacedRegion {
  std::string path;
  Rect bounds;
};

double area_of(const Rect& rect) { return rect.width * rect.height; }

bool lies_in(const Point& point, const Rect& rect) {
  constexpr double kSlack = 1;
  return point.x > rect.x - kSlack && point.x < rect.right() + kSlack &&
         point.y > rect.y - kSlack && point.y < rect.bottom() + kSlack;
}

Rect bounds_of(const Polyline& line) {
  Rect bounds{line.points.front().x, line.points.front().y, 0, 0};
  for (const Point& point : line.points) bounds = united(bounds, {point.x, point.y, 0, 0});
  return bounds;
}

/// One tower: a flat drawing without uses, recoloured.
class Tower {
 public:
  Tower(ComparedScene side, std::size_t index, const Theme& theme)
      : side_(std::move(side)), index_(index), theme_(theme) {
    Scene flat = flatten(std::move(side_.scene));
    Band& band = std::get<Band>(flat.items.front());
    width_ = flat.width;
    height_ = band.height;
    for (Primitive& primitive : band.primitives) {
      if (const auto* use = std::get_if<Use>(&primitive)) {
        std::ranges::move(moved(flat.definitions.at(use->definition).primitives, use->offset),
                          std::back_inserter(primitives_));
      } else {
        primitives_.push_back(std::move(primitive));
      }
    }
    for (const Primitive& primitive : primitives_) {
      if (const auto* region = std::get_if<Region>(&primitive)) {
        regions_.push_back({region->path, region->bounds});
      }
    }
    for (const Primitive& primitive : primitives_) add_obstacles(primitive);
    for (Primitive& primitive : primitives_) {
      std::visit([this](auto& drawn) { recolour(drawn); }, primitive);
    }
  }

  double width() const { return width_; }
  double height() const { return height_; }

  /// The place of what a callout is about: the lowest on the page, which is the first block's.
  std::optional<Rect> place_of(const std::string& part) const {
    std::optional<Rect> found;
    for (const PlacedRegion& region : regions_) {
      const auto differing = side_.differing.find(region.path);
      if (differing == side_.differing.end() || differing->second != part) continue;
      if (!found || region.bounds.y > found->y) found = region.bounds;
    }
    return found;
  }

  /// How often a leader meets lines of data and texts of the tower.
  std::size_t conflicts(const std::vector<Point>& leader) const {
    std::size_t count = 0;
    for (std::size_t i = 1; i < leader.size(); ++i) {
      const Rect span =
          united({leader[i - 1].x, leader[i - 1].y, 0, 0}, {leader[i].x, leader[i].y, 0, 0});
      const auto meets = [&](const Rect& other) {
        constexpr double kNear = 1.5;
        return other.right() > span.x - kNear && other.x < span.right() + kNear &&
               other.bottom() > span.y - kNear && other.y < span.bottom() + kNear;
      };
      count += static_cast<std::size_t>(std::ranges::count_if(obstacles_, meets));
    }
    return count;
  }

  std::vector<Primitive> moved_by(Point offset) && { return moved(std::move(primitives_), offset); }

  /// The colours of what this side has of its own.
  static BoxStyle style(std::size_t index, const Theme& theme) {
    const Color color = index == 0 ? theme.value_low : theme.value_high;
    return {mix(theme.page, color, kFillOfSide), color, theme.text};
  }

 private:
  void add_obstacles(const Primitive& primitive) {
    if (const auto* line = std::get_if<Polyline>(&primitive); line != nullptr && !line->closed) {
      // Frames and braces are no data, and they may be crossed.
      if (!line->stroke || line->stroke->color != theme_.line) return;
      for (std::size_t i = 1; i < line->points.size(); ++i) {
        const Point& from = line->points[i - 1];
        obstacles_.push_back(
            united({from.x, from.y, 0, 0}, {line->points[i].x, line->points[i].y, 0, 0}));
      }
    }
    if (const auto* text = std::get_if<TextRun>(&primitive)) {
      const double size = text->text.size;
      obstacles_.push_back({text->origin.x, text->origin.y - 0.7 * size, text->text.width, size});
    }
  }

  bool is_role(Color fill) const {
    return fill == theme_.learned.fill || fill == theme_.latent.fill;
  }

  /// The smallest region around a point tells what is there.
  bool differs_at(const Point& point) const {
    const PlacedRegion* smallest = nullptr;
    for (const PlacedRegion& region : regions_) {
      if (!lies_in(point, region.bounds)) continue;
      if (smallest == nullptr || area_of(region.bounds) < area_of(smallest->bounds)) {
        smallest = &region;
      }
    }
    return smallest != nullptr && side_.differing.contains(smallest->path);
  }

  template <class Shape>
  void recolour_shape(Shape& shape, const Point& center) const {
    if (!shape.fill) return;
    const bool differs = differs_at(center);
    const bool is_box = is_role(*shape.fill) || *shape.fill == theme_.input_output.fill;
    if (!is_box) return;
    const BoxStyle look = differs ? style(index_, theme_) : theme_.input_output;
    shape.fill = look.fill;
    if (shape.stroke) shape.stroke->color = look.stroke;
  }

  void recolour(Rectangle& box) const { recolour_shape(box, box.bounds.center()); }
  void recolour(Circle& circle) const { recolour_shape(circle, circle.center); }
  void recolour(Polyline& line) const {
    if (line.closed) recolour_shape(line, bounds_of(line).center());
  }
  /// The same names are on both sides; the panels of both would be in each other's way.
  void recolour(Region& region) const {
    region.path.insert(0, index_ == 0 ? "a:" : "b:");
    region.label = fmt::format("{}: {}", side_.title, region.label);
    region.detail.clear();
    region.cells.clear();
  }
  template <class Drawn>
  void recolour(Drawn& /*drawn*/) const {}

  ComparedScene side_;
  std::size_t index_;
  const Theme& theme_;
  double width_ = 0;
  double height_ = 0;
  std::vector<Primitive> primitives_;
  std::vector<PlacedRegion> regions_;
  std::vector<Rect> obstacles_;
};

/// A callout that is set, before it has its place.
struct SetCallout {
  std::vector<Primitive> primitives;  ///< From y = 0 downwards.
  double height = 0;
  double wanted = 0;  ///< The y of its middle, if there is room.
  std::optional<Rect> left;
  std::optional<Rect> right;
};

class Comparison {
 public:
  Comparison(std::array<ComparedScene, 2> sides, const Theme& theme, const Fonts& fonts)
      : theme_(theme),
        fonts_(fonts),
        titles_{sides[0].title, sides[1].title},
        summaries_{sides[0].summary, sides[1].summary},
        towers_{Tower(std::move(sides[0]), 0, theme), Tower(std::move(sides[1]), 1, theme)} {}

  Scene run(const std::vector<Callout>& callouts) && {
    const double callouts_left = towers_[0].width() + kBesideCallouts - theme_.margin;
    const double right_tower = callouts_left + kCalloutWidth + kBesideCallouts - theme_.margin;
    const double header = paint_header(right_tower);
    const double tall = std::max(towers_[0].height(), towers_[1].height());
    const std::array<Point, 2> offsets{Point{0, header + tall - towers_[0].height()},
                                       Point{right_tower, header + tall - towers_[1].height()}};
    std::vector<SetCallout> set = set_callouts(callouts, callouts_left, offsets);
    const double foot = place(set, header + theme_.margin, header + tall - theme_.margin);
    paint_leaders(set, callouts_left, offsets);
    for (SetCallout& callout : set) {
      for (Primitive& part : moved(std::move(callout.primitives), {0, callout.wanted})) {
        canvas_.add(std::move(part));
      }
    }
    Scene scene;
    scene.width = right_tower + towers_[1].width();
    std::vector<Primitive> all;
    for (std::size_t i = 0; i < towers_.size(); ++i) {
      std::ranges::move(std::move(towers_[i]).moved_by(offsets[i]), std::back_inserter(all));
    }
    std::ranges::move(std::move(canvas_).take(), std::back_inserter(all));
    scene.items.emplace_back(
        Band{std::ceil(std::max(header + tall, foot + theme_.margin)), std::move(all)});
    return scene;
  }

 private:
  TextLine set(const std::string& text, Face face, double size) const {
    return typeset(fonts_, text, face, size);
  }

  /// The title, which fill is which, and what the towers are. Returns its height.
  double paint_header(double right_tower) {
    double y = theme_.margin + theme_.title_size;
    canvas_.text(set(titles_[0] + " against " + titles_[1], Face::SerifBold, theme_.title_size),
                 {theme_.margin, y}, theme_.title);
    y += 1.9 * theme_.legend_size;
    double x = theme_.margin;
    const std::array<std::pair<std::string, BoxStyle>, 3> strip{
        {{"the same in both", theme_.input_output},
         {"as " + titles_[0] + " has it", Tower::style(0, theme_)},
         {"as " + titles_[1] + " has it", Tower::style(1, theme_)}}};
    for (const auto& [text, look] : strip) {
      canvas_.add(Rectangle{{x, y - 0.85 * kStripSwatch, kStripSwatch, kStripSwatch},
                            theme_.box_radius,
                            look.fill,
                            Stroke{look.stroke, theme_.box_line_width, {}}});
      const TextLine line = set(text, Face::Sans, theme_.legend_size);
      canvas_.text(line, {x + kStripSwatch + 6, y}, theme_.muted);
      x += kStripSwatch + 6 + line.width + 20;
    }
    y += 2.6 * theme_.label_size;
    for (std::size_t i = 0; i < titles_.size(); ++i) {
      const double left = theme_.margin + (i == 0 ? 0 : right_tower);
      canvas_.text(set(titles_[i], Face::SerifBold, 1.1 * theme_.label_size), {left, y},
                   Tower::style(i, theme_).stroke);
      canvas_.text(set(summaries_[i], Face::Sans, theme_.legend_size),
                   {left, y + 1.4 * theme_.legend_size}, theme_.muted);
    }
    return y + 2.8 * theme_.legend_size;
  }

  std::vector<SetCallout> set_callouts(const std::vector<Callout>& callouts, double left,
                                       const std::array<Point, 2>& offsets) const {
    std::vector<SetCallout> all;
    for (const Callout& callout : callouts) {
      SetCallout one = set_callout(callout, left);
      std::array<std::optional<Rect>, 2> places;
      for (std::size_t i = 0; i < towers_.size(); ++i) {
        places[i] = towers_[i].place_of(callout.part);
        if (places[i]) {
          places[i]->x += offsets[i].x;
          places[i]->y += offsets[i].y;
        }
      }
      one.left = places[0];
      one.right = places[1];
      const auto& place = places[1] ? places[1] : places[0];
      // Of the whole model: above all others.
      one.wanted = place ? place->center().y : 0;
      all.push_back(std::move(one));
    }
    std::ranges::stable_sort(all, {}, &SetCallout::wanted);
    return all;
  }

  SetCallout set_callout(const Callout& callout, double left) const {
    Canvas canvas({theme_, fonts_});
    double y = 0;
    const double middle = left + kCalloutWidth / 2;
    const auto centred = [&](const std::string& text, Face face, Color color) {
      for (const std::string& part : wrap(fonts_, text, face, kCalloutText, kCalloutWidth)) {
        y += kCalloutStep * kCalloutText;
        const TextLine line = set(part, face, kCalloutText);
        canvas.text(line, {middle - line.width / 2, y}, color, TextAnchor::Middle);
      }
    };
    for (const CalloutLine& line : callout.lines) {
      if (y > 0) y += kBetweenLines;
      centred(line.name, Face::Sans, theme_.muted);
      const std::string pair = fmt::format("{}  →  {}", line.left, line.right);
      if (fonts_.width(pair, Face::Sans, kCalloutText) > kCalloutWidth) {
        centred(line.left, Face::Sans, Tower::style(0, theme_).stroke);
        centred("→ " + line.right, Face::Sans, Tower::style(1, theme_).stroke);
        continue;
      }
      y += kCalloutStep * kCalloutText;
      double x = middle - fonts_.width(pair, Face::Sans, kCalloutText) / 2;
      for (const auto& [text, color] : {std::pair(line.left, Tower::style(0, theme_).stroke),
                                        std::pair(std::string("  →  "), theme_.muted),
                                        std::pair(line.right, Tower::style(1, theme_).stroke)}) {
        const TextLine run = set(text, Face::Sans, kCalloutText);
        canvas.text(run, {x, y}, color);
        x += run.width;
      }
    }
    SetCallout one;
    one.primitives = std::move(canvas).take();
    one.height = y + 0.3 * kCalloutText;
    return one;
  }

  /// Each as near to its part as the others let it. Returns the foot of the last.
  static double place(std::vector<SetCallout>& callouts, double top, double bottom) {
    double y = top;
    for (SetCallout& callout : callouts) {
      callout.wanted = std::max(y, callout.wanted - callout.height / 2);
      y = callout.wanted + callout.height + kBetweenCallouts;
    }
    double limit = bottom;
    for (auto callout = callouts.rbegin(); callout != callouts.rend(); ++callout) {
      callout->wanted = std::min(callout->wanted, limit - callout->height);
      limit = callout->wanted - kBetweenCallouts;
    }
    double least = top;
    for (SetCallout& callout : callouts) {
      callout.wanted = std::max(callout.wanted, least);
      least = callout.wanted + callout.height + kBetweenCallouts;
    }
    return least - kBetweenCallouts;
  }

  /// One line for each callout, to the right tower, or to the left one if only that has the part.
  void paint_leaders(const std::vector<SetCallout>& callouts, double left,
                     const std::array<Point, 2>& offsets) {
    std::array<std::size_t, 2> counts{};
    for (const SetCallout& callout : callouts) {
      if (callout.right || callout.left) ++counts.at(callout.right ? 1 : 0);
    }
    std::array<std::size_t, 2> drawn{};
    for (const SetCallout& callout : callouts) {
      if (!callout.right && !callout.left) continue;
      const std::size_t side = callout.right ? 1 : 0;
      const double toward = side == 1 ? 1 : -1;
      const double edge = side == 1 ? left + kCalloutWidth + 2 : left - 2;
      const double y = callout.wanted + callout.height / 2;
      const Rect& place = side == 1 ? *callout.right : *callout.left;
      // Those that go up turn the later the lower they are, the others the other way round, so that
      // none crosses another.
      const bool goes_up = place.center().y < y;
      const std::size_t rank = goes_up ? drawn[side] : counts[side] - 1 - drawn[side];
      ++drawn[side];
      const double turn = edge + toward * (3 + kLeaderStep * static_cast<double>(rank));
      leader({edge, y}, turn, place, side, offsets[side]);
    }
  }

  /// To the side of a box, or from above or below to its edge, whichever meets fewer lines.
  void leader(const Point& from, double turn, const Rect& place, std::size_t side,
              const Point& offset) {
    const double near = side == 1 ? place.x : place.right();
    const double x = side == 1 ? place.x + 8 : place.right() - 8;
    const double above = place.y - kLeaderClear;
    const double below = place.bottom() + kLeaderClear;
    const std::array<std::vector<Point>, 3> ends{
        {{{turn, place.center().y}, {near, place.center().y}},
         {{turn, above}, {x, above}, {x, place.y}},
         {{turn, below}, {x, below}, {x, place.bottom()}}}};
    const std::vector<Point>* best = nullptr;
    std::size_t least = 0;
    for (const std::vector<Point>& end : ends) {
      std::vector<Point> in_tower = end;
      for (Point& point : in_tower) point = {point.x - offset.x, point.y - offset.y};
      const std::size_t conflicts = towers_.at(side).conflicts(in_tower);
      if (best != nullptr && conflicts >= least) continue;
      best = &end;
      least = conflicts;
    }
    std::vector<Point> points{from, {turn, from.y}};
    points.insert(points.end(), best->begin(), best->end());
    const Color color = Tower::style(side, theme_).stroke;
    const Point tip = points.back();
    canvas_.add(Polyline{std::move(points), false, std::nullopt, Stroke{color, 0.7, {}}});
    canvas_.add(Circle{tip, kLeaderDot, color, std::nullopt});
  }

  const Theme& theme_;
  const Fonts& fonts_;
  std::array<std::string, 2> titles_;
  std::array<std::string, 2> summaries_;
  std::array<Tower, 2> towers_;
  Canvas canvas_{Style{theme_, fonts_}};
};

}  // namespace

Scene compare_scenes(std::array<ComparedScene, 2> sides, const std::vector<Callout>& callouts,
                     const Theme& theme, const Fonts& fonts) {
  const Scene& first = sides[0].scene;
  const std::string title = sides[0].title + " against " + sides[1].title;
  const std::string outline = first.outline + "\n" + sides[1].scene.outline;
  const Typeface typeface = first.typeface;
  const Color background = first.background;
  const PanelStyle panel = first.panel;
  Scene scene = Comparison(std::move(sides), theme, fonts).run(callouts);
  scene.title = title;
  scene.outline = outline;
  scene.typeface = typeface;
  scene.background = background;
  scene.panel = panel;
  return scene;
}

}  // namespace tviz
