// SPDX-License-Identifier: MIT
// Random graphs, as an architecture plugin may write them, through the description, the layout and
// every backend.
#include <array>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include "built_in_plugin.hpp"
#include "random_graph.hpp"
#include "tviz/tviz.hpp"

namespace {

/// What the architecture below makes its graph of: a plugin has no state of its own.
std::span<const std::uint8_t>& current_bytes() {
  static std::span<const std::uint8_t> bytes;
  return bytes;
}

class RandomArchitecture final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture&, tviz::GraphBuilder& builder) const override {
    tviz::fuzz::Choices choices(current_bytes());
    tviz::fuzz::write_random_graph(choices, builder);
  }
};

constexpr tviz::Offer kOffer = tviz::provide<tviz::Architecture, RandomArchitecture>("random");
constexpr TvizPluginDescriptor kPlugin =
    tviz::built_in_plugin<kOffer>("random", "Builds graphs of the fuzzer's bytes.");

tviz::ModelArchitecture model() {
  tviz::ModelArchitecture model;
  model.model_name = "random";
  model.kind = "random";
  model.n_layers = 4;
  model.d_model = 64;
  model.n_heads = 4;
  model.d_vocab = 100;
  tviz::complete(model, "random", {});
  return model;
}

/// The first bytes choose the options, the rest the graph.
tviz::RenderOptions options_of(tviz::fuzz::Choices& choices) {
  tviz::RenderOptions options;
  options.max_layers = static_cast<std::int64_t>(1 + choices.below(9));
  options.width = choices.rarely(2)
                      ? std::optional<double>(400 + 100 * static_cast<double>(choices.below(6)))
                      : std::nullopt;
  if (choices.rarely(3)) options.expanded = {"all"};
  if (choices.rarely(3)) options.direction = tviz::Direction::Right;
  if (choices.rarely(2)) options.heads = tviz::HeadsShown::All;
  if (choices.rarely(2)) options.annotations = tviz::Annotations::None;
  options.output.scale = 0.5;
  constexpr std::array kViews{tviz::View::Automatic, tviz::View::Block, tviz::View::Atlas};
  options.view = kViews[choices.below(kViews.size())];
  return options;
}

/// A graph file says everything that is in the graph.
void check_file_of(const tviz::Graph& graph, const tviz::Registry& registry) {
  const std::string file = tviz::to_graph_file(graph, tviz::GraphFormat::Json);
  const tviz::Document document = tviz::parse_json(file, "graph.json");
  const tviz::Graph again = tviz::build_graph(tviz::read_model(document), registry);
  if (tviz::to_graph_file(again, tviz::GraphFormat::Json) != file) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const tviz::Registry> registry = tviz::registry_with(kPlugin);
  static const tviz::ModelArchitecture architecture = model();
  constexpr std::size_t kOptionBytes = 8;
  const std::span<const std::uint8_t> bytes(data, size);
  tviz::fuzz::Choices choices(bytes.first(std::min(size, kOptionBytes)));
  current_bytes() = bytes.subspan(std::min(size, kOptionBytes));
  try {
    const tviz::Figure figure(architecture, options_of(choices), registry);
    tviz::to_json(figure.graph());
    check_file_of(figure.graph(), *registry);
    constexpr std::array kFormats{"svg", "html", "fragment", "pdf", "png", "ps"};
    figure.render(kFormats[choices.below(kFormats.size())]);
  } catch (const tviz::Error& error) {
    // Refusing a graph is one of the two right answers, if it says why.
    if (std::string(error.what()).empty()) std::abort();
  }
  return 0;
}
