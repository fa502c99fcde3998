// SPDX-License-Identifier: MIT
#include <iostream>
#include <tviz/figure/notebook_json.hpp>
#include <tviz/tviz.hpp>

// As kernels show the value of a cell's last line.
template <typename Value>
nlohmann::json shown(const Value& value) {
  return mime_bundle_repr(value);
}

int main() {
  const auto bundle = shown(tviz::visualize("gpt2"));
  for (const auto& [type, text] : bundle.items()) {
    std::cout << type << ": " << text.get<std::string>().substr(0, 11) << '\n';
  }
}
