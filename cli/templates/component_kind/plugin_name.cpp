// SPDX-License-Identifier: MIT
// Draws every MLP as its two matrices. Change the kind at the bottom into one of yours
// (Component::kind), and draw() into what it looks like.
#include <array>
#include <tviz/plugin/plugin.hpp>

namespace {

using tviz::BoxRole;
using tviz::Point;
using tviz::Rect;

// Lengths in pixels.
constexpr double kBox = 28;
constexpr double kGap = 16;

/// Asked from many threads at once, so it has no state.
class PluginName final : public tviz::ComponentKind {
 public:
  double height(const tviz::Component&, double /*width*/) const override { return 2 * kBox + kGap; }

  /// Data flows upwards: it enters at the middle of the lower side and leaves at the middle of the
  /// upper side.
  void draw(const tviz::Component& component, double width,
            tviz::ComponentCanvas& canvas) const override {
    const Rect upper{0, 0, width, kBox};
    const Rect lower{0, kBox + kGap, width, kBox};
    canvas.box(lower, BoxRole::Learned);
    canvas.label(R"(W_{"in"})", lower, BoxRole::Learned);
    canvas.arrow(std::array{Point{width / 2, lower.y}, Point{width / 2, upper.bottom()}});
    canvas.box(upper, BoxRole::Learned);
    canvas.label(component.label + R"("  " W_{"out"})", upper, BoxRole::Learned);
  }
};

}  // namespace

TVIZ_PLUGIN("plugin_name", "1.0.0", "MIT", "Draws MLPs as their two matrices.",
            tviz::provide<tviz::ComponentKind, PluginName>("mlp"))
