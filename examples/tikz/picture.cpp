// SPDX-License-Identifier: MIT
// A scene as TikZ code. TeX sets the text; where and how large is the scene's decision.
#include "picture.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tviz/base/error.hpp>
#include <tviz/base/version.hpp>
#include <tviz/scene/number.hpp>
#include <utility>

#include "latex_text.hpp"

namespace tikz {
namespace {

using tviz::Color;
using tviz::Point;
using tviz::Stroke;

// TikZ refuses numbers from here on.
constexpr double kLargestNumber = 16383;

// What each run of text calls. It is set in the document's own face of the kind, at the scene's
// size, and stretched to the width for which the scene has room. All of it ends with the picture.
constexpr std::string_view kCommands =
    R"(\newcommand\tvizserif{\normalfont\rmfamily}
\newcommand\tvizserifitalic{\normalfont\rmfamily\itshape}
\newcommand\tvizserifbold{\normalfont\rmfamily\bfseries}
\newcommand\tvizsans{\normalfont\sffamily}
\newcommand\tvizmono{\normalfont\ttfamily}
\newcommand\tvizmath{\normalfont\rmfamily}
\newcommand\tvizmissing{{\fboxsep=0pt\fboxrule=.04em\framebox[.5em]{\rule{0pt}{.65em}}}}
% \tviztext{x, y}{face}{size}{colour}{width}{text}: from the left end of its baseline
\newcommand\tviztext[6]{\node[text=#4] at (#1)
  {#2\fontsize{#3bp}{#3bp}\selectfont\resizebox{#5bp}{\height}{#6}};}
)";

[[noreturn]] void refuse(std::string_view message, std::string_view hint = {}) {
  tviz::Problem problem;
  problem.message = message;
  problem.hint = hint;
  throw tviz::Error(std::move(problem));
}

std::string_view command_of(tviz::Face face) {
  switch (face) {
    case tviz::Face::SerifItalic:
      return R"(\tvizserifitalic)";
    case tviz::Face::SerifBold:
      return R"(\tvizserifbold)";
    case tviz::Face::Sans:
      return R"(\tvizsans)";
    case tviz::Face::Mono:
      return R"(\tvizmono)";
    case tviz::Face::Math:
      return R"(\tvizmath)";
    case tviz::Face::Serif:
      break;
  }
  return R"(\tvizserif)";
}

std::string number(double value) {
  std::string text;
  tviz::append_number(text, value);
  return text;
}

std::string point(Point at) { return number(at.x) + ", " + number(at.y); }

std::string points(double pixels) { return number(pixels * kPointsPerPixel); }

std::string code_point(char32_t character) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (auto rest = static_cast<std::uint32_t>(character); rest != 0 || text.size() < 4;
       rest /= 16) {
    text.insert(text.begin(), kDigits[rest % 16]);
  }
  return "U+" + text;
}

/// Draws with the scene's coordinates, which the picture's options make pixels that grow downwards.
class Writer {
 public:
  explicit Writer(const tviz::Scene& scene) : scene_(scene) {}

  std::string write() {
    const tviz::Rect size = size_of(scene_);
    const tviz::PlacedScene placed = tviz::place(scene_, false);
    const std::string background = name(scene_.background);
    write_definitions();
    for (const tviz::PlacedLine& line : placed.lines) {
      const Point end{line.x, line.bottom};
      (*this)(tviz::Polyline{{{line.x, line.top}, end}, false, {}, *line.stroke});
    }
    for (const tviz::PlacedBand& band : placed.bands) {
      code_ += R"(\begin{scope}[shift={()" + point({0, band.top}) + ")}]\n";
      draw(band.band->primitives);
      code_ += "\\end{scope}\n";
    }
    return head() + R"(\path[use as bounding box, fill=)" + background + "] (0, 0) rectangle (" +
           point({size.width, size.height}) + ");\n" + code_ + "\\end{tikzpicture}%\n";
  }

  // One overload for each primitive and none for the rest: a new one must not go missing.
  void operator()(const tviz::Rectangle& rectangle) {
    const tviz::Rect& box = rectangle.bounds;
    const double radius = std::min({rectangle.radius, box.width / 2, box.height / 2});
    const std::string corners =
        radius > 0 ? "rounded corners=" + points(radius) + "bp" : "line join=miter";
    path(rectangle.fill, rectangle.stroke, corners,
         '(' + point({box.x, box.y}) + ") rectangle (" + point({box.right(), box.bottom()}) + ')');
  }

  void operator()(const tviz::Circle& circle) {
    path(circle.fill, circle.stroke, {},
         '(' + point(circle.center) + ") circle[radius=" + number(circle.radius) + ']');
  }

  void operator()(const tviz::Polyline& line) {
    std::string segments;
    for (const Point& corner : line.points) {
      segments += (segments.empty() ? "(" : " -- (") + point(corner) + ')';
    }
    if (segments.empty()) return;
    path(line.fill, line.stroke, {}, segments + (line.closed ? " -- cycle" : ""));
  }

  void operator()(const tviz::TextRun& run) {
    // What has no width can be neither seen nor stretched.
    if (run.text.text.empty() || run.text.width <= 0) return;
    LatexText latex = latex_text(run.text.text);
    missing_.insert(latex.missing.begin(), latex.missing.end());
    // A + or = of mathematics is finer than the text's; other signs are commands already.
    const bool is_plain_sign = run.text.face == tviz::Face::Math && latex.code.size() == 1;
    if (is_plain_sign) latex.code = R"(\ensuremath{)" + latex.code + '}';
    code_ += R"(\tviztext{)" + point(run.origin) + "}{" + std::string(command_of(run.text.face)) +
             "}{" + points(run.text.size) + "}{" + name(run.color) + "}{" + points(run.text.width) +
             "}{" + latex.code + "}\n";
  }

  void operator()(const tviz::Use& use) {
    // The contract of Scene; TeX would go on for ever, or stop at a name it does not know.
    if (in_definition_) {
      refuse("a definition of the scene uses another definition");
    }
    if (use.definition >= scene_.definitions.size()) {
      refuse("the scene uses a definition that it lacks");
    }
    code_ +=
        R"(\pic at ()" + point(use.offset) + ") {tviz " + std::to_string(use.definition) + "};\n";
  }

  void operator()(const tviz::Artwork&) {
    refuse("artwork is SVG, which LaTeX cannot draw; write a PDF and include that in the paper");
  }

  /// A region is what a pointer or a screen reader finds. Paper has neither.
  void operator()(const tviz::Region&) {}

 private:
  void draw(const std::vector<tviz::Primitive>& primitives) {
    for (const tviz::Primitive& primitive : primitives) std::visit(*this, primitive);
  }

  void write_definitions() {
    in_definition_ = true;
    for (std::size_t i = 0; i < scene_.definitions.size(); ++i) {
      code_ += R"(\tikzset{tviz )" + std::to_string(i) + "/.pic={\n";
      draw(scene_.definitions[i].primitives);
      code_ += "}}\n";
    }
    in_definition_ = false;
  }

  void path(const std::optional<Color>& fill, const std::optional<Stroke>& stroke,
            std::string options, const std::string& outline) {
    const auto add = [&options](const std::string& option) {
      options += (options.empty() ? "" : ", ") + option;
    };
    // In a PDF a line of no width is one of a device's pixel.
    const bool drawn = stroke && stroke->width > 0;
    if (!fill && !drawn) return;
    if (fill) add("fill=" + name(*fill));
    if (drawn) {
      add("draw=" + name(stroke->color) + ", line width=" + points(stroke->width) + "bp");
      if (!stroke->dashes.empty()) add("dash pattern=" + dash_pattern(stroke->dashes));
    }
    code_ += R"(\path[)" + options + "] " + outline + ";\n";
  }

  /// TikZ wants pairs. An odd list goes on with the roles of on and off exchanged.
  static std::string dash_pattern(const std::vector<double>& dashes) {
    const std::size_t count = dashes.size() % 2 == 0 ? dashes.size() : 2 * dashes.size();
    std::string pattern;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) pattern += ' ';
      pattern += (i % 2 == 0 ? "on " : "off ") + points(dashes[i % dashes.size()]) + "bp";
    }
    return pattern;
  }

