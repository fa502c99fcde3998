// SPDX-License-Identifier: MIT
#include "places.hpp"

#include "data.hpp"

namespace module_names {

std::vector<Place> read_places() {
  const tviz::Document document = places_json();
  std::vector<Place> places;
  for (const tviz::Node& row : items(document.root, "places")) {
    Place place{.module = text(row, "module"),
                .component = text(row, "component"),
                .kind = text(row, "kind"),
                .in = split(text(row, "in"), ' '),
                .out = split(text(row, "out"), ' '),
                .joins_heads = is_set(row, "joins_heads")};
    if (row.find("bridge") != nullptr) place.bridge = text(row, "bridge");
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace module_names
