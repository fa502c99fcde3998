# SPDX-License-Identifier: MIT
"""Models from all their sources, and what the program knows of them."""

import json
import unittest

import jsonschema
from program import Case, run

# Configurations as they lie in repositories, shortened to what matters here.
CONFIGURATIONS = {
    "gpt2": {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": 768,
             "n_head": 12, "n_layer": 12, "n_ctx": 1024, "n_positions": 1024, "n_inner": None,
             "vocab_size": 50257, "activation_function": "gelu_new"},
    "gpt_neo": {"model_type": "gpt_neo", "hidden_size": 768, "num_heads": 12, "num_layers": 12,
                "intermediate_size": None, "max_position_embeddings": 2048, "window_size": 256,
                "attention_types": [[["global", "local"], 6]], "vocab_size": 50257,
                "activation_function": "gelu_new"},
    "gpt_neox": {"model_type": "gpt_neox", "hidden_size": 2560, "intermediate_size": 10240,
                 "num_attention_heads": 32, "num_hidden_layers": 32, "rotary_pct": 1.0,
                 "max_position_embeddings": 2048, "use_parallel_residual": False,
                 "tie_word_embeddings": False, "vocab_size": 50432, "hidden_act": "gelu"},
    "llama": {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008,
              "num_attention_heads": 32, "num_key_value_heads": 32, "num_hidden_layers": 32,
              "max_position_embeddings": 4096, "rope_scaling": None, "hidden_act": "silu",
              "tie_word_embeddings": False, "vocab_size": 32000},
    "mistral": {"model_type": "mistral", "hidden_size": 5120, "head_dim": 128,
                "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
                "num_hidden_layers": 40, "max_position_embeddings": 131072,
                "sliding_window": None, "hidden_act": "silu", "tie_word_embeddings": False,
                "vocab_size": 131072},
}


class Sources(Case):
    def test_hugging_face_configurations(self):
        for name, configuration in CONFIGURATIONS.items():
            with self.subTest(name):
                path = self.file(f"{name}.json", configuration)
                output = self.folder / f"{name}.pdf"
                self.succeed("render", path, "-o", output)
                self.assertTrue(output.read_bytes().startswith(b"%PDF"))

    def test_facts_of_the_configurations(self):
        facts = {
            "gpt2": ("LayerNorm", "learned", False, 12, 124439808),
            "gpt_neo": ("LayerNorm", "learned", False, 12, 125198592),
            "gpt_neox": ("LayerNorm", "rotary", False, 32, 2775864320),
            "llama": ("RMSNorm", "rotary", False, 32, 6738415616),
            "mistral": ("RMSNorm", "rotary", False, 8, 12247782400),
        }
        for name, (norm, positions, parallel, groups, parameters) in facts.items():
            with self.subTest(name):
                path = self.file(f"{name}.json", CONFIGURATIONS[name])
                result = json.loads(self.succeed("describe", path, "--json").stdout)
                architecture = result["architecture"]
                self.assertEqual(architecture["normalization"], norm)
                self.assertEqual(architecture["positional_embedding"], positions)
                self.assertEqual(architecture["parallel_attn_mlp"], parallel)
                self.assertEqual(architecture["n_key_value_heads"], groups)
                self.assertEqual(result["parameters"]["total"], parameters)

    def test_a_plain_dictionary(self):
        path = self.file("mine.json", {"model_name": "my-transformer", "n_layers": 6,
                                       "d_model": 512, "n_heads": 8, "d_head": 64,
                                       "d_mlp": 2048, "d_vocab": 50257})
        result = json.loads(self.succeed("describe", path, "--json").stdout)
        self.assertEqual(result["name"], "my-transformer")
        self.assertEqual(result["architecture"]["d_mlp"], 2048)

    def test_standard_input(self):
        result = self.succeed("describe", "-", "--json", stdin=json.dumps(CONFIGURATIONS["gpt2"]))
        self.assertEqual(json.loads(result.stdout)["parameters"]["total"], 124439808)

    def test_names_are_found_in_any_case(self):
        for name in ("GPT2", "gpt2-small", "openai-community/gpt2"):
            result = self.succeed("describe", name, "--json")
            self.assertEqual(json.loads(result.stdout)["name"], "gpt2-small")


class Describe(Case):
    COUNTS = {
        "gpt2": 124439808, "gpt2-medium": 354823168, "gpt2-large": 774030080,
        "gpt2-xl": 1557611200, "pythia-70m": 70426624, "llama-2-7b": 6738415616,
        "llama-3.1-8b": 8030261248, "mistral-7b": 7241732096,
    }

    def test_counts_are_the_sum_of_the_components(self):
        for name, expected in self.COUNTS.items():
            with self.subTest(name):
                result = json.loads(self.succeed("describe", name, "--json").stdout)
                self.assertEqual(result["parameters"]["total"], expected)
                self.assertEqual(sum(c["parameters"] for c in result["components"]), expected)

    def test_blocks_are_runs_of_equal_structure(self):
        result = json.loads(self.succeed("describe", "gpt2", "--json").stdout)
        self.assertEqual([b["layers"] for b in result["blocks"]], [[0, 11]])
        self.assertEqual(result["streams"][0]["layers"], 12)

    def test_additions_say_what_each_branch_passes(self):
        result = json.loads(self.succeed("describe", "gpt-j-6b", "--json").stdout)
        self.assertEqual(result["blocks"][0]["additions"],
                         [{"shared": ["ln1"], "branches": [["attn"], ["mlp"]], "join": "sum", "on_stream": []}])
        result = json.loads(self.succeed("describe", "bert-base-cased", "--json").stdout)
        self.assertEqual([(each["branches"], each["on_stream"]) for each in result["blocks"][0]["additions"]],
                         [([["attn"]], ["ln1"]), ([["mlp"]], ["ln2"])])

    def test_the_table_for_people(self):
        text = self.succeed("describe", "pythia-70m").stdout
        self.assertRegex(text, r"blocks\.5\.mlp +2,099,712  MLP")
        self.assertRegex(text, r"total +70,426,624  parameters")


