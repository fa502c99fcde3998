// SPDX-License-Identifier: MIT
#include "tviz/theme/theme.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tviz {
namespace {

/// A theme file that disappears with the test.
class ThemeFile {
 public:
  explicit ThemeFile(const std::string& text)
      : path_(std::filesystem::path(testing::TempDir()) /
              (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
               ".yaml")) {
    std::ofstream(path_) << text;
  }
  ~ThemeFile() { std::filesystem::remove(path_); }
  ThemeFile(const ThemeFile&) = delete;
  ThemeFile& operator=(const ThemeFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> problems_of(const std::string& text,
                                     std::vector<ThemeOverride> overrides = {}) {
  const ThemeFile file(text);
  try {
    load_theme(file.path(), overrides);
  } catch (const Error& error) {
    std::vector<std::string> texts;
    for (const Problem& problem : error.problems()) {
      std::string line = format(problem);
      const auto at = line.find(file.path());
      if (at != std::string::npos) line.replace(at, file.path().size(), "t.yaml");
      texts.push_back(line);
    }
    return texts;
  }
  return {};
}

TEST(Theme, CarriedThemesLoad) {
  EXPECT_EQ(theme_names(), (std::vector<std::string>{"circuits", "circuits-dark"}));
  for (const std::string& name : theme_names()) {
    EXPECT_NO_THROW(load_theme(name)) << name;
    EXPECT_FALSE(theme_summary(name).empty()) << name;
  }
}

TEST(Theme, CircuitsIsWarmTanOnWhite) {
  const Theme theme = load_theme("circuits");
  EXPECT_EQ(format(theme.page), "#FFFFFF");
  EXPECT_EQ(format(theme.learned.fill), "#F1E3CB");
  EXPECT_EQ(theme.highlights.size(), 8U);
}

TEST(Theme, ChildTakesShapesFromParentAndItsOwnPalette) {
  const Theme parent = load_theme("circuits");
  const Theme child = load_theme("circuits-dark");
  EXPECT_EQ(child.head_width, parent.head_width);
  EXPECT_EQ(format(child.learned.fill), "#4A4032");
  EXPECT_EQ(child.origins.at("metrics.head.width").source, "circuits.yaml");
}

TEST(Theme, EveryFieldIsExplained) {
  for (const ThemeField& field : theme_fields()) {
    EXPECT_TRUE(field.meaning.ends_with(".")) << field.path;
    if (field.type == "colour") {
      EXPECT_TRUE(parse_color(field.in_circuits)) << field.path;
      continue;
    }
    EXPECT_EQ(field.unit, "px") << field.path;
    EXPECT_LT(field.least, field.most) << field.path;
    const double length = std::stod(field.in_circuits);
    EXPECT_TRUE(field.least <= length && length <= field.most) << field.path;
  }
}

TEST(Theme, EveryLabelIsReadable) {
  for (const std::string& name : theme_names()) {
    const Theme theme = load_theme(name);
    for (const BoxStyle* style : {&theme.learned, &theme.input_output, &theme.operation}) {
      EXPECT_GE(contrast(style->fill, style->text), 4.5) << name;
    }
    for (const BoxStyle& style : theme.highlights) {
      EXPECT_GE(contrast(style.fill, style.text), 4.5) << name << " " << format(style.fill);
    }
    for (const Color color :
         {theme.text, theme.title, theme.muted, theme.note_text, theme.button, theme.frame_label}) {
      EXPECT_GE(contrast(theme.page, color), 4.5) << name << " " << format(color);
    }
    EXPECT_GE(contrast(theme.card_fill, theme.muted), 4.5) << name;
  }
}

TEST(Theme, OverridesWin) {
  const std::vector<ThemeOverride> overrides{
      {"metrics.head.width", "50"}, {"roles.learned.fill", "#123456"}, {"roles.page", "tan"}};
  const Theme theme = load_theme("circuits", overrides);
  EXPECT_EQ(theme.head_width, 50);
  EXPECT_EQ(format(theme.learned.fill), "#123456");
  EXPECT_EQ(format(theme.page), "#F1E3CB");
}

TEST(Theme, UnknownThemeNamesTheNearest) {
  try {
    load_theme("circuit");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "no theme is called 'circuit' (did you mean 'circuits'?)");
  }
}

TEST(Theme, ReportsAllProblemsWithTheirPlaces) {
  const auto problems = problems_of(
      "schema: 1\n"
      "extends: circuits\n"
      "colours: {}\n"
      "roles:\n"
      "  learned: {fil: tan, stroke: tann}\n"
      "  page: \"#12\"\n"
      "metrics:\n"
      "  margin: wide\n"
      "  head: {width: 5000}\n");
  EXPECT_EQ(problems,
            (std::vector<std::string>{
                "t.yaml:5:13: roles.learned: unknown key 'fil' (did you mean "
                "'roles.learned.fill'?)",
                "t.yaml:3:1: unknown key 'colours'",
                "t.yaml:6:9: roles.page: '#12' is no colour (write it as \"#RRGGBB\", in quotes)",
                "t.yaml:5:31: roles.learned.stroke: 'tann' is no colour of the palette (did you "
                "mean 'tan'?)",
                "t.yaml:8:11: metrics.margin: must be a number, got 'wide'",
                "t.yaml:9:17: metrics.head.width: must be from 12 to 200, got 5000"}));
}

TEST(Theme, AThemeWithoutParentMustSayEverything) {
  const auto problems = problems_of("schema: 1\nname: bare\n");
  ASSERT_EQ(problems.size(), theme_fields().size() + 1);
  EXPECT_EQ(problems.front(),
            "t.yaml: 'roles.page' is missing (write 'extends: circuits' to take what is not given "
            "from it)");
}

TEST(Theme, RefusesOtherSchemas) {
  const auto problems = problems_of("schema: 2\nextends: circuits\n");
  EXPECT_EQ(problems,
            (std::vector<std::string>{"t.yaml:1:9: schema: schema 2 is unknown (this version "
                                      "reads 1)"}));
}

TEST(Theme, UnknownOverrideIsReported) {
  const auto problems = problems_of("schema: 1\nextends: circuits\n", {{"metrics.hed.width", "1"}});
  EXPECT_EQ(problems, (std::vector<std::string>{"--set: the theme has no field "
                                                "'metrics.hed.width' (did you mean "
                                                "'metrics.head.width'?)"}));
}

TEST(Theme, ParentsAreNamesNotPaths) {
  const auto problems = problems_of("schema: 1\nextends: ../../secret.yaml\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(problems.front().find("a theme extends another by its name"), std::string::npos);
}

}  // namespace
}  // namespace tviz
