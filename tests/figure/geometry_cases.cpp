// SPDX-License-Identifier: MIT
#include "geometry_cases.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <utility>

#include "families.hpp"
#include "sample_graphs.hpp"
#include "tviz/base/document.hpp"
#include "two_streams.hpp"

namespace tviz::test {
namespace {

constexpr double kColumnOfAPaper = 312;  // 3.25 inches.
constexpr double kTextOfAPaper = 528;    // 5.5 inches.

ModelArchitecture odd_model(std::int64_t heads, std::int64_t key_value_heads) {
  ModelArchitecture model;
  model.model_name = "odd";
  model.n_layers = 3;
  model.d_model = 64;
  model.n_heads = heads;
  model.n_key_value_heads = key_value_heads;
  model.d_head = 16;
  model.d_mlp = 128;
  model.d_vocab = 1000;
  model.n_ctx = 128;
  return model;
}

ModelArchitecture bare_model() {
  ModelArchitecture model = odd_model(4, 4);
  model.normalization = Normalization::None;
  model.positional_embedding = PositionalEmbedding::None;
  return model;
}

/// At a width, with notes and the heads that fit; then without notes and with every head.
void add_both(GeometryCase test, double width, std::vector<GeometryCase>& list) {
  test.name += " at " + std::to_string(static_cast<int>(width));
  test.options.width = width;
  list.push_back(test);
  test.name += " without notes, every head";
  test.options.annotations = Annotations::None;
  test.options.heads = HeadsShown::All;
  list.push_back(std::move(test));
}

/// The same figure with every layer that is drawn opened.
GeometryCase opened(GeometryCase test) {
  test.name += " opened";
  test.options.expanded = {"all"};
  return test;
}

void add_several_streams(std::vector<GeometryCase>& list) {
  struct Several {
    const char* name;
    std::size_t streams;
    std::function<Graph()> graph;
  };
  const Several graphs[] = {
      {"encoder and decoder", 2, [] { return encoder_decoder(6, 6); }},
      {"small encoder, deep decoder", 2, [] { return encoder_decoder(1, 24, 16); }},
      {"deep encoder, small decoder", 2, [] { return encoder_decoder(24, 1, 12); }},
      {"vision and language", 2, [] { return vision_decoder(24, 12); }},
      {"two towers", 2, [] { return two_towers(12, 4); }},
      {"compared towers, first deep", 2, [] { return compared_towers(12, 1); }},
      {"compared towers, second deep", 2, [] { return compared_towers(1, 12); }},
      {"three streams", 3, [] { return three_streams(6, 6); }}};
  for (const auto& [name, streams, graph] : graphs) {
    for (const std::int64_t max_layers : {1, 3}) {
      GeometryCase test{name + std::string(", layers ") + std::to_string(max_layers)};
      test.graph = graph;
      test.options.max_layers = max_layers;
      list.push_back(test);
      add_both(std::move(test), 900, list);
    }
    if (streams > 2) continue;
    GeometryCase narrow{name + std::string(" at 600")};
    narrow.graph = graph;
    narrow.options.width = 600;
    list.push_back(std::move(narrow));
  }
}

/// Every hook point of a model at once, one function for each kind of point.
void add_every_hook(std::vector<GeometryCase>& list) {
  for (const char* name :
       {"gpt2-small", "llama-3.1-8b", "pythia-70m", "gemma-2-2b", "mixtral-8x7b", "t5-small"}) {
    GeometryCase test{name + std::string(", every hook"), [name] { return read_model(name); }};
    for (const char* point :
         {"hook_embed", "hook_resid_pre", "hook_attn_in", "hook_*_input", "hook_scale",
          "hook_normalized", "hook_attn_scores", "hook_pattern", "hook_z", "hook_result",
          "hook_attn_out", "hook_mlp_in", "hook_mlp_out", "hook_resid_post"}) {
      test.options.hooks.push_back({std::string("**") + point, point, {}});
    }
    list.push_back(std::move(test));
  }
}

/// Several functions at every hook point of opened layers.
void add_shared_points(std::vector<GeometryCase>& list) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> opened{
      {"llama-3.1-8b", {"blocks.0"}}, {"t5-small", {"encoder.0", "decoder.0"}}};
  for (const auto& [name, layers] : opened) {
    GeometryCase test{name + std::string(", shared points"),
                      [name = name] { return read_model(name); }};
    test.options.expanded = layers;
    for (const std::string& layer : layers) {
      for (const char* function : {"read", "ablate", "patch", "steer"}) {
        test.options.hooks.push_back({layer + ".**hook_{q,k,v,z,mlp_in,resid_mid}", function, {}});
      }
    }
    list.push_back(std::move(test));
  }
}

/// All names that TransformerLens's bridge has in one layer, closed and opened.
void add_bridge_layers(std::vector<GeometryCase>& list) {
  std::vector<std::pair<GeometryCase, std::string>> layers;
  layers.push_back({{"Mamba", [] { return family_named("flame-mamba_1B"); }}, "blocks.0"});
  layers.push_back({{"Qwen3 MoE", [] { return read_model("qwen3-30b-a3b"); }}, "blocks.0"});
  layers.push_back({{"T5", [] { return read_model("t5-small"); }}, "decoder_blocks.0"});
  for (auto& [test, layer] : layers) {
    test.name += ", every name of the bridge in a layer";
    test.options.dialect = "transformer_bridge";
    for (const char* point :
         {"hook_in", "hook_out", "hook_resid_*", "hook_scale", "hook_normalized", "hook_*_out"}) {
      test.options.hooks.push_back({layer + ".**" + point, point, {}});
    }
    list.push_back(test);
    list.push_back(opened(std::move(test)));
  }
}

/// What was recorded from TransformerLens 4.3 of a small model of a type.
Node recorded(const std::string& model_type) {
  const Document document =
      parse_json(read_file(TVIZ_TEST_DATA "/../plugins/bridge_4.json", 1U << 20U), "bridge_4.json");
  const auto& models = document.root.find("models")->items;
  return *std::ranges::find_if(
      models, [&](const Node& model) { return model.find("model_type")->scalar == model_type; });
}

/// Each recorded name of a layer as a function of its own.
std::vector<Hook> each_name(const std::string& model_type, const std::string& layer) {
  std::vector<Hook> hooks;
  const Node model = recorded(model_type);
  for (const Node::Member& group : model.find("names")->members) {
    std::istringstream names(group.value.scalar);
    for (std::string name; names >> name;) {
      if (const auto star = name.find('*'); star != std::string::npos) name.replace(star, 1, "0");
      if (name.starts_with(layer + ".")) hooks.push_back({name, name, {}});
    }
  }
  return hooks;
}

/// Layers in which each name of the bridge is hooked by a function of its own.
void add_every_name(std::vector<GeometryCase>& list) {
  const std::pair<const char*, const char*> layers[] = {
      {"mamba", "blocks.0"},      {"qwen3_moe", "blocks.0"}, {"t5", "encoder_blocks.0"},
      {"t5", "decoder_blocks.0"}, {"lfm2", "blocks.0"},      {"falcon_h1", "blocks.0"},
      {"bert", "blocks.0"}};
  for (const auto& [type, layer] : layers) {
    GeometryCase test{std::string("each name of ") + layer + " in " + type, [type = type] {
                        return read_model(Document{type, *recorded(type).find("config")});
                      }};
    test.options.dialect = "transformer_bridge";
    test.options.hooks = each_name(type, layer);
    list.push_back(test);
    GeometryCase on_paper = test;
    on_paper.name += ", on paper";
    on_paper.options.view = View::Block;
    on_paper.options.width = 528;
    list.push_back(std::move(on_paper));
    list.push_back(opened(std::move(test)));
  }
}

/// Of families.json, those whose structure no other one here has.
void add_families(std::vector<GeometryCase>& list) {
  for (const char* name : {"albert-base-v1",
                           "bart-base-smiles",
                           "bert-base-uncased",
                           "bloom-REDUCED-1L",
                           "clip-vit-large-patch14-336",
                           "deberta-v3-base",
                           "DeepSeek-V2-Lite",
                           "DeepSeek-V3",
                           "DeepSeek-V3.2",
                           "falcon-40b",
                           "falcon-7b-REDUCED-1L",
                           "Falcon-H1-0.5B-Base",
                           "gemma-3-1b-it",
                           "gemma-4-26B-A4B",
                           "flame-gla_340M",
                           "GLM-5",
                           "gpt-j-6b",
                           "gpt-oss-20b",
                           "granite-4.0-h-tiny",
                           "jamba-REDUCED-4L",
                           "LFM2-8B-A1B",
                           "Llama-3.2-Vision-REDUCED-WIDTH",
                           "Meta-Llama-3.1-405B",
                           "Llama-4-Scout-17B-16E-Instruct",
                           "llava-1.5-7b-hf",
                           "flame-mamba_1B",
                           "flame-mamba2_1B",
                           "MiniMax-M3",
                           "Mixtral-8x7B-v0.1",
                           "mpt-7b",
                           "Nemotron-3-Nano-30B-A3B",
                           "Nemotron-H-56B-Base-8K",
                           "OLMo-2-7B",
                           "opt-1.3b-REDUCED-1L",
                           "Qwen1.5-MoE-A2.7B",
                           "Qwen2.5-VL-7B-Instruct",
                           "Qwen3.5-27B",
                           "Qwen3.5-397B-A17B",
                           "Qwen3-VL-8B-Instruct",
                           "t5-base",
                           "t5gemma-2b-2b",
                           "t5-v1_1-xxl-encoder-SD3",
                           "vit-base-patch16-224",
                           "whisper-large-v2-REDUCED-1L"}) {
    list.push_back({name, [name] { return family_named(name); }});
    list.push_back(opened(list.back()));
  }
  for (const char* name : {"bert-base-uncased", "DeepSeek-V3", "gemma-3-1b-it", "jamba-REDUCED-4L",
                           "Mixtral-8x7B-v0.1", "Nemotron-H-56B-Base-8K", "OLMo-2-7B"}) {
    add_both({name, [name] { return family_named(name); }}, kColumnOfAPaper, list);
  }
}

/// The views for paper, in the width of a text and of a column.
void add_views(std::vector<GeometryCase>& list) {
  std::vector<GeometryCase> families;
  add_families(families);
  for (const GeometryCase& family : families) {
    if (!family.options.expanded.empty() || family.options.width) continue;
    for (const auto& [view, word] :
         {std::pair{View::Block, ", a block of each kind"}, std::pair{View::Atlas, ", an atlas"}}) {
      GeometryCase test{family.name + word, family.model};
      test.options.view = view;
      list.push_back(test);
      test.name += ", in a text";
      test.options.width = kTextOfAPaper;
      // Of its three streams' width, this leaves nothing to the heads.
      if (family.name != "gemma-4-26B-A4B") list.push_back(std::move(test));
    }
  }
  for (const char* name :
       {"gpt2-small", "llama-3.1-8b", "gemma-3-1b-pt", "mixtral", "vit-base-patch16-224"}) {
    for (const View view : {View::Block, View::Atlas}) {
      GeometryCase test{
          name + std::string(view == View::Atlas ? ", an atlas" : ", a block") + " in a column",
          [name] { return read_model(name); }};
      test.options.view = view;
      test.options.width = kColumnOfAPaper;
      list.push_back(std::move(test));
    }
  }
}

/// The carried themes that differ from the default in more than colours.
void add_themes(std::vector<GeometryCase>& list) {
  for (const char* theme : {"blueprint", "minimal", "print", "slides"}) {
    for (const char* name : {"gpt2-small", "gemma-2-2b", "deepseek-v3", "t5-small"}) {
      GeometryCase test{name + std::string(" in the theme ") + theme,
                        [name] { return read_model(name); }};
      test.options.theme = theme;
      // What the rules tell boxes, cards and the badges of hooks apart by.
      test.options.overrides = {{"metrics.box.radius", "3"}, {"metrics.frame.radius", "6"}};
      test.options.hooks = {{"*.0.hook_resid_mid", "steer"}};
      test.options.max_layers = 2;
      list.push_back(test);
      list.push_back(opened(std::move(test)));
    }
  }
}

/// The default has the typeface Times; letters of the others are wider or narrower.
void add_typefaces(std::vector<GeometryCase>& list) {
  for (const char* font : {"computer-modern", "sans"}) {
    for (const char* name : {"gpt2-small", "llama-3.1-8b", "deepseek-v3", "t5-small"}) {
      GeometryCase test{name + std::string(" in ") + font, [name] { return read_model(name); }};
      test.options.overrides = {{"fonts.family", font}};
      test.options.hooks = {{"*.0.hook_resid_mid", "steer"}};
      test.options.max_layers = 2;
      list.push_back(test);
      list.push_back(opened(std::move(test)));
    }
    GeometryCase narrow{std::string("a column in ") + font,
                        [] { return read_model("gpt2-small"); }};
    narrow.options.overrides = {{"fonts.family", font}};
    narrow.options.width = kColumnOfAPaper;
    list.push_back(std::move(narrow));
    GeometryCase turned{std::string("to the right in ") + font,
                        [] { return read_model("gpt2-small"); }};
    turned.options.overrides = {{"fonts.family", font}};
    turned.options.direction = Direction::Right;
    list.push_back(std::move(turned));
  }
}

/// Every content of captions, on each form of box.
void add_captions(std::vector<GeometryCase>& list) {
  std::vector<GeometryCase> models{{"Mamba", [] { return family_named("flame-mamba_1B"); }}};
  for (const char* name : {"gpt2-small", "llama-3.1-8b", "deepseek-v3", "t5-small", "mixtral",
                           "pythia-70m", "bert-base-uncased"}) {
    models.push_back({name, [name] { return read_model(name); }});
  }
  for (const char* captions : {"parameters", "formula", "shapes"}) {
    for (GeometryCase test : models) {
      test.name += std::string(", captions: ") + captions;
      test.options.overrides = {{"captions.boxes", captions}};
      test.options.hooks = {{"*.0.hook_resid_pre", "steer"}};
      test.options.max_layers = 2;
      list.push_back(test);
      list.push_back(opened(test));
      test.options.width = kTextOfAPaper;
      test.options.view = View::Block;
      test.name += ", a block in a text";
      list.push_back(std::move(test));
    }
  }
}

LayoutOptions layout_of(const RenderOptions& options) {
  return {.view = options.view == View::Automatic ? View::Tower : options.view,
          .max_layers = options.max_layers.value_or(8),
          .width = options.width,
          .annotations = options.annotations,
          .heads = options.heads,
          .direction = options.direction};
}

}  // namespace

