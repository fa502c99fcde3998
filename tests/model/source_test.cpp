// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <iostream>
#include <sstream>

#include "../temporary_folder.hpp"
#include "support.hpp"

namespace tviz {
namespace {

constexpr std::string_view kJson =
    R"({"n_layers": 3, "d_model": 64, "n_heads": 4, "d_vocab": 100, "n_ctx": 8})";
constexpr std::string_view kYaml = "n_layers: 3\nd_model: 64\nn_heads: 4\nd_vocab: 100\n";

std::string error_of_source(const std::string& source, const Limits& limits = {}) {
  return test::thrown([&] { read_model(source, limits); });
}

class Source : public test::TemporaryFolder {};

/// Puts a text on standard input while it lives.
class Input {
 public:
  explicit Input(std::string_view text)
      : text_{std::string(text)}, before_(std::cin.rdbuf(text_.rdbuf())) {
    std::cin.clear();
  }
  ~Input() { std::cin.rdbuf(before_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

 private:
  std::istringstream text_;
  std::streambuf* before_;
};

TEST_F(Source, MayBeACatalogName) {
  EXPECT_EQ(read_model("GPT2").model_name, "gpt2-small");
  EXPECT_EQ(read_model("EleutherAI/pythia-70m").model_name, "pythia-70m");
}

TEST_F(Source, MayBeAFileOfEitherLanguage) {
  EXPECT_EQ(read_model(write("a.json", kJson)).n_layers, 3);
  EXPECT_EQ(read_model(write("a.yaml", kYaml)).n_layers, 3);
  EXPECT_EQ(read_model(write("a.YML", kYaml)).n_layers, 3);
  EXPECT_EQ(read_model(write("json", kJson)).n_layers, 3);
  EXPECT_EQ(read_model(write("yaml", kYaml)).n_layers, 3);
}

TEST_F(Source, MayBeStandardInput) {
  {
    const Input input(kJson);
    EXPECT_EQ(read_model("-").n_layers, 3);
  }
  {
    const Input input(kYaml);
    EXPECT_EQ(read_model("-").n_layers, 3);
  }
  const Input input("{\"n_layers\": }");
  EXPECT_EQ(error_of_source("-"),
            "standard input:1:14: invalid JSON: expected a value but found }");
}

TEST_F(Source, TooLongOnStandardInputIsRefused) {
  const Input input(std::string(100'000, ' '));
  EXPECT_EQ(error_of_source("-", {.document_bytes = 10}),
            "standard input: longer than 10 bytes (limit document_bytes)");
}

TEST_F(Source, MayHoldTheInfinitiesThatPythonWrites) {
  const auto text = [](std::string_view width) {
    return R"({"model_type": "gpt2", "n_layer": 1, "n_head": 2, "vocab_size": 5,
               "limits": [0.0, Infinity, -Infinity, NaN], "say": "\"NaN", "n_embd": )" +
           std::string(width) + "}";
  };
  EXPECT_EQ(read_model(write("a.json", text("8"))).d_model, 8);
  const std::string path = write("b.json", text("Infinity"));
  EXPECT_EQ(error_of_source(path).substr(path.size()),
            ":2:91: n_embd: must be a whole number, got \"Infinity\"");
}

TEST_F(Source, ThatIsMissingIsSaid) {
  EXPECT_EQ(error_of_source("no/such.json"), "no/such.json: no such file");
  EXPECT_EQ(error_of_source("nosuch.yaml"), "nosuch.yaml: no such file");
  EXPECT_EQ(error_of_source("meta-llama/Llama-2-7b"),
            "meta-llama/Llama-2-7b: no such file (did you mean 'meta-llama/Llama-2-7b-hf', "
            "'meta-llama/Llama-3.2-1B' or 'meta-llama/Llama-3.2-3B'?)");
  EXPECT_EQ(error_of_source(folder_.string()), folder_.string() + ": a directory, not a file");
}

TEST_F(Source, WithAFaultNamesTheLine) {
  const std::string broken = write("broken.json", "{\n  \"n_layers\": 2,\n  \"d_model\" 64\n}");
  EXPECT_EQ(error_of_source(broken), broken + ":3:13: invalid JSON: expected ':' but found 64");
  const std::string bad = write("bad.json",
                                "{\"n_layers\": -3,\n \"d_model\": 64,\n"
                                " \"n_heads\": 4, \"d_vocab\": 9}");
  EXPECT_EQ(error_of_source(bad), bad + ":1:14: n_layers: must be at least 1, got -3");
}

TEST_F(Source, ThatNobodyKnowsGetsNearNames) {
  EXPECT_EQ(error_of_source("gpt2-smal"), "unknown model 'gpt2-smal' (did you mean 'gpt2-small'?)");
  EXPECT_EQ(error_of_source("xyzzy"),
            "unknown model 'xyzzy' ('tviz models' lists them; or give the path of a "
            "configuration)");
}

TEST_F(Source, ObeysTheLimitsEvenFromTheCatalog) {
  EXPECT_EQ(error_of_source("gpt2-xl", {.layers = 47}),
            "gpt2-xl: n_layers: must be at most 47, got 48 (limit layers)");
}

}  // namespace
}  // namespace tviz
