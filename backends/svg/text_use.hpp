// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// The characters that a file shows in each face.
class CharacterUse {
 public:
  void add(Face face, std::string_view text);
  const std::set<char32_t>& of(Face face) const;

 private:
  std::array<std::set<char32_t>, kFaceCount> characters_;
};

/// The runs that a file of this scene holds: those of the folded state, and for an
/// interactive file also those of the unfolded one and of the fold buttons.
std::vector<const TextRun*> text_runs(const Scene& scene, bool interactive);

/// Adds what the viewer writes into panels.
void add_panel_characters(const Scene& scene, CharacterUse& use);

}  // namespace tviz::svg
