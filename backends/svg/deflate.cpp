// SPDX-License-Identifier: MIT
#include "deflate.hpp"

#include <zlib.h>

#include "tviz/base/error.hpp"

namespace tviz::svg {

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string result(size, '\0');
  // zlib's own type of a byte.
  auto* const target = reinterpret_cast<Bytef*>(result.data());
  const auto* const source = reinterpret_cast<const Bytef*>(bytes.data());
  if (compress2(target, &size, source, bytes.size(), Z_BEST_COMPRESSION) != Z_OK) {
    throw Error(Problem{"the page's data could not be compressed", {}, {}});
  }
  result.resize(size);
  return result;
}

}  // namespace tviz::svg
