// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "../temporary_folder.hpp"
#include "gguf_writer.hpp"
#include "support.hpp"

namespace tviz {
namespace {

using test::Gguf;

/// A small model of the llama family; its vocabulary stands in the shape of a tensor alone.
Gguf llama(std::uint32_t version = 3) {
  Gguf file(version);
  file.words("general.architecture", "llama")
      .words("general.name", "Small llama")
      .number("llama.block_count", 2)
      .number("llama.embedding_length", 64)
      .number("llama.attention.head_count", 4)
      .numbers("llama.attention.head_count_kv", {2, 2})
      .number("llama.feed_forward_length", 128)
      .number("llama.context_length", 512)
      .tensor("token_embd.weight", {64, 1000});
  return file;
}

class WeightsFile : public test::TemporaryFolder {
 protected:
  /// What reading these bytes fails with, without the file's name.
  std::string fault(const std::string& name, std::string_view bytes,
                    const Limits& limits = {}) const {
    const std::string path = write(name, bytes);
    std::string message = test::thrown([&] { read_model(path, limits); });
    if (message.starts_with(path)) message.erase(0, path.size() + 2);
    return message;
  }
  std::string gguf_fault(std::string_view bytes, const Limits& limits = {}) const {
    return fault("m.gguf", bytes, limits);
  }
};

TEST_F(WeightsFile, GgufTellsTheArchitecture) {
  for (const std::uint32_t version : {2U, 3U}) {
    const ModelArchitecture model = read_model(write("tiny.gguf", llama(version).bytes()));
    EXPECT_EQ(model.model_name, "tiny");
    EXPECT_EQ(model.title, "Small llama");
    EXPECT_EQ(model.n_layers, 2);
    EXPECT_EQ(model.d_model, 64);
    EXPECT_EQ(model.n_heads, 4);
    EXPECT_EQ(model.n_key_value_heads, 2);
    EXPECT_EQ(model.d_head, 16);
    EXPECT_EQ(model.d_mlp, 128);
    EXPECT_EQ(model.d_vocab, 1000);
    EXPECT_EQ(model.n_ctx, 512);
    EXPECT_TRUE(model.gated_mlp);
    EXPECT_TRUE(model.tie_word_embeddings);
    EXPECT_FALSE(model.biases.query_key_value);
  }
}

TEST_F(WeightsFile, GgufTensorsTellTyingAndBiases) {
  Gguf file = llama();
  file.tensor("output.weight", {64, 1000}).tensor("blk.0.attn_q.bias", {64});
  const ModelArchitecture model = read_model(write("m.gguf", file.bytes()));
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_TRUE(model.biases.query_key_value);
  EXPECT_FALSE(model.biases.mlp);
}

TEST_F(WeightsFile, GgufCountsTheTokensOfItsVocabulary) {
  Gguf file = llama();
  std::string tokens = Gguf::raw(std::uint32_t{8}) + Gguf::raw(std::uint64_t{3});
  for (const char* token : {"a", "bc", ""}) tokens += Gguf::text(token);
  file.entry("tokenizer.ggml.tokens", 9, tokens);
  EXPECT_EQ(read_model(write("m.gguf", file.bytes())).d_vocab, 3);
}

TEST_F(WeightsFile, GgufMayHoldValuesOfEveryType) {
  Gguf file = llama();
  file.entry("a", 0, "\1").entry("b", 1, "\1").entry("c", 2, "\1\1").entry("d", 3, "\1\1");
  file.entry("e", 6, Gguf::raw(1.5F)).entry("f", 7, "\1").entry("g", 12, Gguf::raw(1.5));
  file.entry("h", 10, Gguf::raw(std::uint64_t{7})).entry("i", 11, Gguf::raw(std::int64_t{-7}));
  file.entry("j", 8, Gguf::text(std::string(100'000, 'x')));
  file.entry("k", 9, Gguf::raw(std::uint32_t{6}) + Gguf::raw(std::uint64_t{1}) + Gguf::raw(1.F));
  EXPECT_EQ(read_model(write("m.gguf", file.bytes())).n_layers, 2);
}

TEST_F(WeightsFile, GgufThatIsNoneIsRefused) {
  EXPECT_EQ(gguf_fault(""), "is not a GGUF file: it does not begin with 'GGUF'");
  EXPECT_EQ(gguf_fault("GGUX1234"), "is not a GGUF file: it does not begin with 'GGUF'");
  EXPECT_EQ(gguf_fault("GGUF"), "the GGUF header ends too early (is the file whole?)");
  EXPECT_EQ(gguf_fault(Gguf(1).bytes()), "has GGUF version 1, but tviz reads only 2 and 3");
  EXPECT_EQ(gguf_fault(Gguf(4).bytes()), "has GGUF version 4, but tviz reads only 2 and 3");
  EXPECT_EQ(gguf_fault(Gguf(0x03000000).bytes()),
            "is a big-endian GGUF file, which tviz cannot read");
}

TEST_F(WeightsFile, GgufCutAnywhereIsRefused) {
  const std::string whole = llama().bytes();
  for (std::size_t size = 4; size < whole.size(); size += 7) {
    EXPECT_TRUE(gguf_fault(whole.substr(0, size)).ends_with("(is the file whole?)")) << size;
  }
}

TEST_F(WeightsFile, GgufClaimsAreCheckedBeforeMemoryIsTaken) {
  const std::uint64_t huge = std::uint64_t{1} << 60U;
  const std::string start = "GGUF" + Gguf::raw(std::uint32_t{3});
  EXPECT_EQ(gguf_fault(start + Gguf::raw(huge) + Gguf::raw(std::uint64_t{0})),
            "claims 1152921504606846976 tensors, but the limit is 300000 (header_entries)");
  EXPECT_EQ(
      gguf_fault(start + Gguf::raw(std::uint64_t{0}) + Gguf::raw(huge)),
      "claims 1152921504606846976 metadata entries, but the limit is 300000 (header_entries)");
  EXPECT_EQ(gguf_fault(start + Gguf::raw(std::uint64_t{0}) + Gguf::raw(std::uint64_t{1}) +
                       Gguf::raw(huge)),
            "a metadata key has 1152921504606846976 bytes, but the limit is 65535");
  EXPECT_EQ(gguf_fault(Gguf().entry("a", 8, Gguf::raw(huge)).bytes()),
            "the GGUF header ends too early (is the file whole?)");
  for (const std::uint32_t type : {0U, 8U, 12U}) {
    EXPECT_EQ(gguf_fault(Gguf().entry("a", 9, Gguf::raw(type) + Gguf::raw(huge)).bytes()),
              "a claims 1152921504606846976 values, more than the file holds (is the file whole?)");
  }
}

TEST_F(WeightsFile, GgufThatContradictsTheFormatIsRefused) {
  EXPECT_EQ(gguf_fault(llama().number("", 1).bytes()), "has an empty metadata key");
  EXPECT_EQ(gguf_fault(llama().number("llama.block_count", 1).bytes()),
            "has the metadata key 'llama.block_count' twice");
  EXPECT_EQ(gguf_fault(llama().entry("a", 13, "").bytes()),
            "a has the value type 13, which GGUF does not have");
  EXPECT_EQ(
      gguf_fault(
          llama().entry("a", 9, Gguf::raw(std::uint32_t{9}) + Gguf::raw(std::uint64_t{1})).bytes()),
      "a is a list of values of type 9");
  EXPECT_EQ(gguf_fault(llama().entry("a", 10, Gguf::raw(~std::uint64_t{0})).bytes()),
            "a is 18446744073709551615, which cannot be a dimension");
  EXPECT_EQ(gguf_fault(llama().tensor(std::string(64, 'x'), {}).bytes()),
            "a tensor's name has 64 bytes, but the limit is 63");
  EXPECT_EQ(gguf_fault(llama().tensor("x", {1, 1, 1, 1, 1}).bytes()),
            "tensor 'x' has 5 axes, but the limit is 4");
  EXPECT_EQ(gguf_fault(llama().tensor("x", {-1}).bytes()), "tensor 'x' has a negative size");
  EXPECT_EQ(gguf_fault(llama().tensor("x", {1LL << 40, 1LL << 40}).bytes()),
            "tensor 'x' has more numbers than can be counted");
  for (const std::uint32_t alignment : {0U, 24U}) {
    EXPECT_EQ(gguf_fault(llama().number("general.alignment", alignment).bytes()),
              "general.alignment must be a 32-bit power of 2");
  }
  EXPECT_EQ(gguf_fault(llama().words("general.alignment", "32").bytes()),
            "general.alignment must be a 32-bit power of 2");
  EXPECT_EQ(gguf_fault(llama().number("general.alignment", 64).bytes()), "nothing thrown");
  EXPECT_EQ(gguf_fault(llama().tensor("token_embd.weight", {1}).bytes()),
            "has the tensor 'token_embd.weight' twice");
}

TEST_F(WeightsFile, GgufThatIsNotEnoughSaysWhatIsMissing) {
  EXPECT_EQ(gguf_fault(Gguf().bytes()).substr(0, 41), "no layers are found among the tensors: no");
  EXPECT_EQ(gguf_fault(llama().entry("split.no", 2, Gguf::raw(std::uint16_t{1})).bytes()),
            "split.no: is shard 2 of a model (name the first shard, which holds the metadata)");
  EXPECT_NE(gguf_fault(Gguf().words("general.architecture", "llama").bytes())
                .find("num_hidden_layers: missing"),
            std::string::npos);
  EXPECT_EQ(gguf_fault(llama().bytes(), {.layers = 1}),
            "num_hidden_layers: must be at most 1, got 2 (limit layers)");
}

std::string safetensors(const std::string& header) {
  return Gguf::text(header) + std::string(8, '\0');
}

constexpr const char* kTensor = R"({"wte.weight": {"dtype": "F32", "shape": [1, 2], )"
                                R"("data_offsets": [0, 8]}, "__metadata__": {"format": "pt"}} )";

TEST_F(WeightsFile, SafetensorsReadTheConfigurationBesideThem) {
  write("config.json",
        R"({"model_type": "gpt2", "n_layer": 3, "n_embd": 8, "n_head": 2, "vocab_size": 5})");
  EXPECT_EQ(read_model(write("model.safetensors", safetensors(kTensor))).n_layers, 3);
  EXPECT_EQ(read_model(write("model.safetensors.index.json", R"({"weight_map": {}})")).n_layers, 3);
}

TEST_F(WeightsFile, AConfigurationThatTheTensorsContradictIsWarnedOf) {
  write("config.json",
        R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 4, "n_head": 2, "vocab_size": 5})");
  const std::string tensors =
      R"({"h.0.attn.c_attn.weight": {"dtype": "F32", "shape": [4, 12], "data_offsets": [0, 192]},
          "h.0.ln_1.weight": {"dtype": "F32", "shape": [4], "data_offsets": [192, 208]},
          "h.1.ln_1.weight": {"dtype": "F32", "shape": [4], "data_offsets": [208, 224]},
          "wte.weight": {"dtype": "F32", "shape": [6, 4], "data_offsets": [224, 320]}})";
  EXPECT_EQ(read_model(write("model.safetensors", safetensors(tensors))).warnings,
            (std::vector<std::string>{"n_layers is 1 in the configuration, but 2 in the tensors",
                                      "d_vocab is 5 in the configuration, but 6 in the tensors"}));
}

TEST_F(WeightsFile, TensorsOfAnUnknownFamilySayMoreThanItsConfiguration) {
  write("config.json", R"({"model_type": "pebble", "num_hidden_layers": 9, "hidden_size": 4,
                           "num_attention_heads": 2, "vocab_size": 5})");
  const std::string tensors =
      R"({"h.0.attn.qkv.weight": {"dtype": "F32", "shape": [12, 4], "data_offsets": [0, 192]},
          "h.0.norm.weight": {"dtype": "F32", "shape": [4], "data_offsets": [192, 208]}})";
  const ModelArchitecture model = read_model(write("model.safetensors", safetensors(tensors)));
  EXPECT_EQ(model.n_layers, 1);
  EXPECT_EQ(model.n_heads, 2);
}