Scene GeometryCase::scene() const {
  if (!graph) return visualize(model(), options).scene();
  std::vector<std::string> warnings;
  const LayoutOptions layout = layout_of(options);
  return lay_out(graph(), Overlay{}, load_theme(options.theme), Fonts{}, layout, warnings);
}

Scene GeometryCase::interactive_scene() const {
  const Figure figure = visualize(model(), options);
  LayoutOptions layout = layout_of(options);
  layout.hook_names = figure.hook_names();
  layout.layers_open = true;
  std::vector<std::string> warnings;
  return lay_out(figure.graph(), figure.overlay(), load_theme(options.theme), Fonts{}, layout,
                 warnings);
}

std::ostream& operator<<(std::ostream& out, const GeometryCase& test) { return out << test.name; }

std::vector<GeometryCase> geometry_cases() {
  std::vector<GeometryCase> list;
  for (const char* name : {"gpt2-small", "gpt2-xl", "gpt-neo-125m", "pythia-70m", "attn-only-1l",
                           "attn-only-2l", "llama-2-7b", "llama-3.1-8b", "mistral-7b"}) {
    for (const double width : {312.0, 600.0, 1000.0}) {
      add_both({name, [name] { return read_model(name); }}, width, list);
    }
  }
  for (const auto& [heads, groups] :
       {std::pair{1, 1}, {2, 1}, {3, 3}, {5, 5}, {6, 2}, {8, 1}, {64, 8}, {128, 8}, {71, 1}}) {
    list.push_back({std::to_string(heads) + " heads in " + std::to_string(groups) + " groups",
                    [heads = heads, groups = groups] { return odd_model(heads, groups); }});
  }
  list.push_back({"no norm, no positions", bare_model});
  list.push_back(opened(list.back()));
  list.push_back({"parallel without norm", [] {
                    ModelArchitecture model = bare_model();
                    model.parallel_attn_mlp = true;
                    return model;
                  }});
  list.push_back(opened(list.back()));
  for (const char* name : {"gpt2-small", "attn-only-2l", "solu-2l", "pythia-70m", "qwen3-0.6b",
                           "gemma-2-2b", "redwood_attn_2l", "bloom-560m", "hubert-base-ls960"}) {
    GeometryCase test{name, [name] { return read_model(name); }};
    list.push_back(opened(test));
    test.options.width = 1000;
    test.name += " at 1000";
    list.push_back(opened(test));
    test.options.annotations = Annotations::None;
    test.name += " without notes";
    list.push_back(opened(test));
  }
  GeometryCase hooked{"many hooked heads", [] { return odd_model(32, 32); }};
  hooked.options.hooks = {
      {"blocks.0.attn.hook_z", "few", {1, 5, 9}},
      {"blocks.1.attn.hook_z", "some", {0, 3, 6, 9, 12, 15}},
      {"blocks.2.attn.hook_z", "many", {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21}}};
  list.push_back(std::move(hooked));
  GeometryCase lettered{"more functions than colours", [] { return odd_model(12, 12); }};
  for (const char* point : {"hook_resid_pre", "hook_attn_in", "hook_q_input", "hook_k_input",
                            "hook_v_input", "ln1.hook_scale", "attn.hook_q", "attn.hook_pattern",
                            "attn.hook_z", "hook_attn_out", "hook_resid_mid", "hook_mlp_out",
                            "mlp.hook_post", "ln2.hook_normalized", "hook_resid_post"}) {
    lettered.options.hooks.push_back({std::string("blocks.{0,1}.") + point, point, {}});
  }
  lettered.options.hooks.push_back({"blocks.0.hook_resid_*", "gradient", {}, true});
  list.push_back(std::move(lettered));
  add_every_hook(list);
  add_shared_points(list);
  add_bridge_layers(list);
  add_every_name(list);
  add_families(list);
  add_views(list);
  add_themes(list);
  add_typefaces(list);
  add_captions(list);
  add_several_streams(list);
  for (const SampleGraph& sample : sample_graphs()) {
    for (const double width : {380.0, 600.0, 800.0}) {
      GeometryCase test{sample.name};
      test.graph = sample.build;
      add_both(std::move(test), width, list);
    }
  }
  return list;
}

