// SPDX-License-Identifier: MIT
#include "wording.hpp"

#include "tviz/scene/number.hpp"

namespace transformers {

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string matrix(std::int64_t rows, std::int64_t columns) {
  return std::to_string(rows) + " × " + std::to_string(columns);
}

std::string widths(std::int64_t from, std::int64_t hidden, std::int64_t to) {
  return std::to_string(from) + " → " + std::to_string(hidden) + " → " + std::to_string(to);
}

std::string upright(std::string_view text) {
  std::string word(text);
  std::erase(word, '"');
  return '"' + word + '"';
}

std::string activation_symbol(std::string_view act_fn) {
  if (act_fn == "sigmoid") return "σ";
  if (act_fn.starts_with("gelu") && !act_fn.ends_with("_ln")) return R"("gelu")";
  return upright(act_fn);
}

std::string number(double value) {
  std::string text;
  tviz::append_number(text, value);
  return text;
}

}  // namespace transformers
