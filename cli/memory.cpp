// SPDX-License-Identifier: MIT
#include "memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace tviz::cli {
namespace {

// The destructor of a JSON list needs 16 bytes for each of its values.
constexpr std::size_t kKeptBack = std::size_t{8} << 20U;

std::atomic<void*> for_retry = nullptr;
std::atomic<void*> for_ending = nullptr;

/// What asks first may be such a destructor, which must get what it asks for.
void give_back() {
  if (void* first = for_retry.exchange(nullptr)) return std::free(first);
  std::set_new_handler(nullptr);
  std::free(for_ending.exchange(nullptr));
  throw std::bad_alloc();
}

}  // namespace

bool keep_memory_back() {
  for_retry = std::malloc(kKeptBack);
  for_ending = std::malloc(kKeptBack);
  std::set_new_handler(give_back);
  return for_retry != nullptr && for_ending != nullptr;
}

}  // namespace tviz::cli
