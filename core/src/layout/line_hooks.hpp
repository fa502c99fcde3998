// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "layout/branches.hpp"
#include "layout/canvas.hpp"
#include "layout/hook_circles.hpp"

namespace tviz {

using Components = std::vector<const Component*>;

/// The hook points of opened components on the lines beside them, in the order of the data flow.
class LineHooks {
 public:
  explicit LineHooks(const OpenedLayer& opened) : opened_(opened) {}

  bool opens_any(const Components& components) const;
  /// On the line from the stream to the first norm, or to the components if there is none.
  std::vector<HookCircle> of_read(const Components& norms, const Components& readers) const;
  /// Between the norms and what reads through them.
  std::vector<HookCircle> above_norms(const Components& norms, const Components& readers) const;
  /// Before the norm on the line to a ⊕.
  std::vector<HookCircle> before_norm(const Slot& slot) const;
  /// On the line to a ⊕, after the norm on it if there is one.
  std::vector<HookCircle> of_output(const Slot& slot) const;

 private:
  /// All points of a reader that is opened. Of another one, those with hooks.
  std::vector<HookCircle> circles_of(const Component& reader,
                                     std::span<const std::string> sites) const;

  const OpenedLayer& opened_;
};

/// What the circles of one place take above or below their line.
double height_of(const std::vector<HookCircle>& circles, const Theme& theme);
/// The same below a line from the stream, which is too short for the dots of several functions.
double height_below(const std::vector<HookCircle>& circles, const Theme& theme);

/// Draws circles at one place of a line from the stream: one stands on the line, several, or the
/// dots of several functions, hang from it. Labels stand lower than `below`, which is how far a
/// norm reaches down beside them.
void hang_circles(Canvas& lines, Canvas& dots, Point at, const std::vector<HookCircle>& circles,
                  double below);
/// The same on a line that ends at x = `end`, at a ⊕ or a norm: several stand above it.
void stand_circles(Canvas& lines, Canvas& dots, Point at, const std::vector<HookCircle>& circles,
                   double above, double end);

}  // namespace tviz
