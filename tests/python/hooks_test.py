"""Hooks as users write them, hooks that are attached to a model, and what they are called."""

import functools
import gc
import pathlib
import sys
import types
import unittest
import weakref

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "stand_in"))

from transformer_lens import HookedTransformer, HookedTransformerConfig  # noqa: E402
from transformer_viz import Error, InteractiveTransformerViz, visualize  # noqa: E402
from transformer_viz.labels import label_of  # noqa: E402


def ablate(tensor, hook, head=0):
    return tensor


class Patcher:
    def __call__(self, tensor, hook):
        return tensor

    def patch(self, tensor, hook):
        return tensor

    @classmethod
    def shared(cls, tensor, hook):
        return tensor


@functools.wraps(ablate)
def wrapped(*args, **kwargs):
    return ablate(*args, **kwargs)


def highlights(hooks, **options):
    return visualize("gpt2", hooks=hooks, **options).highlights()


class Labels(unittest.TestCase):
    def test_of_every_kind_of_function(self):
        line = sys._getframe().f_lineno + 3
        for function, label in (
            (ablate, "ablate"),
            (lambda tensor, hook: tensor, f"lambda at line {line}"),
            (functools.partial(ablate), "ablate"),
            (functools.partial(ablate, head=3), "ablate(head=3)"),
            (functools.partial(functools.partial(ablate, head=3), None), "ablate(None, head=3)"),
            (functools.partial(ablate, head=[1, 2, 3, 4, 5]), "ablate(head=[1, 2, 3, 4, …])"),
            (functools.partial(ablate, mean={}, by=ablate), "ablate(mean=dict, by=ablate)"),
            (functools.partial(ablate, "x" * 99), f"ablate('{'x' * 23}…)"),
            (Patcher(), "Patcher"),
            (Patcher().patch, "Patcher.patch"),
            (Patcher.shared, "Patcher.shared"),
            (wrapped, "ablate"),
            (len, "len"),
            ("a text", "a text"),
            (None, ""),
        ):
            self.assertEqual(label_of(function), label)


class Specifications(unittest.TestCase):
    def test_names_pairs_and_options(self):
        self.assertEqual(highlights([
            "blocks.0.mlp.hook_pre",
            ("blocks.1.mlp.hook_post",),
            ("blocks.1.attn.hook_z", ablate),
            ("blocks.2.attn.hook_z", ablate, {"heads": [3, 1]}),
            ["blocks.3.attn.hook_z", None, {"label": "mine", "heads": 2}],
        ]), [
            ("blocks.0.mlp", "pre", "hook_pre", []),
            ("blocks.1.mlp", "post", "hook_post", []),
            ("blocks.1.attn", "z", "ablate", []),
            ("blocks.2.attn", "z", "ablate", [1, 3]),
            ("blocks.3.attn", "z", "mine", [2]),
        ])

    def test_wildcards(self):
        self.assertEqual(len(highlights([("blocks.*.attn.hook_z", ablate)])), 12)

    def test_filters_are_asked_with_every_name(self):
        asked = []

        def chooses(name):
            asked.append(name)
            return name.startswith("blocks.") and name.endswith("mlp.hook_post")

        self.assertEqual([each[0] for each in highlights([(chooses, ablate)])],
                         [f"blocks.{layer}.mlp" for layer in range(12)])
        self.assertEqual(asked, visualize("gpt2").hook_names())
        self.assertEqual(len(highlights([chooses])), 12)

    def test_backward_hooks_are_another_mark(self):
        forward = visualize("gpt2", hooks=[("blocks.0.mlp.hook_post", ablate)])
        backward = visualize("gpt2", hooks=[("blocks.0.mlp.hook_post", ablate, {"backward": True})])
        self.assertTrue(forward.to_bytes("svg") != backward.to_bytes("svg"))

    def test_other_dialects(self):
        self.assertEqual(
            highlights(["model.transformer.h[5].attn.output[0]"], dialect="nnsight")[0][0],
            "blocks.5.attn")

    def test_mistakes_are_told_with_their_place(self):
        for hooks, message, where in (
            ("blocks.0.mlp.hook_post", "hooks must be a list, got str", "hooks"),
            ([3], "3 is not a hook", "hooks[0]"),
            (["hook_embed", (3, ablate)], "3 is not the name of a hook point", "hooks[1]"),
            ([("hook_embed", ablate, {"head": 1})], "unknown option 'head'", "hooks[0]"),
            ([("hook_embed", ablate, 3)], "the options of a hook must be a dict", "hooks[0]"),
            ([("blocks.0.attn.hook_z", ablate, {"heads": ["a"]})],
             "heads must be whole numbers", "hooks[0]"),
            ([(lambda name: False, ablate)],
             f"lambda at line {sys._getframe().f_lineno - 1} chooses no hook point", "hooks[0]"),
            (["blocks.12.mlp.hook_post"],
             "gpt2-small has no hook point 'blocks.12.mlp.hook_post'",
             "hook blocks.12.mlp.hook_post"),
        ):
            with self.assertRaises(Error) as caught:
                visualize("gpt2", hooks=hooks)
            self.assertEqual((caught.exception.message, caught.exception.where), (message, where))


