// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/rule_language.hpp"

namespace tviz {

/// Every mistake of a rules file, in the order of the text: words and fields that there are not,
/// values of a wrong type, rules that give no value, numbers that are calculated from later ones,
/// families that are `like` an unknown one or, around some corners, like themselves. `map` is
/// File, or CarriedFile for the file of the library; `known` are the families that other files
/// have.
std::vector<Problem> check_rules(const Document& rules, RuleMap map,
                                 const std::set<std::string, std::less<>>& known);

}  // namespace tviz
