// SPDX-License-Identifier: MIT
#include "sample_scene.hpp"

namespace tviz {
namespace {

constexpr Color kInk{0x2B, 0x2B, 0x2B};
constexpr Color kGrey{0x6E, 0x6E, 0x6E};
constexpr Color kWhite{0xFF, 0xFF, 0xFF};
constexpr BoxStyle kLearned{{0xF1, 0xE3, 0xCB}, {0xC9, 0xAE, 0x82}, kInk};
constexpr BoxStyle kHighlight{{0xE9, 0xB4, 0x4C}, {0xA8, 0x77, 0x14}, kInk};
constexpr double kWidth = 420;
constexpr double kStream = 340;

using Primitives = std::vector<Primitive>;

class Sketch {
 public:
  Sketch& text(std::string_view content, Face face, double size, Point origin, Color color = kInk) {
    for (ShapedText& run : fonts_.shape(content, face, size)) {
      const double width = run.width;
      primitives_.emplace_back(TextRun{origin, std::move(run), color});
      origin.x += width;
    }
    return *this;
  }

  Sketch& box(const Rect& bounds, const BoxStyle& style, std::string_view label) {
    primitives_.emplace_back(Rectangle{bounds, 3, style.fill, Stroke{style.stroke, 1, {}}});
    const double width = fonts_.width(label, Face::Serif, 14);
    const Point center = bounds.center();
    return text(label, Face::Serif, 14, {center.x - width / 2, center.y + 5}, style.text);
  }

  Sketch& arrow(Point from, Point to) {
    primitives_.emplace_back(Polyline{{from, to}, false, std::nullopt, Stroke{kInk, 1.1, {}}});
    primitives_.emplace_back(
        Polyline{{to, {to.x - 7, to.y - 3}, {to.x - 7, to.y + 3}}, true, kInk, std::nullopt});
    return *this;
  }

  Sketch& sum(Point center) {
    primitives_.emplace_back(Circle{center, 9, kWhite, Stroke{kInk, 1.1, {}}});
    return text("+", Face::Serif, 16, {center.x - 4.5, center.y + 5});
  }

  Sketch& add(Primitive primitive) {
    primitives_.push_back(std::move(primitive));
    return *this;
  }

  Primitives take() { return std::move(primitives_); }

