// SPDX-License-Identifier: MIT

/// The two backends against each other: the SVG, drawn by librsvg, and the PNG of the Cairo
/// backend are pictures of one scene, so they must agree without a stored reference.

#include <cairo.h>
#include <gtest/gtest.h>
#include <librsvg/rsvg.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "tviz/base/destroy.hpp"
#include "tviz/tviz.hpp"
#include "two_streams.hpp"

namespace tviz::test {
namespace {

// Both draw with Cairo's rasteriser, but librsvg fills glyph outlines where Cairo draws glyphs
// by FreeType, so edges of text differ a little in coverage.
constexpr int kLargestDifference = 64;      // Of a channel, before a pixel counts as different.
constexpr double kDifferentPixels = 0.002;  // Share of the picture.

using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
using SvgDocument = std::unique_ptr<RsvgHandle, Destroy<g_object_unref>>;

struct Reader {
  const std::string& bytes;
  std::size_t at = 0;
};

cairo_status_t read_some(void* closure, unsigned char* data, unsigned int length) {
  auto& reader = *static_cast<Reader*>(closure);
  if (reader.bytes.size() - reader.at < length) return CAIRO_STATUS_READ_ERROR;
  std::copy_n(reader.bytes.data() + reader.at, length, reinterpret_cast<char*>(data));
  reader.at += length;
  return CAIRO_STATUS_SUCCESS;
}

/// Opaque pixels of a PNG.
Surface decode(const std::string& png) {
  Reader reader{png};
  const Surface decoded(cairo_image_surface_create_from_png_stream(read_some, &reader));
  Surface opaque(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                            cairo_image_surface_get_width(decoded.get()),
                                            cairo_image_surface_get_height(decoded.get())));
  const Context context(cairo_create(opaque.get()));
  cairo_set_source_surface(context.get(), decoded.get(), 0, 0);
  cairo_paint(context.get());
  return opaque;
}

Surface rasterise(const std::string& svg, int width, int height) {
  GError* error = nullptr;
  const SvgDocument handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  EXPECT_EQ(error, nullptr) << (error == nullptr ? "" : error->message);
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  const Context context(cairo_create(surface.get()));
  const RsvgRectangle page{0, 0, static_cast<double>(width), static_cast<double>(height)};
  EXPECT_TRUE(rsvg_handle_render_document(handle.get(), context.get(), &page, nullptr));
  return surface;
}

int channel_difference(const unsigned char* a, const unsigned char* b) {
  int most = 0;
  for (int channel = 0; channel < 3; ++channel) {
    most = std::max(most, std::abs(a[channel] - b[channel]));
  }
  return most;
}

/// The share of pixels that differ; they become red in `marks`.
double compare(cairo_surface_t* expected, cairo_surface_t* actual, cairo_surface_t* marks) {
  const int width = cairo_image_surface_get_width(expected);
  const int height = cairo_image_surface_get_height(expected);
  cairo_surface_flush(marks);
  int different = 0;
  for (int y = 0; y < height; ++y) {
    const auto row = [y](cairo_surface_t* surface) {
      return cairo_image_surface_get_data(surface) +
             static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface);
    };
    for (int x = 0; x < width; ++x) {
      const std::ptrdiff_t pixel = 4L * x;
      if (channel_difference(row(expected) + pixel, row(actual) + pixel) <= kLargestDifference) {
        continue;
      }
      ++different;
      unsigned char* mark = row(marks) + pixel;
      mark[0] = mark[1] = 0;
      mark[2] = 255;
    }
  }
  cairo_surface_mark_dirty(marks);
  return static_cast<double>(different) / (static_cast<double>(width) * height);
}

void save(cairo_surface_t* surface, const std::string& name) {
  const auto folder = std::filesystem::path(TVIZ_TEST_OUTPUT) / "comparison";
  std::filesystem::create_directories(folder);
  cairo_surface_write_to_png(surface, (folder / name).c_str());
}

/// `svg` has outlines for text, whatever fonts are installed.
void expect_same_picture(const std::string& name, const std::string& png, const std::string& svg) {
  const Surface cairo = decode(png);
  const int width = cairo_image_surface_get_width(cairo.get());
  const int height = cairo_image_surface_get_height(cairo.get());
  const Surface drawn = rasterise(svg, width, height);
  const Surface marks = rasterise(svg, width, height);

  const double share = compare(cairo.get(), drawn.get(), marks.get());

  EXPECT_LT(share, kDifferentPixels);
  save(cairo.get(), name + "-cairo.png");
  save(drawn.get(), name + "-svg.png");
  save(marks.get(), name + "-difference.png");
}

/// A figure with hooks, of three layers.
void expect_same_figure(const std::string& model, const std::string& font,
                        const std::string& name) {
  RenderOptions options;
  options.max_layers = 3;
  options.output.text = TextMode::Outline;
  options.hooks = {{"blocks.0.attn.hook_z", "patch", {0}}, {"blocks.0.hook_resid_pre", "add", {}}};
  options.overrides = {{"fonts.family", font}};
  const Figure figure = visualize(model, options);
  expect_same_picture(name, figure.render("png"), figure.render("svg"));
}

class Comparison : public testing::TestWithParam<const char*> {};

TEST_P(Comparison, SvgAndCairoDrawTheSamePicture) {
  expect_same_figure(GetParam(), "times", GetParam());
}

TEST(ComparisonOfTypefaces, SvgAndCairoDrawTheSamePicture) {
  for (const std::string font : {"computer-modern", "sans"}) {
    SCOPED_TRACE(font);
    expect_same_figure("gpt2", font, "gpt2-" + font);
  }
}

TEST(ComparisonOfDirections, SvgAndCairoDrawTheSamePicture) {
  RenderOptions options;
  options.max_layers = 2;
  options.direction = Direction::Right;
  options.output.text = TextMode::Outline;
  options.hooks = {{"blocks.0.attn.hook_z", "patch", {0}}, {"blocks.0.hook_resid_pre", "add", {}}};
  const Figure figure = visualize("gpt2", options);
  expect_same_picture("rightwards", figure.render("png"), figure.render("svg"));
}

TEST(ComparisonOfStreams, SvgAndCairoDrawTheSamePicture) {
  class StringSink final : public ByteSink {
   public:
    void write(std::string_view more) override { bytes += more; }
    std::string bytes;
  };
  const Registry registry;
  for (const auto& [name, graph] : {std::pair{"encoder-decoder", encoder_decoder(6, 9)},
                                    {"three-streams", three_streams(6, 6)}}) {
    std::vector<std::string> warnings;
    const Scene scene =
        lay_out(graph, {}, load_theme("circuits"), Fonts(), {.max_layers = 2}, warnings);
    BackendOptions options;
    options.text = TextMode::Outline;
    StringSink png;
    StringSink svg;
    registry.backend("png")->render(scene, options, png);
    registry.backend("svg")->render(scene, options, svg);
    expect_same_picture(name, png.bytes, svg.bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Comparison,
                         testing::Values("gpt2", "pythia-70m", "attn-only-2l", "llama-3.1-8b"),
                         [](const auto& test_case) {
                           std::string name = test_case.param;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace tviz::test
