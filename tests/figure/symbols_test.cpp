// SPDX-License-Identifier: MIT
// What a note's equation names stands in the drawing: a reader finds the place of each symbol.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "families.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

constexpr double kScript = 0.85;  // Of the size of what it belongs to; no script is larger.

/// A variable ("x"), or a name that begins with a capital ("LN", "RMS"). Others are functions
/// ("tanh") and words.
bool is_symbol(const ShapedText& text) {
  if (text.face == Face::SerifItalic) return text.text != " ";
  const auto first = static_cast<unsigned char>(text.text.front());
  return text.face == Face::Serif && std::isupper(first) != 0;
}

/// Whether a run is lowered beside another, or goes on with what is.
bool is_script(const TextRun& run, const TextRun& base, const TextRun& before) {
  const double gap = run.origin.x - (before.origin.x + before.text.width);
  return run.text.size < kScript * base.text.size && run.text.face != Face::Sans &&
         run.origin.y > base.origin.y && std::abs(gap) < base.text.size;
}

/// Symbols with their lower indices, "x_i+1", of texts in the order in which they were set.
void add_symbols(const std::vector<Primitive>& primitives, std::set<std::string>& symbols) {
  std::vector<TextRun> runs;
  for (const Primitive& primitive : primitives) {
    const auto* run = std::get_if<TextRun>(&primitive);
    if (run != nullptr && !run->text.text.empty()) runs.push_back(*run);
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const TextRun& base = runs[i];
    if (!is_symbol(base.text)) continue;
    std::string symbol = base.text.text;
    std::string separator = "_";
    for (; i + 1 < runs.size() && is_script(runs[i + 1], base, runs[i]); ++i) {
      symbol += separator + runs[i + 1].text.text;
      separator.clear();
    }
    symbols.insert(symbol);
  }
}

std::set<std::string> symbols_of(const Scene& scene) {
  std::set<std::string> symbols;
  for (const Definition& definition : scene.definitions) {
    add_symbols(definition.primitives, symbols);
  }
  for (const PlacedBand& placed : place(scene, false).bands) {
    add_symbols(placed.band->primitives, symbols);
  }
  return symbols;
}

/// Variables and sets of sums, which the notes themselves define by what is drawn: h ∈ H.
bool is_of_a_sum(const std::string& symbol) {
  static const std::set<std::string> kOfSums{"h", "H", "c", "C", "e", "E"};
  return kOfSums.contains(symbol);
}

/// What the notes name and the drawing does not.
std::vector<std::string> without_place(const ModelArchitecture& model) {
  RenderOptions options{.view = View::Block};
  const std::set<std::string> all = symbols_of(visualize(model, options).scene());
  options.annotations = Annotations::None;
  options.heads = HeadsShown::All;  // The other may have room for another head.
  const std::set<std::string> drawn = symbols_of(visualize(model, options).scene());
  std::vector<std::string> missing;
  for (const std::string& symbol : all) {
    // One narrow box for all experts has their name, but not that of each and of its gate.
    const bool is_expert = (symbol.starts_with("e_") || symbol == "g_e") && drawn.contains("e");
    if (!drawn.contains(symbol) && !is_of_a_sum(symbol) && !is_expert) missing.push_back(symbol);
  }
  return missing;
}

TEST(Symbols, OfNotesHaveTheirPlaceInEveryModelOfTheCatalog) {
  const std::vector<CatalogEntry> entries = Catalog().entries();
  for (std::size_t i = 0; i < entries.size(); i += TVIZ_TEST_EVERY) {
    EXPECT_EQ(without_place(read_model(entries[i].name)), std::vector<std::string>())
        << entries[i].name;
  }
}

TEST(Symbols, OfNotesHaveTheirPlaceInEveryFamily) {
  const std::vector<Family> all = all_families();
  for (std::size_t i = 0; i < all.size(); i += TVIZ_TEST_EVERY) {
    EXPECT_EQ(without_place(all[i].model), std::vector<std::string>()) << all[i].name;
  }
}

TEST(Symbols, ThatAreMissingAreFound) {
  const std::set<std::string> symbols =
      symbols_of(visualize("gpt2", {.view = View::Block}).scene());
  for (const char* symbol : {"x_0", "x_i+1", "LN_2", "W_E", "m", "h_11", "T"}) {
    EXPECT_TRUE(symbols.contains(symbol)) << symbol;
  }
}

}  // namespace
}  // namespace tviz::test
