"""Configurations as people keep them: classes, tuples, slots, nested objects, pasted code; and
activations that are functions or modules.
"""

import collections
import dataclasses
import functools
import pathlib
import sys
import types
import typing
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "stand_in"))

from transformer_lens import HookedTransformerConfig  # noqa: E402
from transformer_viz import Error, ModelArchitecture, visualize  # noqa: E402

DIMENSIONS = {"n_layers": 3, "d_model": 64, "n_heads": 4, "d_vocab": 100}


def layers_of(source):
    return ModelArchitecture.of(source).n_layers


def warnings_of(source):
    return [each for each in visualize(source).warnings if not each.startswith("n_ctx:")]


class ClassLevel:
    n_layers = 3
    d_model = 64
    n_heads = 4
    d_vocab = 100

    def n_parameters(self):
        return 0


class Inherited(ClassLevel):
    n_layers = 5


class Configurations(unittest.TestCase):
    def test_attributes_of_a_class_count(self):
        for source in (ClassLevel, ClassLevel()):
            self.assertEqual(layers_of(source), 3)
            self.assertEqual(warnings_of(source), [])

    def test_attributes_of_parent_classes_count(self):
        self.assertEqual(layers_of(Inherited), 5)
        own = Inherited()
        own.n_layers = 7
        self.assertEqual((layers_of(Inherited()), layers_of(own)), (5, 7))
        self.assertEqual(ModelArchitecture.of(own).d_model, 64)

        @dataclasses.dataclass
        class Wider(HookedTransformerConfig):
            n_layers: int = 4

        class Extended(Wider):
            def __init__(self):
                super().__init__()
                self.n_ctx = 77

        self.assertEqual((layers_of(Wider()), ModelArchitecture.of(Extended()).n_ctx), (4, 77))

    def test_a_class_without_numbers_is_no_configuration(self):
        class Model:
            training = True

        with self.assertRaisesRegex(Error, "Model is a class"):
            visualize(Model)

    def test_named_tuples(self):
        class Config(typing.NamedTuple):
            n_layers: int = 3
            d_model: int = 64
            n_heads: int = 4
            d_vocab: int = 100

        for source in (Config(), Config, collections.namedtuple("C", DIMENSIONS)(*DIMENSIONS.values())):
            self.assertEqual(layers_of(source), 3)

    def test_slots(self):
        class Config:
            __slots__ = (*DIMENSIONS, "never_set")

            def __init__(self):
                for name, value in DIMENSIONS.items():
                    setattr(self, name, value)

        self.assertEqual(layers_of(Config()), 3)

    def test_attrs(self):
        try:
            import attr
        except ImportError:
            self.skipTest("attrs is not installed")
        config = attr.make_class("Config", list(DIMENSIONS), slots=True)(**DIMENSIONS)
        self.assertEqual(layers_of(config), 3)

    def test_extra_fields_of_pydantic(self):
        class Config:
            model_config = {"extra": "allow"}

            def __init__(self):
                self.n_layers = 3
                self.__pydantic_extra__ = {"d_model": 64, "n_heads": 4, "d_vocab": 100}

        self.assertEqual(layers_of(Config()), 3)
        self.assertEqual(warnings_of(Config()), [])

    def test_properties_beside_attributes(self):
        class Config:
            def __init__(self):
                self.n_layers, self.n_heads, self.d_head, self.d_vocab = 3, 4, 16, 100

            @property
            def d_model(self):
                return self.n_heads * self.d_head

            @functools.cached_property
            def d_mlp(self):
                return 3 * self.d_model

            @property
            def n_layer(self):
                return self.n_layers

            @property
            def device(self):
                raise RuntimeError("no device")

        found = ModelArchitecture.of(Config())
        self.assertEqual((found.d_model, found.d_mlp), (64, 192))

    def test_the_model_in_the_configuration_of_an_experiment(self):
        inner = types.SimpleNamespace(**DIMENSIONS)
        for source in (types.SimpleNamespace(model=inner, lr=0.1), {"model": DIMENSIONS, "lr": 0.1},
                       {"train": {"lr": 0.1}, "model": {"cfg": inner}},
                       types.SimpleNamespace(model=types.SimpleNamespace(config=DIMENSIONS))):
            self.assertEqual(layers_of(source), 3)

    def test_the_path_of_a_configuration_beside_its_fields(self):
        self.assertEqual(layers_of(types.SimpleNamespace(**DIMENSIONS, config="gpt.yaml")), 3)

    def test_objects_inside_a_configuration(self):
        text = types.SimpleNamespace(
            model_type="llama", num_hidden_layers=2, hidden_size=64, num_attention_heads=4,
            intermediate_size=96, vocab_size=100)
        vision = types.SimpleNamespace(
            num_hidden_layers=3, hidden_size=32, num_attention_heads=2, intermediate_size=64,
            image_size=28, patch_size=14, model_type="clip_vision_model")
        found = visualize({"model_type": "llava", "text_config": text, "vision_config": vision})
        self.assertIn("3 layers", found.outline)

    def test_whole_floats(self):
        self.assertEqual(layers_of({**DIMENSIONS, "n_layers": 12.0, "d_model": 64.0}), 12)
        with self.assertRaisesRegex(Error, "n_layers.*whole number"):
            visualize({**DIMENSIONS, "n_layers": 12.5})

    def test_scalars_of_arrays(self):
        class Scalar:
            shape = ()

            def __init__(self, value):
                self.value = value

            def tolist(self):
                return self.value

        found = ModelArchitecture.of({**DIMENSIONS, "gated_mlp": Scalar(True),
                                      "n_layers": Scalar(2)})
        self.assertEqual((found.gated_mlp, found.n_layers), (True, 2))


