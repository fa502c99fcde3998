// SPDX-License-Identifier: MIT
// Values of figure options, as a command line and a manifest give them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/figure/options.hpp"

namespace {

/// Unquoted text, as the program gives it, or what YAML makes of it.
tviz::Node value_of(const std::string& text, tviz::OptionLanguage language) {
  if (language == tviz::OptionLanguage::Program) {
    return {.kind = tviz::Node::Kind::Scalar, .scalar = text};
  }
  return tviz::parse_yaml(text, "fuzz.yaml").root;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<tviz::FigureOption> options = tviz::figure_options();
  if (size == 0) return 0;
  // The first byte chooses the option and the language.
  const auto language = static_cast<tviz::OptionLanguage>(data[0] % 3);
  const tviz::FigureOption& option = options[data[0] / 3 % options.size()];
  const std::string& name = tviz::name_in(language, option);
  if (name.empty()) return 0;
  const std::string text(data + 1, data + size);
  try {
    tviz::FigureSettings settings;
    std::vector<tviz::Problem> problems;
    tviz::set_option({.language = language, .name = name, .value = value_of(text, language)},
                     settings, problems);
    tviz::in_words_of(language, problems);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
