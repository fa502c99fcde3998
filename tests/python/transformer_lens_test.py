"""Figures of real TransformerLens models, each held against the model's own hook points.

Run by in_environment.py with one of the requirements files beside it. Models are initialised at
random, so nothing is downloaded.
"""

import functools
import re
import unittest
import unittest.mock

import snippets_test
import torch

from transformer_viz import InteractiveTransformerViz, measured, visualize
from transformer_viz import _core, attached

# TransformerLens 4 has the bridge alone, and 2 has none.
try:
    from transformer_lens import HookedTransformer, HookedTransformerConfig
    HAS_HOOKED_TRANSFORMER = True
except ImportError:
    HAS_HOOKED_TRANSFORMER = False
try:
    from transformer_lens.model_bridge.sources._bridge_builder import build_bridge_from_module
    HAS_BRIDGE = True
except ImportError:
    HAS_BRIDGE = False

TOKENS = torch.tensor([[1, 2, 3, 4]])
GPT2 = dict(n_layers=12, d_model=96, n_ctx=32, d_head=8, n_heads=12, d_mlp=384, d_vocab=101,
            act_fn="gelu_new", normalization_type="LN", model_name="gpt2")
GATED = dict(n_layers=3, d_model=64, n_ctx=32, d_head=16, n_heads=4, n_key_value_heads=2, d_mlp=96,
             d_vocab=101, act_fn="silu", normalization_type="RMS", gated_mlp=True,
             positional_embedding_type="rotary", rotary_dim=16)


def my_hook(tensor, hook):
    return tensor


def ablate(tensor, hook, head):
    return tensor


def assert_measures(test, model, dialect=""):
    """A figure's numbers are those of the cached tensors."""
    _, cache = model.run_with_cache(TOKENS)
    layers = range(model.cfg.n_layers)
    z = [cache[f"blocks.{layer}.attn.hook_z"] for layer in layers]
    norms = [[tensor[:, :, head].norm(dim=-1).mean().item() for head in range(tensor.shape[2])]
             for tensor in z]
    mlps = {f"blocks.{layer}.mlp": cache[f"blocks.{layer}.mlp.hook_post"].mean().item()
            for layer in layers}
    for values, expected in ((measured(cache, "norm", "blocks.*.attn.hook_z"), norms),
                             (measured(cache, "mean", "blocks.*.mlp.hook_post"), mlps)):
        title = "norm of hook_z" if expected is norms else "mean of hook_post"
        drawn = visualize(model, values=values, max_layers="all")
        written = visualize(model, values=expected, value_title=title, max_layers="all")
        test.assertEqual(numbers_in(drawn), numbers_in(written))
    # Keys of grouped queries have fewer heads than the figure.
    visualize(model, values=measured(cache, "norm", "blocks.*.attn.hook_k")).to_bytes("svg")


def numbers_in(figure):
    """What a figure says of numbers, with the digits that it prints."""
    return re.findall(r"[-−]?[0-9.]+(?:e[-−+]?[0-9]+)?", figure.to_bytes("svg").decode())


def fired_by(bridge):
    """The names of the points that a forward pass of a bridge calls."""
    fired = []
    for name, point in bridge.hook_dict.items():
        point.add_hook(lambda tensor, hook, name=name: fired.append(name))
    inputs = {"decoder_input_ids": TOKENS} if bridge.original_model.config.is_encoder_decoder else {}
    with torch.no_grad():
        bridge.original_model(input_ids=TOKENS, **inputs)
    for point in bridge.hook_dict.values():
        point.remove_hooks()
    return fired


class Patcher:
    def patch(self, tensor, hook):
        return tensor