TEST_F(WeightsFile, AnIndexMustBeOne) {
  EXPECT_EQ(fault("m.safetensors.index.json", "{}"), "has no weight_map for its tensors");
}

TEST_F(WeightsFile, SafetensorsWithoutLayersSayWhatTheyLack) {
  EXPECT_EQ(fault("m.safetensors", safetensors(kTensor)),
            "no layers are found among the tensors: no list of modules is repeated (their names "
            "need numbers, as in 'layers.0.attn.weight')");
  EXPECT_EQ(fault("m.safetensors.index.json", R"({"weight_map": {"a": "one.safetensors"}})"),
            "none of its shards is there (put the shards or the model's config.json beside it, or "
            "name the model)");
  EXPECT_EQ(fault("m.safetensors.index.json", R"({"weight_map": {"a": "../one.safetensors"}})"),
            "'../one.safetensors' is no file beside the index");
}

TEST_F(WeightsFile, GgufOfAnUnknownArchitectureIsReadByItsTensors) {
  Gguf file;
  file.words("general.architecture", "pebble").number("pebble.attention.head_count", 8);
  file.tensor("token_embd.weight", {64, 1000}).tensor("output_norm.weight", {64});
  for (const char* layer : {"blk.0.", "blk.1."}) {
    for (const char* norm : {"attn_norm.weight", "ffn_norm.weight"}) {
      file.tensor(std::string(layer) + norm, {64});
    }
    file.tensor(std::string(layer) + "attn_q.weight", {64, 64});
    file.tensor(std::string(layer) + "attn_k.weight", {64, 16});
    file.tensor(std::string(layer) + "attn_v.weight", {64, 16});
    file.tensor(std::string(layer) + "attn_output.weight", {64, 64});
    file.tensor(std::string(layer) + "ffn_gate.weight", {64, 192});
    file.tensor(std::string(layer) + "ffn_up.weight", {64, 192});
    file.tensor(std::string(layer) + "ffn_down.weight", {192, 64});
  }
  const ModelArchitecture model = read_model(write("m.gguf", file.bytes()));
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_EQ(model.n_heads, 8);
  EXPECT_EQ(model.n_key_value_heads, 2);
  EXPECT_EQ(model.d_mlp, 192);
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_EQ(model.d_vocab, 1000);
}

