// SPDX-License-Identifier: MIT
#include "tviz/overlay/circuit.hpp"

#include <fmt/format.h>

#include <string_view>

namespace tviz {

std::string name_of(const CircuitMember& member) {
  constexpr std::string_view kBlocks = "blocks.";
  const std::string_view path = member.component;
  const std::size_t dot = path.find('.', kBlocks.size());
  if (!path.starts_with(kBlocks) || dot == path.npos) {
    return member.head < 0 ? member.component
                           : fmt::format("{}.heads.{}", member.component, member.head);
  }
  const std::string_view layer = path.substr(kBlocks.size(), dot - kBlocks.size());
  if (member.head >= 0) return fmt::format("{}.{}", layer, member.head);
  return path.substr(dot + 1) == "mlp" ? fmt::format("MLP {}", layer) : member.component;
}

}  // namespace tviz
