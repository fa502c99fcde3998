"""Hooks as users write them, hooks that are attached to a model, and what they are called."""

import copy
import functools
import gc
import pathlib
import sys
import types
import unittest
import warnings
import weakref

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "stand_in"))

from transformer_lens import HookedTransformer, HookedTransformerConfig  # noqa: E402
from transformer_viz import (  # noqa: E402
    Error, InteractiveTransformerViz, sub_figures, visualize)  # noqa: E402
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
            (functools.partial(ablate, by="/home/ada/mean.pt"), "ablate(by='mean.pt')"),
            (functools.partial(ablate, by=pathlib.Path("/home/ada/mean.pt")),
             "ablate(by='mean.pt')"),
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

    def test_heads_that_a_partial_function_chooses(self):
        for keywords, heads in (({"head": 9}, [9]), ({"heads": (1, 3)}, [1, 3]),
                                ({"head_index_to_ablate": 9}, [9]), ({"head_idx": [0]}, [0]),
                                ({"n_heads": 9}, []), ({"d_head": 4}, []), ({"head": 99}, []),
                                ({"head": None}, []), ({"head": "all"}, []), ({"layer": 9}, [])):
            hook = functools.partial(ablate, **keywords)
            self.assertEqual(highlights([("blocks.9.attn.hook_z", hook)])[0][3], heads, keywords)
        hook = functools.partial(ablate, head=9)
        self.assertEqual(highlights([("blocks.9.hook_resid_pre", hook)])[0][3], [])
        self.assertEqual(highlights([("blocks.9.attn.hook_z", hook, {"heads": [2]})])[0][3], [2])
        self.assertEqual({tuple(each[3]) for each in highlights([("blocks.*.attn.hook_z", hook)])},
                         {(9,)})

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
        self.model.add_hook("blocks.3.attn.hook_z", functools.partial(ablate, head=9))
        self.assertEqual(visualize(self.model).highlights()[-1][3], [9])

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
        message = "ablate is attached at 'blocks.0.hook_mine', which has no place in the figure"
        with self.assertWarns(UserWarning) as caught:
            figure = visualize(self.model)
        self.assertEqual((str(caught.warning), caught.filename), (message, __file__))
        self.assertEqual(figure.highlights(), [])
        self.assertEqual(figure.warnings, [message])

    def test_points_that_the_figure_has_not_stand_in_it(self):
        self.model.hook_dict["blocks.0.hook_mine"] = type(self.model.hook_dict["hook_embed"])()
        self.model.add_hook("blocks.0.hook_mine", ablate)
        line = "1 hook not placed: blocks.0.hook_mine"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            figure = visualize(self.model, text="system")
            beside = sub_figures([self.model, "gpt2"], text="system")
            with self.assertRaisesRegex(Error, "blocks.0.hook_mine: not placed"):
                visualize(self.model, strict=True)
        self.assertIn(line, figure.to_bytes("svg").decode())
        self.assertIn(line, figure.to_html())
        self.assertIn(line, beside.to_bytes("svg").decode())
        self.assertIn(line, copy.copy(figure).render(text="system").to_bytes("svg").decode())
        self.assertNotIn("not placed", visualize("gpt2").to_bytes("svg").decode())

    def test_options_that_are_on_wake_the_points_that_need_them(self):
        spec = ["blocks.0.attn.hook_result"]
        self.assertIn("never fires", visualize(self.model, hooks=spec).warnings[0])
        self.model.cfg.use_attn_result = True
        for source in (self.model, self.model.cfg):
            self.assertEqual(visualize(source, hooks=spec).warnings, [])
        self.assertIn("use_attn_in", visualize(
            self.model, hooks=["blocks.0.hook_attn_in"]).warnings[0])

    def test_autoencoders_that_are_spliced_in(self):
        place = "blocks.1.hook_resid_pre"
        point = type(self.model.hook_dict[place])()
        del self.model.hook_dict[place]
        self.model.hook_dict[f"{place}.hook_sae_acts_post"] = point
        self.model.acts_to_saes = {
            place: types.SimpleNamespace(cfg=types.SimpleNamespace(d_sae=24576))}
        point.add_hook(ablate)
        figure = visualize(self.model, hooks=[f"{place}.hook_sae_recons"])
        self.assertEqual([each[:3] for each in figure.highlights()], [
            ("blocks.1", "resid_pre", "SAE with 24576 features"),
            ("blocks.1", "resid_pre", "ablate"), ("blocks.1", "resid_pre", "hook_sae_recons")])
        self.assertEqual(figure.warnings, [])

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


GPT2 = {"model_type": "gpt2", "n_layer": 2, "n_embd": 64, "n_head": 4, "vocab_size": 10,
        "n_positions": 8}
BERT = {"model_type": "bert", "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
        "intermediate_size": 96, "vocab_size": 10, "max_position_embeddings": 8}


class Model:
    """As a Hugging Face model: modules with the hooks that PyTorch keeps."""

    def __init__(self, config, hooks):
        self.config = config
        self.modules = {name: types.SimpleNamespace(_forward_hooks=dict(enumerate(functions)))
                        for name, functions in hooks.items()}

    def named_modules(self):
        return list(self.modules.items())


