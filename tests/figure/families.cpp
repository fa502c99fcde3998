// SPDX-License-Identifier: MIT
#include "families.hpp"

#include <algorithm>
#include <iterator>

#include "tviz/base/document.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::test {

namespace {

std::vector<Family> families_in(const std::string& path) {
  constexpr std::size_t kMostBytes = 1U << 20U;
  const Document document = parse_json(read_file(path, kMostBytes), "families.json");
  std::vector<Family> families;
  for (const Node& item : document.root.items) {
    const std::string& name = item.find("name")->scalar;
    families.push_back({name, read_model(Document{name, *item.find("config")})});
  }
  return families;
}

}  // namespace

std::vector<Family> families() { return families_in(TVIZ_TEST_DATA "/../model/families.json"); }

std::vector<Family> small_families() { return families_in(TVIZ_TEST_DATA "/small_families.json"); }

std::vector<Family> all_families() {
  std::vector<Family> all = families();
  std::ranges::move(small_families(), std::back_inserter(all));
  return all;
}

ModelArchitecture family_named(const std::string& name) {
  static const std::vector<Family> all = families();
  return std::ranges::find(all, name, &Family::name)->model;
}

}  // namespace tviz::test
