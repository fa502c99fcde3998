// SPDX-License-Identifier: MIT
#include "tviz/base/spelling.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

using Names = std::vector<std::string>;

const Names kModels{"gpt2-small", "gpt2-medium", "gpt2-xl", "pythia-70m", "llama-2-7b"};

TEST(Spelling, FindsEachKindOfSlip) {
  EXPECT_EQ(nearest("gpt2-smal", kModels, 1), Names{"gpt2-small"});    // deletion
  EXPECT_EQ(nearest("gpt2--small", kModels, 1), Names{"gpt2-small"});  // insertion
  EXPECT_EQ(nearest("gpt2-smoll", kModels, 1), Names{"gpt2-small"});   // exchange
  EXPECT_EQ(nearest("gpt2-samll", kModels, 1), Names{"gpt2-small"});   // swapped neighbours
  EXPECT_EQ(nearest("GPT2-SMALL", kModels, 1), Names{"gpt2-small"});   // case
}

TEST(Spelling, ASwapIsOneSlip) {
  EXPECT_EQ(nearest("ab", Names{"ba"}), Names{"ba"});
  EXPECT_EQ(nearest("ab", Names{"cd"}), Names{});
}

TEST(Spelling, NearestComesFirstAndTiesKeepTheirOrder) {
  EXPECT_EQ(nearest("heads", Names{"heats", "header", "heads2", "beads"}, 9),
            (Names{"heats", "heads2", "beads"}));
  EXPECT_EQ(nearest("pattern", Names{"blocks.hook_pattern", "patterns"}), Names{"patterns"});
}

TEST(Spelling, AContainedWordIsNearTheShorterTheNearer) {
  EXPECT_EQ(nearest("llama", Names{"meta-llama/Llama-2-7b-hf", "llama-2-7b"}),
            (Names{"llama-2-7b", "meta-llama/Llama-2-7b-hf"}));
}

TEST(Spelling, ShowsNoMoreThanAskedFor) {
  EXPECT_EQ(nearest("gpt2", kModels, 2).size(), 2U);
  EXPECT_TRUE(nearest("gpt2", kModels, 0).empty());
}

TEST(Spelling, HintListsTheNearest) {
  EXPECT_EQ(did_you_mean("zzzzzz", kModels), "");
  EXPECT_EQ(did_you_mean("", kModels), "");
  EXPECT_EQ(did_you_mean("pythia70m", kModels), "did you mean 'pythia-70m'?");
  EXPECT_EQ(did_you_mean("a", Names{"ab", "ac"}), "did you mean 'ab' or 'ac'?");
  EXPECT_EQ(did_you_mean("a", Names{"ab", "ac", "ad", "ae"}), "did you mean 'ab', 'ac' or 'ad'?");
}

TEST(Spelling, LongWordsCostNothing) {
  const std::string word(1'000'000, 'a');
  EXPECT_TRUE(nearest(word, Names{word + "b"}).empty());
}

TEST(Spelling, LowerCaseIsAsciiOnly) {
  EXPECT_EQ(lower_case("ABC-xyz \xC3\x89"), "abc-xyz \xC3\x89");
}

}  // namespace
}  // namespace tviz
