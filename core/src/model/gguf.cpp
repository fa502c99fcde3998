// SPDX-License-Identifier: MIT
#include "model/gguf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <set>
#include <utility>

#include "base/digest.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr std::uint64_t kLongestKey = 65'535;
constexpr std::uint64_t kLongestTensorName = 63;  // GGML_MAX_NAME - 1
constexpr std::uint32_t kMostAxes = 4;            // GGML_MAX_DIMS
constexpr std::uint64_t kShortestEntry = 8;       // Of a string: its length.
constexpr std::uint64_t kNear = 4096;             // Bytes that are read rather than leapt over.
constexpr std::string_view kArchitecture = "general.architecture";

enum Type : std::uint32_t {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Uint32,
  Int32,
  Float32,
  Bool,
  String,
  Array,
  Uint64,
  Int64,
  Float64
};

/// Bytes of a number of this type; 0 if it is none.
std::uint64_t size_of(std::uint32_t type) {
  constexpr std::array<std::uint64_t, 13> kSizes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
  return type < kSizes.size() ? kSizes[type] : 0;
}

/// What ggml calls the type of a tensor's numbers (ggml.h, enum ggml_type); its number if it is not
/// known.
std::string name_of_type(std::uint32_t type) {
  constexpr std::array<std::string_view, 40> kNames{
      "F32",     "F16",    "Q4_0",    "Q4_1",  "",       "",      "Q5_0",  "Q5_1",
      "Q8_0",    "Q8_1",   "Q2_K",    "Q3_K",  "Q4_K",   "Q5_K",  "Q6_K",  "Q8_K",
      "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS",
      "I8",      "I16",    "I32",     "I64",   "F64",    "IQ1_M", "BF16",  "",
      "",        "",       "TQ1_0",   "TQ2_0", "",       "",      "",      "MXFP4"};
  const bool is_known = type < kNames.size() && !kNames[type].empty();
  return is_known ? std::string(kNames[type]) : std::to_string(type);
}

/// Reads a file from its start and never past its end.
class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& path) : path_(path), file_(path, std::ios::binary) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error || !file_) fail("cannot be read");
    remaining_ = size;
  }

  [[noreturn]] void fail(std::string message, std::string hint = {}) const {
    throw Error(Problem{std::move(message), {path_.string(), 0, 0, {}}, std::move(hint)});
  }

  template <class Number>
  Number number() {
    std::array<char, sizeof(Number)> bytes{};
    take(sizeof(Number));
    file_.read(bytes.data(), bytes.size());
    if (!file_) fail("cannot be read");
    if constexpr (std::endian::native == std::endian::big) std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<Number>(bytes);
  }

  /// A text of at most `longest` bytes; `what` names it in errors.
  std::string text(std::string_view what, std::uint64_t longest) {
    const auto length = number<std::uint64_t>();
    if (length > longest) {
      fail(fmt::format("{} has {} bytes, but the limit is {}", what, length, longest));
    }
    return text_of(length);
  }

  std::string text_of(std::uint64_t length) {
    take(length);
    std::string text(length, '\0');
    file_.read(text.data(), static_cast<std::streamsize>(length));
    if (!file_) fail("cannot be read");
    return text;
  }

  void skip(std::uint64_t count) {
    take(count);
    // Seeking throws away what has been read ahead.
    if (count < kNear) {
      file_.ignore(static_cast<std::streamsize>(count));
    } else {
      file_.seekg(static_cast<std::streamoff>(count), std::ios::cur);
    }
  }

  std::uint64_t remaining() const { return remaining_; }

 private:
  void take(std::uint64_t count) {
    if (count > remaining_) fail("the GGUF header ends too early", "is the file whole?");
    remaining_ -= count;
  }

  std::filesystem::path path_;
  std::ifstream file_;
  std::uint64_t remaining_ = 0;
};

class GgufReader {
 public:
  GgufReader(const std::filesystem::path& path, const GgufInterest& interest, const Limits& limits)
      : bytes_(path), interest_(interest), limits_(limits) {}

  GgufHeader read() {
    begin();
    for (std::uint64_t i = 0; i < entries_; ++i) read_entry();
    for (std::uint64_t i = 0; i < tensors_; ++i) read_tensor();
    return std::move(header_);
  }