std::vector<GeometryCase> rightward_cases() {
  std::vector<GeometryCase> list;
  for (const char* name : {"gpt2-small", "gpt2-xl", "attn-only-1l", "pythia-70m", "llama-3.1-8b",
                           "bloom-560m", "hubert-base-ls960"}) {
    list.push_back({name, [name] { return read_model(name); }});
    list.back().options.max_layers = 3;
    list.push_back(list.back());
    list.back().name += std::string(", every head");
    list.back().options.heads = HeadsShown::All;
    list.push_back(list.back());
    list.back().name += std::string(" at 1800");
    list.back().options.width = 1800;
  }
  for (const auto& [heads, groups] : {std::pair{1, 1}, {2, 1}, {6, 2}, {128, 8}}) {
    list.push_back({std::to_string(heads) + " heads in " + std::to_string(groups) + " groups",
                    [heads = heads, groups = groups] { return odd_model(heads, groups); }});
  }
  list.push_back({"no norm, no positions", bare_model});
  add_every_hook(list);
  add_families(list);
  add_several_streams(list);
  add_captions(list);
  for (const SampleGraph& sample : sample_graphs()) {
    list.push_back({sample.name});
    list.back().graph = sample.build;
  }
  std::erase_if(list, [](const GeometryCase& test) {
    return !test.options.expanded.empty() || test.options.view == View::Block;
  });
  for (GeometryCase& test : list) {
    test.options.direction = Direction::Right;
    // Those of upright figures are too small for the length of a stream.
    if (test.options.width < 1800) test.options.width.reset();
  }
  return list;
}

std::vector<GeometryCase> interactive_cases() {
  std::vector<GeometryCase> list;
  for (const char* name : {"gpt2-small", "attn-only-2l", "pythia-70m", "t5-small", "gemma-2-2b"}) {
    list.push_back({name, [name] { return read_model(name); }});
    list.back().options.max_layers = 1;
  }
  for (const char* name : {"bert-base-uncased", "clip-vit-large-patch14-336", "jamba-REDUCED-4L",
                           "flame-mamba2_1B", "OLMo-2-7B", "Qwen1.5-MoE-A2.7B"}) {
    list.push_back({name, [name] { return family_named(name); }});
    list.back().options.max_layers = 2;
  }
  return list;
}

}  // namespace tviz::test
