// SPDX-License-Identifier: MIT
// The hook names of TransformerLens's HookedTransformer.
#include <algorithm>

#include "absent_names.hpp"
#include "names.hpp"
#include "sae_lens.hpp"
#include "tviz/plugin/plugin.hpp"

namespace {

/// Whether a block mixes tokens without attention, which HookedTransformer has no code for.
bool has_mixer(const tviz::Graph& graph) {
  const auto mixes = [](const tviz::BlockStructure& structure) {
    return std::ranges::any_of(tviz::components_of(structure),
                               [](const tviz::Component* each) { return each->kind == "mixer"; });
  };
  return std::ranges::any_of(graph.streams, [&](const tviz::Stream& stream) {
    return std::ranges::any_of(stream.structures, mixes);
  });
}

class TransformerLens final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override {
    // Lists and labels speak of what the library can load; names of the stream keep their meaning.
    if (has_mixer(graph)) return;
    transformer_lens::list_names(table_, graph, stream, block, sink);
  }

  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override {
    transformer_lens::find_name(table_, graph, name, sink);
  }

  std::string library() const override { return "TransformerLens 1 to 3 (HookedTransformer)"; }
  std::string snippet() const override {
    return R"(model.run_with_hooks(tokens, fwd_hooks=[("{name}", fn)]))";
  }

  tviz::Absence absence(const tviz::Graph& graph, std::string_view name) const override {
    return absent_names_.find(graph, name);
  }

 private:
  transformer_lens::HookTable table_;
  transformer_lens::AbsentNames absent_names_{table_};
};

}  // namespace

TVIZ_PLUGIN("transformer_lens", "1.0.0", "MIT", "Hook names of TransformerLens and SAELens.",
            tviz::provide<tviz::HookResolver, TransformerLens>("transformer_lens", 100),
            tviz::provide<tviz::HookResolver, transformer_lens::SaeLens>("sae_lens", 300))
