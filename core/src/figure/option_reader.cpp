// SPDX-License-Identifier: MIT
#include "figure/option_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "theme/fields.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/figure/option_text.hpp"

namespace tviz {
namespace {

/// "attention, GPT-2" in parts, without the spaces around each; empty ones are left out.
std::vector<std::string> split_at_commas(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n";
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::size_t begin = part.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) continue;
    parts.emplace_back(part.substr(begin, part.find_last_not_of(kSpaces) + 1 - begin));
  }
  return parts;
}

class OptionReader {
 public:
  OptionReader(const OptionRow& row, const GivenOption& given, FigureSettings& settings,
               std::vector<Problem>& problems)
      : row_(row),
        given_(given),
        node_(given.value),
        settings_(settings),
        problems_(problems),
        in_manifest_(given.language == OptionLanguage::Manifest) {}

  void run() {
    switch (row_.kind) {
      case OptionKind::Flag:
        return flag();
      case OptionKind::Word:
        return word();
      case OptionKind::Text:
        return text();
      case OptionKind::Texts:
        return texts();
      case OptionKind::Keywords:
        return keywords();
      case OptionKind::Layers:
        return parse<std::optional<std::int64_t>>(parse_max_layers);
      case OptionKind::Count:
        return count();
      case OptionKind::Number:
        return number();
      case OptionKind::Limit:
        return limit();
      case OptionKind::Length:
        return parse<std::optional<double>>(parse_length);
      case OptionKind::Width:
        return parse<std::optional<double>>(parse_width);
      case OptionKind::Page:
        return page();
      case OptionKind::File:
        return file();
      case OptionKind::Files:
        return files();
      case OptionKind::Theme:
        return theme();
      case OptionKind::ThemeWord:
        return word_of_theme();
      case OptionKind::Setting:
        return settings_of_theme();
      case OptionKind::Hook:
        return hooks_of_texts(false);
      case OptionKind::BackwardHook:
        return hooks_of_texts(true);
      case OptionKind::Hooks:
        return hooks();
      case OptionKind::Circuit:
        return circuit();
    }
  }

 private:
  template <class Value>
  Value& place() {
    return std::get<PlaceOf<Value>>(row_.place)(settings_);
  }

  void flag() {
    if (const auto value = as_boolean(node_)) {
      place<bool>() = *value;
    } else {
      report("must be true or false");
    }
  }

  void word() {
    const WordPlace& choice = std::get<WordPlace>(row_.place);
    if (given_.language == OptionLanguage::Python && row_.flag_in_python) {
      if (const auto flag = as_boolean(node_)) return choose_word(choice, *flag ? 1 : 0, settings_);
    }
    const auto given = single();
    if (!given) return;
    const auto found = std::ranges::find(row_.words, *given);
    if (found != row_.words.end()) {
      return choose_word(choice, static_cast<std::size_t>(found - row_.words.begin()), settings_);
    }
    report_unknown_word(fmt::format("must be {}", fmt::join(row_.words, " or ")), *given,
                        {row_.words.begin(), row_.words.end()});
  }

  void text() {
    if (auto given = single()) place<std::string>() = std::move(*given);
  }

  void texts() {
    std::vector<std::string> list = several();
    if (!list.empty()) place<std::vector<std::string>>() = std::move(list);
  }

  void keywords() {
    std::vector<std::string> list;
    for (const std::string& given : several()) {
      std::ranges::move(split_at_commas(given), std::back_inserter(list));
    }
    if (!list.empty()) place<std::vector<std::string>>() = std::move(list);
  }

  void count() {
    const auto value = as_integer(node_);
    if (value && static_cast<double>(*value) >= row_.least &&
        static_cast<double>(*value) <= row_.most) {
      place<std::size_t>() = static_cast<std::size_t>(*value);
    } else {
      report(fmt::format("must be a whole number from {} to {}", row_.least, row_.most));
    }
  }

  void number() {
    const auto value = as_real(node_);
    if (value && *value >= row_.least && *value <= row_.most) {
      place<double>() = *value;
    } else {
      report(fmt::format("must be a number from {} to {}", row_.least, row_.most));
    }
  }

  void limit() {
    const auto value = as_real(node_);
    if (!value || !std::isfinite(*value)) return report("must be a number");
    place<std::optional<double>>() = *value;
  }

  void file() {
    if (const auto path = single()) place<std::filesystem::path>() = from_here(*path);
  }

  void files() {
    auto& all = place<std::vector<std::filesystem::path>>();
    for (const std::string& path : several()) all.push_back(from_here(path));
  }

  /// In a manifest a file of that name counts before a carried theme.
  void theme() {
    const auto given = single();
    if (!given) return;
    place<std::string>() = in_manifest_ ? name_or_path(given_.folder, *given) : *given;
  }

  void word_of_theme() {
    const auto given = single();
    if (!given) return;
    const std::vector<std::string> known = words_of_field(row_.theme_field);
    if (std::ranges::find(known, *given) != known.end()) {
      return override_field(std::string(row_.theme_field), *given);
    }
    report_unknown_word(fmt::format("must be one of {}", fmt::join(known, ", ")), *given, known);
  }

  /// A width or a height that is given beside it wins, whichever is read first.
  void page() {
    const auto name = single();
    if (!name) return;
    checked([&] {
      const NamedPage page = parse_page(*name, given_.name);
      RenderOptions& options = place<RenderOptions>();
      options.width = options.width.value_or(page.width);
      options.height = options.height.value_or(page.height);
    });
  }

