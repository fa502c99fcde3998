// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/name_index.hpp"
#include "figure/values.hpp"
#include "layout/positions.hpp"
#include "plugin/call_plugin.hpp"
#include "tviz/base/document.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

class ValueList final : public ValueSink {
 public:
  void set_title(std::string_view title) override { values.title = title; }
  void add(const Value& value) override {
    const std::size_t most = Limits{}.values;
    if (values.list.size() == most) {
      throw Error(Problem{fmt::format("more values than the limit of {}", most), {}, {}});
    }
    values.list.push_back(value);
  }
  Values values;
};

constexpr std::int64_t kMostPositions = 1024;

/// Of all components and layers.
NameIndex paths_of(const Graph& graph) {
  std::vector<std::string> paths;
  for (const ComponentReference& each : components_of(graph)) paths.push_back(each.path());
  for (const Stream& stream : graph.streams) {
    for (const Block& block : stream.blocks) paths.push_back(block.path);
  }
  return NameIndex(std::move(paths));
}

bool is_of_layer(const Value& value, const Graph& graph) {
  return std::ranges::any_of(
      graph.streams, [&](const Stream& stream) { return tviz::is_of_layer(value, stream); });
}

Problem problem_of(const Value& value, std::string message, std::string hint) {
  return {
      std::move(message), {.field = fmt::format("value of {}", value.component)}, std::move(hint)};
}

/// A list of numbers for what has no heads is one mistake.
void check_head(const Value& value, const Component& component,
                std::set<std::string_view>& without_heads, std::vector<Problem>& problems) {
  const std::int64_t count = count_heads_or_experts(component);
  if (count == 0) {
    if (!without_heads.insert(value.component).second) return;
    problems.push_back(problem_of(value, "the component has no heads", {}));
  } else if (value.head >= count) {
    const std::string_view word = component.n_heads > 0 ? "head" : "expert";
    problems.push_back(problem_of(value, fmt::format("there is no {} {}", word, value.head),
                                  fmt::format("its {}s are 0 to {}", word, count - 1)));
  }
}

}  // namespace

void check_values(const Values& values, const Graph& graph) {
  std::vector<Problem> problems;
  std::optional<NameIndex> paths;
  std::set<std::string_view> without_heads;
  for (const Value& value : values.list) {
    const Component* component = find_component(graph, value.component).component;
    if (component == nullptr && is_of_layer(value, graph)) {
      if (value.head >= kMostPositions) {
        problems.push_back(problem_of(
            value, fmt::format("a layer has numbers at most at {} positions", kMostPositions), {}));
      }
    } else if (component == nullptr) {
      if (!paths) paths.emplace(paths_of(graph));
      problems.push_back(problem_of(
          value,
          fmt::format("{} has no component or layer '{}'", graph.model.model_name, value.component),
          paths->did_you_mean(value.component)));
    } else if (value.head >= 0) {
      check_head(value, *component, without_heads, problems);
    }
  }
  throw_if_any(std::move(problems));
}

Values parse_values(std::string_view bytes, std::string_view format, const std::string& source,
                    const Graph& graph, const Registry& registry) {
  const auto reader = registry.value_reader(format);
  ValueList list;
  try {
    call_plugin(plugin_object(registry, kind_of<ValueReader>(), format),
                [&] { reader->read(bytes, graph, list); });
    check_values(list.values, graph);
  } catch (const Error& error) {
    throw_from(source, error.problems());
  }
  return std::move(list.values);
}

Values read_values(const std::filesystem::path& file, const Graph& graph,
                   const Registry& registry) {
  const std::string format = format_of(file);
  // Before the file is read, so that an extension that means nothing is the first thing told.
  registry.value_reader(format);
  const std::string bytes = read_file(file.string(), Limits{}.document_bytes);
  return parse_values(bytes, format, file.string(), graph, registry);
}

}  // namespace tviz
