// SPDX-License-Identifier: MIT
#include "figure_options.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "tviz/base/document.hpp"

namespace tviz::cli {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

[[noreturn]] void fail(std::string option, std::string message, std::string hint = {}) {
  throw Error(Problem{std::move(message), {"", 0, 0, std::move(option)}, std::move(hint)});
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

Hook read_hook(const Node& item, const Document& document, std::vector<Problem>& problems) {
  Hook hook;
  if (item.kind == Node::Kind::Scalar) return parse_hook(item.scalar);
  if (item.kind != Node::Kind::Mapping) {
    problems.push_back({"must be a hook: {point, label, heads, backward}",
                        {document.source, item.line, item.column, {}},
                        {}});
    return hook;
  }
  FieldReader reader(item, document.source, "", problems);
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

std::vector<Hook> read_hooks(const std::string& path) {
  const Limits limits;
  const std::string text = read_file(path, limits.document_bytes);
  const Document document =
      path.ends_with(".json") ? parse_json(text, path, limits) : parse_yaml(text, path, limits);
  std::vector<Problem> problems;
  if (document.root.kind != Node::Kind::Sequence) {
    problems.push_back({"must be a list of hooks", {path, 1, 1, {}}, {}});
  }
  std::vector<Hook> hooks;
  for (const Node& item : document.root.items) {
    hooks.push_back(read_hook(item, document, problems));
  }
  throw_if_any(std::move(problems));
  return hooks;
}

ThemeOverride parse_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    fail("--set", fmt::format("'{}' is not of the form key=value", text));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::int64_t parse_max_layers(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::int64_t>::max();
  const auto layers = parse_number<std::int64_t>(text);
  if (!layers || *layers < 1) {
    fail("--max-layers", fmt::format("must be a number from 1 on or 'all', got '{}'", text));
  }
  return *layers;
}

/// The date of the file's metadata: SOURCE_DATE_EPOCH if it is set, else the library's fixed
/// one, so that equal input gives equal bytes.
void set_date(BackendOptions& output) {
  const char* const epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch == nullptr || *epoch == '\0') return;
  const auto seconds = parse_number<std::int64_t>(epoch);
  constexpr std::int64_t kEndOfYear9999 = 253402300799;
  if (!seconds || *seconds < 0 || *seconds > kEndOfYear9999) {
    fail("SOURCE_DATE_EPOCH", fmt::format("must be a number of seconds, got '{}'", epoch));
  }
  const std::time_t time = *seconds;
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  output.date = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900,
                            utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

TextMode parse_text_mode(std::string_view word) {
  if (word == "outline") return TextMode::Outline;
  return word == "system" ? TextMode::System : TextMode::Embed;
}

}  // namespace

double parse_length(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"px", 1}, {"pt", 96.0 / 72}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}}};
  double factor = 1;
  std::string_view number = text;
  for (const auto& [unit, pixels] : kUnits) {
    if (!text.ends_with(unit)) continue;
    factor = pixels;
    number.remove_suffix(unit.size());
  }
  const auto value = parse_number<double>(number);
  if (!value || !(*value > 0 && *value < 1e6)) {
    fail("--width", fmt::format("'{}' is no length", text), "write 600, 84mm, 3.25in or 240pt");
  }
  return *value * factor;
}

Hook parse_hook(std::string_view text) {
  Hook hook;
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) {
    auto heads = parse_heads(text.substr(at + 1));
    if (!heads) {
      fail("--hook", fmt::format("'{}' is no list of heads", text.substr(at + 1)),
           "write POINT=LABEL@0,2 or POINT=LABEL@0-3");
    }
    hook.heads = std::move(*heads);
    text = text.substr(0, at);
  }
  const std::size_t equals = text.find('=');
  hook.point = text.substr(0, equals);
  if (equals != std::string_view::npos) hook.label = text.substr(equals + 1);
  if (hook.point.empty()) fail("--hook", "the hook point is missing", "write POINT=LABEL@HEADS");
  return hook;
}

RenderOptions render_options(const FigureArguments& arguments) {
  RenderOptions options;
  options.max_layers = parse_max_layers(arguments.max_layers);
  if (arguments.width) options.width = parse_length(*arguments.width);
  for (const std::string& hook : arguments.hooks) options.hooks.push_back(parse_hook(hook));
  for (const std::string& hook : arguments.backward_hooks) {
    options.hooks.push_back(parse_hook(hook));
    options.hooks.back().backward = true;
  }
  if (!arguments.hooks_file.empty()) {
    for (Hook& hook : read_hooks(arguments.hooks_file)) options.hooks.push_back(std::move(hook));
  }
  options.stream = arguments.stream;
  options.dialect = arguments.dialect;
  options.expanded = arguments.expanded;
  options.theme = arguments.theme;
  for (const std::string& setting : arguments.settings) {
    options.overrides.push_back(parse_setting(setting));
  }
  options.annotations =
      arguments.annotations == "none" ? Annotations::None : Annotations::Equations;
  options.heads = arguments.heads == "all" ? HeadsShown::All : HeadsShown::Fitting;
  options.output.text = parse_text_mode(arguments.text);
  options.output.scale = arguments.scale;
  set_date(options.output);
  return options;
}

}  // namespace tviz::cli