@unittest.skipUnless(HAS_HOOKED_TRANSFORMER, "TransformerLens 4 has no HookedTransformer")
class Hooked(unittest.TestCase):
    """HookedTransformer of TransformerLens 2 and 3."""

    def models(self):
        for fields in (GPT2, GATED):
            yield HookedTransformer(HookedTransformerConfig(**fields))

    def test_dimensions_are_the_configuration_s(self):
        for model in self.models():
            for source in (model, model.cfg):
                found = visualize(source).architecture
                for field in ("n_layers", "d_model", "n_heads", "d_head", "d_mlp", "d_vocab",
                              "n_ctx", "act_fn", "gated_mlp", "parallel_attn_mlp"):
                    self.assertEqual(getattr(found, field), getattr(model.cfg, field), field)
                self.assertEqual(found.n_key_value_heads,
                                 model.cfg.n_key_value_heads or model.cfg.n_heads)
            again = InteractiveTransformerViz().from_config(model.cfg)
            self.assertTrue(again.to_bytes("svg") == visualize(model).to_bytes("svg"))

    def test_names_are_those_of_the_model(self):
        for model in self.models():
            names = set(visualize(model).hook_names())
            # TransformerLens 2 has no hooks at the unembedding.
            self.assertEqual(names - {"unembed.hook_in", "unembed.hook_out"},
                             set(model.hook_dict) - {"unembed.hook_in", "unembed.hook_out"})
            self.assertLessEqual(set(model.hook_dict), names)

    def test_what_fires_is_what_the_figure_does_not_call_dormant(self):
        for model in self.models():
            fired = []
            model.run_with_hooks(TOKENS, fwd_hooks=[
                (lambda name: True, lambda tensor, hook: fired.append(hook.name))])
            figure = visualize(model, hooks=[(lambda name: name in model.hook_dict, my_hook)])
            self.assertEqual(len(figure.highlights()), len(model.hook_dict))
            silent = visualize(model, hooks=sorted(set(model.hook_dict) - set(fired)))
            # Each of these is warned of, and none of those that fire.
            self.assertEqual(len(silent.warnings), len(model.hook_dict) - len(set(fired)))
            self.assertEqual(visualize(model, hooks=sorted(set(fired))).warnings, [])

    def test_results_of_heads_fire_when_they_are_asked_for(self):
        for model in self.models():
            name = "blocks.0.attn.hook_result"
            self.assertIn("use_attn_result", visualize(model, hooks=[name]).warnings[0])
            model.set_use_attn_result(True)
            model.add_hook(name, functools.partial(ablate, head=1))
            figure = visualize(model, hooks=["blocks.1.attn.hook_result"])
            self.assertEqual(figure.warnings, [])
            self.assertEqual(figure.highlights()[0], ("blocks.0.attn", "result", "ablate(head=1)", [1]))
            self.assertEqual(visualize(model.cfg, hooks=[name]).warnings, [])

    def test_cached_tensors_are_measured(self):
        for model in self.models():
            assert_measures(self, model)

    def test_activations_that_are_functions_or_modules(self):
        for activation in (torch.nn.functional.relu, torch.nn.ReLU, torch.nn.ReLU()):
            config = HookedTransformerConfig(**GPT2)
            config.act_fn = activation
            self.assertEqual(visualize(config).architecture.act_fn, "relu")

    def test_each_attached_hook_is_shown_at_its_point(self):
        for model in self.models():
            for name in model.hook_dict:
                model.hook_dict[name].add_hook(my_hook)
                shown = visualize(model).highlights()
                model.reset_hooks()
                expected = visualize(model, hooks=[(name, my_hook)]).highlights()
                self.assertEqual(shown, expected, name)

    def test_labels_are_the_functions_names(self):
        for model in self.models():
            model.add_hook("blocks.0.hook_resid_pre", functools.partial(ablate, head=1))
            model.add_hook("blocks.0.attn.hook_q", lambda tensor, hook: tensor)
            model.add_hook("blocks.0.attn.hook_z", Patcher().patch)
            model.add_hook("blocks.1.hook_resid_pre", my_hook, is_permanent=True)
            model.add_hook("blocks.1.hook_resid_post", my_hook, dir="bwd")
            labels = {each[:2]: each[2] for each in visualize(model).highlights()}
            self.assertRegex(labels.pop(("blocks.0.attn", "q")), r"^lambda at line \d+$")
            self.assertEqual(labels, {
                ("blocks.0", "resid_pre"): "ablate(head=1)",
                ("blocks.0.attn", "z"): "Patcher.patch",
                ("blocks.1", "resid_pre"): "my_hook (permanent)",
                ("blocks.1", "resid_post"): "my_hook"})

    def test_hooks_of_a_context_are_gone_after_it(self):
        for model in self.models():
            points = [("blocks.1.mlp.hook_post", my_hook), (lambda name: name.endswith("hook_z"),
                                                            my_hook)]
            with model.hooks(fwd_hooks=points):
                attached = [name for name, point in model.hook_dict.items() if point.fwd_hooks]
                inside = visualize(model)
            self.assertEqual(len(inside.highlights()), len(attached))
            self.assertEqual(len(attached), model.cfg.n_layers + 1)
            self.assertEqual(visualize(model).highlights(), [])

    def test_filters_and_wildcards_choose_what_the_model_s_own_do(self):
        for model in self.models():
            def chooses(name):
                return name.startswith("blocks.1.") and "attn" in name

            model_s_own = [name for name in model.hook_dict if chooses(name)]
            figure = visualize(model, hooks=[(chooses, my_hook)])
            self.assertEqual(len(figure.highlights()), len(model_s_own))
            wild = visualize(model, hooks=[("blocks.*.mlp.hook_post", my_hook)])
            self.assertEqual(len(wild.highlights()), model.cfg.n_layers)


