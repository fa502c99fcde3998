// SPDX-License-Identifier: MIT
#include "tviz/figure/notebook.hpp"

#include <utility>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Notebooks hold every output; a larger one would be felt in each of them.
constexpr std::size_t kLargestPdf = 200'000;

}  // namespace

std::map<std::string, std::string> mime_bundle(const Drawable& figure) {
  std::map<std::string, std::string> bundle{{"text/html", figure.render("fragment")},
                                            {"image/svg+xml", figure.render("svg")},
                                            {"text/plain", figure.scene().outline}};
  try {
    std::string pdf = figure.render("pdf");
    if (pdf.size() < kLargestPdf) bundle.emplace("application/pdf", std::move(pdf));
  } catch (const Error&) {
    // Notebooks show the other forms; the plugin that writes PDF may not be installed.
  }
  return bundle;
}

}  // namespace tviz
