// SPDX-License-Identifier: MIT
#include "output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "messages.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cli {
namespace {

[[noreturn]] void fail(int error) {
  throw Error(Problem{"cannot be written: " + std::generic_category().message(error),
                      {.source = "standard output"},
                      {}});
}

}  // namespace

void print_bytes(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) fail(errno);
}

void print_text(std::string_view text) {
  // All of it before any is printed: if memory runs out, there is no half of it.
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += escaped(text.substr(0, end));
    if (end < text.size()) lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  print_bytes(lines);
}

void print_json(const nlohmann::ordered_json& json) {
  print_bytes(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void finish_output() {
  if (std::fflush(stdout) != 0) fail(errno);
  // Some file systems tell only on closing that there was no room.
  const int copy = ::dup(STDOUT_FILENO);
  if (copy >= 0 && ::close(copy) != 0) fail(errno);
}

void occupy_standard_descriptors() {
  // Opened the wrong way round, input and output fail as they would have while closed.
  constexpr std::array kModes{O_WRONLY, O_RDONLY, O_WRONLY};
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    if (::open("/dev/null", kModes[static_cast<std::size_t>(descriptor)]) != descriptor) {
      std::_Exit(EXIT_FAILURE);
    }
  }
}

}  // namespace tviz::cli
