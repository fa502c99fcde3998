// SPDX-License-Identifier: MIT
#include "figure/option_checks.hpp"

#include <fmt/format.h>

#include "tviz/base/limits.hpp"

namespace tviz {

void check_size(const std::optional<double>& size, std::string_view option,
                std::vector<Problem>& problems) {
  const double most = Limits{}.figure_pixels;
  if (!size || (*size >= 1 && *size <= most)) return;
  problems.push_back({fmt::format("must be from 1 to {} pixels, got {}", most, *size),
                      {"", 0, 0, std::string(option)},
                      {}});
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