 private:
  Fonts fonts_;
  Primitives primitives_;
};

/// An attention layer of 150 pixels.
Primitives layer_drawing(const BoxStyle& highlight) {
  Sketch sketch;
  sketch.add(Rectangle{{20, 6, 380, 138}, 8, std::nullopt, Stroke{kGrey, 1, {3, 3}}});
  for (int head = 0; head < 4; ++head) {
    const double x = 40 + 56 * head;
    sketch.box({x, 60, 44, 36}, head % 2 == 0 ? highlight : kLearned, "h" + std::to_string(head));
  }
  sketch.arrow({240, 50}, {kStream - 9, 50}).sum({kStream, 50});
  return sketch.take();
}

Band layer(int number, Primitive drawing) {
  const std::string path = "blocks." + std::to_string(number);
  Sketch sketch;
  sketch.add(std::move(drawing));
  sketch.text("Layer " + std::to_string(number), Face::Sans, 11, {30, 24}, kGrey);
  sketch.add(Region{
      path + ".attn", "Attention, layer " + std::to_string(number), "0.attn", {40, 60, 212, 36}});
  sketch.add(Region{path,
                    "Residual stream, layer " + std::to_string(number),
                    "0.stream",
                    {kStream - 7, 0, 14, 150}});
  return {150, sketch.take()};
}

Band open_layer() {
  Band band = layer(0, Use{0, {0, 0}});
  Primitives drawing = layer_drawing(kHighlight);
  band.primitives.erase(band.primitives.begin());
  band.primitives.insert(band.primitives.begin(), drawing.begin(), drawing.end());
  return band;
}

/// Layer 1 closed, or with a box more.
Fold layer_that_opens() {
  Fold fold;
  fold.id = "inside-blocks.1";
  fold.unfold_label = "Open layer 1";
  fold.fold_label = "Close layer 1";
  fold.folded = {layer(1, Use{0, {0, 0}})};
  Band opened = layer(1, Use{0, {0, 60}});
  opened.height = 210;
  const Primitives box = Sketch().box({40, 20, 90, 30}, kLearned, "pattern").take();
  opened.primitives.insert(opened.primitives.end(), box.begin(), box.end());
  fold.unfolded = {std::move(opened)};
  fold.unfold_button = fold.fold_button = {80, 12, 40, 16};
  fold.unfold_hint = Sketch().text("open", Face::Sans, 10.5, {82, 24}).take();
  fold.fold_hint = Sketch().text("close", Face::Sans, 10.5, {82, 24}).take();
  return fold;
}

/// A run; its members are added below it.
Fold folded_layers() {
  Fold fold;
  fold.id = "layers-1-2";
  fold.fold_label = "Fold layers 1 – 2";
  fold.unfold_label = "Show 2 more layers";
  const Rectangle card{{20, 14, 380, 46}, 8, Color{0xFA, 0xFA, 0xFA}, Stroke{kGrey, 1, {}}};
  fold.folded = {{70, Sketch().add(card).text("Layers 1 – 2", Face::Sans, 11.5, {38, 41}).take()}};
  fold.unfold_button = card.bounds;
  fold.unfold_hint = Sketch().text(fold.unfold_label, Face::Sans, 10.5, {220, 41}).take();
  fold.unfolded = {{24, {}}};
  fold.members = 2;
  fold.fold_button = {20, 0, 380, 24};
  fold.fold_hint = Sketch().text(fold.fold_label, Face::Sans, 10.5, {220, 16}).take();
  return fold;
}

Band header() {
  Sketch sketch;
  sketch.text("Sample model", Face::SerifBold, 19, {24, 40});
  sketch.add(Rectangle{{24, 52, 12, 12}, 0, kHighlight.fill, Stroke{kHighlight.stroke, 1.3, {}}});
  sketch.text("head_ablation  heads 0, 2", Face::Mono, 11, {43, 62});
  sketch.text("x", Face::SerifItalic, 13, {360, 90}, kGrey);
  sketch.text("∑ ∈ ⊕", Face::Serif, 13, {300, 40});
  return {100, sketch.take()};
}

Band input() {
  Sketch sketch;
  sketch.box({282, 20, 116, 32}, kLearned, "tokens");
  sketch.add(Region{"tokens", "Tokens", "", {282, 20, 116, 32}});
  return {76, sketch.take()};
}

Detail attention_detail() {
  Detail detail;
  detail.id = "0.attn";
  detail.title = "Attention";
  detail.summary = "4 heads × 64 · causal";
  detail.parameters = "2.36M params";
  detail.equation = {{"h", Face::SerifItalic, 0}, {"(", Face::Serif, 0},
                     {"x", Face::SerifItalic, 0}, {") = ", Face::Serif, 0},
                     {"A", Face::SerifItalic, 0}, {" x W", Face::SerifItalic, 0},
                     {"V", Face::SerifItalic, -1}};
  detail.n_heads = 4;
  detail.n_key_value_heads = 2;
  detail.rows = {
      {"{block}.attn.hook_q", "q", "batch, seq_len, 4, 64", ""},
      {"{block}.attn.hook_pattern", "pattern", "batch, 4, q_pos, k_pos", ""},
      {"{block}.attn.hook_result", "result", "batch, seq_len, 4, 768", "needs use_attn_result"},
      {"{block}.hook_attn_out", "out", "batch, seq_len, 768", ""}};
  return detail;
}

}  // namespace

Scene sample_scene() {
  Scene scene;
  scene.title = "Sample model";
  scene.description = "Three attention layers on one residual stream.";
  scene.outline = "tokens\n3 × attention, 4 heads";
  scene.width = kWidth;
  scene.background = kWhite;
  scene.definitions = {{layer_drawing(kLearned)}};
  scene.items = {header(),           folded_layers(), layer(2, Use{0, {0, 0}}),
                 layer_that_opens(), open_layer(),    input()};
  scene.streams = {{kStream, 0, 70, 5, 20, Stroke{kInk, 1.2, {4, 3.5}}}};
  Detail stream;
  stream.id = "0.stream";
  stream.title = "Residual stream";
  stream.rows = {{"{block}.hook_resid_pre", "resid_pre", "batch, seq_len, 768", ""}};
  scene.details = {attention_detail(), stream};
  scene.marks = {{"blocks.0.attn", "pattern", {0, 2}, "head_ablation", kHighlight}};
  scene.panel = {kWhite, kWhite, {0xD4, 0xD4, 0xD4}, kInk, kGrey, kLearned};
  return scene;
}

Scene hostile_scene() {
  const std::string hostile(kHostileText);
  Scene scene = sample_scene();
  scene.title = scene.description = scene.outline = hostile;
  for (Detail& detail : scene.details) {
    detail.title = detail.summary = detail.parameters = hostile;
    detail.equation = {{hostile, Face::Serif, 0}};
    for (DetailRow& row : detail.rows) row.name = row.shape = row.note = hostile;
  }
  for (DetailMark& mark : scene.marks) mark.label = hostile;
  Fold& fold = std::get<Fold>(scene.items[1]);
  fold.id = fold.fold_label = fold.unfold_label = hostile;
  Band& band = std::get<Band>(scene.items[4]);
  for (Primitive& primitive : band.primitives) {
    if (auto* region = std::get_if<Region>(&primitive)) region->label = region->path = hostile;
  }
  const ShapedText text{Face::Mono, 11, hostile, {}, 0};
  band.primitives.emplace_back(TextRun{{0, 0}, text, kInk});
  return scene;
}

}  // namespace tviz
