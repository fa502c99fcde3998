// SPDX-License-Identifier: MIT
#include <set>

#include "font_face.hpp"
#include "text_painter.hpp"

namespace tviz::svg {
namespace {

/// Spaces that XML readers would drop or join.
bool must_preserve_space(std::string_view text) {
  return text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != text.npos;
}

/// Writes text elements, with the fonts in the file or without.
class FontPainter final : public TextPainter {
 public:
  FontPainter(TextMode mode, const TextPlan& plan) : typeface_(plan.typeface) {
    if (mode != TextMode::Embed) return;
    prefix_ = plan.prefix;
    characters_ = plan.others;
    for (const TextRun* run : plan.runs) characters_.add(run->text.face, run->text.text);
  }

  std::string style_sheet() const override {
    std::string rules;
    if (prefix_.empty()) return rules;
    std::set<const FontFile*> written;
    for (std::size_t i = 0; i < kFaceCount; ++i) {
      const auto face = static_cast<Face>(i);
      if (!written.insert(&font_file(typeface_, face)).second) continue;
      const std::set<char32_t> characters = characters_in_file_of(face);
      if (!characters.empty()) rules += font_face_rule(typeface_, face, prefix_, characters);
    }
    return rules;
  }

  void define(XmlWriter&) const override {}

  void open_group(XmlWriter& xml, const TextLook& look) const override {
    xml.open("g").attribute("font-size", look.size).attribute("fill", look.color);
  }

  void draw(XmlWriter& xml, const TextRun& run, const TextLook* group) const override {
    const ShapedText& text = run.text;
    const FontFile& file = font_file(typeface_, text.face);
    xml.open("text");
    place(xml, run);
    // The root element has the family of labels.
    if (file.family != font_file(typeface_, Face::Serif).family) {
      xml.attribute("font-family", families(text.face));
    }
    if (file.italic) xml.attribute("font-style", "italic");
    if (file.bold) xml.attribute("font-weight", "bold");
    if (group == nullptr || group->size != text.size) xml.attribute("font-size", text.size);
    if (group == nullptr || group->color != run.color) xml.attribute("fill", run.color);
    if (embeds() && text.glyphs.size() > 1) xml.attribute("textLength", text.width);
    if (must_preserve_space(text.text)) xml.attribute("xml:space", "preserve");
    xml.text(text.text).close();
  }

  std::string families(Face face) const override { return font_families(typeface_, face, prefix_); }

 private:
  bool embeds() const { return !prefix_.empty(); }

  /// Text in a font of the viewer's has another width, and so has one that somebody edits. With its
  /// own font in the file, the width is given instead.
  void place(XmlWriter& xml, const TextRun& run) const {
    const TextAnchor anchor = embeds() ? TextAnchor::Start : run.anchor;
    const double share = anchor == TextAnchor::Start ? 0 : anchor == TextAnchor::Middle ? 0.5 : 1;
    xml.attribute("x", run.origin.x + share * run.text.width).attribute("y", run.origin.y);
    if (anchor != TextAnchor::Start) {
      xml.attribute("text-anchor", anchor == TextAnchor::Middle ? "middle" : "end");
    }
  }

  /// Those of all faces that share the file.
  std::set<char32_t> characters_in_file_of(Face wanted) const {
    std::set<char32_t> characters;
    for (std::size_t i = 0; i < kFaceCount; ++i) {
      const auto face = static_cast<Face>(i);
      if (&font_file(typeface_, face) != &font_file(typeface_, wanted)) continue;
      characters.insert(characters_.of(face).begin(), characters_.of(face).end());
    }
    return characters;
  }

  Typeface typeface_;
  std::string prefix_;  ///< Of the embedded families; empty without.
  CharacterUse characters_;
};

}  // namespace

std::unique_ptr<TextPainter> make_font_painter(TextMode mode, const TextPlan& plan) {
  return std::make_unique<FontPainter>(mode, plan);
}

std::unique_ptr<TextPainter> make_text_painter(TextMode mode, const TextPlan& plan) {
  return mode == TextMode::Outline ? make_outline_painter(plan) : make_font_painter(mode, plan);
}

}  // namespace tviz::svg
