// SPDX-License-Identifier: MIT
// A configuration from its text to a file: model, graph, layout and every backend.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "tviz/tviz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto registry = std::make_shared<const tviz::Registry>();
  if (size == 0) return 0;
  // The first byte chooses the format, the direction and what is opened.
  constexpr std::array kFormats{"svg", "html", "fragment", "pdf", "png", "ps", "eps"};
  const std::size_t choice = data[0];
  tviz::RenderOptions options;
  options.max_layers = 2;
  options.output.scale = 0.5;
  if (choice / kFormats.size() % 2 == 1) options.direction = tviz::Direction::Right;
  if (choice / kFormats.size() % 3 == 2) options.expanded = {"all"};
  const std::string text(data + 1, data + size);
  try {
    const tviz::Document document = text.starts_with('{') ? tviz::parse_json(text, "fuzz.json")
                                                          : tviz::parse_yaml(text, "fuzz.yaml");
    const tviz::Figure figure(tviz::read_model(document), options, registry);
    figure.render(kFormats[choice % kFormats.size()]);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
