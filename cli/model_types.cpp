// SPDX-License-Identifier: MIT
#include "tviz/model/model_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "output.hpp"

namespace tviz::cli {

ModelTypes make_model_types(const Arguments& arguments) {
  return ModelTypes(figure_settings(arguments.figure).model_types_files);
}

/// A file may use the families of those before it.
void check_model_types(const Arguments& arguments) {
  ModelTypes types = make_model_types(arguments);
  std::vector<Problem> problems;
  nlohmann::ordered_json good = nlohmann::ordered_json::array();
  for (const std::string& file : arguments.words) {
    try {
      types.add(file);
      good.push_back(file);
      if (!arguments.json) print_text(fmt::format("{}: good\n", file));
    } catch (const Error& error) {
      std::ranges::copy(error.problems(), std::back_inserter(problems));
    }
  }
  throw_if_any(std::move(problems));
  if (arguments.json) {
    print_json(nlohmann::ordered_json{{"good", std::move(good)}});
  }
}

}  // namespace tviz::cli
