// SPDX-License-Identifier: MIT
#include "png_texts.hpp"

#include <zlib.h>

#include <cstdint>
#include <string_view>

#include "tviz/base/version.hpp"

namespace tviz::cairo {
namespace {

void append_big_endian(std::uint32_t number, std::string& bytes) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>((number >> shift) & 0xFFU);
  }
}

void append_text(std::string_view keyword, std::string_view text, std::string& bytes) {
  if (text.empty()) return;
  std::string chunk = "iTXt";
  chunk += keyword;
  // The keyword's end, twice 0 for a text that is not compressed, no language, no translation.
  chunk.append(5, '\0');
  chunk += text;
  append_big_endian(static_cast<std::uint32_t>(chunk.size() - 4), bytes);
  bytes += chunk;
  const auto* const data = reinterpret_cast<const Bytef*>(chunk.data());
  append_big_endian(static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(chunk.size()))),
                    bytes);
}

}  // namespace

std::string png_texts(const Scene& scene, const Metadata& metadata) {
  std::string bytes;
  append_text("Title", scene.title, bytes);
  append_text("Author", listed(metadata.authors), bytes);
  append_text("Description", scene.description, bytes);
  append_text("Copyright", metadata.licence, bytes);
  append_text("Keywords", listed(metadata.keywords), bytes);
  append_text("Source", metadata.source, bytes);
  append_text("Software", program_name(), bytes);
  return bytes;
}

}  // namespace tviz::cairo
