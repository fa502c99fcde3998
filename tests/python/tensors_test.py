"""Modules, state dicts and trees of arrays of which only names and shapes are read."""

import dataclasses
import types
import unittest
from typing import Any

from transformer_viz import Error, visualize


class Tensor:
    """Has a shape and a type, and no numbers: reading one is a mistake."""

    def __init__(self, *shape):
        self.shape = shape
        self.dtype = "torch.float32"

    def tolist(self):
        raise AssertionError("the numbers were read")


class Module:
    """As torch.nn.Module, as far as it is read."""

    def __init__(self, **children):
        for name, child in children.items():
            setattr(self, name, child)

    def _children(self):
        return {name: child for name, child in vars(self).items()
                if isinstance(child, (Module, Tensor, list))}

    def named_modules(self, prefix=""):
        yield prefix, self
        for name, child in self._children().items():
            path = f"{prefix}.{name}" if prefix else name
            if isinstance(child, Module):
                yield from child.named_modules(path)
            elif isinstance(child, list):
                for index, each in enumerate(child):
                    yield from each.named_modules(f"{path}.{index}")

    def named_parameters(self, prefix="", remove_duplicate=True):
        for path, module in self.named_modules():
            for name, child in vars(module).items():
                if isinstance(child, Tensor):
                    yield f"{path}.{name}" if path else name, child


class Linear(Module):
    def __init__(self, inputs, outputs):
        super().__init__(weight=Tensor(outputs, inputs))


class LayerNorm(Module):
    def __init__(self, width):
        super().__init__(weight=Tensor(width), bias=Tensor(width))


class Gizmo(Module):
    """What no rule knows."""


def layer():
    return Module(
        norm1=LayerNorm(64),
        attn=Module(q_proj=Linear(64, 64), k_proj=Linear(64, 64), v_proj=Linear(64, 64),
                    out_proj=Linear(64, 64)),
        gizmo=Gizmo(twist=Tensor(7, 64)),
        norm2=LayerNorm(64),
        mlp=Module(fc1=Linear(64, 256), fc2=Linear(256, 64)))


class Pebble(Module):
    def __init__(self, **more):
        super().__init__(embed=Linear(64, 100), layers=[layer(), layer()], **more)


LAYER = 4 * 64 + 4 * 64 * 64 + 7 * 64 + 2 * 64 * 256


class Modules(unittest.TestCase):
    def test_of_any_class(self):
        figure = visualize(Pebble())
        self.assertEqual(figure.architecture.n_layers, 2)
        self.assertEqual(figure.architecture.model_name, "Pebble")
        svg = figure.to_bytes("svg").decode()
        self.assertIn("gizmo", svg)
        self.assertIn("not recognised", svg)

    def test_hooks_are_named_by_module_paths(self):
        figure = visualize(Pebble(), hooks=["layers.1.gizmo", "layers.0.attn.q_proj",
                                            "layers.1", "embed"])
        self.assertEqual([each[:2] for each in figure.highlights()],
                         [("layers.1.gizmo", "out"), ("layers.0.attn", "custom:q_proj"),
                          ("layers.1", "resid_post"), ("embed", "out")])
        self.assertIn("layers.0.mlp.fc1", figure.hook_names())
        self.assertNotIn("layers.0.gizmo.twist", figure.hook_names())

    def test_a_wrapper_is_looked_through(self):
        for wrapped in (Module(module=Pebble()), Module(_orig_mod=Pebble())):
            self.assertEqual(visualize(wrapped).architecture.model_name, "Pebble")

    def test_tied_parameters_count_once(self):
        model = Pebble()
        tied = Pebble(lm_head=Module(weight=model.embed.weight))
        tied.embed.weight = tied.lm_head.weight
        self.assertEqual((100 * 64 + 2 * LAYER) // 1000, 106)
        self.assertIn("106K parameters", visualize(tied).to_bytes("svg").decode())

    def test_norms_on_the_stream(self):
        model = Pebble()
        model.norm_first = False
        self.assertNotEqual(visualize(model).to_bytes("svg"),
                            visualize(Pebble()).to_bytes("svg"))

    def test_heads_that_a_module_counts(self):
        model = Pebble()
        model.layers[0].attn.num_heads = 16
        self.assertEqual(visualize(model).architecture.n_heads, 16)

    def test_of_a_family_that_nobody_knows(self):
        model = Pebble()
        model.config = types.SimpleNamespace(model_type="pebble", num_hidden_layers=9,
                                             hidden_size=64, num_attention_heads=4, vocab_size=100)
        self.assertEqual(visualize(model).architecture.n_layers, 2)

    def test_without_layers(self):
        with self.assertRaisesRegex(Error, "no layers are found among the tensors"):
            visualize(Module(one=Linear(2, 2)))


class StateDicts(unittest.TestCase):
    def test_of_names_and_tensors(self):
        figure = visualize(dict(Pebble().named_parameters()))
        self.assertEqual(figure.architecture.n_layers, 2)

    def test_of_nested_trees(self):
        block = {"attn": {name: {"kernel": Tensor(64, 64)} for name in
                          ("q_proj", "k_proj", "v_proj", "o_proj")}}
        tree = {"params": {"embed": {"embedding": Tensor(100, 64)}, "layers_0": block,
                           "layers_1": block}}
        self.assertEqual(visualize(tree).architecture.n_layers, 2)

    def test_of_records(self):
        @dataclasses.dataclass
        class Map:
            weight: Any

        @dataclasses.dataclass
        class Block:
            q_proj: Map
            k_proj: Map
            v_proj: Map
            o_proj: Map

        @dataclasses.dataclass
        class Model:
            embed: Map
            blocks: list
            act: Any = None

        maps = [[Map(Tensor(64, 64)) for _ in range(4)] for _ in range(3)]
        model = Model(Map(Tensor(100, 64)), [Block(*each) for each in maps])
        self.assertEqual(visualize(model).architecture.n_layers, 3)


if __name__ == "__main__":
    unittest.main()
