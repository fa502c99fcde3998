// SPDX-License-Identifier: MIT
#include "base/digest.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tviz {

std::pair<std::uint64_t, std::uint64_t> digest_numbers(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string digest(std::string_view bytes) {
  const auto [high, low] = digest_numbers(bytes);
  return fmt::format("{:016x}{:016x}", high, low);
}

}  // namespace tviz
