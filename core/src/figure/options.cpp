// SPDX-License-Identifier: MIT
#include "tviz/figure/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "figure/option_reader.hpp"
#include "figure/option_table.hpp"
#include "theme/fields.hpp"
#include "tviz/figure/option_text.hpp"

namespace tviz {
namespace {

std::vector<std::string> words_of(const OptionRow& row) {
  if (row.kind == OptionKind::ThemeWord) return words_of_field(row.theme_field);
  std::vector<std::string> words(row.words.begin(), row.words.end());
  if (row.kind == OptionKind::Width || row.kind == OptionKind::Page) {
    for (NamedPage& page : named_pages()) words.push_back(std::move(page.name));
  }
  return words;
}

std::string spelled(OptionLanguage language, const OptionRow& row) {
  if (language == OptionLanguage::Program) {
    std::string name = fmt::format("--{}", row.name);
    std::ranges::replace(name, '_', '-');
    return name;
  }
  if (row.program_alone) return {};
  const bool differs = language == OptionLanguage::Python && !row.name_in_python.empty();
  return std::string(differs ? row.name_in_python : row.name);
}

FigureOption option_of(const OptionRow& row) {
  return {.name = std::string(row.name),
          .kind = row.kind,
          .scope = row.scope,
          .help = std::string(row.help),
          .words = words_of(row),
          .least = row.least,
          .most = row.most,
          .initial = text_of(row, FigureSettings{}),
          .otherwise = std::string(row.otherwise),
          .in_program = spelled(OptionLanguage::Program, row),
          .alias_in_program =
              row.alias_in_program.empty() ? "" : fmt::format("--{}", row.alias_in_program),
          .in_manifest = spelled(OptionLanguage::Manifest, row),
          .in_python = spelled(OptionLanguage::Python, row),
          .flag_in_python = row.flag_in_python};
}

const OptionRow& row_of(const GivenOption& given) {
  const auto is_meant = [&](const OptionRow& row) {
    return spelled(given.language, row) == given.name;
  };
  const auto row = std::ranges::find_if(option_table(), is_meant);
  if (given.name.empty() || row == option_table().end()) throw std::out_of_range(given.name);
  return *row;
}

/// Any text in a form that says where it ends.
std::string delimited(std::string_view text) { return fmt::format("{}:{};", text.size(), text); }

std::string identity_of_hooks(const std::vector<Hook>& hooks) {
  std::string text;
  for (const Hook& hook : hooks) {
    text += fmt::format("{}{}{}{}", delimited(hook.point), delimited(hook.label),
                        fmt::join(hook.heads, ","), hook.backward ? ";backward;" : ";");
    text += fmt::format("{}{}", delimited(hook.dialect), hook.guessed_heads ? "guessed;" : ";");
  }
  return text;
}

std::string identity_of_circuit(const Circuit& circuit) {
  std::string text;
  for (const std::string* each :
       {&circuit.name, &circuit.title, &circuit.citation, &circuit.note}) {
    text += delimited(*each);
  }
  for (const CircuitClass& each : circuit.classes) {
    text += fmt::format("{}{};", delimited(each.name), each.color ? format(*each.color) : "");
  }
  for (const CircuitMember& each : circuit.members) {
    text += fmt::format("{}{}:{};", delimited(each.component), each.head,
                        each.role ? static_cast<std::int64_t>(*each.role) : -1);
  }
  for (const CircuitEdge& each : circuit.edges) {
    text += fmt::format("{}-{}{}:{};", each.from, each.to, each.ports,
                        each.weight ? fmt::format("{}", *each.weight) : "");
  }
  return text;
}

}  // namespace

std::vector<FigureOption> figure_options() {
  std::vector<FigureOption> options;
  options.reserve(option_table().size());
  for (const OptionRow& row : option_table()) options.push_back(option_of(row));
  return options;
}

const std::string& name_in(OptionLanguage language, const FigureOption& option) {
  switch (language) {
    case OptionLanguage::Program:
      return option.in_program;
    case OptionLanguage::Manifest:
      return option.in_manifest;
    case OptionLanguage::Python:
      break;
  }
  return option.in_python;
}

void set_option(const GivenOption& given, FigureSettings& settings,
                std::vector<Problem>& problems) {
  read_option(row_of(given), given, settings, problems);
}

std::vector<std::filesystem::path> option_files(const FigureSettings& settings) {
  // The table gives places to write to.
  FigureSettings copy = settings;
  std::vector<std::filesystem::path> files;
  const auto add = [&files](const std::filesystem::path& file) {
    if (!file.empty()) files.push_back(file);
  };
  for (const OptionRow& row : option_table()) {
    if (row.kind == OptionKind::Hooks) add(settings.hooks_file);
    if (row.kind == OptionKind::Circuit) add(settings.circuit_file);
    if (row.kind == OptionKind::File) {
      add(std::get<PlaceOf<std::filesystem::path>>(row.place)(copy));
    }
    if (row.kind == OptionKind::Files) {
      for (const auto& file :
           std::get<PlaceOf<std::vector<std::filesystem::path>>>(row.place)(copy)) {
        add(file);
      }
    }
  }
  return files;
}

std::vector<Problem> in_words_of(OptionLanguage language, std::vector<Problem> problems) {
  for (Problem& problem : problems) {
    Location& where = problem.where;
    if (where.source == "overrides" && where.line == 0) {
      const auto set = std::ranges::find(option_table(), OptionKind::Setting, &OptionRow::kind);
      where.source = spelled(language, *set);
    }
    const bool is_of_figure = where.source.empty() || where.source.starts_with('(');
    if (!is_of_figure || where.line > 0) continue;
    const auto row = std::ranges::find(option_table(), where.field, &OptionRow::name);
    if (row != option_table().end()) where.field = spelled(language, *row);
  }
  return problems;
}

std::size_t chosen_word(const WordPlace& place, const FigureSettings& settings) {
  FigureSettings copy = settings;
  return std::visit([&](auto choice) { return static_cast<std::size_t>(choice(copy)); }, place);
}

void choose_word(const WordPlace& place, std::size_t index, FigureSettings& settings) {
  std::visit(
      [&](auto choice) {
        auto& value = choice(settings);
        value = static_cast<std::remove_reference_t<decltype(value)>>(index);
      },
      place);
}

std::string text_of(const OptionRow& row, const FigureSettings& settings) {
  FigureSettings copy = settings;
  switch (row.kind) {
    case OptionKind::Flag:
      return std::get<PlaceOf<bool>>(row.place)(copy) ? "true" : "false";
    case OptionKind::Word:
      return std::string(row.words[chosen_word(std::get<WordPlace>(row.place), settings)]);
    case OptionKind::Text:
    case OptionKind::Theme:
      return std::get<PlaceOf<std::string>>(row.place)(copy);
    case OptionKind::Layers: {
      const auto layers = std::get<PlaceOf<std::optional<std::int64_t>>>(row.place)(copy);
      if (!layers) return {};
      return layers == std::numeric_limits<std::int64_t>::max() ? "all"
                                                                : fmt::format("{}", *layers);
    }
    case OptionKind::Count: {
      const std::size_t count = std::get<PlaceOf<std::size_t>>(row.place)(copy);
      return count == 0 ? "" : fmt::format("{}", count);
    }
    case OptionKind::Number:
      return fmt::format("{}", std::get<PlaceOf<double>>(row.place)(copy));
    case OptionKind::Limit:
    case OptionKind::Length:
    case OptionKind::Width: {
      const auto length = std::get<PlaceOf<std::optional<double>>>(row.place)(copy);
      return length ? fmt::format("{}", *length) : "";
    }
    default:
      return {};
  }
}

std::string identity_of(const OptionRow& row, const FigureSettings& settings) {
  FigureSettings copy = settings;
  switch (row.kind) {
    case OptionKind::Texts:
    case OptionKind::Keywords: {
      std::string text;
      for (const std::string& each : std::get<PlaceOf<std::vector<std::string>>>(row.place)(copy)) {
        text += delimited(each);
      }
      return text;
    }
    case OptionKind::Hooks:
      return identity_of_hooks(settings.options.hooks);
    case OptionKind::Circuit:
      return identity_of_circuit(settings.options.circuit);
    case OptionKind::File:
      return std::get<PlaceOf<std::filesystem::path>>(row.place)(copy).empty() ? "" : "given";
    case OptionKind::Files:
      return fmt::format(
          "{}", std::get<PlaceOf<std::vector<std::filesystem::path>>>(row.place)(copy).size());
    case OptionKind::Theme:
      return {};
    default:
      return text_of(row, settings);
  }
}

}  // namespace tviz
