// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/limits.hpp"

namespace tviz {

/// A tensor as a GGUF header lists it.
struct GgufTensor {
  std::string name;
  std::vector<std::int64_t> sizes;  ///< The first is the one that varies fastest.
  std::string type{};               ///< "Q4_K"; of a type that is not known its number.
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

/// What is kept of a header; the rest is checked and passed over.
struct GgufInterest {
  std::set<std::string, std::less<>> keys;     ///< Of the metadata.
  std::set<std::string, std::less<>> tensors;  ///< Names of tensors.
  std::string tensor_beginning{};              ///< The first tensor whose name begins so, too.
  std::string key_beginning{};                 ///< The names of other keys that begin so, too.
  bool all_tensors = false;                    ///< All tensors, whatever they are called.
};

/// What stands before the numbers of the tensors, as far as it is of interest.
struct GgufHeader {
  std::map<std::string, GgufValue, std::less<>> metadata;
  std::vector<GgufTensor> tensors;
  std::vector<std::string> other_keys;  ///< A hundred at most.
};

/// Reads the header of a GGUF file of version 2 or 3, little-endian, with the checks of ggml's
/// src/gguf.cpp that concern it. Memory is taken for what is of interest, and for 16 bytes of each
/// name, which tell whether it comes twice; never for what the file claims. Throws Error.
GgufHeader read_gguf_header(const std::filesystem::path& path, const GgufInterest& interest,
                            const Limits& limits);

/// The value of `general.architecture`, which says what the other keys are called; empty if there
/// is none. Reads no further than that. Throws Error.
std::string read_gguf_architecture(const std::filesystem::path& path, const Limits& limits);

}  // namespace tviz
