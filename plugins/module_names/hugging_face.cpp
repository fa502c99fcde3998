// SPDX-License-Identifier: MIT
#include <array>

#include "dialects.hpp"

namespace module_names {

namespace {

struct Ending {
  std::string_view text;
  bool input;
};

// A weight stands for what comes of it.
constexpr std::array<Ending, 4> kEndings{
    {{".output", false}, {".input", true}, {".weight", false}, {".bias", false}}};

}  // namespace

void HuggingFace::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                            const tviz::Block* block, tviz::HookNameSink& sink) const {
  const auto name_of = [](const std::string& path, bool input) {
    return input ? path + ".input" : path;
  };
  modules_.enumerate(graph, stream, block, name_of, sink);
}

void HuggingFace::resolve(const tviz::Graph& graph, std::string_view name,
                          tviz::HookNameSink& sink) const {
  std::string_view path = name;
  bool input = false;
  for (const Ending& ending : kEndings) {
    if (!name.ends_with(ending.text)) continue;
    path.remove_suffix(ending.text.size());
    input = ending.input;
    break;
  }
  // Only indices of lists count from the end, not parts of a path.
  if (path.find('-') != path.npos) return;
  modules_.find(graph, path, [&](const Module& module, const Tensors&) {
    for (const tviz::HookName& each : hook_names(std::string(name), module, input)) {
      sink.add(each);
    }
  });
}

std::string HuggingFace::snippet() const {
  return R"(model.get_submodule("{name}").register_forward_hook(hook))";
}

std::string HuggingFace::library() const { return "Transformers 5.24.0"; }

}  // namespace module_names
