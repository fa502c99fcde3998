// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tviz/model/architecture.hpp"

namespace transformers {

/// How a formula writes what multiplies the scores of queries and keys of this width: " / √64",
/// " / 64", " · 0.3". Empty if nothing does.
std::string score_scale(const tviz::ModelArchitecture& model, std::int64_t size);

/// What stands before the token embedding: "12 ", "√4608 ". Empty if nothing scales it.
std::string embedding_scale(const tviz::ModelArchitecture& model);

/// What stands before each term that a layer adds: "0.22 ". Empty if nothing scales them.
std::string residual_scale(const tviz::ModelArchitecture& model);

/// The formula of the logits, scaled: "W_U x / 8", "0.3 W_U x".
std::string scaled_logits(const tviz::ModelArchitecture& model, const std::string& formula);

}  // namespace transformers
