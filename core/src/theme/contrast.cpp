// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tviz/base/color.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

constexpr double kTextContrast = 4.5;
constexpr double kLineContrast = 3;

/// Two colours that lie on each other, by the paths of their fields.
struct Pair {
  std::string_view above;
  std::string_view below;
  double least;
};

constexpr std::array kPairs{
    Pair{"roles.title", "roles.page", kTextContrast},
    Pair{"roles.text", "roles.page", kTextContrast},
    Pair{"roles.muted", "roles.page", kTextContrast},
    Pair{"roles.frame_label", "roles.page", kTextContrast},
    Pair{"roles.note.text", "roles.page", kTextContrast},
    Pair{"roles.button", "roles.page", kTextContrast},
    Pair{"roles.text", "roles.card.fill", kTextContrast},
    Pair{"roles.muted", "roles.card.fill", kTextContrast},
    Pair{"roles.button", "roles.card.fill", kTextContrast},
    Pair{"roles.text", "roles.panel", kTextContrast},
    Pair{"roles.muted", "roles.panel", kTextContrast},
    Pair{"roles.learned.text", "roles.learned.fill", kTextContrast},
    // Names of hooks in an opened layer.
    Pair{"roles.muted", "roles.learned.fill", kTextContrast},
    Pair{"roles.latent.text", "roles.latent.fill", kTextContrast},
    Pair{"roles.input_output.text", "roles.input_output.fill", kTextContrast},
    Pair{"roles.operation.text", "roles.operation.fill", kTextContrast},
    Pair{"roles.line", "roles.page", kLineContrast},
    Pair{"roles.stream", "roles.page", kLineContrast},
};

class Check {
 public:
  explicit Check(const Theme& theme) : theme_(theme), values_(theme_values(theme)) {}

  std::vector<Problem> run() {
    for (const Pair& pair : kPairs) compare(pair.above, pair.below, pair.least);
    for (std::size_t i = 0; i < theme_.highlights.size(); ++i) {
      const std::string path = fmt::format("highlights.{}", i);
      compare(path + ".text", path + ".fill", kTextContrast);
      compare(path + ".stroke", "roles.page", kLineContrast);
    }
    return std::move(problems_);
  }

 private:
  const ThemeValue& value(std::string_view path) const {
    return *std::ranges::find(values_, path, &ThemeValue::path);
  }

  void compare(std::string_view above, std::string_view below, double least) {
    const ThemeValue& front = value(above);
    const ThemeValue& ground = value(below);
    const double reached = contrast(*parse_color(front.value), *parse_color(ground.value));
    if (reached >= least) return;
    problems_.push_back({fmt::format("{} on {} {} has a contrast of {:.2f}:1", front.value, below,
                                     ground.value, reached),
                         front.where, fmt::format("it takes at least {}:1 to be legible", least)});
  }

  const Theme& theme_;
  std::vector<ThemeValue> values_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> contrast_problems(const Theme& theme) { return Check(theme).run(); }

}  // namespace tviz
