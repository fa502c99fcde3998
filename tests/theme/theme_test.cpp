// SPDX-License-Identifier: MIT
#include "tviz/theme/theme.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

TEST(Theme, CarriedThemesLoadAndAreLegible) {
  ASSERT_GE(theme_names().size(), 7U);
  for (const std::string& name : theme_names()) {
    const std::vector<Problem> problems = contrast_problems(load_theme(name));
    EXPECT_TRUE(problems.empty()) << name << ": " << format(problems.front());
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
    if (field.type == "word") {
      EXPECT_EQ(std::ranges::count(field.words, field.in_circuits), 1) << field.path;
      continue;
    }
    EXPECT_EQ(field.unit, "px") << field.path;
    EXPECT_LT(field.least, field.most) << field.path;
    const double length = std::stod(field.in_circuits);
    EXPECT_TRUE(field.least <= length && length <= field.most) << field.path;
  }
}

TEST(Theme, SaysWhatIsHardToRead) {
  const Theme theme =
      load_theme("circuits", std::vector<ThemeOverride>{{"roles.learned.text", "#AAAAAA"},
                                                        {"palette.grey", "#BBBBBB"},
                                                        {"highlights.2.text", "#8899CC"},
                                                        {"roles.stream", "#DDDDDD"}});
  std::vector<std::string> texts;
  for (const Problem& problem : contrast_problems(theme)) texts.push_back(format(problem));
  // The colour "grey" is that of several roles.
  ASSERT_EQ(texts.size(), 9U);
  EXPECT_EQ(texts.front(),
            "circuits.yaml:27:10: roles.muted: #BBBBBB on roles.page #FFFFFF has a contrast of "
            "1.92:1 (it takes at least 4.5:1 to be legible)");
  EXPECT_EQ(texts[7],
            "overrides: roles.stream: #DDDDDD on roles.page #FFFFFF has a contrast of 1.36:1 (it "
            "takes at least 3:1 to be legible)");
  EXPECT_EQ(texts.back().substr(0, 34), "overrides: highlights.2.text: #889");
}

TEST(Theme, ValuesSayWhereTheyComeFrom) {
  const Theme theme = load_theme(
      "circuits-dark",
      std::vector<ThemeOverride>{{"palette.ash", "#123456"}, {"highlights.1.fill", "#ABCDEF"}});
  const std::vector<ThemeValue> values = theme_values(theme);
  EXPECT_EQ(values.size(), theme_fields().size() + 3 * theme.highlights.size());
  const auto value = [&](std::string_view path) -> const ThemeValue& {
    return *std::ranges::find(values, path, &ThemeValue::path);
  };
  EXPECT_EQ(value("roles.learned.fill").where.source, "circuits.yaml");
  EXPECT_EQ(value("roles.learned.fill").color_name, "tan");
  EXPECT_EQ(value("roles.learned.fill").color_where.source, "circuits-dark.yaml");
  EXPECT_EQ(value("roles.input_output.fill").value, "#123456");
  EXPECT_EQ(value("roles.input_output.fill").color_where.source, "overrides");
  EXPECT_EQ(value("roles.value.low").where.source, "circuits-dark.yaml");
  EXPECT_EQ(value("metrics.riser").value, "10");
  EXPECT_EQ(value("highlights.1.fill").value, "#ABCDEF");
  EXPECT_EQ(value("highlights.1.fill").where.source, "overrides");
  EXPECT_EQ(value("highlights.0.fill").where.source, "circuits-dark.yaml");
}

TEST(Theme, OverridesWin) {
  const std::vector<ThemeOverride> overrides{
      {"metrics.head.width", "50"}, {"roles.learned.fill", "#123456"}, {"roles.page", "tan"}};
  const Theme theme = load_theme("circuits", overrides);
  EXPECT_EQ(theme.head_width, 50);
  EXPECT_EQ(format(theme.learned.fill), "#123456");
  EXPECT_EQ(format(theme.page), "#F1E3CB");
}