class Pasted(unittest.TestCase):
    CODE = """
cfg = HookedTransformerConfig(
    n_layers=2, n_heads=12, d_model=768,
    d_head=64, d_mlp=4 * 768, d_vocab=50257,
    n_ctx=1024, act_fn="gelu",
    normalization_type="LN",  # or "LNPre", None
    attention_dir="causal",   # or "bidirectional"
    device=device
)
"""

    def test_code_with_comments(self):
        found = ModelArchitecture.of(self.CODE)
        self.assertEqual((found.n_layers, found.d_mlp, found.act_fn), (2, 3072, "gelu"))
        self.assertEqual(warnings_of(self.CODE), [])

    def test_code_around_the_configuration(self):
        for code in (
            "import torch\nd = 64\nmodel = HookedTransformer(HookedTransformerConfig("
            "n_layers=2, d_model=d, d_head=16, n_ctx=8, d_vocab=9, act_fn=F.relu))",
            "d = 32\n@dataclass\nclass GPTConfig:\n    n_layers: int = 2\n    d_model: int = 2 * d\n"
            "    n_heads: int = 4\n    d_vocab: int = 9\n    act_fn = nn.ReLU()\n",
            "n_layers = 2\nd_model = 64\nn_heads = 4\nd_vocab = 9\nactivation = nn.ReLU",
            "dict(n_layers=2, **{'d_model': 64, 'n_heads': 4}, d_vocab=9, act_fn=partial(F.relu))",
        ):
            found = ModelArchitecture.of(code.replace("d_head=16", "d_head=16, n_heads=4"))
            self.assertEqual((found.n_layers, found.d_model, found.act_fn), (2, 64, "relu"), code)

    def test_what_python_prints(self):
        for printed in (
            "HookedTransformerConfig(n_layers=2, d_model=64, n_heads=4, d_vocab=9, "
            "act_fn=<function relu at 0x7f2>, dtype=torch.float32, device=device(type='cpu'))",
            "Config(n_layers=2, d_model=64, n_heads=4, d_vocab=9, "
            "act_fn=<class 'torch.nn.modules.activation.ReLU'>)",
            "HookedTransformerConfig:\n{'act_fn': 'relu',\n 'd_model': 64, 'n_heads': 4,\n"
            " 'd_vocab': 9, 'n_layers': 2}",
            '{"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 9, "act_fn": "relu"}',
            "n_layers: 2\nd_model: 64\nn_heads: 4\nd_vocab: 9\nact_fn: relu\n",
        ):
            found = ModelArchitecture.of(printed)
            self.assertEqual((found.n_layers, found.d_model, found.act_fn), (2, 64, "relu"), printed)
        self.assertEqual(layers_of('LlamaConfig {\n  "model_type": "llama",\n  "hidden_size": 64,\n'
                                   '  "num_hidden_layers": 2,\n  "num_attention_heads": 4,\n'
                                   '  "intermediate_size": 96, "vocab_size": 100,\n  "tie_word_embeddings": false\n}\n'), 2)

    def test_mistakes_are_told(self):
        for code, message in (
            ("cfg = HookedTransformerConfig(\n  n_layers=2,", "^text:1: cannot read the code"),
            ("cfg = Config(n_layers=2, act_fn=lambda x: x)", "^act_fn: cannot name the activation"),
            ("cfg = Config(n_layers=N, d_model=64, n_heads=4, d_vocab=9)", "n_layers: .*got .N."),
            ("gpt2 (small)", "^unknown model"),
            ("models (old)/config.json", "no such file"),
            ("Config(" * 5000, "^text: cannot read the code|^text:1: cannot read the code"),
        ):
            with self.assertRaisesRegex(Error, message):
                visualize(code)


