// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz::test {

/// A graph built by hand in the form of a known family, so that what a figure can show is
/// tested apart from what the architectures build.
struct SampleGraph {
  std::string name;
  std::function<Graph()> build;
};

const std::vector<SampleGraph>& sample_graphs();

}  // namespace tviz::test
