// SPDX-License-Identifier: MIT
#include "tviz/batch/manifest.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "../temporary_folder.hpp"

namespace tviz::test {
namespace {

class ManifestTest : public TemporaryFolder {
 protected:
  Manifest read(const std::string& text) { return read_manifest(write("figures.yaml", text)); }

  std::vector<std::string> names(const std::string& text) {
    std::vector<std::string> names;
    for (const BatchFigure& figure : read(text).figures) names.push_back(figure.name);
    return names;
  }

  /// The problems, with the folder left out of their places.
  std::vector<std::string> problems(const std::string& text) {
    std::vector<std::string> texts;
    try {
      read(text);
    } catch (const Error& error) {
      for (const Problem& problem : error.problems()) {
        std::string line = format(problem);
        const std::size_t at = line.find("figures.yaml");
        texts.push_back(at == std::string::npos ? line : line.substr(at + 12));
      }
    }
    return texts;
  }
};

using Texts = std::vector<std::string>;

TEST_F(ManifestTest, AFigureHasWhatTheDefaultsSayAndItsOwn) {
  write("hooks.yaml", "- blocks.0.attn.hook_z=ablate@0,2\n");
  const Manifest manifest = read(
      "schema: 1\n"
      "defaults: {theme: print, formats: [pdf, svg], width: 5.5in, max_layers: 4}\n"
      "figures:\n"
      "  - {name: a, model: gpt2-small}\n"
      "  - name: b/c\n"
      "    model: {n_layers: 2, d_model: 64, n_heads: 4, d_vocab: 100}\n"
      "    hooks: hooks.yaml\n"
      "    width: 300\n"
      "    max_layers: all\n"
      "    formats: html\n"
      "    set: {metrics.margin: 4, roles.page: \"#FFFFFF\"}\n"
      "    font: sans\n"
      "    expand: [blocks.1]\n"
      "    annotations: none\n"
      "    heads: all\n"
      "    direction: right\n"
      "    text: outline\n"
      "    scale: 3\n"
      "    title: Ablations\n"
      "    author: [Ada, Grace]\n"
      "    keywords: attention\n"
      "    licence: CC-BY-4.0\n");
  ASSERT_EQ(manifest.figures.size(), 2U);
  const BatchFigure& a = manifest.figures[0];
  EXPECT_EQ(a.source, "gpt2-small");
  EXPECT_EQ(a.formats, (Texts{"pdf", "svg"}));
  EXPECT_EQ(a.options.theme, "print");
  EXPECT_EQ(a.options.width, 528);
  EXPECT_EQ(a.options.max_layers, 4);
  EXPECT_EQ(a.where.line, 4);
  EXPECT_EQ(a.places.at("width").line, 2);
  const BatchFigure& b = manifest.figures[1];
  ASSERT_TRUE(b.model);
  EXPECT_EQ(b.model->d_model, 64);
  ASSERT_EQ(b.options.hooks.size(), 1U);
  EXPECT_EQ(b.options.hooks[0].label, "ablate");
  EXPECT_EQ(b.options.hooks[0].heads, (std::vector<std::int64_t>{0, 2}));
  EXPECT_EQ(b.options.width, 300);
  EXPECT_EQ(b.options.title, "Ablations");
  EXPECT_EQ(b.options.output.metadata.authors, (Texts{"Ada", "Grace"}));
  EXPECT_EQ(b.options.output.metadata.keywords, (Texts{"attention"}));
  EXPECT_EQ(b.options.output.metadata.licence, "CC-BY-4.0");
  EXPECT_EQ(b.options.max_layers, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(b.formats, (Texts{"html"}));
  ASSERT_EQ(b.options.overrides.size(), 3U);
  EXPECT_EQ(b.options.overrides[0].path, "metrics.margin");
  EXPECT_EQ(b.options.overrides[2].path, "fonts.family");
  EXPECT_EQ(b.options.overrides[2].value, "sans");
  EXPECT_EQ(b.options.expanded, (Texts{"blocks.1"}));
  EXPECT_EQ(b.options.annotations, Annotations::None);
  EXPECT_EQ(b.options.heads, HeadsShown::All);
  EXPECT_EQ(b.options.direction, Direction::Right);
  EXPECT_EQ(b.options.output.text, TextMode::Outline);
  EXPECT_EQ(b.options.output.scale, 3);
}

TEST_F(ManifestTest, FiguresGoBesideTheManifest) {
  EXPECT_EQ(
      read("schema: 1\nfolder: out\nfigures: [{name: a, model: gpt2, formats: [svg]}]\n").folder,
      folder_ / "out");
}

TEST_F(ManifestTest, PathsAreRelativeToTheManifest) {
  write("own.yaml", "n_layers: 1\n");
  write("theme.yaml", "schema: 1\n");
  const Manifest manifest = read(
      "schema: 1\nfigures:\n"
      "  - {name: a, model: own.yaml, theme: theme.yaml, values: v.csv, formats: svg}\n");
  EXPECT_EQ(manifest.figures[0].source, folder_ / "own.yaml");
  EXPECT_EQ(manifest.figures[0].options.theme, folder_ / "theme.yaml");
  EXPECT_EQ(manifest.figures[0].values_file, folder_ / "v.csv");
}

TEST_F(ManifestTest, AMatrixCombinesAllItsLists) {
  EXPECT_EQ(names("schema: 1\n"
                  "matrix:\n"
                  "  - name: \"{model}/{theme}-{variant}\"\n"
                  "    model: [gpt2, configs/own.json]\n"
                  "    theme: [print, slides]\n"
                  "    formats: [svg, pdf]\n"
                  "    variants:\n"
                  "      - {name: plain}\n"
                  "      - {name: hooked, hooks: [blocks.0.hook_resid_pre]}\n"),
            (Texts{"gpt2/print-plain", "gpt2/print-hooked", "gpt2/slides-plain",
                   "gpt2/slides-hooked", "configs-own/print-plain", "configs-own/print-hooked",
                   "configs-own/slides-plain", "configs-own/slides-hooked"}));
}

TEST_F(ManifestTest, VariantsHaveTheirOwnOptions) {
  const Manifest manifest = read(
      "schema: 1\nmatrix:\n"
      "  - name: \"{variant}\"\n    model: gpt2\n    formats: svg\n    width: 500\n"
      "    variants: [{name: a}, {name: b, width: icml}]\n");
  ASSERT_EQ(manifest.figures.size(), 2U);
  EXPECT_EQ(manifest.figures[0].options.width, 500);
  EXPECT_EQ(manifest.figures[1].options.width, 312);
}

TEST_F(ManifestTest, ReportsAllProblemsWithTheirPlaces) {
  EXPECT_EQ(problems("schema: 1\n"
                     "figurs: []\n"
                     "defaults: {formats: [svg], width: wide}\n"
                     "figures:\n"
                     "  - {name: a, modle: gpt2}\n"
                     "  - {name: ../b, model: gpt2}\n"
                     "  - {model: gpt2}\n"
                     "  - {name: c, model: gpt2, max_layers: 0, hooks: [blocks.0@x]}\n"
                     "  - {name: C, model: gpt2, heads: some, font: serif}\n"
                     "  - {name: d, model: {n_layers: 1}, scale: 99}\n"
                     "  - {name: e, model: gpt2, set: [1], expand: {}}\n"
                     "matrix:\n"
                     "  - {name: \"{size}\", model: [gpt2]}\n"
                     "  - {name: f, model: [gpt2, pythia-70m]}\n"),
            (Texts{
                ":2:1: unknown key 'figurs' (did you mean 'figures'?)",
                ":3:35: width: 'wide' is not a length (write 600, 84mm, 3.25in, 240pt or one of "
                "neurips, iclr, icml, icml-wide, acl, acl-wide, a4, beamer, beamer-wide, slide)",
                ":5:5: the figure 'a' has no model",
                ":5:15: unknown key 'modle' (did you mean 'model'?)",
                ":6:5: the name '../b' must not lead out of the folder or name a hidden file",
                ":7:5: 'name' is missing",
                ":8:40: max_layers: must be a whole number from 1 on, or 'all', got '0'",
                ":8:51: 'x' is not a list of heads (write POINT=LABEL@0,2 or POINT=LABEL@0-3)",
                ":9:5: two figures are called 'C' (the first is at line 8)",
                ":9:35: heads: must be fitting or all, got 'some'",
                ":9:47: font: must be one of times, computer-modern, sans, got 'serif'",
                ":10:22: d_vocab: missing",
                ":10:44: scale: must be a number from 0.1 to 20",
                ":11:33: set: must be a map from keys to values",
                ":11:46: expand: must be a list",
                ":13:12: name: the placeholder '{size}' has no meaning here (available: {model})",
                ":14:5: two figures are called 'f' (the first is at line 14)",
            }));
}

TEST_F(ManifestTest, RefusesWhatIsNoManifest) {
  EXPECT_EQ(problems("- a\n"), (Texts{":1:1: a manifest must be a map"}));
  EXPECT_EQ(problems("figures: []\n"),
            (Texts{":1:1: schema: is missing (a manifest begins with 'schema: 1')"}));
  EXPECT_EQ(problems("schema: 1\n"), (Texts{":1:1: has no figures"}));
  EXPECT_EQ(problems("schema: 2\nfigures: [{name: a, model: gpt2, formats: svg}]\n"),
            (Texts{":1:9: schema: schema 2 is unknown (this version reads 1)"}));
}

TEST_F(ManifestTest, RefusesNamesThatLeadElsewhere) {
  for (const char* name :
       {"/a", "a//b", "a/../../b", ".", "..", ".hidden", "a/.b", "a\\\\b", "a:b", "a*b", "a\\tb"}) {
    EXPECT_EQ(problems(std::string("schema: 1\nfigures: [{name: \"") + name +
                       "\", model: gpt2, formats: svg}]\n")
                  .size(),
              1U)
        << name;
  }
}

TEST_F(ManifestTest, RefusesMoreFiguresThanAnyPaperHas) {
  std::string list = "[";
  for (int i = 0; i < 400; ++i) list += (i == 0 ? "" : ", ") + std::to_string(i + 300);
  const std::string text =
      "schema: 1\nmatrix: [{name: \"{model}{width}{max_layers}\", model: " + list +
      "], width: " + list + "], max_layers: " + list + "], formats: svg}]\n";
  EXPECT_EQ(problems(text), (Texts{":2:10: more than 100000 figures"}));
}

}  // namespace
}  // namespace tviz::test
