// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parameters.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::test {

inline ModelArchitecture from_json(std::string_view text) {
  return read_model(parse_json(text, "m.json"));
}

inline ModelArchitecture from_yaml(std::string_view text) {
  return read_model(parse_yaml(text, "m.yaml"));
}

/// The text of the Error that `act` throws, or "nothing thrown".
inline std::string thrown(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

/// A node as text, the same for equal ones wherever they stand.
inline std::string text_of(const Node& node) {
  std::string text = node.quoted ? '"' + node.scalar + '"' : node.scalar;
  for (const Node& item : node.items) text += '[' + text_of(item) + ']';
  for (const Node::Member& member : node.members) {
    text += '{' + member.key + ": " + text_of(member.value) + '}';
  }
  return text;
}

inline std::string json_error(std::string_view text) {
  return thrown([&] { from_json(text); });
}

/// "gl" for a global and a local layer.
inline std::string reaches(const ModelArchitecture& model) {
  std::string letters;
  for (const LayerKind& layer : model.layers) letters += name_of(layer.reach).front();
  return letters;
}

}  // namespace tviz::test
