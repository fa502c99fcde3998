// SPDX-License-Identifier: MIT
#include "plugin/dialect_versions.hpp"

#include <algorithm>
#include <charconv>

namespace tviz {
namespace {

/// "4.3" as numbers, which compare as versions do.
std::vector<int> numbers_of(std::string_view version) {
  std::vector<int> numbers;
  while (!version.empty()) {
    const std::size_t dot = std::min(version.find('.'), version.size());
    int number = 0;
    std::from_chars(version.data(), version.data() + dot, number);
    numbers.push_back(number);
    version.remove_prefix(std::min(dot + 1, version.size()));
  }
  return numbers;
}

/// Whether one version is the other, or has further numbers after it: "4.3" and "4.3.0".
bool agree(std::string_view first, std::string_view second) {
  if (first.size() > second.size()) std::swap(first, second);
  return second.starts_with(first) &&
         (first.size() == second.size() || second[first.size()] == '.');
}

}  // namespace

DialectName parse_dialect(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

std::vector<std::string> versions_of(std::string_view library,
                                     const std::vector<std::string>& provided) {
  std::vector<std::string> versions;
  for (const std::string& name : provided) {
    if (parse_dialect(name).library == library) versions.push_back(name);
  }
  std::ranges::stable_sort(versions, std::ranges::greater{}, [](const std::string& name) {
    return numbers_of(parse_dialect(name).version);
  });
  return versions;
}

std::string matching_version(std::string_view asked, const std::vector<std::string>& versions) {
  const auto found = std::ranges::find_if(versions, [&](const std::string& name) {
    return asked.empty() || agree(asked, parse_dialect(name).version);
  });
  return found == versions.end() ? std::string() : *found;
}

}  // namespace tviz
