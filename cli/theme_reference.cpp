// SPDX-License-Identifier: MIT
#include "tviz/theme/theme.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "commands.hpp"
#include "output.hpp"

namespace tviz::cli {
namespace {

/// "type" of "type.title".
std::string_view section_of(const ThemeField& field) {
  return std::string_view(field.path).substr(0, field.path.find('.'));
}

std::string_view introduction_of(std::string_view section) {
  if (section == "roles") return "The colours.";
  if (section == "fonts") return "The fonts.";
  if (section == "captions") return "Words in boxes.";
  if (section == "type") return "Font sizes.";
  return "Lengths of the drawing.";
}

std::string range_of(const ThemeField& field) {
  if (field.type == "colour") return "";
  if (field.type == "word") return fmt::format("`{}`", fmt::join(field.words, "`, `"));
  return fmt::format("{} – {} {}", field.least, field.most, field.unit);
}

}  // namespace

void print_theme_reference() {
  print_bytes(
      "# Fields of a theme\n\n"
      "Every field of a theme file and its value in the theme `circuits`. `--set KEY=VALUE` takes\n"
      "the same keys. A colour is written as `\"#RRGGBB\"` or as a name of the theme's palette;\n"
      "lengths are pixels of 1/96 inch.\n");
  std::string_view section;
  const std::vector<ThemeField> fields = theme_fields();
  for (const ThemeField& field : fields) {
    if (section_of(field) != section) {
      section = section_of(field);
      print_bytes(fmt::format(
          "\n## {}\n\n{}\n\n| key | type | range | circuits | meaning |\n|---|---|---|---|---|\n",
          section, introduction_of(section)));
    }
    print_bytes(fmt::format("| `{}` | {} | {} | `{}` | {} |\n", field.path, field.type,
                            range_of(field), field.in_circuits, field.meaning));
  }
}

}  // namespace tviz::cli
