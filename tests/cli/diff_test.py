# SPDX-License-Identifier: MIT
"""What differs between two models, against their configurations."""

import json
import unittest

from program import Case, run


def differences(*sources):
    result = run("diff", *sources, "--json")
    report = json.loads(result.stdout)
    assert result.returncode == (0 if report["equal"] else 1), result.stderr
    return {each["name"]: (each["left"], each["right"]) for each in report["differences"]}


class Diff(Case):
    def test_gpt2_and_gpt2_medium(self):
        self.assertEqual(differences("gpt2", "gpt2-medium"), {
            "parameters": ("124,439,808", "354,823,168"),
            "layers": ("12", "24"),
            "width of the stream (d_model)": ("768", "1,024"),
            "query heads": ("12 × 64", "16 × 64"),
            "key/value heads": ("12", "16"),
            "width of the MLP (d_mlp)": ("3,072", "4,096"),
        })

    def test_gpt2_and_llama(self):
        self.assertEqual(differences("gpt2", "llama-3.1-8b"), {
            "parameters": ("124,439,808", "8,030,261,248"),
            "layers": ("12", "32"),
            "width of the stream (d_model)": ("768", "4,096"),
            "context": ("1,024", "131,072"),
            "vocabulary": ("50,257", "128,256"),
            "query heads": ("12 × 64", "32 × 128"),
            "key/value heads": ("12", "8"),
            "biases of queries and values": ("yes", "no"),
            "bias of the output": ("yes", "no"),
            "width of the MLP (d_mlp)": ("3,072", "14,336"),
            "activation": ("gelu_new", "silu"),
            "gated MLP": ("no", "yes"),
            "biases of the MLP": ("yes", "no"),
            "norm": ("LayerNorm", "RMSNorm"),
            "biases": ("yes", "no"),
            "positions": ("learned", "rotary"),
            "rotary dimensions of a head": ("none", "128"),
            "unembedding": ("tied to the embedding", "its own"),
        })

    def test_llama_and_gemma_2(self):
        self.assertEqual(differences("llama-3.1-8b", "gemma-2-2b"), {
            "parameters": ("8,030,261,248", "2,614,341,888"),
            "layers": ("32", "26"),
            "width of the stream (d_model)": ("4,096", "2,304"),
            "context": ("131,072", "8,192"),
            "vocabulary": ("128,256", "256,000"),
            "scale of the embedding": ("none", "48"),
            "query heads": ("32 × 128", "8 × 256"),
            "key/value heads": ("8", "4"),
            "attention window": (
                "all tokens",
                "4,096 tokens in 13 layers (0, 2, …, 24); all tokens in 13 layers (1, 3, …, 25)"),
            "soft cap of the scores": ("none", "50"),
            "width of the MLP (d_mlp)": ("14,336", "9,216"),
            "activation": ("silu", "gelu_pytorch_tanh"),
            "place of the norms": ("pre", "sandwich"),
            "rotary dimensions of a head": ("128", "256"),
            "unembedding": ("its own", "tied to the embedding"),
            "soft cap of the logits": ("none", "30"),
        })

    def test_gemma_2_and_gemma_3(self):
        self.assertEqual(differences("gemma-2-2b", "gemma-3-1b-it"), {
            "parameters": ("2,614,341,888", "999,885,952"),
            "width of the stream (d_model)": ("2,304", "1,152"),
            "context": ("8,192", "32,768"),
            "vocabulary": ("256,000", "262,144"),
            "scale of the embedding": ("48", "33.94"),
            "query heads": ("8 × 256", "4 × 256"),
            "key/value heads": ("4", "1"),
            "attention window": (
                "4,096 tokens in 13 layers (0, 2, …, 24); all tokens in 13 layers (1, 3, …, 25)",
                "512 tokens in 22 layers (0–4, 6–10, 12–16, 18–22, 24, 25); all tokens in 4 layers (5, "
                "11, …, 23)"),
            "norm of queries and keys": ("none", "per_head"),
            "soft cap of the scores": ("50", "none"),
            "width of the MLP (d_mlp)": ("9,216", "6,912"),
            "soft cap of the logits": ("30", "none"),
        })

    def test_equal_models(self):
        result = self.succeed("diff", "gpt2", "gpt2-small")
        self.assertEqual(result.stdout, "")
        self.assertEqual(json.loads(self.succeed("diff", "gpt2", "gpt2", "--json").stdout),
                         {"left": "gpt2-small", "right": "gpt2-small", "equal": True, "differences": []})

    def test_files_and_the_table(self):
        config = {"model_type": "gpt2", "n_layer": 2, "n_embd": 8, "n_head": 2, "vocab_size": 10,
                  "n_positions": 16}
        left = self.file("a.json", config)
        right = self.file("b.json", {**config, "n_head": 4, "tie_word_embeddings": False})
        result = run("diff", left, right)
        self.assertEqual(result.returncode, 1)
        lines = [line.split("  ") for line in result.stdout.splitlines()]
        words = [[word.strip() for word in line if word.strip()] for line in lines]
        self.assertEqual(words[1:], [
            ["model", "parameters", "1,968", "2,048"],
            ["attention", "query heads", "2 × 4", "4 × 2"],
            ["key/value heads", "2", "4"],
            ["output", "unembedding", "tied to the embedding", "its own"],
        ])

    def test_a_figure(self):
        output = self.folder / "x.svg"
        result = run("diff", "gpt2", "gpt2-medium", "-o", output, "-o", self.folder / "x.pdf")
        self.assertEqual(result.returncode, 1)
        self.assertIn("12 × 64", result.stdout)
        self.assertIn("GPT-2 small against GPT-2 medium", output.read_text(encoding="utf-8"))
        self.assertTrue((self.folder / "x.pdf").read_bytes().startswith(b"%PDF"))
        source = self.file("a.json", {"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2,
                                      "vocab_size": 10})
        self.fail_with("a.json", "diff", source, "gpt2", "-o", source, code=2)
        self.fail_with("format", "diff", source, "gpt2", "-o", self.folder / "x", code=2)
        self.fail_with("'bmp'", "diff", source, "gpt2", "-o", self.folder / "x.bmp", code=2)

    def test_problems_are_no_differences(self):
        self.fail_with("unknown model", "diff", "gpt2", "gtp3", code=2)
        self.fail_with("sources", "diff", "gpt2", code=2)


if __name__ == "__main__":
    unittest.main()
