// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "readers.hpp"
#include "tviz/base/error.hpp"

namespace values {
namespace {

constexpr std::size_t kFields = 3;
using Fields = std::array<std::string_view, kFields>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\"";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Takes the first line, without its end, from the text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// Nothing if the line has not three fields. The last one may hold commas: it is the title.
std::optional<Fields> split(std::string_view line) {
  Fields fields;
  for (std::size_t i = 0; i + 1 < kFields; ++i) {
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    fields[i] = trimmed(line.substr(0, comma));
    line.remove_prefix(comma + 1);
  }
  fields.back() = trimmed(line);
  return fields;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

/// Reads one line; returns what is wrong with it.
std::string read_line(std::string_view line, tviz::ValueSink& sink) {
  const auto fields = split(line);
  if (!fields) return "must have the form component,head,number";
  tviz::Value value = place((*fields)[0]);
  if (!(*fields)[1].empty()) {
    const auto head = number_of<std::int64_t>((*fields)[1]);
    if (!head || *head < 0) return "the second field must be empty or a whole number from 0 on";
    value.head = *head;
  }
  // Tables leave the field empty where nobody measured.
  if ((*fields)[2].empty()) return {};
  const auto number = number_of<double>((*fields)[2]);
  if (!number) return "the last field must be a number";
  value.number = *number;
  sink.add(value);
  return {};
}

}  // namespace

void CsvReader::read(std::string_view bytes, const tviz::Graph& /*graph*/,
                     tviz::ValueSink& sink) const {
  std::vector<tviz::Problem> problems;
  const auto report = [&](int line, std::string message) {
    problems.push_back({std::move(message), {"", line, 1, {}}, {}});
  };
  const auto header = split(take_line(bytes));
  const bool names_places = header && ((*header)[1] == "head" || (*header)[1] == "position");
  if (!names_places || (*header)[0] != "component") {
    report(1, "must be the header component,head,TITLE or component,position,TITLE");
  } else {
    sink.set_title((*header)[2]);
  }
  for (int number = 2; !bytes.empty(); ++number) {
    const std::string_view line = take_line(bytes);
    if (trimmed(line).empty()) continue;
    if (std::string wrong = read_line(line, sink); !wrong.empty()) {
      report(number, std::move(wrong));
    }
  }
  tviz::throw_if_any(std::move(problems));
}

}  // namespace values