@unittest.skipUnless(HAS_HOOKED_TRANSFORMER, "TransformerLens 4 has no HookedTransformer")
class Snippets(snippets_test.Snippets):
    """The original README's snippets, with a model that is initialised at random."""

    @classmethod
    def setUpClass(cls):
        def from_pretrained(name):
            return HookedTransformer(HookedTransformerConfig(**GPT2))

        with unittest.mock.patch.object(HookedTransformer, "from_pretrained", from_pretrained):
            super().setUpClass()
        assert isinstance(cls.names["model"], HookedTransformer)


@unittest.skipUnless(HAS_BRIDGE, "this TransformerLens has no bridge that is built of a module")
class Bridge(unittest.TestCase):
    """TransformerBridge of TransformerLens 3 and 4, around Hugging Face models."""

    def bridges(self):
        from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

        gpt2 = GPT2Config(n_layer=12, n_embd=96, n_head=12, vocab_size=101, n_positions=32,
                          bos_token_id=0, eos_token_id=0)
        yield build_bridge_from_module(GPT2LMHeadModel(gpt2), "GPT2LMHeadModel", hf_config=gpt2)
        llama = LlamaConfig(num_hidden_layers=3, hidden_size=64, intermediate_size=96,
                            num_attention_heads=4, num_key_value_heads=2, vocab_size=101,
                            max_position_embeddings=32)
        yield build_bridge_from_module(LlamaForCausalLM(llama), "LlamaForCausalLM", hf_config=llama)

    def test_names_are_those_of_the_model(self):
        for bridge in self.bridges():
            model = visualize(bridge)._model
            dialect = attached.dialect_of(bridge)
            known = _core.hook_places(model, dialect, sorted(bridge.hook_dict))
            listed = set(_core.hook_names(model, dialect))
            if dialect == "transformer_bridge":
                self.assertEqual(listed, set(bridge.hook_dict))
                self.assertEqual(set(known), set(bridge.hook_dict))
                continue
            # The input of the rotation is no tensor of the figure.
            self.assertLessEqual(set(bridge.hook_dict) - set(known), {"rotary_emb.hook_in"})
            self.assertLessEqual(listed, set(bridge.hook_dict))

    def test_attached_hooks_are_shown_once_under_whichever_name(self):
        for bridge in self.bridges():
            n_layers = bridge.cfg.n_layers
            for name in ("blocks.1.attn.hook_pattern", "blocks.1.hook_resid_post", "hook_embed",
                         "blocks.2.mlp.hook_post"):
                with bridge.hooks(fwd_hooks=[(name, my_hook)]):
                    self.assertEqual(visualize(bridge).highlights(), visualize(
                        bridge.cfg, hooks=[(name, my_hook)],
                        dialect=attached.dialect_of(bridge)).highlights(), name)
                self.assertEqual(visualize(bridge).highlights(), [])
            bridge.add_hook(lambda name: name.endswith("attn.hook_z"),
                            functools.partial(ablate, head=2))
            figure = visualize(bridge)
            self.assertEqual(figure.highlights(), [
                (f"blocks.{layer}.attn", "z", "ablate(head=2)", [2]) for layer in range(n_layers)])

    def test_results_of_heads_fire_when_they_are_asked_for(self):
        for bridge in self.bridges():
            name = "blocks.0.attn.hook_result"
            self.assertIn("use_attn_result", visualize(bridge, hooks=[name]).warnings[0])
            bridge.set_use_attn_result(True)
            self.assertEqual(visualize(bridge, hooks=[name]).warnings, [])

    def test_cached_tensors_are_measured(self):
        for bridge in self.bridges():
            assert_measures(self, bridge)

    def test_what_fires_is_shown(self):
        for bridge in self.bridges():
            names = ["blocks.0.hook_in", "blocks.1.attn.hook_pattern", "blocks.2.mlp.hook_out",
                     "ln_final.hook_normalized"]
            fired = []
            bridge.run_with_hooks(TOKENS, fwd_hooks=[
                (name, lambda tensor, hook: fired.append(hook.name)) for name in names])
            self.assertEqual(fired, names)
            figure = visualize(bridge, hooks=[(name, my_hook) for name in names])
            self.assertEqual(len(figure.highlights()), len(names))
            self.assertEqual(figure.warnings, [])


