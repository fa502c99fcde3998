// SPDX-License-Identifier: MIT
#include "cairo_support.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tviz/plugin/registry.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz::test {
namespace {

constexpr Color kInk{34, 34, 34};
constexpr Color kTan{240, 225, 202};
constexpr Color kBrown{200, 170, 120};
constexpr Color kBlue{20, 90, 200};

void add_line(std::vector<Primitive>& primitives, const TextLine& line, Point origin) {
  for (const PlacedText& placed : line.runs) {
    primitives.emplace_back(
        TextRun{{origin.x + placed.origin.x, origin.y + placed.origin.y}, placed.run, kInk});
  }
}

Band text_band(const Fonts& fonts) {
  Band band{160, {}};
  const auto add = [&](std::string_view text, Face face, double size, double y) {
    add_line(band.primitives, typeset(fonts, text, face, size), {20, y});
  };
  add("Serif: AVATAR, difficult", Face::Serif, 16, 24);
  add("Italic: Wave of grace", Face::SerifItalic, 16, 48);
  add("Bold: GPT-2 small", Face::SerifBold, 20, 74);
  add("Sans: 12 layers × 64 – ∈ λ", Face::Sans, 12, 98);
  add("blocks.1.attn.hook_pattern", Face::Mono, 10, 118);
  add_line(band.primitives, typeset_math(fonts, "x_3 = x_2 + ∑_{h∈H_1} h(x_2)^⊤ ⊕ √64 · f(−1)", 18),
           {20, 144});
  return band;
}

// Wider than high, so that its proportions show.
constexpr const char* kArtwork =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">)"
    R"(<ellipse cx="20" cy="10" rx="19" ry="9" fill="#4c78a8"/></svg>)";

Band shape_band() {
  const Stroke line{kInk, 1.5, {}};
  Band band{120, {}};
  band.primitives = {
      Rectangle{{20, 10, 60, 40}, 6, kTan, Stroke{kBrown, 2, {}}},
      Rectangle{{100, 10, 60, 40}, 0, std::nullopt, Stroke{kBrown, 1, {4, 3}}},
      Rectangle{{180, 10, 60, 10}, 50, kBlue, std::nullopt},
      Circle{{290, 30}, 20, Color{255, 255, 255}, line},
      Polyline{{{280, 30}, {300, 30}}, false, std::nullopt, line},
      Polyline{{{20, 100}, {60, 70}, {100, 100}}, true, kTan, line},
      Polyline{{{120, 100}, {160, 100}, {160, 70}, {200, 70}}, false, std::nullopt, line},
      Artwork{{325, 10, 40, 40}, kArtwork},
      Use{0, {220, 70}},
      Use{0, {260, 70}},
      Region{"blocks.1.attn", "Attention, layer 1", "attn", {20, 10, 60, 40}},
  };
  return band;
}

Fold fold(const Fonts& fonts) {
  Fold fold;
  fold.id = "layers-3-11";
  fold.folded = {Band{40, {Rectangle{{20, 4, 340, 32}, 8, kTan, std::nullopt}}}};
  add_line(fold.folded[0].primitives, typeset(fonts, "closed", Face::Sans, 12), {30, 24});
  fold.unfolded = {Band{300, {}}};
  add_line(fold.unfolded[0].primitives, typeset(fonts, "opened", Face::Sans, 12), {30, 24});
  fold.members = 1;
  fold.unfold_hint = {Rectangle{{0, 0, 400, 40}, 0, kBlue, std::nullopt}};
  return fold;
}

Band member(const Fonts& fonts) {
  Band band{120, {}};
  add_line(band.primitives, typeset(fonts, "member", Face::Sans, 12), {30, 24});
  return band;
}

class StringSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

}  // namespace

Scene every_primitive(Typeface typeface) {
  const Fonts fonts(typeface);
  Scene scene;
  scene.typeface = typeface;
  scene.title = "GPT-2 “small”";
  scene.description = "A scene with every primitive.";
  scene.width = 400;
  scene.background = {255, 255, 250};
  scene.definitions = {Definition{{Rectangle{{0, 0, 30, 30}, 3, kTan, Stroke{kBlue, 1, {}}}}}};
  add_line(scene.definitions[0].primitives, typeset_math(fonts, "h_0", 16), {7, 20});
  scene.items = {text_band(fonts), shape_band(), fold(fonts), member(fonts)};
  scene.streams = {StreamLine{380, 0, 10, 2, 30, Stroke{kInk, 2, {5, 3}}}};
  return scene;
}

std::string render(std::string_view format, const Scene& scene, const BackendOptions& options) {
  PluginSearch search;
  search.directories = {TVIZ_TEST_PLUGINS};
  search.environment = false;
  search.installed = false;
  const Registry registry(search);
  StringSink sink;
  registry.backend(format)->render(scene, options, sink);
  return std::move(sink.text);
}

std::string keep(const std::string& name, const std::string& bytes) {
  // Tests run at the same time as processes of their own.
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  const auto folder =
      std::filesystem::path(TVIZ_TEST_OUTPUT) / test->test_suite_name() / test->name();
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, Close> pipe(popen(command.c_str(), "r"));
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string text;
  for (int byte = std::fgetc(pipe.get()); byte != EOF; byte = std::fgetc(pipe.get())) {
    text += static_cast<char>(byte);
  }
  return text;
}

}  // namespace tviz::test
