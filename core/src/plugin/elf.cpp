// SPDX-License-Identifier: MIT
#include "plugin/elf.hpp"

#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>

namespace tviz {

namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
constexpr unsigned char kClass = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;

template <class Record>
std::optional<Record> read_at(std::ifstream& file, std::uint64_t offset) {
  Record record;
  file.seekg(static_cast<std::streamoff>(offset));
  if (!file.read(reinterpret_cast<char*>(&record), sizeof(Record))) return std::nullopt;
  return record;
}

/// How long the file must be to hold its segments; the end of the headers if it ends there.
std::uint64_t needed_size(std::ifstream& file, const Header& header) {
  std::uint64_t needed = sizeof(Header);
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    const std::uint64_t offset = header.e_phoff + i * sizeof(Segment);
    const auto segment = read_at<Segment>(file, offset);
    if (!segment) return std::max(needed, offset + sizeof(Segment));
    if (segment->p_type != PT_LOAD) continue;
    needed = std::max<std::uint64_t>(needed, segment->p_offset + segment->p_filesz);
  }
  return needed;
}

}  // namespace

std::string check_shared_library(const std::filesystem::path& file) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (error || !stream) return "cannot be read";
  const auto header = read_at<Header>(stream, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
    return "not a shared library";
  }
  if (header->e_ident[EI_CLASS] != kClass || header->e_phentsize != sizeof(Segment)) {
    return "a shared library for another kind of machine";
  }
  if (const std::uint64_t needed = needed_size(stream, *header); size < needed) {
    return fmt::format("cut short: the file has {} bytes, but should have {} or more", size,
                       needed);
  }
  return {};
}

}  // namespace tviz
