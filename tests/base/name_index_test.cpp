// SPDX-License-Identifier: MIT
// Near names among very many, compared with the plain definition of "near".
#include "base/name_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/near_words.hpp"

namespace tviz::test {
namespace {

using Names = std::vector<std::string>;

/// Damerau and Levenshtein's distance, by the table that defines it.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                              table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swap) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

/// All words at the least distance, if that is at most `most`, sorted.
Names nearest_by_definition(const Names& words, const std::string& word, std::size_t most) {
  Names nearest;
  for (const std::string& each : words) {
    const std::size_t found = distance(word, each);
    if (found > most) continue;
    if (found < most) nearest.clear();
    most = found;
    nearest.push_back(each);
  }
  std::ranges::sort(nearest);
  return nearest;
}

std::string random_word(std::mt19937& random, std::size_t longest) {
  std::string word(1 + random() % longest, 'a');
  for (char& letter : word) letter = static_cast<char>('a' + random() % 3);
  return word;
}

TEST(NearWords, AreThoseOfTheDefinition) {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    Names words;
    for (int i = 0; i < 60; ++i) words.push_back(random_word(random, 9));
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    const WordGraph graph(std::vector<std::string_view>(words.begin(), words.end()));
    for (int i = 0; i < 60; ++i) {
      const std::string word = random_word(random, 9);
      const std::size_t most = random() % 5;
      Names found = nearest_words(graph, word, most);
      std::ranges::sort(found);
      EXPECT_EQ(found, nearest_by_definition(words, word, most)) << word << " within " << most;
    }
  }
}

TEST(WordGraph, SharesBeginningsAndEndings) {
  const std::vector<std::string_view> words{"a.1.norm", "a.1.out", "a.2.norm", "a.2.out"};
  const WordGraph graph(words);
  const auto after = [&](std::string_view path) {
    std::uint32_t at = graph.root();
    for (const char letter : path) {
      const auto& edges = graph.node(at).edges;
      at = std::ranges::find(edges, letter, &WordGraph::Edge::letter)->target;
    }
    return at;
  };
  EXPECT_EQ(after("a.1"), after("a.2"));
  EXPECT_EQ(after("a.1.norm"), after("a.2.out"));
  EXPECT_EQ(graph.node(after("a.1.")).least_rest, 3U);
  EXPECT_EQ(graph.node(after("a.1.")).longest_rest, 4U);
}

TEST(NameIndex, KeepsTheOrderAndTheSpellingOfNames) {
  const NameIndex index(Names{"Beta", "alpha1", "ALPHA2", "alpha3", "alpha1", "alpha4"});
  EXPECT_EQ(index.nearest("alpha"), (Names{"alpha1", "ALPHA2", "alpha3"}));
  EXPECT_EQ(index.nearest("beta"), Names{"Beta"});
  EXPECT_EQ(index.did_you_mean("alpha2"), "did you mean 'ALPHA2'?");
}

TEST(NameIndex, FallsBackOnNamesThatContainTheWord) {
  const NameIndex index(Names{"blocks.0.attn.hook_z", "blocks.0.hook_z", "blocks.1.hook_z"});
  EXPECT_EQ(index.nearest("hook_z"),
            (Names{"blocks.0.hook_z", "blocks.1.hook_z", "blocks.0.attn.hook_z"}));
  EXPECT_EQ(index.nearest("hook_z", 1), Names{"blocks.0.hook_z"});
  EXPECT_TRUE(index.nearest("z\nb").empty()) << "no name has a line end";
  EXPECT_TRUE(NameIndex({}).nearest("hook_z").empty());
}

}  // namespace
}  // namespace tviz::test