TEST(Theme, AFamilyOfFontsIsOneOfThreeWords) {
  EXPECT_EQ(load_theme("print").typeface, Typeface::Times);
  const std::vector<ThemeOverride> overrides{{"fonts.family", "computer-modern"}};
  EXPECT_EQ(load_theme("print", overrides).typeface, Typeface::ComputerModern);
  EXPECT_EQ(problems_of("schema: 1\nextends: circuits\nfonts: {family: san, size: 3}\n"),
            (std::vector<std::string>{"t.yaml:3:17: fonts.family: must be one of times, "
                                      "computer-modern, sans, got 'san' (did you mean 'sans'?)",
                                      "t.yaml:3:22: fonts: unknown key 'size'"}));
}

TEST(Theme, UnknownThemeNamesTheNearest) {
  try {
    load_theme("circuit");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "there is no theme 'circuit' (did you mean 'circuits'?)");
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
  EXPECT_EQ(
      problems,
      (std::vector<std::string>{
          "t.yaml:3:1: unknown key 'colours'",
          "t.yaml:5:13: roles.learned: unknown key 'fil' (did you mean "
          "'roles.learned.fill'?)",
          "t.yaml:5:31: roles.learned.stroke: 'tann' is not a colour of the palette (did you "
          "mean 'tan'?)",
          "t.yaml:6:9: roles.page: '#12' is not a colour (write it as \"#RRGGBB\", in quotes)",
          "t.yaml:8:11: metrics.margin: must be a number, got 'wide'",
          "t.yaml:9:17: metrics.head.width: must be from 12 to 200, got 5000"}));
}

TEST(Theme, ReportsElevenMistakesOfElevenKinds) {
  const auto problems = problems_of(
      "schema: 1\n"
      "extends: circuits\n"
      "palete: {}\n"
      "palette:\n"
      "  tan: F1E3CB\n"
      "roles:\n"
      "  page: papper\n"
      "  title: {fill: ink}\n"
      "  learned: tan\n"
      "  stream: tan\n"
      "type:\n"
      "  titel: 20\n"
      "  label: large\n"
      "  note: 500\n"
      "metrics: 3\n"
      "highlights:\n"
      "  - {fill: tan, stroke: ink}\n"
      "  - red\n");
  EXPECT_EQ(
      problems,
      (std::vector<std::string>{
          "t.yaml:3:1: unknown key 'palete' (did you mean 'palette'?)",
          "t.yaml:5:8: palette.tan: 'F1E3CB' is not a colour (write it as \"#RRGGBB\", in "
          "quotes)",
          "t.yaml:7:9: roles.page: 'papper' is not a colour of the palette (did you mean "
          "'paper'?)",
          "t.yaml:8:10: roles.title: must be a single value",
          "t.yaml:9:12: roles.learned: must be a map",
          "t.yaml:12:3: type: unknown key 'titel' (did you mean 'type.title'?)",
          "t.yaml:13:10: type.label: must be a number, got 'large'",
          "t.yaml:14:9: type.note: must be from 5 to 48, got 500",
          "t.yaml:15:10: metrics: must be a map", "t.yaml:17:5: highlights.0.text: is missing",
          "t.yaml:18:5: highlights.1: must be {fill, stroke, text}"}));
}

TEST(Theme, AThemeWithoutParentMustSayEverything) {
  const auto problems = problems_of("schema: 1\nname: bare\n");
  ASSERT_EQ(problems.size(), theme_fields().size() + 1);
  EXPECT_EQ(problems.front(),
            "t.yaml: 'roles.page' is missing (write 'extends: circuits' to take missing values "
            "from that theme)");
}

TEST(Theme, RefusesOtherSchemas) {
  const auto problems = problems_of("schema: 2\nextends: circuits\n");
  EXPECT_EQ(problems,
            (std::vector<std::string>{"t.yaml:1:9: schema: schema 2 is unknown (this version "
                                      "reads 1)"}));
}

TEST(Theme, UnknownOverrideIsReported) {
  const auto problems = problems_of("schema: 1\nextends: circuits\n", {{"metrics.hed.width", "1"}});
  EXPECT_EQ(problems, (std::vector<std::string>{"overrides: the theme has no field "
                                                "'metrics.hed.width' (did you mean "
                                                "'metrics.head.width'?)"}));
}

