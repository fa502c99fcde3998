// SPDX-License-Identifier: MIT
#include "layout/detours.hpp"

#include <gtest/gtest.h>

#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

Stream stream_of(std::size_t layers, std::vector<Loop> loops, std::vector<Skip> skips) {
  Stream stream;
  stream.structures.resize(1);
  stream.structures[0].additions.resize(2);
  for (std::size_t i = 0; i < layers; ++i) {
    stream.blocks.push_back({static_cast<std::int64_t>(i), "", 0});
  }
  stream.loops = std::move(loops);
  stream.skips = std::move(skips);
  return stream;
}

std::vector<std::size_t> lanes_of(const Stream& stream) {
  std::vector<std::size_t> lanes;
  for (const Detour& detour : detours_of(stream)) lanes.push_back(detour.lane);
  return lanes;
}

TEST(Detours, LinesThatPassEachOtherHaveDifferentLanes) {
  using Lanes = std::vector<std::size_t>;
  EXPECT_EQ(lanes_of(stream_of(8, {}, {{0, 7}, {1, 6}, {2, 5}})), (Lanes{2, 1, 0}));
  EXPECT_EQ(lanes_of(stream_of(8, {}, {{0, 2}, {3, 5}})), (Lanes{0, 0}));
  // They meet at one place: one below the other would look like one line.
  EXPECT_EQ(lanes_of(stream_of(8, {}, {{0, 3}, {2, 6}})), (Lanes{0, 1}));
  EXPECT_EQ(lanes_of(stream_of(8, {{1, 2, "r"}}, {{-1, 7}})), (Lanes{0, 1}));
}

TEST(Detours, StandBetweenTheBlocksThatTheyName) {
  const Stream stream = stream_of(8, {{2, 4, "r"}}, {{-1, 7}});
  EXPECT_EQ(junctions_of(stream), (std::set<std::size_t>{0, 2, 5, 7}));
  const std::vector<Detour> detours = detours_of(stream);
  EXPECT_EQ(detours[0].leaves, 5U);
  EXPECT_EQ(detours[0].arrives, 2U);
  EXPECT_EQ(detours[1].leaves, 0U);
  EXPECT_EQ(detours[1].arrives, 7U);
}

TEST(Detours, NeedRoomForTheirLanesAndForHowOften) {
  const Theme theme = load_theme("circuits");
  const auto width = [&](std::vector<Loop> loops, std::vector<Skip> skips) {
    return detours_width(stream_of(8, std::move(loops), std::move(skips)), theme, Direction::Up);
  };
  EXPECT_EQ(width({}, {}), 0);
  EXPECT_LT(width({}, {{0, 7}}), width({}, {{0, 7}, {1, 6}}));
  EXPECT_LT(width({{0, 1, "r"}}, {}), width({{0, 1, R"("until halted")"}}, {}));
}

TEST(Detours, AJoinIsOneMoreState) {
  const Stream stream = stream_of(4, {}, {{0, 2}, {-1, 3}});
  EXPECT_EQ(states_before(stream, stream.blocks[1]), 2);
  EXPECT_EQ(states_before(stream, stream.blocks[2]), 5);
  EXPECT_EQ(states_before(stream, stream.blocks[3]), 8);
}

}  // namespace
}  // namespace tviz