class Attached(unittest.TestCase):
    def setUp(self):
        self.model = HookedTransformer.from_pretrained("gpt2")

    def test_forward_backward_and_permanent_ones(self):
        self.model.add_hook("blocks.0.attn.hook_z", ablate)
        self.model.add_hook("blocks.1.mlp.hook_post", functools.partial(ablate, head=2), dir="bwd")
        self.model.add_hook("hook_embed", Patcher(), is_permanent=True)
        self.assertEqual(visualize(self.model).highlights(), [
            ("embed", "out", "Patcher (permanent)", []),
            ("blocks.0.attn", "z", "ablate", []),
            ("blocks.1.mlp", "post", "ablate(head=2)", []),
        ])

    def test_functions_kept_beside_their_wrapper(self):
        self.model.hook_dict["blocks.0.attn.hook_z"].add_hook(Patcher().patch, keep=True)
        self.assertEqual(visualize(self.model).highlights()[0][2], "Patcher.patch")

    def test_those_of_the_moment_are_shown(self):
        figure = InteractiveTransformerViz().from_model(self.model)
        with self.model.hooks([("blocks.3.hook_resid_post", ablate)]):
            self.assertEqual(len(figure.render().highlights()), 1)
            inside = visualize(self.model)
        self.assertEqual(len(figure.render().highlights()), 0)
        self.assertEqual(len(inside.highlights()), 1)

    def test_beside_those_that_are_given(self):
        self.model.add_hook("blocks.0.attn.hook_z", ablate)
        self.assertEqual([each[2] for each in visualize(
            self.model, hooks=[("blocks.1.attn.hook_z", Patcher())]).highlights()],
            ["ablate", "Patcher"])

    def test_points_that_the_figure_has_not_are_warnings(self):
        self.model.hook_dict["blocks.0.hook_mine"] = type(self.model.hook_dict["hook_embed"])()
        self.model.add_hook("blocks.0.hook_mine", ablate)
        figure = visualize(self.model)
        self.assertEqual(figure.highlights(), [])
        self.assertEqual(figure.warnings, [
            "ablate is attached at 'blocks.0.hook_mine', which has no place in the figure"])

    def test_a_point_with_two_names_has_one_mark(self):
        self.model.original_model = None  # What tells the bridge.
        point = self.model.hook_dict["blocks.0.attn.hook_z"]
        self.model.hook_dict["blocks.0.attn.o.hook_in"] = point
        point.add_hook(ablate)
        self.model.cfg.architecture = "GPT2LMHeadModel"
        self.assertEqual(len(visualize(self.model).highlights()), 1)

    def test_figures_do_not_keep_models(self):
        model = HookedTransformer(HookedTransformerConfig(n_layers=1))
        seen = weakref.ref(model)
        figure = visualize(model)
        del model
        gc.collect()
        self.assertIsNone(seen())
        self.assertEqual(figure.render(max_layers=1).highlights(), [])


class Modules(unittest.TestCase):
    """Hooks that PyTorch keeps at the modules of a Hugging Face model."""

    def test_are_shown_at_their_modules(self):
        def library_hook(module, inputs, output):
            return output

        library_hook.__module__ = "transformers.utils"
        modules = {
            "": {"_forward_hooks": {0: ablate}},
            "transformer.h.1.attn": {"_forward_hooks": {0: ablate, 1: library_hook}},
            "transformer.h.0.mlp.c_proj": {"_forward_pre_hooks": {0: Patcher()}},
            "transformer.h.0.mlp": {"_backward_hooks": {0: ablate}},
        }

        class Model:
            config = {"model_type": "gpt2", "n_layer": 2, "n_embd": 64, "n_head": 4,
                      "vocab_size": 10, "n_positions": 8}

            def named_modules(self):
                return [(name, types.SimpleNamespace(**hooks)) for name, hooks in modules.items()]

        self.assertEqual(visualize(Model()).highlights(), [
            ("blocks.1.attn", "out", "ablate", []),
            ("blocks.0.mlp", "post", "Patcher", []),
            ("blocks.0.mlp", "out", "ablate", []),
        ])


if __name__ == "__main__":
    unittest.main()
