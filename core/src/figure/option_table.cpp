// SPDX-License-Identifier: MIT
#include "figure/option_table.hpp"

#include <array>

namespace tviz {
namespace {

using Settings = FigureSettings;
using Kind = OptionKind;
using Scope = OptionScope;
using Words = std::vector<std::string>;
using Paths = std::vector<std::filesystem::path>;

// Each in the order of its enumeration.
constexpr std::array<std::string_view, 2> kAnnotations{"none", "equations"};
constexpr std::array<std::string_view, 2> kHeads{"fitting", "all"};
constexpr std::array<std::string_view, 2> kDirections{"up", "right"};
constexpr std::array<std::string_view, 3> kTextModes{"embed", "outline", "system"};

constexpr std::array kRows{
    OptionRow{.name = "model_types",
              .kind = Kind::Files,
              .place = [](Settings& s) -> Paths& { return s.model_types_files; },
              .scope = Scope::Model,
              .help = "Add the model families of this file (.json, .yaml)"},
    OptionRow{.name = "max_layers",
              .kind = Kind::Layers,
              .place = [](Settings& s) -> std::int64_t& { return s.options.max_layers; },
              .scope = Scope::SubFigure,
              .help = "Number of layers to draw before the rest is folded, or all"},
    OptionRow{
        .name = "width",
        .kind = Kind::Length,
        .place = [](Settings& s) -> std::optional<double>& { return s.options.width; },
        .scope = Scope::Figure,
        .help = "Width: pixels, a length such as 84mm or 3.25in, or the name of a venue's width",
        .otherwise = "the theme's width (600), or more for several streams"},
    OptionRow{.name = "theme",
              .kind = Kind::Theme,
              .place = [](Settings& s) -> std::string& { return s.options.theme; },
              .scope = Scope::Figure,
              .help = "Name of a theme or a YAML file"},
    OptionRow{
        .name = "set",
        .kind = Kind::Setting,
        .place = [](Settings& s) -> std::vector<ThemeOverride>& { return s.options.overrides; },
        .scope = Scope::Figure,
        .help = "Override values of the theme, such as metrics.head.width",
        .name_in_python = "overrides"},
    // After what is set, so that it wins.
    OptionRow{
        .name = "font",
        .kind = Kind::Font,
        .place = [](Settings& s) -> std::vector<ThemeOverride>& { return s.options.overrides; },
        .scope = Scope::Figure,
        .help = "Font of the paper, which the figure then matches",
        .otherwise = "the theme's font (times)"},
    OptionRow{.name = "hook",
              .kind = Kind::Hook,
              .place = [](Settings& s) -> std::vector<Hook>& { return s.options.hooks; },
              .scope = Scope::SubFigure,
              .help = "Highlight a hook: POINT[=LABEL][@HEADS]",
              .program_alone = true},
    OptionRow{.name = "backward_hook",
              .kind = Kind::BackwardHook,
              .place = [](Settings& s) -> std::vector<Hook>& { return s.options.hooks; },
              .scope = Scope::SubFigure,
              .help = "Highlight a hook on the gradient: POINT[=LABEL][@HEADS]",
              .program_alone = true},
    OptionRow{.name = "hooks",
              .kind = Kind::Hooks,
              .place = [](Settings& s) -> std::vector<Hook>& { return s.options.hooks; },
              .scope = Scope::SubFigure,
              .help = "Highlight a list of hooks: each is {point, label, heads, backward} or a "
                      "text as for --hook"},
    OptionRow{.name = "dialect",
              .kind = Kind::Text,
              .place = [](Settings& s) -> std::string& { return s.options.dialect; },
              .scope = Scope::SubFigure,
              .help = "Dialect of the hook names",
              .otherwise = "the first dialect that knows the name"},
    OptionRow{.name = "expand",
              .kind = Kind::Texts,
              .place = [](Settings& s) -> Words& { return s.options.expanded; },
              .scope = Scope::SubFigure,
              .help = "Open a component or block to show its hook points: its path, or all"},
    OptionRow{.name = "values",
              .kind = Kind::File,
              .place = [](Settings& s) -> std::filesystem::path& { return s.values_file; },
              .scope = Scope::SubFigure,
              .help = "Colour components and heads by the numbers of a file (.json or .csv)"},
    OptionRow{.name = "stream",
              .kind = Kind::Text,
              .place = [](Settings& s) -> std::string& { return s.options.stream; },
              .scope = Scope::SubFigure,
              .help = "Draw only one of several streams: vision, audio, decoder, ...",
              .otherwise = "all streams"},
    OptionRow{.name = "annotations",
              .kind = Kind::Word,
              .place = WordPlace([](Settings& s) -> Annotations& { return s.options.annotations; }),
              .scope = Scope::SubFigure,
              .help = "Notes beside the figure",
              .words = kAnnotations,
              .flag_in_python = true},
    OptionRow{.name = "heads",
              .kind = Kind::Word,
              .place = WordPlace([](Settings& s) -> HeadsShown& { return s.options.heads; }),
              .scope = Scope::SubFigure,
              .help = "Heads drawn in a row: as many as fit, or all",
              .words = kHeads,
              .name_in_python = "all_heads",
              .flag_in_python = true},
    OptionRow{.name = "direction",
              .kind = Kind::Word,
              .place = WordPlace([](Settings& s) -> Direction& { return s.options.direction; }),
              .scope = Scope::SubFigure,
              .help = "Where the data flows: up, or to the right for slides",
              .words = kDirections},
    OptionRow{.name = "title",
              .kind = Kind::Text,
              .place = [](Settings& s) -> std::string& { return s.options.title; },
              .scope = Scope::SubFigure,
              .help = "Title of the figure and of its files",
              .otherwise = "the model's title"},
    OptionRow{.name = "crop",
              .kind = Kind::Flag,
              .place = [](Settings& s) -> bool& { return s.options.crop; },
              .scope = Scope::Figure,
              .help = "Trim the page to the drawing, without a margin"},
    OptionRow{.name = "author",
              .kind = Kind::Texts,
              .place = [](Settings& s) -> Words& { return s.options.output.metadata.authors; },
              .scope = Scope::Files,
              .help = "Author of the figure, for the files' metadata"},
    OptionRow{.name = "keywords",
              .kind = Kind::Keywords,
              .place = [](Settings& s) -> Words& { return s.options.output.metadata.keywords; },
              .scope = Scope::Files,
              .help = "Keywords separated by commas, for the files' metadata"},
    OptionRow{
        .name = "licence",
        .kind = Kind::Text,
        .place = [](Settings& s) -> std::string& { return s.options.output.metadata.licence; },
        .scope = Scope::Files,
        .help =
            "Licence, for the files' metadata: a name such as CC-BY-4.0, an address or a sentence",
        .alias_in_program = "license"},
    OptionRow{.name = "text",
              .kind = Kind::Word,
              .place = WordPlace([](Settings& s) -> TextMode& { return s.options.output.text; }),
              .scope = Scope::Files,
              .help = "How text is stored in SVG and HTML",
              .words = kTextModes},
    OptionRow{.name = "scale",
              .kind = Kind::Number,
              .place = [](Settings& s) -> double& { return s.options.output.scale; },
              .scope = Scope::Files,
              .help = "PNG pixels per pixel of the figure",
              .least = 0.1,
              .most = 20},
    OptionRow{.name = "columns",
              .kind = Kind::Count,
              .place = [](Settings& s) -> std::size_t& { return s.columns; },
              .scope = Scope::SideBySide,
              .help = "Largest number of sub-figures in a row",
              .least = 1,
              .most = 26,
              .otherwise = "all"},
};

}  // namespace

std::span<const OptionRow> option_table() { return kRows; }

}  // namespace tviz
