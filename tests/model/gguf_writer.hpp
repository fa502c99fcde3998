// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace tviz::test {

/// Writes GGUF as docs/gguf.md of ggml describes it, so that the reader is not tested by itself.
class Gguf {
 public:
  explicit Gguf(std::uint32_t version = 3) : version_(version) {}

  template <class Number>
  static std::string raw(Number number) {
    std::string bytes(sizeof(Number), '\0');
    std::memcpy(bytes.data(), &number, sizeof(Number));
    return bytes;
  }
  static std::string text(const std::string& value) {
    return raw(std::uint64_t{value.size()}) + value;
  }

  Gguf& entry(const std::string& key, std::uint32_t type, const std::string& value) {
    entries_ += text(key) + raw(type) + value;
    ++entry_count_;
    return *this;
  }
  Gguf& number(const std::string& key, std::uint32_t value) { return entry(key, 4, raw(value)); }
  Gguf& words(const std::string& key, const std::string& value) {
    return entry(key, 8, text(value));
  }
  Gguf& numbers(const std::string& key, const std::vector<std::int32_t>& values) {
    std::string list = raw(std::uint32_t{5}) + raw(std::uint64_t{values.size()});
    for (const std::int32_t value : values) list += raw(value);
    return entry(key, 9, list);
  }
  Gguf& tensor(const std::string& name, const std::vector<std::int64_t>& sizes) {
    tensors_ += text(name) + raw(static_cast<std::uint32_t>(sizes.size()));
    for (const std::int64_t size : sizes) tensors_ += raw(size);
    tensors_ += raw(std::uint32_t{1}) + raw(std::uint64_t{0});
    ++tensor_count_;
    return *this;
  }

  std::string bytes() const {
    return "GGUF" + raw(version_) + raw(tensor_count_) + raw(entry_count_) + entries_ + tensors_;
  }

 private:
  std::uint32_t version_;
  std::uint64_t tensor_count_ = 0;
  std::uint64_t entry_count_ = 0;
  std::string entries_;
  std::string tensors_;
};

}  // namespace tviz::test
