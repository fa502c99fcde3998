// SPDX-License-Identifier: MIT
#include "figure/option_checks.hpp"

#include <fmt/format.h>

#include "tviz/base/limits.hpp"

namespace tviz {

void check_width(const std::optional<double>& width, std::vector<Problem>& problems) {
  const double most = Limits{}.figure_pixels;
  if (!width || (*width >= 1 && *width <= most)) return;
  problems.push_back(
      {fmt::format("must be from 1 to {} pixels, got {}", most, *width), {"", 0, 0, "width"}, {}});
}

void check_length(std::string_view text, std::string_view option, const std::string& source,
                  std::vector<Problem>& problems) {
  const std::size_t most = Limits{}.text_bytes;
  if (text.size() <= most) return;
  problems.push_back({fmt::format("has {} bytes, more than {} (text_bytes)", text.size(), most),
                      {source, 0, 0, std::string(option)},
                      {}});
}

}  // namespace tviz
