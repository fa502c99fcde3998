// SPDX-License-Identifier: MIT
#include "model/peft.hpp"

namespace tviz {

std::optional<std::string> base_of_adapter(const Node& root) {
  const Node* type = root.find("peft_type");
  const Node* base = root.find("base_model_name_or_path");
  if (type == nullptr || base == nullptr || type->scalar != "LORA") return std::nullopt;
  return as_text(*base);
}

}  // namespace tviz
