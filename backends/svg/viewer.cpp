// SPDX-License-Identifier: MIT
#include "viewer.hpp"

#include "tviz/base/base64.hpp"

extern "C" {
extern const char tviz_viewer_begin[];
extern const char tviz_viewer_end[];
extern const char tviz_fragment_viewer_begin[];
extern const char tviz_fragment_viewer_end[];
}

namespace tviz::svg {
namespace {

/// Value of a lower-case hexadecimal digit.
int digit_value(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

}  // namespace

std::string_view viewer_source() {
  return {tviz_viewer_begin, static_cast<std::size_t>(tviz_viewer_end - tviz_viewer_begin)};
}

std::string_view fragment_viewer_source() {
  return {tviz_fragment_viewer_begin,
          static_cast<std::size_t>(tviz_fragment_viewer_end - tviz_fragment_viewer_begin)};
}

std::string viewer_policy() {
  constexpr std::string_view kHex = TVIZ_VIEWER_SHA256;
  std::string bytes;
  for (std::size_t at = 0; at + 1 < kHex.size(); at += 2) {
    bytes += static_cast<char>(digit_value(kHex[at]) * 16 + digit_value(kHex[at + 1]));
  }
  return "sha256-" + base64(bytes);
}

}  // namespace tviz::svg
