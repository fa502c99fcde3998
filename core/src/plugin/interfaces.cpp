// SPDX-License-Identifier: MIT
#include "tviz/plugin/interfaces.hpp"

#include "tviz/base/error.hpp"

namespace tviz {

// Out of line, so that each class has its type information in the library alone: a cast of
// what a plugin made finds the same type on both sides.
Extension::~Extension() = default;
Architecture::~Architecture() = default;
std::vector<OwnKey> Architecture::own_keys() const { return {}; }
ComponentKind::~ComponentKind() = default;
HookResolver::~HookResolver() = default;
std::string HookResolver::snippet() const { return {}; }
std::string HookResolver::library() const { return {}; }
Absence HookResolver::absence(const Graph&, std::string_view) const { return {}; }
ValueReader::~ValueReader() = default;
Backend::~Backend() = default;
DiagramBackend::~DiagramBackend() = default;
void DiagramBackend::render(const Scene&, const BackendOptions&, ByteSink&) const {
  throw Error(Problem{"this format is made of a diagram, not of a scene", {}, {}});
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) {
    if (!list.empty()) list += ", ";
    list += word;
  }
  return list;
}

}  // namespace tviz
