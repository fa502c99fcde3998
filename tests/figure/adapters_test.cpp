// SPDX-License-Identifier: MIT

/// Configurations of PEFT adapters, drawn over the models that they adapt.

#include <gtest/gtest.h>

#include <string>

#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

ModelArchitecture adapted(const std::string& base, const std::string& more) {
  return read_model(parse_json(
      R"({"peft_type": "LORA", "base_model_name_or_path": ")" + base + "\", " + more + "}",
      "adapter_config.json"));
}

Graph adapted_graph(const std::string& base, const std::string& more) {
  return build_graph(adapted(base, more), Registry());
}

std::string adapter_refusal(const std::string& more) {
  try {
    adapted_graph("gpt2", more);
  } catch (const Error& error) {
    return format(error.problems().front());
  }
  return {};
}

// What print_trainable_parameters() of PEFT prints.
TEST(PeftAdapter, CountsItsParametersBesideThoseOfTheModel) {
  const Graph gpt2 =
      adapted_graph("openai-community/gpt2", R"("r": 8, "target_modules": ["c_attn"])");
  EXPECT_EQ(count_parameters(gpt2), 124'439'808 + 294'912);
  const Graph llama =
      adapted_graph("llama-2-7b", R"("r": 8, "target_modules": ["q_proj", "v_proj"])");
  EXPECT_EQ(count_parameters(llama), 6'738'415'616 + 4'194'304);
}

TEST(PeftAdapter, TellsModulesOfEqualNameApart) {
  const std::int64_t base = 124'439'808;
  const auto count = [](const std::string& module) {
    return count_parameters(
        adapted_graph("gpt2", R"("r": 1, "target_modules": [")" + module + "\"]"));
  };
  EXPECT_EQ(count("attn.c_proj"), base + 12 * (768 + 768));
  EXPECT_EQ(count("mlp.c_proj"), base + 12 * (3072 + 768));
  EXPECT_EQ(count("c_proj"), base + 12 * (768 + 768 + 3072 + 768));
}

TEST(PeftAdapter, HasAFigureThatSaysSo) {
  const ModelArchitecture model = adapted("gpt2", R"("r": 8, "target_modules": ["c_attn"])");
  EXPECT_EQ(model.title, "GPT-2 small with LoRA");
  const std::string svg = visualize(model, {.view = View::Block}).render("svg");
  EXPECT_NE(svg.find("295K in LoRA"), std::string::npos);
  EXPECT_NE(svg.find("LoRA"), std::string::npos);
}

TEST(PeftAdapter, IsRefusedWhereNoFigureCanShowIt) {
  EXPECT_EQ(
      adapter_refusal(R"("target_modules": ["c_attm"])"),
      "adapter_config.json:1:77: target_modules: unknown target module 'c_attm' (did you mean "
      "'c_attn'?)");
  EXPECT_EQ(adapter_refusal(R"("target_modules": ["gate_proj"])"),
            "adapter_config.json:1:77: target_modules: the model has no weight for the target "
            "module 'gate_proj'");
  EXPECT_NE(adapter_refusal(R"("target_modules": "all-linear")").find("must be a list"),
            std::string::npos);
  EXPECT_NE(adapter_refusal(R"("target_modules": ["c_attn"], "use_dora": true)")
                .find("a figure does not show 'use_dora' of an adapter"),
            std::string::npos);
}

}  // namespace
}  // namespace tviz::test