@unittest.skipIf(HAS_HOOKED_TRANSFORMER or not HAS_BRIDGE, "names of TransformerLens 4")
class EveryHookOfTheBridge(unittest.TestCase):
    """Kinds of models that differ, of each kind every hook point."""

    SIZES = dict(vocab_size=101, hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
                 num_key_value_heads=2, head_dim=16, intermediate_size=96,
                 max_position_embeddings=32, bos_token_id=0, eos_token_id=0, pad_token_id=0)

    def bridges(self):
        import transformers

        for name, own in (
                ("GPT2LMHeadModel", dict(n_layer=2, n_embd=64, n_head=4, n_positions=32)),
                ("GPTNeoXForCausalLM", {}),
                ("Gemma2ForCausalLM", dict(layer_types=["sliding_attention", "full_attention"])),
                ("Olmo2ForCausalLM", {}),
                ("Qwen3MoeForCausalLM", dict(num_experts=4, num_experts_per_tok=2,
                                             moe_intermediate_size=32, mlp_only_layers=[0])),
                ("MambaForCausalLM", dict(state_size=8)),
                ("Lfm2ForCausalLM", dict(layer_types=["conv", "full_attention"])),
                ("BertForMaskedLM", dict(type_vocab_size=2)),
                ("T5ForConditionalGeneration", dict(d_model=64, d_kv=16, d_ff=96, num_layers=2,
                                                    num_decoder_layers=2, num_heads=4))):
            of_class = getattr(transformers, name)
            own_names = of_class.config_class().to_dict()
            sizes = {key: value for key, value in self.SIZES.items() if key in own_names}
            config = of_class.config_class(**{**sizes, **own})
            config.architectures = [name]
            yield name, build_bridge_from_module(of_class(config), name, hf_config=config)

    def test_every_point(self):
        for kind, bridge in self.bridges():
            with self.subTest(kind=kind):
                for point in bridge.hook_dict.values():
                    point.add_hook(my_hook)
                figure = visualize(bridge)
                self.assertEqual([each for each in figure.warnings if "no place" in each], [])
                points = {id(point) for point in bridge.hook_dict.values()}
                self.assertGreaterEqual(len(figure.highlights()), len(points) // 3)

    def test_every_point_that_fires_is_placed_without_a_warning(self):
        for kind, bridge in self.bridges():
            with self.subTest(kind=kind):
                config = visualize(bridge.original_model.config)
                for name in fired_by(bridge):
                    bridge.hook_dict[name].add_hook(my_hook)
                    figure = visualize(bridge)
                    self.assertEqual(figure.warnings, config.warnings, name)
                    self.assertGreater(len(figure.highlights()), 0, name)
                    bridge.hook_dict[name].remove_hooks()

    def test_every_way_to_attach(self):
        for kind, bridge in self.bridges():
            fires = [name for name in bridge.hook_dict if name.endswith("hook_out")
                     and name.count(".") == 1][:3]
            with self.subTest(kind=kind):
                expected = visualize(bridge, hooks=[(name, my_hook) for name in fires])
                self.assertEqual(len(fires), 3)
                with bridge.hooks(fwd_hooks=[(name, my_hook) for name in fires]):
                    inside = visualize(bridge)
                self.assertEqual(inside.highlights(), expected.highlights())
                self.assertEqual(inside.warnings, expected.warnings)
                self.assertEqual(visualize(bridge).highlights(), [])
                bridge.add_hook(lambda name: name in fires, my_hook)
                bridge.add_perma_hook(fires[0], my_hook)
                attached = visualize(bridge)
                self.assertEqual(set(attached.warnings), set(expected.warnings))
                self.assertEqual({each[2] for each in attached.highlights()},
                                 {"my_hook", "my_hook (permanent)"})

    def test_compatibility_mode(self):
        for kind, bridge in self.bridges():
            if kind not in ("GPT2LMHeadModel", "Gemma2ForCausalLM"):
                continue
            bridge.enable_compatibility_mode(no_processing=True)
            names = ["blocks.0.hook_resid_pre", "blocks.1.attn.hook_z", "blocks.1.mlp.hook_post"]
            with bridge.hooks(fwd_hooks=[(name, my_hook) for name in names]):
                figure = visualize(bridge)
            self.assertEqual(figure.warnings, visualize(bridge.original_model.config).warnings)
            self.assertEqual(len(figure.highlights()), 3, kind)


@unittest.skipUnless(HAS_BRIDGE, "the versions of transformers beside the bridge are tested")
class HuggingFace(unittest.TestCase):
    """Models and configurations of the library transformers itself."""

    def test_model_and_configuration(self):
        from transformers import GPT2Config, GPT2LMHeadModel

        config = GPT2Config(n_layer=2, n_embd=64, n_head=4, vocab_size=101, n_positions=32,
                            bos_token_id=0, eos_token_id=0)
        model = GPT2LMHeadModel(config)
        for source in (config, model):
            found = visualize(source).architecture
            self.assertEqual((found.n_layers, found.d_model, found.d_mlp), (2, 64, 256))
        self.assertEqual(visualize(model).highlights(), [])
        model.transformer.h[1].attn.register_forward_hook(lambda module, inputs, output: output)
        model(TOKENS, output_hidden_states=True, output_attentions=True)
        self.assertEqual([each[0] for each in visualize(model).highlights()], ["blocks.1.attn"])


if __name__ == "__main__":
    unittest.main()
