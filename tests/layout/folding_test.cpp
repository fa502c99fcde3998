// SPDX-License-Identifier: MIT
#include "layout/folding.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

/// A stream whose blocks have the structures that the digits name.
Stream stream_of(const std::string& digits) {
  Stream stream;
  stream.structures.resize(3);
  stream.structures[0].short_name = "local";
  stream.structures[1].short_name = "global";
  stream.structures[2].short_name = "dense";
  for (const char digit : digits) {
    const auto layer = static_cast<std::int64_t>(stream.blocks.size());
    stream.blocks.push_back({layer, "", static_cast<std::size_t>(digit - '0')});
  }
  return stream;
}

std::string describe_all(const std::string& digits) {
  return describe_run(stream_of(digits), {0, digits.size() - 1, true});
}

TEST(Divide, FirstLayersAndMarkedOnesStayOpen) {
  EXPECT_EQ(divide(4, 8, {false, false, false, false}),
            (std::vector<LayerRun>{{0, 0, false}, {1, 1, false}, {2, 2, false}, {3, 3, false}}));
  EXPECT_EQ(divide(6, 1, {false, false, false, true, false, false}),
            (std::vector<LayerRun>{{0, 0, false}, {1, 2, true}, {3, 3, false}, {4, 5, true}}));
}

TEST(DescribeRun, EqualBlocks) {
  EXPECT_EQ(describe_all("000000000"), "9 identical blocks · local");
  EXPECT_EQ(describe_all("0"), "1 block · local");
  Stream plain = stream_of("000");
  plain.structures[0].short_name.clear();
  EXPECT_EQ(describe_run(plain, {1, 2, true}), "2 identical blocks");
}

TEST(DescribeRun, PeriodsAreNamedOnce) {
  EXPECT_EQ(describe_all("0000010000010000010000010000010000010000010"
                         "00001"),
            "[5 × local + 1 × global] × 8");
  EXPECT_EQ(describe_all("0101"), "[1 × local + 1 × global] × 2");
}

TEST(DescribeRun, OtherwiseInOrder) {
  EXPECT_EQ(describe_all("2220000"), "3 × dense, then 4 × local");
  EXPECT_EQ(describe_all("010"), "1 × local, then 1 × global, then 1 × local");
}

}  // namespace
}  // namespace tviz
