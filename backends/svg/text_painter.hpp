// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xml_writer.hpp"
#include "text_use.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace tviz::svg {

/// What runs of text that follow each other have in common.
struct TextLook {
  Color color;
  double size = 0;
};

/// One way to draw text.
class TextPainter {
 public:
  TextPainter() = default;
  TextPainter(const TextPainter&) = delete;
  TextPainter& operator=(const TextPainter&) = delete;
  virtual ~TextPainter() = default;

  /// The style sheet that the file needs: empty or @font-face rules.
  virtual std::string style_sheet() const = 0;
  /// Writes what the runs refer to, into <defs>.
  virtual void define(XmlWriter& xml) const = 0;
  /// Opens a group for runs most of which have this look.
  virtual void open_group(XmlWriter& xml, const TextLook& look) const = 0;
  /// `group` is the look of the group that the run stands in, if any.
  virtual void draw(XmlWriter& xml, const TextRun& run, const TextLook* group) const = 0;
  /// The value of font-family for text in this face.
  virtual std::string families(Face face) const = 0;
};

/// What a painter must know of the whole file.
struct TextPlan {
  std::string prefix;                ///< Of the file's ids.
  Typeface typeface;                 ///< The scene's.
  std::vector<const TextRun*> runs;  ///< All that draw() will get.
  CharacterUse others;               ///< What the viewer writes besides.
};

std::unique_ptr<TextPainter> make_text_painter(TextMode mode, const TextPlan& plan);

/// For Embed and System.
std::unique_ptr<TextPainter> make_font_painter(TextMode mode, const TextPlan& plan);
/// For Outline.
std::unique_ptr<TextPainter> make_outline_painter(const TextPlan& plan);

}  // namespace tviz::svg
