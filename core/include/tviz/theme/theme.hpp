// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/color.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"
#include "tviz/text/font.hpp"

namespace tviz {

/// The resolved style of a figure: every value is there, inheritance is applied. Lengths
/// are pixels. The meaning and range of each field stands in the field table
/// (core/src/theme/fields.cpp), which also reads, merges and documents it.
struct Theme {
  std::string name;
  std::string dark;  ///< The theme whose colours it takes on dark pages; may be empty.
  /// The files that it was read from, its own first; none of a carried theme.
  std::vector<std::filesystem::path> files;

  Color page, panel, panel_border, title, text, muted, line, unchosen, stream, frame;
  Color frame_label;
  Color card_fill, card_stroke, note_line, note_text, button;
  BoxStyle learned, latent, input_output, operation;
  Color value_low;                   ///< Of the number furthest below zero.
  Color value_middle;                ///< Of zero.
  Color value_high;                  ///< Of the number furthest above zero.
  std::vector<BoxStyle> highlights;  ///< Used in turn for the distinct hook labels.

  Typeface typeface;

  double title_size, subtitle_size, legend_size, label_size, head_size, norm_size;
  double state_size, frame_label_size, card_size, note_size, equation_size, minimum_size;

  double usual_width;   ///< Of a figure of one stream, if none is asked for.
  double usual_height;  ///< Of a stream that flows to the right, at most, unless it needs more.
  double margin, header_gap, frame_padding, frame_radius, frame_gap, frame_top, frame_bottom;
  double head_width, head_minimum_width, head_height, head_gap;
  double box_height, box_radius, norm_width, norm_height, end_box_width;
  double sum_radius, marker_radius, arrow_length, arrow_width;
  double riser, arrow_gap, branch_gap, end_gap, card_height, note_width;
  double line_width, box_line_width, highlight_line_width, stream_width;
  double stream_dash, stream_dash_gap, frame_dash, frame_dash_gap;

  /// Where each field got its value, by the field's path; and each colour of the palette
  /// ("palette.tan").
  std::map<std::string, Location, std::less<>> origins;
  /// The name in the palette of each colour that was given by one, by the field's path.
  std::map<std::string, std::string, std::less<>> color_names;
};

/// A field of a theme file, for references and editors.
struct ThemeField {
  std::string path;                ///< "roles.learned.fill".
  std::string type;                ///< "colour", "length", "word".
  std::string unit;                ///< "px" for a length, else nothing.
  double least = 0;                ///< Smallest admitted length.
  double most = 0;                 ///< Largest admitted length.
  std::vector<std::string> words;  ///< The admitted words.
  std::string in_circuits;         ///< Its value in the theme circuits: "#F1E3CB", "11.5".
  std::string meaning;             ///< One sentence.
};

/// A value that overrides the theme's: a field ("metrics.head.width"), a colour of the palette
/// ("palette.tan") or a part of a highlight ("highlights.0.fill").
struct ThemeOverride {
  std::string path;
  std::string value;
};

/// A value of a resolved theme, written as a theme file writes it.
struct ThemeValue {
  std::string path;        ///< "roles.learned.fill", "highlights.0.text".
  std::string value;       ///< "#F1E3CB", "11.5".
  Location where;          ///< The file and line that it comes from.
  std::string color_name;  ///< Its name in the palette ("tan"), or empty.
  Location color_where;    ///< Where the palette has that.
};

/// Every field of a theme in the order of the reference, then its highlights.
TVIZ_API std::vector<ThemeValue> theme_values(const Theme& theme);

/// Loads the theme that `theme.dark` names, if any. Shades of both change by 1 of 255 where it
/// takes that for each colour of one to have one partner in the other. Throws Error if they
/// differ in more than colours.
TVIZ_API std::optional<Theme> take_dark_partner(Theme& theme,
                                                std::span<const ThemeOverride> overrides = {});

/// What is hard to see in figures of a theme: text with a contrast below 4.5:1 to what it stands
/// on, lines with less than 3:1 to the page (WCAG 2.1, criteria 1.4.3 and 1.4.11). Empty if all
/// is well.
TVIZ_API std::vector<Problem> contrast_problems(const Theme& theme);

/// The fields of schema 1, in the order of the reference.
TVIZ_API std::vector<ThemeField> theme_fields();

/// Names of the themes that the library carries, sorted.
TVIZ_API std::vector<std::string> theme_names();

/// One line on what a carried theme is for.
TVIZ_API std::string theme_summary(std::string_view name);

/// Loads a carried theme by name, or a YAML file by its path (a word that ends in .yaml or
/// .yml or holds a slash). Throws Error with all problems, each with file, line and column.
TVIZ_API Theme load_theme(std::string_view name_or_path,
                          std::span<const ThemeOverride> overrides = {});

}  // namespace tviz
