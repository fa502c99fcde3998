// SPDX-License-Identifier: MIT
// Lists of hook names, with wildcards, in every dialect: checked, and shown in a figure.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "tviz/tviz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto registry = std::make_shared<const tviz::Registry>();
  static const std::array models{tviz::read_model("gpt2"), tviz::read_model("t5-small")};
  static const std::array graphs{tviz::build_graph(models[0], *registry),
                                 tviz::build_graph(models[1], *registry)};
  if (size == 0) return 0;
  // The first byte chooses the model and the dialect.
  const std::vector<std::string> dialects = registry->hook_dialects();
  const std::size_t model = data[0] % models.size();
  const std::size_t dialect = data[0] / models.size() % (dialects.size() + 1);
  const std::string chosen = dialect < dialects.size() ? dialects[dialect] : "";
  const std::string text(data + 1, data + size);
  try {
    const auto list = tviz::read_hook_list(text);
    tviz::check_hooks(graphs[model], *registry, chosen, list);
    tviz::RenderOptions options{.dialect = chosen};
    for (const tviz::ListedHook& hook : list) {
      options.hooks.push_back({.point = hook.name, .label = "ablate"});
    }
    const tviz::Figure figure(models[model], options, registry);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
