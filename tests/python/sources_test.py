"""Names, files, dicts, configuration objects and models of other libraries, read by attributes."""

import dataclasses
import enum
import json
import pathlib
import sys
import tempfile
import types
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "stand_in"))

from transformer_lens import HookedTransformer, HookedTransformerConfig  # noqa: E402
from transformer_viz import (  # noqa: E402
    Error, InteractiveTransformerViz, ModelArchitecture, visualize)

DIMENSIONS = {"model_name": "mine", "n_layers": 3, "d_model": 64, "n_heads": 4, "d_vocab": 100}
LLAMA = {"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "intermediate_size": 96,
         "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 100,
         "max_position_embeddings": 128, "rope_theta": float("inf"), "torch_dtype": "float32"}


class PretrainedConfig:
    """As Hugging Face's: `to_dict`, and attributes that are no fields."""

    name_or_path = "someone/small-llama/"

    def to_dict(self):
        return dict(LLAMA)


class Names(unittest.TestCase):
    def test_of_the_catalog(self):
        self.assertEqual(ModelArchitecture.of("gpt2"), ModelArchitecture(
            n_layers=12, d_model=768, n_heads=12, d_head=64, d_mlp=3072, d_vocab=50257, n_ctx=1024,
            model_name="gpt2-small", n_key_value_heads=12, act_fn="gelu_new",
            normalization_type="LN", positional_embedding_type="standard"))

    def test_unknown_ones_are_told_with_near_ones(self):
        with self.assertRaises(Error) as caught:
            visualize("gpt2-smal")
        self.assertEqual(caught.exception.message, "unknown model 'gpt2-smal'")
        self.assertIn("gpt2-small", caught.exception.hint)
        self.assertIsInstance(caught.exception, ValueError)

    def test_standard_input_is_not_read(self):
        with self.assertRaisesRegex(Error, "unknown model '-'"):
            visualize("-")

    def test_of_files(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "small.json")
            path.write_text(json.dumps(LLAMA), encoding="utf-8")
            for source in (path, str(path)):
                self.assertEqual(ModelArchitecture.of(source).model_name, "small")


class Families(unittest.TestCase):
    """Configurations of families that a file adds."""

    CONFIG = {"model_type": "pebble", "depth": 3, "hidden_size": 64, "num_attention_heads": 4,
              "intermediate_size": 96, "vocab_size": 100}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.families = self.file("families.json", {"model_types": {
            "pebble": {"like": "llama", "n_layers": {"keys": ["depth"], "required": True}}}})

    def file(self, name, content):
        path = self.folder / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def test_of_a_file(self):
        model = self.file("model.json", self.CONFIG)
        for families in (self.families, str(self.families), [self.families]):
            figure = visualize(str(model), model_types=families)
            self.assertEqual(figure.architecture.n_layers, 3)
        with self.assertRaisesRegex(Error, "its configuration has no num_hidden_layers"):
            visualize(model)

    def test_of_a_dict(self):
        figure = visualize(self.CONFIG, model_types=self.families)
        self.assertEqual(figure.architecture.n_layers, 3)

    def test_a_mistake_is_told_with_its_place(self):
        wrong = self.file("wrong.json", {"model_types": {"pebble": {"like": "llamq"}}})
        with self.assertRaises(Error) as caught:
            visualize("gpt2", model_types=wrong)
        self.assertIn("wrong.json:1:37", str(caught.exception))
        self.assertIn("did you mean 'llama'", str(caught.exception))


class Mappings(unittest.TestCase):
    def test_of_dimensions(self):
        found = InteractiveTransformerViz().from_dict(DIMENSIONS).architecture
        self.assertEqual((found.model_name, found.n_layers, found.d_head, found.d_mlp, found.n_ctx),
                         ("mine", 3, 16, 256, None))

    def test_of_hugging_face(self):
        found = InteractiveTransformerViz().from_dict(LLAMA).architecture
        self.assertEqual((found.n_key_value_heads, found.gated_mlp, found.normalization_type,
                          found.positional_embedding_type), (2, True, "RMS", "rotary"))

    def test_numbers_of_other_libraries(self):
        class Whole:
            def __index__(self):
                return 3

        self.assertEqual(ModelArchitecture.of({**DIMENSIONS, "n_layers": Whole()}).n_layers, 3)

    def test_errors_name_the_field(self):
        with self.assertRaises(Error) as caught:
            visualize({**DIMENSIONS, "n_heads": 0, "d_model": -1})
        self.assertTrue(any("n_heads" in problem.where for problem in caught.exception.problems),
                        caught.exception.problems)
        self.assertGreater(len(caught.exception.problems), 1)

    def test_misspelt_keys_are_told(self):
        warnings = visualize({**DIMENSIONS, "n_context": 128}).warnings
        self.assertIn("n_context", " ".join(warnings))

    def test_endless_ones_are_refused(self):
        endless = {}
        endless["inner"] = endless
        with self.assertRaisesRegex(Error, "nested"):
            visualize(endless)


class Objects(unittest.TestCase):
    def test_configuration_of_transformer_lens(self):
        found = InteractiveTransformerViz().from_config(HookedTransformerConfig()).architecture
        self.assertEqual((found.n_layers, found.model_name, found.normalization_type),
                         (12, "gpt2", "LN"))

    def test_model_of_transformer_lens(self):
        model = HookedTransformer.from_pretrained("gpt2-small")
        self.assertEqual(ModelArchitecture.of(model).d_model, 768)

    def test_configuration_and_model_of_hugging_face(self):
        model = types.SimpleNamespace(config=PretrainedConfig())
        for source in (PretrainedConfig(), model):
            found = ModelArchitecture.of(source)
            self.assertEqual((found.model_name, found.n_layers), ("small-llama", 2))

    def test_plain_objects_and_dataclasses(self):
        class Kind(enum.Enum):
            SILU = "silu"

        @dataclasses.dataclass
        class Config:
            n_layers: int = 2
            d_model: int = 32
            n_heads: int = 2
            d_vocab: int = 10
            act_fn: Kind = Kind.SILU

        self.assertEqual(ModelArchitecture.of(Config()).act_fn, "silu")
        self.assertEqual(ModelArchitecture.of(types.SimpleNamespace(**DIMENSIONS)).n_layers, 3)

    def test_architectures_come_back_as_they_were(self):
        for name in ("gpt2", "llama-3.1-8b", "pythia-70m", "attn-only-2l"):
            found = ModelArchitecture.of(name)
            self.assertEqual(ModelArchitecture.of(found), found)

    def test_what_is_no_model_is_told(self):
        for source in (3, None, object(), [DIMENSIONS], HookedTransformer):
            with self.assertRaises(Error) as caught:
                visualize(source)
            self.assertIn("config", caught.exception.hint)

    def test_the_bridge_tells_the_type_by_its_architecture(self):
        bridge = {**dataclasses.asdict(HookedTransformerConfig()), "original_architecture": None,
                  "architecture": "GPT2LMHeadModel", "device": None, "dtype": None}
        figure = visualize(bridge, dialect="hugging_face", hooks=["transformer.h.1.mlp"])
        self.assertEqual(figure.highlights()[0][0], "blocks.1.mlp")


if __name__ == "__main__":
    unittest.main()
