// SPDX-License-Identifier: MIT
#include <iostream>
#include <tviz/tviz.hpp>

int main() {
  try {
    const tviz::Figure figure = tviz::visualize("gpt2", {.max_layers = 4});
    figure.save("gpt2.pdf");
    figure.save("gpt2.html");
  } catch (const tviz::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
