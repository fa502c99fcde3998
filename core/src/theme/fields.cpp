// SPDX-License-Identifier: MIT
#include "theme/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace tviz {
namespace {

/// A field that is an enumeration, whose values are in the order of its words.
template <auto kPlace>
constexpr WordField word_field(std::vector<std::string> (*words)()) {
  using Value = std::remove_cvref_t<decltype(std::declval<Theme&>().*kPlace)>;
  return {words, [](const Theme& theme) { return static_cast<std::size_t>(theme.*kPlace); },
          [](Theme& theme, std::size_t index) { theme.*kPlace = static_cast<Value>(index); }};
}

constexpr std::array kFields{
    FieldRow{"roles.page", [](Theme& theme) -> Color& { return theme.page; }, 0, 0,
             "Background of the figure."},
    FieldRow{"roles.panel", [](Theme& theme) -> Color& { return theme.panel; }, 0, 0,
             "Background of the panels of the page."},
    FieldRow{"roles.panel_border", [](Theme& theme) -> Color& { return theme.panel_border; }, 0, 0,
             "Outline of the panels."},
    FieldRow{"roles.title", [](Theme& theme) -> Color& { return theme.title; }, 0, 0,
             "The figure's title."},
    FieldRow{"roles.text", [](Theme& theme) -> Color& { return theme.text; }, 0, 0,
             "Text that stands on the page."},
    FieldRow{"roles.muted", [](Theme& theme) -> Color& { return theme.muted; }, 0, 0,
             "Secondary text: dimensions, states, hook names."},
    FieldRow{"roles.line", [](Theme& theme) -> Color& { return theme.line; }, 0, 0,
             "Arrows, buses and ⊕."},
    FieldRow{"roles.unchosen", [](Theme& theme) -> Color& { return theme.unchosen; }, 0, 0,
             "Outlines of cells without a number; stems of hooks."},
    FieldRow{"roles.stream", [](Theme& theme) -> Color& { return theme.stream; }, 0, 0,
             "The residual stream."},
    FieldRow{"roles.frame", [](Theme& theme) -> Color& { return theme.frame; }, 0, 0,
             "Dashed frame of a layer."},
    FieldRow{"roles.frame_label", [](Theme& theme) -> Color& { return theme.frame_label; }, 0, 0,
             "Number of a layer."},
    FieldRow{"roles.card.fill", [](Theme& theme) -> Color& { return theme.card_fill; }, 0, 0,
             "Card of folded layers."},
    FieldRow{"roles.card.stroke", [](Theme& theme) -> Color& { return theme.card_stroke; }, 0, 0,
             "Outline of the card."},
    FieldRow{"roles.note.line", [](Theme& theme) -> Color& { return theme.note_line; }, 0, 0,
             "Bar beside a note."},
    FieldRow{"roles.note.text", [](Theme& theme) -> Color& { return theme.note_text; }, 0, 0,
             "Sentence of a note."},
    FieldRow{"roles.button", [](Theme& theme) -> Color& { return theme.button; }, 0, 0,
             "Buttons of the page."},
    FieldRow{"roles.learned.fill", [](Theme& theme) -> Color& { return theme.learned.fill; }, 0, 0,
             "Parts with parameters (heads, MLPs, norms, embeddings): fill."},
    FieldRow{"roles.learned.stroke", [](Theme& theme) -> Color& { return theme.learned.stroke; }, 0,
             0, "Parts with parameters (heads, MLPs, norms, embeddings): outline."},
    FieldRow{"roles.learned.text", [](Theme& theme) -> Color& { return theme.learned.text; }, 0, 0,
             "Parts with parameters (heads, MLPs, norms, embeddings): text."},
    FieldRow{"roles.latent.fill", [](Theme& theme) -> Color& { return theme.latent.fill; }, 0, 0,
             "Latents, gates and shared experts: fill."},
    FieldRow{"roles.latent.stroke", [](Theme& theme) -> Color& { return theme.latent.stroke; }, 0,
             0, "Latents, gates and shared experts: outline."},
    FieldRow{"roles.latent.text", [](Theme& theme) -> Color& { return theme.latent.text; }, 0, 0,
             "Latents, gates and shared experts: text."},
    FieldRow{"roles.input_output.fill",
             [](Theme& theme) -> Color& { return theme.input_output.fill; }, 0, 0,
             "Tokens and logits: fill."},
    FieldRow{"roles.input_output.stroke",
             [](Theme& theme) -> Color& { return theme.input_output.stroke; }, 0, 0,
             "Tokens and logits: outline."},
    FieldRow{"roles.input_output.text",
             [](Theme& theme) -> Color& { return theme.input_output.text; }, 0, 0,
             "Tokens and logits: text."},
    FieldRow{"roles.operation.fill", [](Theme& theme) -> Color& { return theme.operation.fill; }, 0,
             0, "Sums and other operations: fill."},
    FieldRow{"roles.operation.stroke",
             [](Theme& theme) -> Color& { return theme.operation.stroke; }, 0, 0,
             "Sums and other operations: outline."},
    FieldRow{"roles.operation.text", [](Theme& theme) -> Color& { return theme.operation.text; }, 0,
             0, "Sums and other operations: text."},
    FieldRow{"roles.value.low", [](Theme& theme) -> Color& { return theme.value_low; }, 0, 0,
             "Colour of the number furthest below zero."},
    FieldRow{"roles.value.middle", [](Theme& theme) -> Color& { return theme.value_middle; }, 0, 0,
             "Colour of the number zero."},
    FieldRow{"roles.value.high", [](Theme& theme) -> Color& { return theme.value_high; }, 0, 0,
             "Colour of the number furthest above zero."},
    FieldRow{"fonts.family", word_field<&Theme::typeface>(typeface_names), 0, 0,
             "Font of the paper."},
    FieldRow{"captions.boxes", word_field<&Theme::captions>(caption_contents), 0, 0,
             "What stands below the label of each box."},
    FieldRow{"type.title", &Theme::title_size, 6, 72, "The figure's title."},
    FieldRow{"type.subtitle", &Theme::subtitle_size, 5, 48, "Line of dimensions below the title."},
    FieldRow{"type.legend", &Theme::legend_size, 5, 48, "Legend of the hooks."},
    FieldRow{"type.label", &Theme::label_size, 5, 48, "Label of a box."},
    FieldRow{"type.head", &Theme::head_size, 5, 48, "Label of a head."},
    FieldRow{"type.norm", &Theme::norm_size, 5, 48, "Label of a norm."},
    FieldRow{"type.state", &Theme::state_size, 5, 48, "Name of a state of the stream."},
    FieldRow{"type.frame_label", &Theme::frame_label_size, 5, 48, "Number of a layer."},
    FieldRow{"type.card", &Theme::card_size, 5, 48, "Card of folded layers."},
    FieldRow{"type.note", &Theme::note_size, 5, 48, "Sentence of a note."},
    FieldRow{"type.equation", &Theme::equation_size, 5, 48, "Formula of a note."},
    FieldRow{"type.minimum", &Theme::minimum_size, 3, 24,
             "No text is made smaller than this to fit."},
    FieldRow{"metrics.width", &Theme::usual_width, 200, 4000,
             "Width of a figure with one stream, if no width is given."},
    FieldRow{"metrics.height", &Theme::usual_height, 120, 4000,
             "Largest height of a stream that flows to the right, unless it needs more."},
    FieldRow{"metrics.margin", &Theme::margin, 0, 200, "Space around the figure."},
    FieldRow{"metrics.header_gap", &Theme::header_gap, 0, 200, "From the header to the drawing."},
    FieldRow{"metrics.frame.padding", &Theme::frame_padding, 4, 100,
             "From a frame to the heads in it."},
    FieldRow{"metrics.frame.radius", &Theme::frame_radius, 0, 50, "Radius of a frame's corners."},
    FieldRow{"metrics.frame.gap", &Theme::frame_gap, 2, 100, "From one layer's frame to the next."},
    FieldRow{"metrics.frame.top", &Theme::frame_top, 12, 100,
             "From the last ⊕ to the top of the frame."},
    FieldRow{"metrics.frame.bottom", &Theme::frame_bottom, 12, 100,
             "From the first read to the bottom of the frame."},
    FieldRow{"metrics.frame.dash", &Theme::frame_dash, 0, 40,
             "Length of a frame's dashes; 0 is solid."},
    FieldRow{"metrics.frame.dash_gap", &Theme::frame_dash_gap, 0, 40,
             "Gap between a frame's dashes."},
    FieldRow{"metrics.head.width", &Theme::head_width, 12, 200,
             "Width of a head, if there is room."},
    FieldRow{"metrics.head.minimum_width", &Theme::head_minimum_width, 10, 200,
             "Narrowest head in a row."},
    FieldRow{"metrics.head.height", &Theme::head_height, 12, 200, "Height of a head."},
    FieldRow{"metrics.head.gap", &Theme::head_gap, 1, 100,
             "Gap between two heads, before a row fits its width."},
    FieldRow{"metrics.box.height", &Theme::box_height, 12, 200,
             "Height of MLPs, embeddings and the other boxes."},
    FieldRow{"metrics.box.radius", &Theme::box_radius, 0, 50, "Radius of a box's corners."},
    FieldRow{"metrics.norm.width", &Theme::norm_width, 12, 200, "Width of a norm."},
    FieldRow{"metrics.norm.height", &Theme::norm_height, 10, 100, "Height of a norm."},
    FieldRow{"metrics.end_box.width", &Theme::end_box_width, 40, 400,
             "Width of tokens, embeddings, unembedding and logits."},
    FieldRow{"metrics.end_box.gap", &Theme::end_gap, 10, 100,
             "From one of them to the next, arrow included."},
    FieldRow{"metrics.sum_radius", &Theme::sum_radius, 3, 40, "Radius of a ⊕."},
    FieldRow{"metrics.marker_radius", &Theme::marker_radius, 1.5, 20,
             "Radius of the dot of a hook on a line."},
    FieldRow{"metrics.arrow.length", &Theme::arrow_length, 2, 30, "Length of an arrowhead."},
    FieldRow{"metrics.arrow.width", &Theme::arrow_width, 2, 30, "Width of an arrowhead."},
    FieldRow{"metrics.arrow.gap", &Theme::arrow_gap, 9, 100,
             "From a bus to the boxes above or below it."},
    FieldRow{"metrics.riser", &Theme::riser, 4, 100, "From a norm up to its bus."},
    FieldRow{"metrics.branch_gap", &Theme::branch_gap, 12, 200, "From a ⊕ up to the next read."},
    FieldRow{"metrics.card_height", &Theme::card_height, 24, 200,
             "Height of a card of folded layers."},
    FieldRow{"metrics.note_width", &Theme::note_width, 60, 600, "Width of the column of notes."},
    FieldRow{"metrics.line_width.arrow", &Theme::line_width, 0.1, 10, "Line of arrows and buses."},
    FieldRow{"metrics.line_width.box", &Theme::box_line_width, 0.1, 10, "Outline of a box."},
    FieldRow{"metrics.line_width.highlight", &Theme::highlight_line_width, 0.1, 10,
             "Outline of a highlighted box."},
    FieldRow{"metrics.line_width.stream", &Theme::stream_width, 0.1, 10,
             "Line of the residual stream."},
    FieldRow{"metrics.stream.dash", &Theme::stream_dash, 0, 40,
             "Length of the residual stream's dashes; 0 is solid."},
    FieldRow{"metrics.stream.dash_gap", &Theme::stream_dash_gap, 0, 40, "Gap between its dashes."},
};

}  // namespace

std::span<const FieldRow> field_table() { return kFields; }

std::vector<std::string> caption_contents() { return {"none", "parameters", "formula", "shapes"}; }

std::vector<std::string> words_of_field(std::string_view path) {
  const auto row = std::ranges::find(kFields, path, &FieldRow::path);
  const auto* field = row == kFields.end() ? nullptr : std::get_if<WordField>(&row->place);
  return field == nullptr ? std::vector<std::string>() : field->words();
}

std::string text_of(const FieldRow& row, const Theme& theme) {
  if (const auto* length = std::get_if<double Theme::*>(&row.place)) {
    return fmt::format("{}", theme.*(*length));
  }
  if (const auto* word = std::get_if<WordField>(&row.place)) {
    return word->words().at(word->get(theme));
  }
  // The table gives places to write to.
  Theme copy = theme;
  return format(std::get<ColorField>(row.place)(copy));
}

}  // namespace tviz