  std::string read_architecture() {
    begin();
    for (std::uint64_t i = 0; i < entries_ && header_.metadata.empty(); ++i) read_entry();
    return header_.metadata.empty() ? std::string()
                                    : header_.metadata.begin()->second.text.value_or("");
  }

 private:
  void begin() {
    if (bytes_.remaining() < 4 || bytes_.number<std::uint32_t>() != 0x46554747U) {
      bytes_.fail("is not a GGUF file: it does not begin with 'GGUF'");
    }
    check_version(bytes_.number<std::uint32_t>());
    tensors_ = count("tensors");
    entries_ = count("metadata entries");
  }

  void check_version(std::uint32_t version) {
    if ((version & 0xFFFFU) == 0 && version != 0) {
      bytes_.fail("is a big-endian GGUF file, which tviz cannot read");
    }
    if (version != 2 && version != 3) {
      bytes_.fail(fmt::format("has GGUF version {}, but tviz reads only 2 and 3", version));
    }
  }

  std::uint64_t count(std::string_view what) {
    const auto number = bytes_.number<std::uint64_t>();
    if (number > limits_.header_entries) {
      bytes_.fail(fmt::format("claims {} {}, but the limit is {} (header_entries)", number, what,
                              limits_.header_entries));
    }
    return number;
  }

  void read_entry() {
    std::string key = bytes_.text("a metadata key", kLongestKey);
    if (key.empty()) bytes_.fail("has an empty metadata key");
    if (!keys_.insert(digest_numbers(key)).second) {
      bytes_.fail(fmt::format("has the metadata key '{}' twice", key));
    }
    const auto type = bytes_.number<std::uint32_t>();
    if (key == "general.alignment") {
      check_alignment(type);
    } else if (interest_.keys.contains(key)) {
      header_.metadata.emplace(key, read_value(key, type));
    } else {
      note_other_key(key);
      skip_value(key, type);
    }
  }

  void note_other_key(const std::string& key) {
    constexpr std::size_t kMostOtherKeys = 100;
    const std::string& beginning = interest_.key_beginning;
    if (beginning.empty() || !key.starts_with(beginning)) return;
    if (header_.other_keys.size() < kMostOtherKeys) header_.other_keys.push_back(key);
  }

  void skip_value(const std::string& key, std::uint32_t type) {
    if (type == String) {
      bytes_.skip(bytes_.number<std::uint64_t>());
    } else if (type == Array) {
      GgufValue passed_over;
      read_array(key, passed_over, 0);
    } else {
      read_value(key, type);
    }
  }

  void check_alignment(std::uint32_t type) {
    if (type != Uint32 || !std::has_single_bit(bytes_.number<std::uint32_t>())) {
      bytes_.fail("general.alignment must be a 32-bit power of 2");
    }
  }

  GgufValue read_value(const std::string& key, std::uint32_t type) {
    GgufValue value;
    switch (type) {
      case String:
        value.text = read_text();
        break;
      case Array:
        read_array(key, value, static_cast<std::uint64_t>(limits_.layers));
        break;
      case Float32:
        value.real = bytes_.number<float>();
        break;
      case Float64:
        value.real = bytes_.number<double>();
        break;
      case Bool:
        value.boolean = bytes_.number<std::uint8_t>() != 0;
        break;
      default:
        value.integer = integer(key, type);
    }
    return value;
  }

  /// A text, or nothing if it is too long to be a name: a chat template is skipped.
  std::optional<std::string> read_text() {
    const auto length = bytes_.number<std::uint64_t>();
    if (length > limits_.text_bytes) {
      bytes_.skip(length);
      return std::nullopt;
    }
    return bytes_.text_of(length);
  }

