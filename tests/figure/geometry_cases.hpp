// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz::test {

/// A figure whose geometry is checked. Models and graphs are made when they are drawn: each test
/// is a process of its own, and each makes the list.
struct GeometryCase {
  std::string name;
  std::function<ModelArchitecture()> model{};
  RenderOptions options{};
  std::function<Graph()> graph{};  ///< Drawn instead of the model's, if there is one.

  Scene scene() const;
  /// Of a page, where each layer can be opened.
  Scene interactive_scene() const;
};

/// So that a failure names its figure.
std::ostream& operator<<(std::ostream& out, const GeometryCase& test);

/// Small and large models, one of each structure that real models have, odd numbers of heads,
/// several streams; wide and narrow, with and without notes, with every head.
std::vector<GeometryCase> geometry_cases();

/// One of each structure, and graphs of several streams, that flow to the right.
std::vector<GeometryCase> rightward_cases();

/// One of each structure, with runs of layers that are opened one by one.
std::vector<GeometryCase> interactive_cases();

}  // namespace tviz::test