TEST_F(WeightsFile, SafetensorsThatAreMalformedAreRefused) {
  const auto fault_of = [&](std::string_view bytes, const Limits& limits = {}) {
    return fault("m.safetensors", bytes, limits);
  };
  EXPECT_EQ(fault_of("1234567"), "is not a safetensors file: it is shorter than 8 bytes");
  EXPECT_EQ(
      fault_of(Gguf::raw(~std::uint64_t{0})),
      "claims a header of 18446744073709551615 bytes, but the limit is 16777216 (document_bytes)");
  EXPECT_EQ(fault_of(Gguf::raw(std::uint64_t{9}) + "{}"),
            "the safetensors header ends too early (is the file whole?)");
  EXPECT_NE(fault_of(safetensors("{\"a\": ")).find("invalid JSON"), std::string::npos);
  EXPECT_EQ(fault_of(safetensors("[]")), "the header is not a map of tensors");
}

TEST_F(WeightsFile, SafetensorsTensorsMustFitTheirPlaces) {
  const auto fault_of = [&](const std::string& tensors) {
    // fault() takes the colon and the line for the end of the file's name; it is the first line.
    return '1' + fault("m.safetensors", safetensors('{' + tensors + '}'));
  };
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32"})"), "1:2: a: the tensor has no shape");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [1]})"),
            "1:2: a: the tensor has no offsets");
  EXPECT_EQ(fault_of(R"("a": {"shape": [1], "data_offsets": [0, 4]})"),
            "1:2: a: the tensor has no dtype");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]})"),
            "1:2: a: the offsets are invalid");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]})"),
            "1:2: a: the shape is invalid");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]})"),
            "1:2: a: has 4 bytes, but its shape needs 8");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F4", "shape": [1], "data_offsets": [0, 1]})"),
            "1:2: a: its numbers do not fill whole bytes");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [9000000000, 9000000000],
                               "data_offsets": [0, 4]})"),
            "1:2: a: the tensor has more numbers than can be counted");
  EXPECT_EQ(fault_of(R"("a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]})"),
            "1:2: a: its data does not begin where the data before it ends");
  EXPECT_EQ(fault_of(R"("__metadata__": {"format": 1})"),
            "1:2: __metadata__: 'format' must be text");
  EXPECT_EQ(fault_of(R"("a": {}, "a": {})").substr(0, 6), "1:11: ");
  EXPECT_EQ(fault_of(std::string("\"\xff\": {}")).substr(0, 2), "1:");
}

TEST_F(WeightsFile, SafetensorsMayBeScalarEmptyOrOfANewType) {
  write("config.json",
        R"({"model_type": "gpt2", "n_layer": 3, "n_embd": 8, "n_head": 2, "vocab_size": 5})");
  EXPECT_EQ(read_model(write("model.safetensors", safetensors(R"( {
    "scalar": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},
    "empty": {"dtype": "F32", "shape": [0, 7], "data_offsets": [4, 4]},
    "new": {"dtype": "F2", "shape": [16], "data_offsets": [4, 8]}}   )")))
                .n_layers,
            3);
}

}  // namespace
}  // namespace tviz
