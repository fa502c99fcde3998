// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/model/architecture.hpp"

namespace tviz::test {

/// A real model of a family.
struct Family {
  std::string name;  ///< "Mixtral-8x7B-v0.1".
  ModelArchitecture model;
};

/// The models of tests/model/families.json.
std::vector<Family> families();

/// The models of tests/figure/small_families.json, of few layers.
std::vector<Family> small_families();

/// Those of both files.
std::vector<Family> all_families();

/// The model of one of families().
ModelArchitecture family_named(const std::string& name);

}  // namespace tviz::test
