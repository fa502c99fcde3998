// SPDX-License-Identifier: MIT
// MLPs as memories (Geva et al. 2021, "Transformer Feed-Forward Layers Are Key-Value Memories"):
// keys that match the state, an activation, and the values that are added to the stream.
#include <array>
#include <cmath>
#include <string>
#include <tviz/plugin/plugin.hpp>

namespace {

using tviz::BoxRole;
using tviz::Component;
using tviz::Point;
using tviz::Rect;

// Lengths in pixels.
constexpr double kBox = 30;   // Height of the keys and the values.
constexpr double kPlot = 40;  // Height of the activation, a square.
constexpr double kGap = 14;   // Room for an arrow.
constexpr double kHeight = 2 * kBox + kPlot + 2 * kGap;

/// The hidden width: how many keys and values there are.
std::int64_t memories(const Component& mlp) {
  for (const tviz::Weight& weight : mlp.weights) {
    if (weight.name == "W_in") return weight.shape.back();
  }
  return 0;
}

std::string label(const std::string& what, const Component& mlp) {
  const std::int64_t count = memories(mlp);
  return count == 0 ? '"' + what + '"' : '"' + std::to_string(count) + ' ' + what + '"';
}

/// x Φ(x), the GELU of Hendrycks and Gimpel (2016), which looks like its relatives at this size.
double activation(double x) { return x * 0.5 * (1 + std::erf(x / std::sqrt(2.0))); }

/// The graph of the activation from -3 to 3, in a square of 60 units with its own axes.
std::string plot(const tviz::ComponentColors& colors) {
  std::string curve;
  for (int i = 0; i <= 24; ++i) {
    const double x = -3 + i * 0.25;
    const auto across = std::lround(10 * (x + 3));
    const auto down = std::lround(100 * (4 - activation(x)));  // Tenths.
    curve += (i == 0 ? "M" : " L") + std::to_string(across) + ' ' + std::to_string(down / 10) +
             '.' + std::to_string(down % 10);
  }
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" fill="none">)"
         R"(<path d="M0 40H60M30 4V56" stroke=")" +
         tviz::format(colors.input_output.stroke) + R"("/><path d=")" + curve +
         R"(" stroke-width="2.5" stroke-linecap="round" stroke=")" +
         tviz::format(colors.learned.stroke) + R"("/></svg>)";
}

class KeyValueMlp final : public tviz::ComponentKind {
 public:
  double height(const Component&, double /*width*/) const override { return kHeight; }

  void draw(const Component& mlp, double width, tviz::ComponentCanvas& canvas) const override {
    const double middle = width / 2;
    const Rect values{0, 0, width, kBox};
    const Rect plot_place{middle - kPlot / 2, kBox + kGap, kPlot, kPlot};
    const Rect keys{0, kHeight - kBox, width, kBox};

    canvas.box(keys, BoxRole::Learned);
    canvas.label(label("keys  ", mlp) + "W_{\"in\"}", keys, BoxRole::Learned);
    canvas.line(std::array{Point{middle, keys.y}, Point{middle, plot_place.bottom()}});
    canvas.box(plot_place, BoxRole::Operation);
    canvas.artwork(plot(canvas.colors()), plot_place);
    canvas.arrow(std::array{Point{middle, plot_place.y}, Point{middle, values.bottom()}});
    canvas.box(values, BoxRole::Learned);
    canvas.label(label("values  ", mlp) + "W_{\"out\"}", values, BoxRole::Learned);
  }
};

}  // namespace

TVIZ_PLUGIN("key_value_mlp", "1.0.0", "MIT", "Draws MLPs as key-value memories.",
            tviz::provide<tviz::ComponentKind, KeyValueMlp>("mlp"))