class GraphFiles(Case):
    """tests/figure/graph_file_test.cpp draws every model from its file."""

    def test_yaml_and_json_give_the_figure_of_the_model(self):
        expected = self.succeed("render", "gemma-2-2b", "-o", "-", "--format", "svg").stdout
        for name, more in (("g.yaml", []), ("g.json", ["--json"])):
            file = self.file(name, self.succeed("describe", "gemma-2-2b", "--graph", *more).stdout)
            self.assertEqual(self.succeed("render", file, "-o", "-", "--format", "svg").stdout, expected)
            self.assertEqual(self.succeed("describe", file, "--graph", *more).stdout, file.read_text("utf-8"))

    def test_standard_input(self):
        file = self.succeed("describe", "t5-base", "--graph").stdout
        self.assertIn("parameters", self.succeed("describe", "-", stdin=file).stdout)

    def test_the_schema_accepts_every_kind_of_model_and_refuses_typos(self):
        schema = json.loads(self.succeed("graph", "schema").stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for name in ("gpt2", "t5-base", "llava-1.5-7b", "deepseek-v3", "bert-base-cased", "nemotron-h-56b", "olmo-2-7b"):
            file = self.succeed("describe", name, "--graph", "--json").stdout
            self.assertEqual([error.message for error in validator.iter_errors(json.loads(file))], [], name)
            for word in ("streams", "structures", "additions", "kind", "weights", "repeat", "interior"):
                wrong = json.loads(file.replace(f'"{word}":', f'"{word}q":'))
                self.assertFalse(validator.is_valid(wrong), f"{word} in {name}")


def gpt2_tensors(layers=12, width=3072, has_head=False):
    """The tensors of GPT-2 small, or of a file that differs from it."""
    tensors = {"wte.weight": [50257, 768], "wpe.weight": [1024, 768], "ln_f.weight": [768],
               "ln_f.bias": [768]}
    for layer in range(layers):
        tensors |= {f"h.{layer}.{name}": shape for name, shape in {
            "ln_1.weight": [768], "ln_1.bias": [768], "ln_2.weight": [768], "ln_2.bias": [768],
            "attn.c_attn.weight": [768, 2304], "attn.c_attn.bias": [2304],
            "attn.c_proj.weight": [768, 768], "attn.c_proj.bias": [768],
            "mlp.c_fc.weight": [768, width], "mlp.c_fc.bias": [width],
            "mlp.c_proj.weight": [width, 768], "mlp.c_proj.bias": [768]}.items()}
    if has_head:
        tensors["lm_head.weight"] = [50257, 768]
    return {"tensors": [{"name": name, "shape": shape} for name, shape in tensors.items()]}


class Tensors(Case):
    def test_a_list_is_a_model(self):
        path = self.file("tensors.json", gpt2_tensors())
        self.assertEqual(self.succeed("describe", path).stdout.splitlines()[-1].split(),
                         ["total", "124,439,808", "parameters"])
        result = json.loads(self.succeed("describe", path, "--json").stdout)
        self.assertEqual([each["field"] for each in result["assumptions"]],
                         ["model_type", "d_head", "norm_placement", "tie_word_embeddings"])
        names = [each["name"] for each in json.loads(self.succeed("hooks", path, "--json").stdout)]
        self.assertIn("h.11.attn.c_attn", names)
        self.assertNotIn("h.0.hook_resid_pre", names)

    def test_its_graph_is_a_file_that_gives_the_same_figure(self):
        path = self.file("tensors.json", gpt2_tensors(2))
        graph = self.file("tensors.yaml", self.succeed("describe", path, "--graph").stdout)
        arguments = ("-o", "-", "--format", "svg", "--hook", "h.1.attn.c_attn=probe")
        self.assertEqual(self.succeed("render", path, *arguments).stdout,
                         self.succeed("render", graph, *arguments).stdout)

    def test_against_the_same(self):
        path = self.file("tensors.json", gpt2_tensors())
        for model in ("gpt2", path):
            self.assertEqual(self.succeed("describe", model, "--against", path).stdout, "")
        result = json.loads(self.succeed("describe", "gpt2", "--against", path, "--json").stdout)
        self.assertEqual(result, {"equal": True, "differences": []})

    def test_against_others(self):
        for found, lines in (
                (gpt2_tensors(has_head=True),
                 ["outside the layers, unembedding: nothing expected, 38,597,376 parameters found"]),
                (gpt2_tensors(layers=11), ["n_layers: 12 expected, 11 found"]),
                (gpt2_tensors(width=3000),
                 ["d_mlp: 3072 expected, 3000 found",
                  "layers 0 – 11, MLP: 4,722,432 parameters expected, 4,611,768 parameters found"])):
            path = self.file("other.json", found)
            result = run("describe", "gpt2", "--against", path)
            self.assertEqual((result.returncode, result.stdout.splitlines()), (1, lines))
            self.assertIn(f"{path}: {len(lines)} difference", result.stderr)

    def test_against_what_has_no_tensors(self):
        path = self.file("config.json", CONFIGURATIONS["gpt2"])
        self.fail_with("has no tensors", "describe", "gpt2", "--against", path)


if __name__ == "__main__":
    unittest.main()