  std::optional<std::int64_t> integer(const std::string& key, std::uint32_t type) {
    switch (type) {
      case Uint8:
        return bytes_.number<std::uint8_t>();
      case Int8:
        return bytes_.number<std::int8_t>();
      case Uint16:
        return bytes_.number<std::uint16_t>();
      case Int16:
        return bytes_.number<std::int16_t>();
      case Uint32:
        return bytes_.number<std::uint32_t>();
      case Int32:
        return bytes_.number<std::int32_t>();
      case Bool:
        return bytes_.number<std::uint8_t>() != 0 ? 1 : 0;
      case Int64:
        return bytes_.number<std::int64_t>();
      case Uint64: {
        const auto number = bytes_.number<std::uint64_t>();
        if (std::in_range<std::int64_t>(number)) return static_cast<std::int64_t>(number);
        bytes_.fail(fmt::format("{} is {}, which cannot be a dimension", key, number));
      }
      default:
        bytes_.fail(fmt::format("{} has the value type {}, which GGUF does not have", key, type));
    }
  }

  /// Of a list with more values than `most` only the length is kept.
  void read_array(const std::string& key, GgufValue& value, std::uint64_t most) {
    const auto type = bytes_.number<std::uint32_t>();
    value.length = bytes_.number<std::uint64_t>();
    const std::uint64_t size = type == String ? kShortestEntry : size_of(type);
    if (size == 0) bytes_.fail(fmt::format("{} is a list of values of type {}", key, type));
    if (value.length > bytes_.remaining() / size) {
      bytes_.fail(fmt::format("{} claims {} values, more than the file holds", key, value.length),
                  "is the file whole?");
    }
    const bool is_short = value.length <= most;
    for (std::uint64_t i = 0; i < value.length; ++i) {
      if (type == String) {
        bytes_.skip(bytes_.number<std::uint64_t>());
      } else if (type == Float32 || type == Float64 || !is_short) {
        bytes_.skip((value.length - i) * size);
        return;
      } else {
        value.integers.push_back(integer(key, type).value_or(0));
      }
    }
  }

  void read_tensor() {
    GgufTensor tensor;
    tensor.name = bytes_.text("a tensor's name", kLongestTensorName);
    const auto axes = bytes_.number<std::uint32_t>();
    if (axes > kMostAxes) {
      bytes_.fail(fmt::format("tensor '{}' has {} axes, but the limit is {}", tensor.name, axes,
                              kMostAxes));
    }
    for (std::uint32_t axis = 0; axis < axes; ++axis) {
      tensor.sizes.push_back(bytes_.number<std::int64_t>());
      if (tensor.sizes.back() < 0) {
        bytes_.fail(fmt::format("tensor '{}' has a negative size", tensor.name));
      }
    }
    check_count(tensor);
    // New types come from time to time; the offset concerns the numbers alone.
    tensor.type = name_of_type(bytes_.number<std::uint32_t>());
    bytes_.skip(sizeof(std::uint64_t));
    if (!names_.insert(digest_numbers(tensor.name)).second) {
      bytes_.fail(fmt::format("has the tensor '{}' twice", tensor.name));
    }
    if (is_of_interest(tensor.name)) header_.tensors.push_back(std::move(tensor));
  }

  bool is_of_interest(const std::string& tensor) {
    if (interest_.all_tensors || interest_.tensors.contains(tensor)) return true;
    const std::string& beginning = interest_.tensor_beginning;
    if (beginning.empty() || has_beginning_ || !tensor.starts_with(beginning)) return false;
    has_beginning_ = true;
    return true;
  }

  void check_count(const GgufTensor& tensor) const {
    std::int64_t count = 1;
    for (const std::int64_t size : tensor.sizes) {
      if (__builtin_mul_overflow(count, size, &count)) {
        bytes_.fail(fmt::format("tensor '{}' has more numbers than can be counted", tensor.name));
      }
    }
  }

  Bytes bytes_;
  const GgufInterest& interest_;
  const Limits& limits_;
  std::uint64_t tensors_ = 0;
  std::uint64_t entries_ = 0;
  GgufHeader header_;
  bool has_beginning_ = false;
  // Digests: the names themselves may be as long as the file.
  std::set<std::pair<std::uint64_t, std::uint64_t>> keys_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> names_;
};

}  // namespace

GgufHeader read_gguf_header(const std::filesystem::path& path, const GgufInterest& interest,
                            const Limits& limits) {
  return GgufReader(path, interest, limits).read();
}

std::string read_gguf_architecture(const std::filesystem::path& path, const Limits& limits) {
  const GgufInterest interest{{std::string(kArchitecture)}, {}, {}};
  return GgufReader(path, interest, limits).read_architecture();
}

}  // namespace tviz
