// SPDX-License-Identifier: MIT
#include "sae_lens.hpp"

#include <algorithm>
#include <utility>

#include "names.hpp"

extern "C" const char tviz_sae_names_begin[];
extern "C" const char tviz_sae_names_end[];

namespace transformer_lens {

namespace {

using tviz::Dimension;
using tviz::Graph;
using tviz::HookName;
using tviz::HookPoint;

/// An id may have a release before it and a feature behind it, and stand for a name with a suffix.
constexpr int kMostSteps = 4;

class List final : public tviz::HookNameSink {
 public:
  void add(const HookName& name) override { names.push_back(name); }
  std::vector<HookName> names;
};

tviz::Document rules_document() {
  const std::string_view json(tviz_sae_names_begin,
                              static_cast<std::size_t>(tviz_sae_names_end - tviz_sae_names_begin));
  return tviz::parse_json(json, "sae_names.json");
}

/// "6-res-jb" of "6-res-jb/650", which is one feature.
std::string_view without_feature(std::string_view id) {
  const std::size_t slash = id.rfind('/');
  if (slash == std::string_view::npos || slash + 1 == id.size()) return id;
  const bool is_number = id.find_first_not_of("0123456789", slash + 1) == std::string_view::npos;
  return is_number ? id.substr(0, slash) : id;
}

/// The shape of what an autoencoder reads: heads are one axis with what is in them.
std::vector<Dimension> read_shape(const Graph& graph, const HookName& hook) {
  std::vector<Dimension> shape{{"batch"}, {"seq_len"}};
  const tviz::Component* component = tviz::find_component(graph, hook.component).component;
  if (component == nullptr) return {{"batch"}, {"seq_len"}, {"d_model", graph.model.d_model}};
  const auto point = std::ranges::find(component->hook_points, hook.site, &HookPoint::site);
  if (hook.head_axis != 2 || point->shape.size() != 4) return point->shape;
  const Dimension& heads = point->shape[2];
  const Dimension& size = point->shape[3];
  shape.push_back({heads.symbol + '*' + size.symbol, heads.size * size.size});
  return shape;
}

}  // namespace

SaeLens::SaeLens() : own_points_(rules_document()), rules_(rules_document()) {}

void SaeLens::enumerate(const Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                        tviz::HookNameSink& sink) const {
  list_names(table_, graph, stream, block, sink);
}

void SaeLens::resolve(const Graph& graph, std::string_view name, tviz::HookNameSink& sink) const {
  if (const SaeSuffix* suffix = rules_.suffix_of(name)) {
    add_tensor(graph, name, *suffix, sink);
    return;
  }
  std::vector<HookName> hooks = hooks_of(graph, name, {}, 0);
  const std::size_t slash = name.find('/');
  if (hooks.empty() && slash != std::string_view::npos) {
    hooks = hooks_of(graph, without_feature(name.substr(slash + 1)), name.substr(0, slash), 0);
  }
  for (HookName& hook : hooks) {
    hook.name = name;
    sink.add(hook);
  }
}

/// The hook points that a name means: its own, else those of the first rule that leads to any.
std::vector<HookName> SaeLens::hooks_of(const Graph& graph, std::string_view name,
                                        std::string_view release, int depth) const {
  List list;
  find_name(table_, graph, name, list);
  if (list.names.empty()) find_name(own_points_, graph, name, list);
  if (!list.names.empty() || depth == kMostSteps) return std::move(list.names);
  return by_rules(graph, name, release, depth);
}

std::vector<HookName> SaeLens::by_rules(const Graph& graph, std::string_view id,
                                        std::string_view release, int depth) const {
  const SaeContext context{graph.model.model_name, graph.model.n_layers, release};
  for (const std::vector<std::string>& hooks : rules_.readings(id, context)) {
    std::vector<HookName> found;
    for (const std::string& hook : hooks) {
      for (HookName& each : hooks_of(graph, hook, release, depth + 1)) {
        found.push_back(std::move(each));
      }
    }
    if (!found.empty()) return found;
  }
  return {};
}

void SaeLens::add_tensor(const Graph& graph, std::string_view name, const SaeSuffix& suffix,
                         tviz::HookNameSink& sink) const {
  const std::string_view base = name.substr(0, name.size() - suffix.name.size());
  for (HookName& hook : hooks_of(graph, base, {}, 0)) {
    std::vector<Dimension> shape{{"batch"}, {"seq_len"}, {"d_sae"}};
    if (!suffix.features) shape = read_shape(graph, hook);
    hook.name = name;
    hook.shape = tviz::shape_text(shape);
    hook.symbolic_shape = tviz::symbolic_shape_text(shape);
    hook.head_axis = -1;
    hook.heads_on_axis = 0;
    hook.fires = false;
    hook.needs = "a sparse autoencoder here";
    sink.add(hook);
  }
}

std::string SaeLens::library() const { return "SAELens 6.54.12"; }

std::string SaeLens::snippet() const {
  return R"(model.run_with_hooks_with_saes(tokens, saes=[sae], fwd_hooks=[("{name}", fn)]))";
}

tviz::Absence SaeLens::absence(const Graph& graph, std::string_view name) const {
  return absent_names_.find(graph, name);
}

}  // namespace transformer_lens
