// SPDX-License-Identifier: MIT
#include "scales.hpp"

#include <cmath>
#include <optional>

#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

namespace {

/// The whole number that this one is but for rounding, from 2 on.
std::optional<std::int64_t> whole(double value) {
  constexpr double kMost = 1e9;
  constexpr double kRounding = 1e-6;
  if (!(value > 1.5) || value > kMost) return std::nullopt;
  const double nearest = std::round(value);
  if (std::abs(value - nearest) > kRounding * nearest) return std::nullopt;
  return static_cast<std::int64_t>(nearest);
}

/// With three digits that count: nobody reads more in a figure.
std::string decimal(double value) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - 2);
  return number(std::round(value / unit) * unit);
}

std::string root(std::int64_t square) { return "√" + std::to_string(square); }

/// A root before other factors, where its sign would seem to reach over these.
std::string root_factor(std::int64_t square) { return std::to_string(square) + "^{1/2} "; }

/// A factor before a term: "12 ", "4608^{1/2} ", "0.22 ". Empty for 1.
std::string factor(double scale) {
  if (scale == 1) return {};
  if (whole(scale)) return std::to_string(*whole(scale)) + ' ';
  if (const auto square = whole(scale * scale)) return root_factor(*square);
  return decimal(scale) + ' ';
}

}  // namespace

std::string score_scale(const ModelArchitecture& model, std::int64_t size) {
  if (model.score_scale == 0) return " / " + root(size);
  if (model.score_scale == 1) return {};
  const double divisor = 1 / model.score_scale;
  // Gemma gives the square, which is near the width of a head; Granite and muP divide by a width.
  const auto square = whole(divisor * divisor);
  if (square && *square < 4 * size) return " / " + root(*square);
  if (whole(divisor)) return " / " + std::to_string(*whole(divisor));
  return " · " + decimal(model.score_scale);
}

std::string embedding_scale(const ModelArchitecture& model) {
  // modeling_gemma.py: the root of the width, also where that is a whole number.
  const auto square = whole(model.embedding_scale * model.embedding_scale);
  return square == model.d_model ? root_factor(*square) : factor(model.embedding_scale);
}

std::string residual_scale(const ModelArchitecture& model) { return factor(model.residual_scale); }

std::string scaled_logits(const ModelArchitecture& model, const std::string& formula) {
  const double divisor = 1 / model.logit_scale;
  if (whole(divisor)) return formula + " / " + std::to_string(*whole(divisor));
  if (const auto square = whole(divisor * divisor)) return formula + " / " + root(*square);
  return factor(model.logit_scale) + formula;
}

}  // namespace transformers