TEST(Theme, ParentsAreNamesNotPaths) {
  const auto problems = problems_of("schema: 1\nextends: ../../secret.yaml\ndark: /etc/passwd\n");
  EXPECT_EQ(
      problems,
      (std::vector<std::string>{
          "t.yaml:2:10: extends: '../../secret.yaml' is a path (write the name of a theme, or "
          "of a file beside this one without its '.yaml')",
          "t.yaml:3:7: dark: '/etc/passwd' is a path (write the name of a theme, or of a file "
          "beside this one without its '.yaml')"}));
}

TEST(Theme, AParentThatIsNowhereIsTheOnlyProblem) {
  EXPECT_EQ(problems_of("schema: 1\nextends: circuit\n"),
            (std::vector<std::string>{"t.yaml:2:10: extends: there is no theme 'circuit' (did you "
                                      "mean 'circuits'?)"}));
}

/// Themes in a folder of their own, which disappears with the test.
class ThemeFolder : public testing::Test {
 protected:
  ThemeFolder()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_);
  }
  ~ThemeFolder() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_ / (name + ".yaml");
    std::ofstream(path) << "schema: 1\n" << text;
    return path.string();
  }

  /// The only problem of a theme, with the folder left out.
  std::string problem_of(const std::string& file) const {
    try {
      load_theme(file);
    } catch (const Error& error) {
      std::string text = error.what();
      const std::string folder = folder_.string() + "/";
      for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
        text.erase(at, folder.size());
      }
      return text;
    }
    return {};
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(ThemeFolder, AThemeExtendsAFileBesideIt) {
  const std::string lab = write("lab", "extends: circuits\ntype: {title: 31, label: 17}\n");
  const std::string paper = write("paper", "extends: lab\ntype: {title: 29}\n");
  const Theme theme = load_theme(paper);
  EXPECT_EQ(theme.title_size, 29);
  EXPECT_EQ(theme.label_size, 17);
  EXPECT_EQ(theme.head_size, load_theme("circuits").head_size);
  EXPECT_EQ(theme.files, (std::vector<std::filesystem::path>{paper, lab}));
  EXPECT_EQ(theme.origins.at("type.label").source, lab);
}

TEST_F(ThemeFolder, CarriedThemesComeBeforeFiles) {
  const std::string own = write("circuits", "extends: circuits\ntype: {title: 31}\n");
  EXPECT_EQ(load_theme(own).title_size, 31);
}

TEST_F(ThemeFolder, ADarkPartnerMayStandBesideIt) {
  write("night", "extends: circuits-dark\npalette: {ink: \"#FFFFFF\"}\n");
  const std::string day = write("day", "extends: circuits\ndark: night\n");
  Theme theme = load_theme(day);
  EXPECT_TRUE(take_dark_partner(theme).has_value());
}

TEST_F(ThemeFolder, ACycleIsToldAsItsPath) {
  const std::string a = write("a", "extends: b\n");
  write("b", "extends: a\n");
  EXPECT_EQ(problem_of(a), "b.yaml: extends: themes extend each other: a.yaml -> b.yaml -> a.yaml");
}

TEST_F(ThemeFolder, AChainHasAnEnd) {
  for (char name = 'a'; name < 'j'; ++name) {
    write(std::string(1, name), std::string("extends: ") + static_cast<char>(name + 1) + "\n");
  }
  const std::string text = problem_of(write("0", "extends: a\n"));
  EXPECT_NE(text.find("more than 8 themes extend one another: 0.yaml -> a.yaml"), std::string::npos)
      << text;
}

TEST_F(ThemeFolder, AMisspeltFileIsGuessed) {
  write("laboratory", "extends: circuits\n");
  EXPECT_EQ(problem_of(write("paper", "extends: labratory\n")),
            "paper.yaml:2:10: extends: there is no theme 'labratory' (did you mean "
            "'laboratory'?)");
}

}  // namespace
}  // namespace tviz
