// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
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

/// What stands below the label of each box: nothing, its number of parameters, the formula of that
/// number, or the shapes of its tensors.
enum class CaptionContent : std::uint8_t { None, Parameters, Formula, Shapes };

/// The names of these in themes and options: "none", "parameters", "formula", "shapes".
TVIZ_API std::vector<std::string> caption_contents();

/// The resolved style of a figure: every value is there, inheritance is applied. Lengths and sizes
/// of type are pixels (1/96 inch); a size of type is the em. theme_fields() tells the name of each
/// field in a theme file and its range.
struct Theme {
  std::string name;
  std::string dark;  ///< The theme whose colours it takes on dark pages; may be empty.
  /// The files that it was read from, its own first; none for a built-in theme.
  std::vector<std::filesystem::path> files;

  Color page;          ///< Background of the figure.
  Color panel;         ///< Background of the page's panels.
  Color panel_border;  ///< Outline of the panels.
  Color title;         ///< The figure's title.
  Color text;          ///< Text that stands on the page.
  Color muted;         ///< Secondary text: dimensions, states, hook names.
  Color line;          ///< Arrows, buses and ⊕.
  Color unchosen;      ///< Outlines of cells without a number; stems of hooks.
  Color stream;        ///< The residual stream.
  Color frame;         ///< Dashed frame of a layer.
  Color frame_label;   ///< Number of a layer.
  Color card_fill;     ///< Card of folded layers.
  Color card_stroke;   ///< Outline of the card.
  Color note_line;     ///< Bar beside a note.
  Color note_text;     ///< Sentence of a note.
  Color button;        ///< Buttons of the page.

  BoxStyle learned;       ///< What has parameters: heads, MLPs, norms, embeddings.
  BoxStyle latent;        ///< Latents, gates and shared experts.
  BoxStyle input_output;  ///< Tokens and logits.
  BoxStyle operation;     ///< Sums and other operations.

  Color value_low;                   ///< For the number furthest below zero.
  Color value_middle;                ///< For zero.
  Color value_high;                  ///< For the number furthest above zero.
  std::vector<BoxStyle> highlights;  ///< Used in turn for the distinct hook labels.

  Typeface typeface;  ///< The font of the paper around the figure.
  CaptionContent captions;

  double title_size;        ///< Type of the figure's title.
  double subtitle_size;     ///< Of the dimensions below the title.
  double legend_size;       ///< Of the legend of the hooks.
  double label_size;        ///< Of the label of a box.
  double head_size;         ///< Of the label of a head.
  double norm_size;         ///< Of the label of a norm.
  double state_size;        ///< Of the name of a state of the stream.
  double frame_label_size;  ///< Of the number of a layer.
  double card_size;         ///< Of the card of folded layers.
  double note_size;         ///< Of the sentence of a note.
  double equation_size;     ///< Of the formula of a note.
  double minimum_size;      ///< No text is made smaller than this to fit.

  double usual_width;   ///< Width of a figure with one stream, if none is given.
  double usual_height;  ///< Largest height of a stream that flows right, unless it needs more.
  double margin;        ///< Space around the figure.
  double header_gap;    ///< From the header to the drawing.

  double frame_padding;   ///< From a layer's frame to the heads in it.
  double frame_radius;    ///< Of the frame's corners.
  double frame_gap;       ///< From one layer's frame to the next.
  double frame_top;       ///< From the last ⊕ to the top of the frame.
  double frame_bottom;    ///< From the first read to the bottom of the frame.
  double frame_dash;      ///< Length of the frame's dashes; 0 is solid.
  double frame_dash_gap;  ///< Between the dashes.

  double head_width;          ///< Of a head, if there is room.
  double head_minimum_width;  ///< Of the narrowest head in a row.
  double head_height;         ///< Of a head.
  double head_gap;            ///< Between two heads, before a row fits its width.

  double box_height;     ///< Of MLPs, embeddings and the other boxes.
  double box_radius;     ///< Of a box's corners.
  double norm_width;     ///< Of a norm.
  double norm_height;    ///< Of a norm.
  double end_box_width;  ///< Of tokens, embeddings, unembedding and logits.
  double end_gap;        ///< From one of these to the next, arrow included.

  double sum_radius;     ///< Of a ⊕.
  double marker_radius;  ///< Of the dot of a hook on a line.
  double arrow_length;   ///< Of an arrowhead.
  double arrow_width;    ///< Of an arrowhead.
  double arrow_gap;      ///< From a bus to the boxes above or below it.
  double riser;          ///< From a norm up to its bus.
  double branch_gap;     ///< From a ⊕ up to the next read.
  double card_height;    ///< Of a card of folded layers.
  double note_width;     ///< Of the column of notes.

  double line_width;            ///< Of arrows and buses.
  double box_line_width;        ///< Of the outline of a box.
  double highlight_line_width;  ///< Of the outline of a highlighted box.
  double stream_width;          ///< Of the line of the residual stream.
  double stream_dash;           ///< Length of that line's dashes; 0 is solid.
  double stream_dash_gap;       ///< Between these dashes.

  /// Where each field got its value, by the field's path. Also where each colour of the palette
  /// ("palette.tan") is defined.
  std::map<std::string, Location, std::less<>> origins;
  /// The palette names of the colours that a theme gives by name, by the field's path.
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
  Location color_where;    ///< Where the palette defines it.
};

/// Every field of a theme in the order of the reference, then its highlights.
TVIZ_API std::vector<ThemeValue> theme_values(const Theme& theme);

/// Loads the theme that `theme.dark` names, if any. If a colour of one theme would have two
/// partners in the other, shades of both change by 1 of 255. Throws Error if they differ in more
/// than colours.
TVIZ_API std::optional<Theme> take_dark_partner(Theme& theme,
                                                std::span<const ThemeOverride> overrides = {});

/// What is hard to see in figures of a theme: text with a contrast below 4.5:1 to what it stands
/// on, lines with less than 3:1 to the page (WCAG 2.1, criteria 1.4.3 and 1.4.11). Empty if all
/// is well.
TVIZ_API std::vector<Problem> contrast_problems(const Theme& theme);

/// The fields of schema 1, in the order of the reference.
TVIZ_API std::vector<ThemeField> theme_fields();

/// Names of the built-in themes, sorted.
TVIZ_API std::vector<std::string> theme_names();

/// One line on what a built-in theme is for.
TVIZ_API std::string theme_summary(std::string_view name);

/// Loads a built-in theme by name, or a YAML file by its path (a word that ends in .yaml or .yml or
/// holds a slash). Throws Error with all problems, each with file, line and column.
TVIZ_API Theme load_theme(std::string_view name_or_path,
                          std::span<const ThemeOverride> overrides = {});

}  // namespace tviz
