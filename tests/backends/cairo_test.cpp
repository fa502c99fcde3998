// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <png.h>

#include <clocale>
#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "cairo_support.hpp"
#include "tviz/base/error.hpp"

namespace tviz::test {
namespace {

constexpr std::string_view kFormats[] = {"pdf", "png", "ps", "eps"};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The messages of the Error that rendering throws.
std::string error_of(std::string_view format, const Scene& scene,
                     const BackendOptions& options = {}) {
  try {
    render(format, scene, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

class Picture {
 public:
  explicit Picture(const std::string& bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) {
      throw std::runtime_error("no PNG");
    }
    image.format = PNG_FORMAT_RGB;
    pixels_.resize(PNG_IMAGE_SIZE(image));
    png_image_finish_read(&image, nullptr, pixels_.data(), 0, nullptr);
    width = image.width;
    height = image.height;
  }

  Color at(std::size_t x, std::size_t y) const {
    const std::size_t offset = 3 * (y * width + x);
    return {pixels_.at(offset), pixels_.at(offset + 1), pixels_.at(offset + 2)};
  }

  std::size_t width = 0;
  std::size_t height = 0;

 private:
  std::vector<std::uint8_t> pixels_;
};

TEST(CairoPdf, HasOnePageOfTheFiguresSize) {
  const std::string bytes = render("pdf", every_primitive());
  EXPECT_EQ(bytes.substr(0, 8), "%PDF-1.5");
  const std::string info = output_of("pdfinfo " + keep("cairo.pdf", bytes));
  EXPECT_TRUE(contains(info, "Pages:           1\n")) << info;
  EXPECT_TRUE(contains(info, "Page size:       300 x 240 pts\n")) << info;
}

TEST(CairoPdf, CarriesItsMetadata) {
  Scene scene = every_primitive();
  scene.description = std::string(299, 'a') + "é and more";
  BackendOptions options;
  options.date = "2024-02-29T12:34:56Z";
  const std::string path = keep("cairo-metadata.pdf", render("pdf", scene, options));
  const std::string info = output_of("TZ=UTC pdfinfo -isodates " + path);
  EXPECT_TRUE(contains(info, "Title:           GPT-2 “small”\n")) << info;
  EXPECT_TRUE(contains(info, "Subject:         " + std::string(299, 'a') + "…\n")) << info;
  EXPECT_TRUE(contains(info, "Creator:         tviz ")) << info;
  EXPECT_TRUE(contains(info, "CreationDate:    2024-02-29T12:34:56Z\n")) << info;
  const std::string raw = output_of("pdfinfo -rawdates " + path);
  EXPECT_TRUE(contains(raw, "CreationDate:    D:20240229123456Z\n")) << raw;
}

TEST(CairoPdf, EmbedsEveryFontAndNoTypeThree) {
  const std::vector<std::pair<Typeface, std::vector<std::string_view>>> kFontsOfTypefaces{
      {Typeface::Times,
       {"+TeXGyreTermes-Regular ", "+TeXGyreTermes-Italic ", "+TeXGyreTermes-Bold ",
        "+Inter-Regular ", "+DejaVuSansMono ", "+TeXGyreTermesMath-Regular "}},
      {Typeface::ComputerModern,
       {"+LMRoman10-Regular ", "+LMRoman10-Italic ", "+LMRoman10-Bold ", "+LMSans10-Regular ",
        "+LMMono10-Regular ", "+LatinModernMath-Regular "}},
      {Typeface::Sans,
       {"+Inter-Regular ", "+Inter-Italic ", "+Inter-Bold ", "+DejaVuSansMono ", "+DejaVuSans "}}};
  for (const auto& [typeface, names] : kFontsOfTypefaces) {
    const std::string path = keep("cairo-fonts.pdf", render("pdf", every_primitive(typeface)));
    const std::string fonts = output_of("pdffonts " + path + " | tail -n +3");
    for (std::size_t line = 0; line < fonts.size(); line = fonts.find('\n', line) + 1) {
      const std::string row = fonts.substr(line, fonts.find('\n', line) - line);
      EXPECT_TRUE(contains(row, " yes yes yes ")) << row;  // Embedded, a subset, with Unicode.
      EXPECT_FALSE(contains(row, "Type 3")) << row;
    }
    for (const std::string_view name : names) EXPECT_TRUE(contains(fonts, name)) << fonts;
  }
}

TEST(CairoPdf, HasNoImagesAndNoTransparency) {
  const std::string bytes = render("pdf", every_primitive());
  const std::string path = keep("cairo.pdf", bytes);
  EXPECT_EQ(output_of("pdfimages -list " + path + " | tail -n +3"), "");
  EXPECT_FALSE(contains(bytes, "/SMask"));
  // Cairo gives the page itself a group, and always the opacity 1.
  EXPECT_EQ(bytes.find("/Transparency"), bytes.rfind("/Transparency"));
  for (std::size_t at = bytes.find("/ca "); at != std::string::npos; at = bytes.find("/ca ", at)) {
    at += 4;
    EXPECT_EQ(bytes.substr(at, 2), "1 ");
  }
}

TEST(CairoPdf, TextCanBeFoundInItsOrder) {
  const std::string path = keep("cairo.pdf", render("pdf", every_primitive()));
  const std::string text = output_of("pdftotext -raw " + path + " -");
  std::size_t at = 0;
  for (const std::string_view expected :
       {"Serif: AVATAR, difficult", "Italic: Wave of grace", "Bold: GPT-2 small",
        "Sans: 12 layers × 64 – ∈ λ", "blocks.1.attn.hook_pattern", "∑", "∈", "⊤", "⊕", "√64",
        "f(−1)", "h0", "closed"}) {
    at = text.find(expected, at);
    ASSERT_NE(at, std::string::npos) << expected << " is not in its place in\n" << text;
  }
  EXPECT_FALSE(contains(text, "opened"));
  EXPECT_FALSE(contains(text, "member"));
}

TEST(CairoPng, HasTheGivenScale) {
  for (const double scale : {1.0, 2.0, 0.5, 3.25}) {
    BackendOptions options;
    options.scale = scale;
    const Picture picture(render("png", every_primitive(), options));
    EXPECT_EQ(picture.width, static_cast<std::size_t>(400 * scale));
    EXPECT_EQ(picture.height, static_cast<std::size_t>(320 * scale));
  }
}

TEST(CairoPng, RoundsUpToWholePixels) {
  Scene scene = every_primitive();
  scene.width = 400.3;
  EXPECT_EQ(Picture(render("png", scene)).width, 801U);
}

TEST(CairoPng, PaintsWhatTheSceneSays) {
  BackendOptions options;
  options.scale = 1;
  const Scene scene = every_primitive();
  const std::string bytes = render("png", scene, options);
  keep("cairo-1x.png", bytes);
  keep("cairo-2x.png", render("png", scene));
  const Picture picture(bytes);
  const Color background = scene.background;
  const Color tan{240, 225, 202};
  const Color blue{20, 90, 200};
  EXPECT_EQ(picture.at(1, 1), background);
  EXPECT_EQ(picture.at(399, 319), background);
  EXPECT_EQ(picture.at(50, 160 + 30), tan);                     // Filled rectangle.
  EXPECT_EQ(picture.at(50, 160 + 10), (Color{200, 170, 120}));  // Its line.
  EXPECT_EQ(picture.at(20, 160 + 10), background);              // Its round corner.
  EXPECT_EQ(picture.at(130, 160 + 30), background);             // Not filled.
  EXPECT_EQ(picture.at(210, 160 + 15), blue);
  EXPECT_EQ(picture.at(180, 160 + 10), background);  // A radius is at most half the height.
  EXPECT_EQ(picture.at(290, 160 + 20), (Color{255, 255, 255}));     // In the circle.
  EXPECT_EQ(picture.at(60, 160 + 90), tan);                         // In the closed polyline.
  EXPECT_EQ(picture.at(345, 160 + 30), (Color{0x4C, 0x78, 0xA8}));  // In the artwork's middle.
  EXPECT_EQ(picture.at(345, 160 + 15), background);  // Above it: its proportions are kept.
  EXPECT_EQ(picture.at(223, 160 + 97), tan);         // Both uses.
  EXPECT_EQ(picture.at(263, 160 + 97), tan);
  EXPECT_EQ(picture.at(350, 280 + 20), tan);  // The fold is closed and its hint left out.
}

TEST(CairoPng, DashesStreamsFromTheTopAndBehindTheBands) {
  BackendOptions options;
  options.scale = 1;
  Scene scene = every_primitive();
  std::get<Band>(scene.items[1])
      .primitives.emplace_back(Rectangle{{370, 0, 20, 40}, 0, Color{1, 2, 3}, std::nullopt});
  const Picture picture(render("png", scene, options));
  const Color ink{34, 34, 34};
  EXPECT_EQ(picture.at(380, 9), scene.background);
  for (const std::size_t y : {10U, 14U, 18U, 22U}) EXPECT_EQ(picture.at(380, y), ink) << y;
  for (const std::size_t y : {15U, 17U, 23U, 25U}) {
    EXPECT_EQ(picture.at(380, y), scene.background) << y;
  }
  EXPECT_EQ(picture.at(380, 170), (Color{1, 2, 3}));
  EXPECT_EQ(picture.at(380, 312), scene.background);
}

TEST(Cairo, RefusesArtworkThatIsNoSvg) {
  Scene scene = every_primitive();
  auto& band = std::get<Band>(scene.items[1]);
  for (const char* wrong : {"", "no markup", "<svg", "<html/>"}) {
    band.primitives = {Artwork{{0, 0, 10, 10}, wrong}};
    for (const std::string_view format : kFormats) {
      EXPECT_TRUE(error_of(format, scene).starts_with("artwork cannot be drawn: "))
          << error_of(format, scene);
    }
  }
}

TEST(CairoPng, LoadsNothingForArtwork) {
  Scene scene = every_primitive();
  const std::string picture = keep("outside.png", render("png", scene));
  const std::string before = render("png", scene);
  auto& band = std::get<Band>(scene.items[1]);
  for (const std::string& address : {"file://" + picture, picture}) {
    band.primitives.emplace_back(
        Artwork{{0, 0, 400, 120},
                R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 12"><image href=")" +
                    address + R"(" width="40" height="12"/></svg>)"});
  }
  EXPECT_EQ(render("png", scene), before);
}

TEST(CairoPng, StandsColumnsOnOneFootWithTheirRail) {
  const auto band = [](double height, double x, Color color) {
    return Band{height, {Rectangle{{x, 0, 10, height}, 0, color, std::nullopt}}};
  };
  const Color red{200, 0, 0};
  const Color blue{0, 0, 200};
  const Color ink{9, 9, 9};
  Scene scene;
  scene.width = 60;
  scene.background = {255, 255, 255};
  scene.items = {Band{10, {}}, band(30, 10, red), band(50, 40, blue), Band{10, {}}};
  scene.columns = {{1, 1}, {2, 2}};
  scene.rails = {{30, {{1, 5, 5}, {2, 10, 10}}, Stroke{ink, 2, {}}}};
  BackendOptions options;
  options.scale = 1;
  const Picture picture(render("png", scene, options));
  EXPECT_EQ(picture.height, 70U);
  EXPECT_EQ(picture.at(15, 29), scene.background);
  EXPECT_EQ(picture.at(15, 30), red);
  EXPECT_EQ(picture.at(15, 59), red);
  EXPECT_EQ(picture.at(45, 10), blue);
  EXPECT_EQ(picture.at(45, 59), blue);
  EXPECT_EQ(picture.at(30, 19), scene.background);
  EXPECT_EQ(picture.at(30, 20), ink);
  EXPECT_EQ(picture.at(30, 34), ink);
  EXPECT_EQ(picture.at(30, 35), scene.background);
}

TEST(CairoPng, PlacesTextBetweenPixels) {
  const Fonts fonts;
  Scene scene;
  scene.width = 40;
  scene.background = {255, 255, 255};
  const auto picture_at = [&](double x) {
    scene.items = {Band{20, {TextRun{{x, 15}, fonts.shape("l", Face::Sans, 14).at(0), {}}}}};
    return render("png", scene);
  };
  EXPECT_NE(picture_at(10), picture_at(10.125));
}

TEST(CairoPng, RefusesWhatIsTooLarge) {
  Scene scene = every_primitive();
  scene.width = 20'000;
  EXPECT_EQ(error_of("png", scene),
            "scale: the picture would be 40000 pixels wide or high, more than 32767 "
            "(raster_pixels) (choose a smaller scale, fewer layers, or a vector format such as "
            "PDF)");
  BackendOptions options;
  options.scale = 1e300;
  EXPECT_TRUE(contains(error_of("png", scene, options), "raster_pixels"));
  options.scale = 0;
  EXPECT_EQ(error_of("png", scene, options), "scale: the scale must be a number above 0");
}

TEST(CairoPostScript, HasTheFiguresBoundingBox) {
  for (const std::string format : {"ps", "eps"}) {
    const std::string bytes = render(format, every_primitive());
    keep("cairo." + format, bytes);
    EXPECT_TRUE(contains(bytes, "\n%%BoundingBox: 0 0 300 240\n")) << format;
    EXPECT_EQ(contains(bytes.substr(0, bytes.find('\n')), "EPSF"), format == "eps");
    EXPECT_FALSE(contains(bytes, "/FontType 3")) << format;
  }
}

TEST(CairoPostScript, HasTheGivenDate) {
  BackendOptions options;
  options.date = "2024-02-29T12:34:56Z";
  const std::string bytes = render("eps", every_primitive(), options);
  EXPECT_TRUE(contains(bytes, "\n%%CreationDate: 2024-02-29T12:34:56Z\n"));
}

TEST(Cairo, RefusesWhatIsNoDate) {
  BackendOptions options;
  for (const std::string date :
       {"", "today", "2024-02-29", "2024-02-29T12:34:56Z\n%evil", "2024-02-29 12:34:56Z"}) {
    options.date = date;
    for (const std::string_view format : {"pdf", "ps", "eps"}) {
      EXPECT_TRUE(contains(error_of(format, every_primitive(), options),
                           "is not a date (write it as YYYY-MM-DDThh:mm:ssZ)"))
          << date;
    }
  }
}

TEST(Cairo, RefusesAFigureWithoutExtent) {
  for (const std::string_view format : kFormats) {
    EXPECT_EQ(error_of(format, Scene{}), "the figure has no extent");
  }
}

TEST(Cairo, RefusesBrokenScenes) {
  Scene scene = every_primitive();
  Band& band = std::get<Band>(scene.items[1]);
  const Band whole = band;
  for (const std::string_view format : kFormats) {
    band.primitives = {Use{1, {}}};
    EXPECT_EQ(error_of(format, scene), "the scene uses a definition that it lacks");
    band.primitives = {Polyline{{{0, 0}, {9, 9}}, false, std::nullopt, Stroke{{}, 1, {-1}}}};
    EXPECT_TRUE(contains(error_of(format, scene), "Cairo cannot draw the figure: ")) << format;
  }
  band = whole;
  scene.definitions[0].primitives.emplace_back(Use{0, {}});
  EXPECT_EQ(error_of("pdf", scene), "a definition of the scene uses another definition");
}

TEST(Cairo, IsNotInteractive) {
  // A scene with panels draws the same as one without.
  Scene scene = every_primitive();
  scene.details = {Detail{}};
  EXPECT_EQ(render("pdf", scene), render("pdf", every_primitive()));
}

TEST(Cairo, WritesTheSameBytesWhateverTheEnvironment) {
  const Scene scene = every_primitive();
  std::vector<std::string> first;
  for (const std::string_view format : kFormats) first.push_back(render(format, scene));
  setenv("TZ", "Pacific/Kiritimati", 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  setenv("SOURCE_DATE_EPOCH", "1", 1);
  tzset();
  std::setlocale(LC_ALL, "");
  std::vector<std::string> second;
  for (const std::string_view format : kFormats) second.push_back(render(format, scene));
  EXPECT_EQ(first, second);
}

TEST(Cairo, WritesTheSameBytesOnEightThreads) {
  const Scene scene = every_primitive();
  const auto render_all = [&scene] {
    std::vector<std::string> files;
    for (int round = 0; round < 4; ++round) {
      for (const std::string_view format : kFormats) files.push_back(render(format, scene));
    }
    return files;
  };
  std::vector<std::vector<std::string>> results(8);
  std::vector<std::thread> threads;
  for (auto& result : results) threads.emplace_back([&] { result = render_all(); });
  for (std::thread& thread : threads) thread.join();
  const std::vector<std::string> alone = render_all();
  for (const auto& result : results) EXPECT_EQ(result, alone);
}

}  // namespace
}  // namespace tviz::test
