// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "scene/scene_writer.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {
namespace {

/// Takes what a JsonWriter takes and keeps 64 bits of it. Numbers count as they are printed,
/// to thousandths, so that a last bit that differs between machines changes no id.
class HashWriter {
 public:
  HashWriter& begin_object() { return mix('{'); }
  HashWriter& end_object() { return mix('}'); }
  HashWriter& begin_array() { return mix('['); }
  HashWriter& end_array() { return mix(']'); }
  HashWriter& key(std::string_view name) { return value(name); }
  HashWriter& value(double number) { return value(std::int64_t{std::llround(number * 1000)}); }
  HashWriter& value(std::int64_t number) { return mix(std::bit_cast<std::uint64_t>(number)); }
  HashWriter& value(Color color) {
    return mix((std::uint64_t{color.red} << 16U) | (std::uint64_t{color.green} << 8U) | color.blue);
  }
  HashWriter& line() { return *this; }

  HashWriter& value(std::string_view text) {
    mix(text.size());
    for (; text.size() > sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
      mix(first_bytes(text));
    }
    return mix(first_bytes(text));
  }

  std::uint64_t bits() const { return bits_; }

 private:
  static std::uint64_t first_bytes(std::string_view text) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), std::min(text.size(), sizeof(bytes)));
    return bytes;
  }

  /// FNV-1a by words instead of bytes; the shift brings the high bits down, which a
  /// multiplication alone never does.
  HashWriter& mix(std::uint64_t word) {
    constexpr std::uint64_t kPrime = 0x100000001B3U;
    bits_ = (bits_ ^ word) * kPrime;
    bits_ ^= bits_ >> 29U;
    return *this;
  }

  std::uint64_t bits_ = 0xCBF29CE484222325U;
};

}  // namespace

std::string hash(const Scene& scene) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  HashWriter writer;
  SceneWriter(writer).write(scene);
  std::uint64_t bits = writer.bits();
  std::string digits(8, '0');
  for (char& digit : digits) {
    digit = kDigits[bits % kDigits.size()];
    bits /= kDigits.size();
  }
  return digits;
}

}  // namespace tviz
