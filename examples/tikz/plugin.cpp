// SPDX-License-Identifier: MIT
// Figures as LaTeX code: "tikz" is a picture that a paper reads with \input, "tex" a document of
// its own. A file's extension names its format, so `-o figure.tikz` is all that it takes.
#include <string>
#include <tviz/plugin/plugin.hpp>
#include <tviz/scene/number.hpp>

#include "picture.hpp"

namespace {

// Fonts that look like the ones in other formats: Termes and Heros of TeX Gyre, and Latin Modern
// for typewriter text, as wide as DejaVu Sans Mono, and for mathematical signs.
constexpr std::string_view kFonts = R"(\usepackage[T1]{fontenc}
\usepackage{lmodern, tgtermes}
\usepackage[scale=1.04]{tgheros}
\DeclareFontFamily{T1}{tvizmono}{}
\DeclareFontShape{T1}{tvizmono}{m}{n}{<-> s * [1.147] ec-lmtt10}{}
\DeclareFontFamily{TS1}{tvizmono}{}
\DeclareFontShape{TS1}{tvizmono}{m}{n}{<-> s * [1.147] ts1-lmtt10}{}
\renewcommand\ttdefault{tvizmono}
\usepackage{amssymb, tikz}
)";

class TikzPicture final : public tviz::Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }

  void render(const tviz::Scene& scene, const tviz::BackendOptions& /*options*/,
              tviz::ByteSink& sink) const override {
    sink.write(tikz::picture(scene));
  }
};

class TexDocument final : public tviz::Backend {
 public:
  bool interactive() const override { return false; }
  bool paged() const override { return true; }

  /// One page of the figure's size.
  void render(const tviz::Scene& scene, const tviz::BackendOptions& /*options*/,
              tviz::ByteSink& sink) const override {
    const tviz::Rect size = tikz::size_of(scene);
    std::string page = "\\documentclass{article}\n\\usepackage[noheadfoot, margin=0bp, paperwidth=";
    tviz::append_number(page, size.width * tikz::kPointsPerPixel);
    page += "bp, paperheight=";
    tviz::append_number(page, size.height * tikz::kPointsPerPixel);
    page += "bp]{geometry}\n";
    sink.write(page);
    sink.write(kFonts);
    sink.write("\\pagestyle{empty}\n\\setlength\\parindent{0pt}\n\\begin{document}%\n");
    sink.write(tikz::picture(scene));
    sink.write("\\end{document}\n");
  }
};

}  // namespace

TVIZ_PLUGIN("tikz", "1.0.0", "MIT", "Figures as LaTeX code, whose text LaTeX sets.",
            tviz::provide<tviz::Backend, TikzPicture>("tikz"),
            tviz::provide<tviz::Backend, TexDocument>("tex"))
