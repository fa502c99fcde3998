// SPDX-License-Identifier: MIT
// Reads numbers for components from files with the extension .tsv: a component's path, a tab and
// a number on each line. Change read() into your format, and the extension at the bottom.
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <tviz/base/error.hpp>
#include <tviz/plugin/plugin.hpp>
#include <utility>
#include <vector>

namespace {

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

/// Asked from many threads at once, so it has no state.
class PluginName final : public tviz::ValueReader {
 public:
  /// Reports all wrong lines, not only the first. The host checks that the components exist.
  void read(std::string_view bytes, const tviz::Graph& /*graph*/,
            tviz::ValueSink& sink) const override {
    std::vector<tviz::Problem> problems;
    sink.set_title("value");
    for (int line = 1; !bytes.empty(); ++line) {
      const std::size_t end = bytes.find('\n');
      const std::string_view text = bytes.substr(0, end);
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
      const std::size_t tab = text.find('\t');
      const auto number =
          tab == std::string_view::npos ? std::nullopt : number_of(text.substr(tab + 1));
      if (number) {
        sink.add({std::string(text.substr(0, tab)), tviz::kAllHeads, *number});
      } else {
        problems.push_back({"must be a component, a tab and a number", {"", line, 1, {}}, {}});
      }
    }
    tviz::throw_if_any(std::move(problems));
  }
};

}  // namespace

TVIZ_PLUGIN("plugin_name", "1.0.0", "MIT", "Numbers for components from .tsv files.",
            tviz::provide<tviz::ValueReader, PluginName>("tsv"))
