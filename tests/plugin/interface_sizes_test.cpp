// SPDX-License-Identifier: MIT
// Plugins that were built before must agree with this tviz on the types that pass between them.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "tviz/plugin/descriptor.h"
#include "tviz/plugin/interfaces.hpp"

namespace tviz {
namespace {

template <class... Types>
std::string sizes_of() {
  std::string sizes;
  ((sizes += (sizes.empty() ? "" : " ") + std::to_string(sizeof(Types))), ...);
  return sizes;
}

// If a type has another size, raise TVIZ_PLUGIN_ABI_MAJOR, and then state the sizes of the new
// version here. A type that is new needs only a greater minor version.
TEST(InterfaceSizes, ChangeWithTheMajorVersionOnly) {
  if (sizeof(void*) != 8) GTEST_SKIP() << "the sizes are those of 64 bits";
  ASSERT_EQ(TVIZ_PLUGIN_ABI_MAJOR, 9);
  EXPECT_EQ((sizes_of<ModelArchitecture, OwnKey, GraphBuilder, Graph, Link, Stream, Loop, Skip,
                      ReadOut, Block, BlockStructure, StreamPoint, Addition, Note, Branch>()),
            "1448 56 1648 1496 96 440 48 48 32 48 112 72 136 64 24");
  EXPECT_EQ((sizes_of<Component, Interior, Wire, Step, Part, Weight, HookPoint, Dimension, HookName,
                      Absence, Value, BackendOptions, Metadata>()),
            "344 48 32 104 192 64 64 72 224 64 48 160 112");
  EXPECT_EQ((sizes_of<Scene, Definition, Band, Fold, Column, StreamLine, Rail, RailEnd, Primitive,
                      Rectangle, Circle, Polyline, TextRun, Artwork, Use, Region, RegionCell>()),
            "384 24 32 264 16 80 72 32 160 96 80 80 104 64 24 152 40");
  EXPECT_EQ((sizes_of<Detail, DetailRow, DetailText, DetailMark, DetailValue, DetailScale,
                      PanelStyle, ColorPair>()),
            "224 136 40 184 48 96 24 6");
  EXPECT_EQ((sizes_of<Diagram, DiagramNode, DiagramFrame, DiagramArrow>()), "104 160 96 96");
}

}  // namespace
}  // namespace tviz