class ReLU:
    """As PyTorch's modules: a class, whose instances are called."""

    def __call__(self, x):
        return x


class LeakyReLU(ReLU):
    pass


class NewGELUActivation(ReLU):
    pass


class GELU(ReLU):
    def __init__(self, approximate="none"):
        self.approximate = approximate


class Sequential(ReLU):
    pass


def relu(x):
    return x


def gelu(x, approximate="none"):
    return x


class Activations(unittest.TestCase):
    NAMED = ((relu, "relu"), (ReLU, "relu"), (ReLU(), "relu"), (LeakyReLU(), "leaky_relu"),
             (NewGELUActivation(), "gelu_new"), (GELU(), "gelu"),
             (GELU("tanh"), "gelu_pytorch_tanh"), (functools.partial(relu), "relu"),
             (functools.partial(gelu, approximate="tanh"), "gelu_pytorch_tanh"), ("silu", "silu"))

    def test_functions_classes_and_modules_are_named(self):
        for activation, name in self.NAMED:
            for key in ("act_fn", "activation", "hidden_act", "activation_function"):
                found = ModelArchitecture.of({**DIMENSIONS, key: activation})
                self.assertEqual(found.act_fn, name, (key, activation))

    def test_in_objects_and_classes_too(self):
        class Config(ClassLevel):
            act_fn = relu

        for source in (Config, Config(), HookedTransformerConfig(act_fn=ReLU()),
                       types.SimpleNamespace(**DIMENSIONS, act_fn=ReLU)):
            self.assertEqual(ModelArchitecture.of(source).act_fn, "relu")

    def test_one_without_a_name_is_an_error_and_never_gelu(self):
        line = sys._getframe().f_lineno + 1
        for activation, label in ((lambda x: x, f"lambda at line {line}"),
                                  (Sequential(), "Sequential"), (object(), "object")):
            with self.assertRaisesRegex(Error, f"^act_fn: cannot name the activation {label} "):
                visualize({**DIMENSIONS, "act_fn": activation})

    def test_one_with_an_unknown_name_is_drawn_under_it(self):
        def my_activation(x):
            return x

        self.assertEqual(
            ModelArchitecture.of({**DIMENSIONS, "act_fn": my_activation}).act_fn, "my_activation")
        self.assertIn("my_activation", visualize({**DIMENSIONS, "act_fn": my_activation}).to_html())


if __name__ == "__main__":
    unittest.main()
