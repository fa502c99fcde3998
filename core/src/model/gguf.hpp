// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/limits.hpp"

namespace tviz {

/// A tensor as a GGUF header lists it.
struct GgufTensor {
  std::string name;
  std::vector<std::int64_t> sizes;  ///< The first is the one that varies fastest.
};

/// A metadata value: a number, a text or a list of whole numbers. Of longer lists, of lists of
/// texts and of long texts only the length is kept.
struct GgufValue {
  std::optional<std::string> text{};
  std::optional<std::int64_t> integer{};
  std::optional<double> real{};
  std::optional<bool> boolean{};
  std::vector<std::int64_t> integers{};
  std::uint64_t length = 0;
};

/// What stands before the numbers of the tensors.
struct GgufHeader {
  std::map<std::string, GgufValue, std::less<>> metadata;
  std::vector<GgufTensor> tensors;
};

/// Reads the header of a GGUF file of version 2 or 3, little-endian, with the checks of ggml's
/// src/gguf.cpp that concern it. Memory is taken for what the file holds, never for what it
/// claims. Throws Error.
GgufHeader read_gguf_header(const std::filesystem::path& path, const Limits& limits);

}  // namespace tviz
