// SPDX-License-Identifier: MIT
#include "tviz/figure/option_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <optional>
#include <utility>

#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_pages_begin[];
extern "C" const char tviz_data_pages_end[];

namespace tviz {
namespace {

constexpr double kPixelsOfAnInch = 96;

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

[[noreturn]] void fail(std::string_view option, std::string message, std::string hint = {}) {
  throw Error(Problem{std::move(message), {"", 0, 0, std::string(option)}, std::move(hint)});
}

/// A number of pixels, or one with a unit; nothing if the text is neither.
std::optional<double> length_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"px", 1}, {"pt", 96.0 / 72}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}}};
  double factor = 1;
  for (const auto& [unit, pixels] : kUnits) {
    if (!text.ends_with(unit)) continue;
    factor = pixels;
    text.remove_suffix(unit.size());
    break;
  }
  const auto value = parse_number<double>(text);
  if (!value || *value <= 0 || *value >= 1e6) return std::nullopt;
  return *value * factor;
}

/// Heads as "0,2" or "0-3,8"; nothing if the text is no such list.
std::optional<std::vector<std::int64_t>> parse_heads(std::string_view text) {
  constexpr std::int64_t kMostHeads = 4096;
  std::vector<std::int64_t> heads;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = parse_number<std::int64_t>(part.substr(0, dash));
    const auto last =
        dash == std::string_view::npos ? first : parse_number<std::int64_t>(part.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last - *first > kMostHeads) {
      return std::nullopt;
    }
    for (std::int64_t head = *first; head <= *last; ++head) heads.push_back(head);
    if (comma == std::string_view::npos) return heads;
    text.remove_prefix(comma + 1);
  }
}

Hook read_hook_map(const Node& item, const std::string& source, std::vector<Problem>& problems) {
  Hook hook;
  FieldReader reader(item, source, "", problems);
  if (auto point = reader.text("point")) {
    hook.point = std::move(*point);
  } else if (!reader.has("point")) {
    reader.report("point", "is missing");
  }
  hook.label = reader.text("label").value_or("");
  hook.backward = reader.boolean("backward").value_or(false);
  if (const Node* heads = reader.node("heads")) {
    for (const Node& head : heads->items) {
      if (const auto number = as_integer(head)) {
        hook.heads.push_back(*number);
      } else {
        reader.report("heads", "must be a list of whole numbers");
      }
    }
    if (heads->items.empty()) reader.report("heads", "must be a list of whole numbers");
  }
  reader.reject_unknown();
  return hook;
}

Hook read_hook(const Node& item, const std::string& source, std::vector<Problem>& problems) {
  if (item.kind == Node::Kind::Mapping) return read_hook_map(item, source, problems);
  const Location where{source, item.line, item.column, {}};
  if (item.kind != Node::Kind::Scalar) {
    problems.push_back({"must be a hook: {point, label, heads, backward}", where, {}});
    return {};
  }
  try {
    return parse_hook(item.scalar, "");
  } catch (const Error& error) {
    for (Problem problem : error.problems()) {
      problem.where = where;
      problems.push_back(std::move(problem));
    }
    return {};
  }
}

}  // namespace

std::vector<NamedPage> named_pages() {
  const Document list =
      parse_json({tviz_data_pages_begin, tviz_data_pages_end}, "core/data/pages.json");
  std::vector<NamedPage> pages;
  for (const Node& item : list.root.items) {
    const double width = as_real(*item.find("width")).value();
    const double height = as_real(*item.find("height")).value();
    pages.push_back({item.find("name")->scalar, width * kPixelsOfAnInch, height * kPixelsOfAnInch,
                     fmt::format("{}: {} × {} in", item.find("meaning")->scalar, width, height)});
  }
  return pages;
}

NamedPage parse_page(std::string_view text, std::string_view option) {
  std::vector<std::string> names;
  for (NamedPage& page : named_pages()) {
    if (page.name == text) return std::move(page);
    names.push_back(std::move(page.name));
  }
  fail(option, fmt::format("must be one of {}, got '{}'", fmt::join(names, ", "), text),
       did_you_mean(text, names));
}

double parse_length(std::string_view text, std::string_view option) {
  if (const auto length = length_of(text)) return *length;
  fail(option, fmt::format("'{}' is not a length", text), "write 600, 84mm, 3.25in or 240pt");
}

double parse_width(std::string_view text, std::string_view option) {
  if (const auto length = length_of(text)) return *length;
  std::vector<std::string> names;
  for (const NamedPage& page : named_pages()) {
    if (page.name == text) return page.width;
    names.push_back(page.name);
  }
  fail(option, fmt::format("'{}' is not a length", text),
       fmt::format("write 600, 84mm, 3.25in, 240pt or one of {}", fmt::join(names, ", ")));
}

std::int64_t parse_max_layers(std::string_view text, std::string_view option) {
  if (text == "all") return std::numeric_limits<std::int64_t>::max();
  const auto layers = parse_number<std::int64_t>(text);
  if (!layers || *layers < 1) {
    fail(option, fmt::format("must be a whole number from 1 on, or 'all', got '{}'", text));
  }
  return *layers;
}

Hook parse_hook(std::string_view text, std::string_view option) {
  Hook hook;
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) {
    auto heads = parse_heads(text.substr(at + 1));
    if (!heads) {
      fail(option, fmt::format("'{}' is not a list of heads", text.substr(at + 1)),
           "write POINT=LABEL@0,2 or POINT=LABEL@0-3");
    }
    hook.heads = std::move(*heads);
    text = text.substr(0, at);
  }
  const std::size_t equals = text.find('=');
  hook.point = text.substr(0, equals);
  if (equals != std::string_view::npos) hook.label = text.substr(equals + 1);
  if (hook.point.empty()) fail(option, "the hook point is missing", "write POINT=LABEL@HEADS");
  return hook;
}

std::vector<Hook> read_hooks(const Node& list, const std::string& source,
                             std::vector<Problem>& problems) {
  std::vector<Hook> hooks;
  if (list.kind != Node::Kind::Sequence) {
    problems.push_back({"must be a list of hooks", {source, list.line, list.column, {}}, {}});
  }
  for (const Node& item : list.items) hooks.push_back(read_hook(item, source, problems));
  return hooks;
}

std::vector<Hook> read_hooks(const std::filesystem::path& file) {
  const Limits limits;
  const std::string text = read_file(file, limits.document_bytes);
  const Document document = file.extension() == ".json" ? parse_json(text, file.string(), limits)
                                                        : parse_yaml(text, file.string(), limits);
  std::vector<Problem> problems;
  std::vector<Hook> hooks = read_hooks(document.root, document.source, problems);
  throw_if_any(std::move(problems));
  return hooks;
}

std::string file_date(std::string_view epoch) {
  if (epoch.empty()) return BackendOptions{}.date;
  const auto seconds = parse_number<std::int64_t>(epoch);
  constexpr std::int64_t kEndOfYear9999 = 253402300799;
  if (!seconds || *seconds < 0 || *seconds > kEndOfYear9999) {
    fail("SOURCE_DATE_EPOCH", fmt::format("must be a number of seconds, got '{}'", epoch));
  }
  const std::time_t time = *seconds;
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                     utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string date_of_environment() {
  const char* const epoch = std::getenv("SOURCE_DATE_EPOCH");
  return file_date(epoch == nullptr ? "" : epoch);
}

}  // namespace tviz