class Modules(unittest.TestCase):
    """Hooks that PyTorch keeps at the modules of a Hugging Face model."""

    def test_are_shown_at_their_modules(self):
        def library_hook(module, inputs, output):
            return output

        library_hook.__module__ = "transformers.utils"
        model = Model(GPT2, {
            "": [library_hook, functools.partial(library_hook)],
            "transformer.h.1.attn": [ablate, library_hook],
            "transformer.h.0.mlp.c_proj": [],
            "transformer.h.0.mlp": [],
        })
        model.modules["transformer.h.0.mlp.c_proj"]._forward_pre_hooks = {0: Patcher()}
        model.modules["transformer.h.0.mlp"]._backward_hooks = {0: ablate}
        self.assertEqual(visualize(model).highlights(), [
            ("blocks.1.attn", "out", "ablate", []),
            ("blocks.0.mlp", "post", "Patcher", []),
            ("blocks.0.mlp", "out", "ablate", []),
        ])

    def test_are_shown_whatever_dialect_is_chosen(self):
        model = Model(GPT2, {"transformer.h.1.attn": [ablate]})
        for dialect, name in (("nnsight", "model.transformer.h[0].mlp.output"),
                              ("pyvene", "h[0].mlp.output"),
                              ("transformer_lens", "blocks.0.hook_mlp_out")):
            figure = visualize(model, dialect=dialect, hooks=[name])
            self.assertEqual([each[0] for each in figure.highlights()],
                             ["blocks.1.attn", "blocks.0.mlp"], dialect)

    def test_the_attention_inside_the_attention_of_bert(self):
        model = Model(BERT, {"bert.encoder.layer.1.attention.self": [ablate]})
        self.assertEqual(visualize(model).highlights(), [("blocks.1.attn", "z", "ablate", [])])

    def test_one_at_the_model_itself_is_a_warning(self):
        with self.assertWarnsRegex(UserWarning, "ablate is attached at the model itself"):
            visualize(Model(GPT2, {"": [ablate]}))


class Wrapper(types.SimpleNamespace):
    """Attributes alone; as every object of a class it can be referred to weakly."""

    def named_modules(self):
        return []


class Wrappers(unittest.TestCase):
    """Models in the wrappers of other libraries, by what these have as attributes."""

    def setUp(self):
        self.model = Model(GPT2, {"transformer.h.1.attn": [ablate]})

    def assert_shown(self, wrapper):
        self.assertEqual(visualize(wrapper).highlights(), [("blocks.1.attn", "out", "ablate", [])])
        self.assertEqual(visualize(wrapper).architecture.n_layers, 2)

    def test_data_parallel(self):
        self.assert_shown(Wrapper(module=self.model))

    def test_hooks_at_the_wrapper_itself_are_warnings(self):
        wrapper = Wrapper(module=self.model, _forward_hooks={0: Patcher()})
        wrapper.named_modules = lambda: [("", wrapper), *(
            (f"module.{name}", module) for name, module in self.model.named_modules())]
        with self.assertWarnsRegex(UserWarning, "^Patcher is attached at the model itself"):
            self.assert_shown(wrapper)

    def test_a_wrapper_that_is_gone_leaves_its_model(self):
        figure = visualize(Wrapper(module=self.model))
        gc.collect()
        self.assertEqual(len(figure.render().highlights()), 1)

    def test_compiled(self):
        self.assert_shown(Wrapper(_orig_mod=self.model, config=GPT2))

    def test_a_module_with_a_model_in_it(self):
        self.assert_shown(Wrapper(model=self.model, training=True))

    def test_peft(self):
        self.model.modules["transformer.h.0.attn.c_attn.base_layer"] = types.SimpleNamespace(
            _forward_hooks={0: ablate})
        wrapper = Wrapper(peft_config={}, config=GPT2,
                                        get_base_model=lambda: self.model)
        for each in (wrapper, Wrapper(module=wrapper)):
            self.assertEqual({each[:2] for each in visualize(each).highlights()},
                             {("blocks.1.attn", "out"), ("blocks.0.attn", "q"),
                              ("blocks.0.attn", "k"), ("blocks.0.attn", "v")})

    def test_names_of_the_wrapper_s_modules(self):
        wrapper = Wrapper(module=self.model)
        wrapper.named_modules = lambda: [("", wrapper), ("module", self.model)]
        figure = visualize(wrapper, hooks=["module.transformer.h.0.mlp",
                                           "_orig_mod.transformer.h.1.mlp"])
        self.assertEqual([each[0] for each in figure.highlights()],
                         ["blocks.1.attn", "blocks.0.mlp", "blocks.1.mlp"])

    def test_nnsight(self):
        envoy = type("NNsight", (), {"__module__": "nnsight.modeling.base"})()
        envoy._module, envoy.config = self.model, GPT2
        envoy.named_modules = lambda: [("model.transformer.h.1.attn", None)]
        self.assert_shown(envoy)

    def test_pyvene_with_its_interventions(self):
        class VanillaIntervention:
            pass

        key = "layer_1_comp_mlp_output_unit_pos_nunit_1#0"
        for value in (VanillaIntervention(), [VanillaIntervention(), None]):
            wrapper = Wrapper(
                representations={key: None}, interventions={key: value}, model=self.model,
                config=types.SimpleNamespace(representations=[]))
            self.assertEqual(visualize(wrapper).highlights(), [
                ("blocks.1.mlp", "out", "VanillaIntervention", []),
                ("blocks.1.attn", "out", "ablate", [])])


if __name__ == "__main__":
    unittest.main()
