// SPDX-License-Identifier: MIT
// Parameters of real models. Where the published number differs, docs/counts.md says why.
#include <gtest/gtest.h>

#include "encoders.hpp"
#include "recurrent.hpp"

namespace tviz {
namespace {

struct Published {
  const char* name;
  ModelArchitecture model;
  std::int64_t parameters;
};

void expect_counts(const std::vector<Published>& all) {
  for (const Published& each : all) {
    EXPECT_EQ(count_parameters(models::build(each.model)), each.parameters) << each.name;
  }
}

TEST(Counts, Decoders) {
  expect_counts({{"gemma-2-2b", models::gemma_2_2b(), 2'614'341'888},
                 {"gemma-3-1b", models::gemma_3_1b(), 999'885'952},
                 {"Qwen2.5-7B", models::qwen_2_5_7b(), 7'615'616'512},
                 {"Qwen3-0.6B", models::qwen3_0_6b(), 596'049'920},
                 {"phi-2", models::phi_2(), 2'779'683'840},
                 {"gpt-j-6b", models::gpt_j_6b(), 6'050'882'784},
                 {"Llama-3.1-405B", models::llama_3_1_405b(), 405'853'388'800},
                 {"falcon-7b", models::falcon_7b(), 6'921'720'704},
                 {"gpt-neo-125m", models::gpt_neo_125m(), 125'198'592},
                 {"bloom-560m", models::bloom_560m(), 559'214'592},
                 {"opt-125m", models::opt_125m(), 125'239'296},
                 {"opt-350m", models::opt_350m(), 331'196'416},
                 {"aya-23-8B", models::aya_23_8b(), 8'028'033'024},
                 {"OLMo-1B", models::olmo_1b(), 1'176'764'416},
                 {"OLMo-2-7B", models::olmo_2_7b(), 7'298'617'344}});
}

TEST(Counts, Mixtures) {
  expect_counts({{"Mixtral-8x7B", models::mixtral_8x7b(), 46'702'792'704},
                 {"OLMoE-1B-7B", models::olmoe_1b_7b(), 6'919'161'856},
                 {"Qwen1.5-MoE-A2.7B", models::qwen_1_5_moe(), 14'315'784'192},
                 {"Qwen3-30B-A3B", models::qwen3_30b_a3b(), 30'532'122'624},
                 {"Qwen3-235B-A22B", models::qwen3_235b_a22b(), 235'093'634'560},
                 {"gpt-oss-20b", models::gpt_oss_20b(), 20'914'757'184},
                 {"gpt-oss-120b", models::gpt_oss_120b(), 116'829'156'672},
                 {"DeepSeek-V2-Lite", models::deepseek_v2_lite(), 15'706'484'224},
                 {"DeepSeek-V3", models::deepseek_v3(), 671'026'404'352}});
}

TEST(Counts, OtherMixersAndHybrids) {
  expect_counts({{"mamba-130m", models::mamba_130m(), 129'135'360},
                 {"mamba2-130m", models::mamba_2_130m(), 128'989'632},
                 {"rwkv-4-169m", models::rwkv_4_169m(), 169'342'464},
                 {"Jamba-v0.1", models::jamba_v0_1(), 51'570'323'328},
                 {"Qwen3-Next-80B-A3B", models::qwen3_next_80b(), 79'674'391'296},
                 // Published in words only: "8B" and "340M".
                 {"Nemotron-H-8B", models::nemotron_h_8b(), 8'100'852'736},
                 {"LFM2-1.2B", models::lfm2_1b(), 1'170'340'608},
                 {"Falcon-H1-0.5B", models::falcon_h1_500m(), 521'411'104},
                 {"gla-340M", models::gla_340m(), 374'475'776}});
}

TEST(Counts, Encoders) {
  ModelArchitecture pooled = models::bert_base();
  pooled.output_head = OutputHead::Pooler;
  ModelArchitecture albert = models::albert_base();
  albert.output_head = OutputHead::Pooler;
  expect_counts({{"bert-base-uncased, masked", models::bert_base(), 109'514'298},
                 {"bert-base-uncased, BertModel", pooled, 109'482'240},
                 {"roberta-base", models::roberta_base(), 124'697'433},
                 {"distilbert-base-uncased", models::distilbert_base(), 66'985'530},
                 {"albert-base", albert, 11'683'584},
                 {"deberta-v3-base", models::deberta_v3_base(), 183'831'552},
                 {"vit-base-patch16-224", models::vit_base(), 86'567'656},
                 {"hubert-base-ls960", models::hubert_base(), 94'371'712 - 768}});
}

TEST(Counts, SeveralStreams) {
  expect_counts({{"t5-small", models::t5_small(), 60'506'624},
                 {"t5-base", models::t5_base(), 222'903'552},
                 {"bart-base", models::bart_base(), 139'420'416},
                 {"whisper-tiny", models::whisper_tiny(), 37'760'640},
                 {"clip-vit-base-patch32", models::clip_base(), 151'277'313},
                 {"llava-1.5-7b", models::llava_1_5_7b(), 7'063'427'072}});
}

/// Within the digits that are published, as "12.9 B".
void expect_active(const ModelArchitecture& model, std::int64_t exactly, double billions) {
  const std::int64_t active = count_active_parameters(models::build(model));
  EXPECT_EQ(active, exactly);
  EXPECT_NEAR(static_cast<double>(active) / 1e9, billions, 0.0501);
}

TEST(Counts, ActiveParameters) {
  expect_active(models::mixtral_8x7b(), 12'879'925'248, 12.9);
  expect_active(models::olmoe_1b_7b(), 1'282'017'280, 1.3);
  expect_active(models::qwen_1_5_moe(), 2'689'173'504, 2.7);
  expect_active(models::qwen3_30b_a3b(), 3'353'032'704, 3.35);
  expect_active(models::qwen3_235b_a22b(), 22'190'763'520, 22.2);
  expect_active(models::jamba_v0_1(), 12'110'311'296, 12.1);
  expect_active(models::deepseek_v3(), 37'552'282'624, 37.6);
}

TEST(Counts, ActiveParametersPublishedWithoutTheEmbedding) {
  const auto expect_without = [](const ModelArchitecture& model, double billions) {
    const Graph graph = models::build(model);
    const std::int64_t embedding = find_component(graph, "embed").component->parameters();
    const auto active = static_cast<double>(count_active_parameters(graph) - embedding);
    EXPECT_NEAR(active / 1e9, billions, 0.0501);
  };
  expect_without(models::gpt_oss_20b(), 3.6);
  expect_without(models::gpt_oss_120b(), 5.1);
  expect_without(models::deepseek_v2_lite(), 2.45);
}

}  // namespace
}  // namespace tviz
