// SPDX-License-Identifier: MIT
#include "tviz/batch/batch.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <new>

#include "../temporary_folder.hpp"

namespace tviz::test {
namespace {

class BatchTest : public TemporaryFolder {
 protected:
  Manifest manifest() {
    return read_manifest(write("figures.yaml",
                               "schema: 1\ndefaults: {model: gpt2-small, formats: svg}\n"
                               "figures: [{name: a}, {name: b}, {name: c}, {name: d}]\n"));
  }

  /// Draws with four threads and no plugin, so that every figure fails.
  static std::vector<BatchResult> draw(const Manifest& manifest, BatchOptions options) {
    options.threads = 4;
    options.keep_going = true;
    return draw_batch(manifest, std::make_shared<const Registry>(PluginSearch{{}, false, false}),
                      options);
  }
};

TEST_F(BatchTest, WhatAFigureThrowsIsAProblemOfThatFigure) {
  const Manifest four = manifest();
  const std::vector<BatchResult> results = draw(four, {});
  ASSERT_EQ(results.size(), 4U);
  for (const BatchResult& result : results) {
    EXPECT_EQ(result.state, BatchState::Failed);
    EXPECT_EQ(result.problems.size(), 1U);
  }
}

TEST_F(BatchTest, WhateverAWorkerThrowsReachesTheCaller) {
  const Manifest four = manifest();
  BatchOptions options;
  options.after_each = [](const auto&, std::size_t, std::size_t) { throw std::bad_alloc(); };
  EXPECT_THROW(draw(four, options), std::bad_alloc);
  options.after_each = [](const auto&, std::size_t, std::size_t) { throw 7; };
  EXPECT_THROW(draw(four, options), int);
}

}  // namespace
}  // namespace tviz::test