  /// A colour's name in the picture.
  std::string name(Color color) {
    const std::string digits = tviz::format(color).substr(1);
    colors_.insert(digits);
    return "tviz" + digits;
  }

  /// What stands before the drawing, which has told by then what it uses.
  std::string head() const {
    std::string text = "% " + comment_text(scene_.title) + "\n% " +
                       comment_text(scene_.description) + "\n% Drawn by tviz " +
                       std::string(tviz::version()) + R"(. Needs \usepackage{tikz})" +
                       " and, for some letters, \\usepackage{amssymb}.\n";
    for (const char32_t character : missing_) {
      text += "% " + code_point(character) + " is an empty box: LaTeX's usual fonts lack it.\n";
    }
    text +=
        "\\begin{tikzpicture}[x=0.75bp, y=-0.75bp, line join=round,\n"
        "  every node/.style={anchor=base west, inner sep=0pt, outer sep=0pt}]\n";
    for (const std::string& color : colors_) {
      text.append(R"(\definecolor{tviz)").append(color);
      text.append("}{HTML}{").append(color).append("}\n");
    }
    return text.append(kCommands);
  }

  const tviz::Scene& scene_;
  std::string code_;
  std::set<std::string> colors_;
  std::set<char32_t> missing_;
  bool in_definition_ = false;
};

}  // namespace

tviz::Rect size_of(const tviz::Scene& scene) {
  const tviz::Rect size{0, 0, scene.width, tviz::place(scene, false).height};
  if (!(size.width > 0 && size.height > 0)) {
    refuse("the figure has no extent");
  }
  if (size.width > kLargestNumber || size.height > kLargestNumber) {
    refuse("the figure is larger than the 16383 pixels that TikZ can count",
           "let it fold more layers (--max-layers)");
  }
  return size;
}

std::string picture(const tviz::Scene& scene) { return Writer(scene).write(); }

}  // namespace tikz