  void settings_of_theme() {
    if (given_.language == OptionLanguage::Program) return settings_of_texts();
    if (node_.kind != Node::Kind::Mapping) return report("must be a map from keys to values");
    for (const Node::Member& member : node_.members) {
      if (member.value.kind == Node::Kind::Scalar) {
        override_field(member.key, member.value.scalar);
      } else {
        report(fmt::format("'{}' must be a single value", member.key), member.value);
      }
    }
  }

  void settings_of_texts() {
    for (const std::string& setting : several()) {
      const std::size_t equals = setting.find('=');
      if (equals == std::string::npos) {
        report(fmt::format("'{}' is not of the form key=value", setting));
      } else {
        override_field(setting.substr(0, equals), setting.substr(equals + 1));
      }
    }
  }

  void override_field(std::string path, std::string value) {
    place<std::vector<ThemeOverride>>().push_back({std::move(path), std::move(value)});
  }

  void hooks_of_texts(bool backward) {
    for (const std::string& text : several()) {
      checked([&] {
        Hook hook = parse_hook(text, given_.name);
        hook.backward = backward;
        place<std::vector<Hook>>().push_back(std::move(hook));
      });
    }
  }

  void hooks() {
    std::vector<Hook>& all = place<std::vector<Hook>>();
    if (node_.kind == Node::Kind::Scalar) {
      const auto text = single();
      if (!text) return;
      settings_.hooks_file = from_here(*text);
      checked(
          [&] { std::ranges::move(read_hooks(settings_.hooks_file), std::back_inserter(all)); });
    } else {
      std::ranges::move(read_hooks(node_, given_.source, problems_), std::back_inserter(all));
    }
  }

  void circuit() {
    if (node_.kind != Node::Kind::Scalar) return circuit_of_map();
    const auto text = single();
    if (!text) return;
    checked([&] {
      if (!is_circuit_file(*text)) {
        place<Circuit>() = carried_circuit(*text);
      } else {
        settings_.circuit_file = from_here(*text);
        place<Circuit>() = read_circuit(settings_.circuit_file);
      }
    });
  }

  /// In memory, lines and columns are nobody's.
  void circuit_of_map() {
    const bool in_memory = given_.source.empty();
    const std::size_t known = problems_.size();
    checked(
        [&] { place<Circuit>() = read_circuit(node_, in_memory ? given_.name : given_.source); });
    if (!in_memory) return;
    for (CircuitMember& member : place<Circuit>().members) forget_lines(member.where);
    for (std::size_t i = known; i < problems_.size(); ++i) forget_lines(problems_[i].where);
  }

  static void forget_lines(Location& where) { where.line = where.column = 0; }

  /// What a parser of option_text.hpp makes of the text.
  template <class Value, class Parser>
  void parse(Parser parser) {
    if (const auto text = single()) {
      checked([&] { place<Value>() = parser(*text, given_.name); });
    }
  }

  /// A path in a manifest, as one from where the program runs.
  std::filesystem::path from_here(std::string_view path) const {
    return in_manifest_ ? (given_.folder / path).lexically_normal() : std::filesystem::path(path);
  }

  /// Numbers count as texts here: `width: 600`.
  std::optional<std::string> single() {
    if (node_.kind == Node::Kind::Scalar && !node_.scalar.empty()) return node_.scalar;
    report(node_.kind == Node::Kind::Scalar ? "must not be empty" : "must be a single value");
    return std::nullopt;
  }

  /// One text, or a list of them.
  std::vector<std::string> several() {
    std::vector<std::string> list;
    const auto add = [&](const Node& item) {
      if (item.kind != Node::Kind::Scalar) return report("must be a single value", item);
      if (item.scalar.empty()) return report("must not be empty", item);
      list.push_back(item.scalar);
    };
    if (node_.kind == Node::Kind::Sequence) {
      for (const Node& item : node_.items) add(item);
    } else if (node_.kind == Node::Kind::Scalar) {
      add(node_);
    }
    const bool has_any = node_.kind == Node::Kind::Scalar || !node_.items.empty();
    if (!has_any) report("must be a list");
    return list;
  }

  template <class Action>
  void checked(Action action) {
    try {
      action();
    } catch (const Error& error) {
      for (Problem problem : error.problems()) {
        if (problem.where.source.empty()) problem.where = at(node_);
        problems_.push_back(std::move(problem));
      }
    }
  }

  Location at(const Node& node) const {
    if (given_.source.empty()) return {"", 0, 0, given_.name};
    return {given_.source, node.line, node.column, given_.name};
  }

  void report(std::string message) { report(std::move(message), node_); }
  void report(std::string message, const Node& node) {
    problems_.push_back({std::move(message), at(node), {}});
  }

  void report_unknown_word(std::string_view demand, const std::string& given,
                           const std::vector<std::string>& known) {
    problems_.push_back(
        {fmt::format("{}, got '{}'", demand, given), at(node_), did_you_mean(given, known)});
  }

  const OptionRow& row_;
  const GivenOption& given_;
  const Node& node_;
  FigureSettings& settings_;
  std::vector<Problem>& problems_;
  bool in_manifest_;
};

}  // namespace

std::string name_or_path(const std::filesystem::path& folder, const std::string& text) {
  const std::filesystem::path file = (folder / text).lexically_normal();
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return text;
  // In the folder where the program runs it would otherwise be a name.
  return file.has_parent_path() ? file.string() : "./" + file.string();
}

void read_option(const OptionRow& row, const GivenOption& given, FigureSettings& settings,
                 std::vector<Problem>& problems) {
  OptionReader(row, given, settings, problems).run();
}

}  // namespace tviz
