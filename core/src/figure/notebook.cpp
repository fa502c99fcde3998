// SPDX-License-Identifier: MIT
#include "tviz/figure/notebook.hpp"

#include <utility>

namespace tviz {
namespace {

/// Notebooks hold every output; a larger one would be felt in each of them.
constexpr std::size_t kLargestPdf = 200'000;

}  // namespace

std::map<std::string, std::string> mime_bundle(const Drawable& figure) {
  std::map<std::string, std::string> bundle{{"text/html", figure.render("fragment")},
                                            {"image/svg+xml", figure.render("svg")},
                                            {"text/plain", figure.scene().outline}};
  std::string pdf = figure.render("pdf");
  if (pdf.size() < kLargestPdf) bundle.emplace("application/pdf", std::move(pdf));
  return bundle;
}

}  // namespace tviz
