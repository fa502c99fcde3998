"""Real models, wrappers, tables and configurations of other libraries.

Run by in_environment.py with requirements-libraries.txt. Models are initialised at random, so nothing
is downloaded. nnsight is imported before the package, as it gives every object a method `save`.
"""

import contextlib
import functools
import io
import json
import os
import pickle
import re
import subprocess
import unittest
import warnings

import attrs
import nnsight
import numpy
import pandas
import peft
import pydantic
import pyvene
import torch
from sae_lens import HookedSAETransformer, StandardSAE, StandardSAEConfig
from sae_lens.registry import SAE_CLASS_REGISTRY
from torch import nn
from torch.nn import functional
from transformer_lens import HookedTransformerConfig
from transformers import (
    AutoConfig, AutoModelForCausalLM, AutoModelForImageClassification, AutoModelForMaskedLM,
    AutoModelForSeq2SeqLM, BertConfig, BertModel, GPT2Config, GPT2LMHeadModel)
from transformers.activations import ACT2FN

from transformer_viz import Error, ModelArchitecture, visualize

DIMENSIONS = {"n_layers": 2, "d_model": 32, "n_heads": 4, "d_vocab": 50, "n_ctx": 16}
ATTENTION = ("blocks.1.attn", "out", "patch", [])


def patch(module, inputs, output):
    return output


def ablate(tensor, hook, head=None):
    return tensor


def gpt2():
    config = GPT2Config(n_layer=2, n_embd=64, n_head=4, vocab_size=101, n_positions=32,
                        bos_token_id=0, eos_token_id=0)
    model = GPT2LMHeadModel(config)
    model.transformer.h[1].attn.register_forward_hook(patch)
    return model


def lens():
    return HookedSAETransformer(HookedTransformerConfig(
        **DIMENSIONS, d_head=8, d_mlp=64, act_fn="gelu"))


class Wrappers(unittest.TestCase):
    def assert_shown(self, wrapper):
        figure = visualize(wrapper)
        self.assertEqual(figure.architecture.n_layers, 2)
        self.assertEqual(figure.highlights(), [ATTENTION])
        self.assertEqual(pickle.loads(pickle.dumps(figure)).highlights(), [ATTENTION])

    def test_pytorch(self):
        self.assert_shown(nn.DataParallel(gpt2()))
        self.assert_shown(torch.compile(gpt2()))

        class Own(nn.Module):
            def __init__(self):
                super().__init__()
                self.model = gpt2()

        self.assert_shown(Own())

    def test_nnsight(self):
        wrapper = nnsight.NNsight(gpt2())
        self.assert_shown(wrapper)
        with wrapper.trace(torch.tensor([[1, 2, 3]])):
            wrapper.transformer.h[0].output.save()
        self.assert_shown(wrapper)
        figure = visualize(gpt2(), dialect="nnsight", hooks=["model.transformer.h[0].mlp.output"])
        self.assertEqual([each[0] for each in figure.highlights()],
                         ["blocks.1.attn", "blocks.0.mlp"])

    def test_peft(self):
        config = peft.LoraConfig(target_modules=["c_attn"], fan_in_fan_out=True)
        model = peft.get_peft_model(gpt2(), config)
        self.assert_shown(model)
        self.assert_shown(nnsight.NNsight(model))
        fused = model.base_model.model.transformer.h[0].attn.c_attn
        fused.base_layer.register_forward_hook(patch)
        self.assertEqual({each[:2] for each in visualize(model).highlights()},
                         {ATTENTION[:2], *(("blocks.0.attn", site) for site in "qkv")})
        named = visualize(model, hooks=["base_model.model.transformer.h.0.mlp.c_fc",
                                        "base_model.model.transformer.h.1.attn.c_attn.base_layer"])
        self.assertIn(("blocks.0.mlp", "pre"), {each[:2] for each in named.highlights()})
        self.assertIn(("blocks.1.attn", "q"), {each[:2] for each in named.highlights()})
        fused.lora_A.default.register_forward_hook(patch)
        with self.assertWarnsRegex(UserWarning, "patch is attached at '.*lora_A.default'"):
            visualize(model)

    def test_pyvene(self):
        model = pyvene.IntervenableModel(
            {"layer": 1, "component": "mlp_output",
             "intervention_type": pyvene.VanillaIntervention}, model=gpt2())
        self.assertEqual(visualize(model).highlights(), [
            ("blocks.1.mlp", "out", "VanillaIntervention", []), ATTENTION])

    def test_spliced_autoencoders(self):
        model = lens()
        sae = StandardSAE(StandardSAEConfig(d_in=32, d_sae=128))
        sae.cfg.metadata.hook_name = "blocks.1.hook_resid_pre"
        model.add_sae(sae)
        model.add_hook("blocks.1.hook_resid_pre.hook_sae_acts_post", ablate)
        figure = visualize(model)
        self.assertEqual(figure.highlights(), [
            ("blocks.1", "resid_pre", "SAE with 128 features", []),
            ("blocks.1", "resid_pre", "ablate", [])])
        self.assertEqual(figure.warnings, [])
        model.reset_hooks()
        model.reset_saes()
        self.assertEqual(visualize(model).highlights(), [])

    def test_bert_s_inner_attention(self):
        model = BertModel(BertConfig(num_hidden_layers=2, hidden_size=64, num_attention_heads=4,
                                     intermediate_size=128, vocab_size=101))
        model.encoder.layer[0].attention.self.register_forward_hook(patch)
        self.assertEqual(visualize(model).highlights(), [("blocks.0.attn", "z", "patch", [])])


SIZES = {"vocab_size": 101, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
SMALL = {**SIZES, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
         "intermediate_size": 64}
GROUPED = {**SMALL, "num_key_value_heads": 2, "head_dim": 8}
# One kind of mistake each: wrappers, renamed heads, fused experts, shared experts, norms after,
# modules that no forward pass calls, one module for all layers, a module called "output".
MODELS = {
    "gpt2": (AutoModelForCausalLM, {**SIZES, "n_layer": 2, "n_embd": 32, "n_head": 4}),
    "gpt_neo": (AutoModelForCausalLM, {**SIZES, "hidden_size": 32, "num_layers": 2, "num_heads": 4,
                                       "attention_types": [[["global", "local"], 1]]}),
    "gpt_neox": (AutoModelForCausalLM, SMALL),
    "qwen2": (AutoModelForCausalLM, {**SMALL, "num_key_value_heads": 2}),
    "gemma": (AutoModelForCausalLM, GROUPED),
    "glm4": (AutoModelForCausalLM, GROUPED),
    "mixtral": (AutoModelForCausalLM, {**GROUPED, "num_local_experts": 4}),
    "qwen3_next": (AutoModelForCausalLM, {
        **GROUPED, "layer_types": ["linear_attention", "full_attention"], "num_experts": 4,
        "num_experts_per_tok": 2, "moe_intermediate_size": 16, "linear_num_key_heads": 2,
        "shared_expert_intermediate_size": 16, "linear_num_value_heads": 4,
        "linear_key_head_dim": 8, "linear_value_head_dim": 8}),
    "deepseek_v3": (AutoModelForCausalLM, {
        **SMALL, "first_k_dense_replace": 1, "moe_intermediate_size": 16, "n_routed_experts": 4,
        "num_experts_per_tok": 2, "n_group": 1, "topk_group": 1, "kv_lora_rank": 12,
        "q_lora_rank": 20, "qk_nope_head_dim": 8, "qk_rope_head_dim": 8, "v_head_dim": 8,
        "num_key_value_heads": 4}),
    "llama4_text": (AutoModelForCausalLM, {
        **GROUPED, "interleave_moe_layer_step": 2, "num_local_experts": 4,
        "intermediate_size_mlp": 64}),
    "jamba": (AutoModelForCausalLM, {
        **SMALL, "num_key_value_heads": 2, "attn_layer_period": 2, "attn_layer_offset": 1,
        "expert_layer_period": 2, "expert_layer_offset": 1, "num_experts": 4}),
    "lfm2": (AutoModelForCausalLM, {**GROUPED, "layer_types": ["conv", "full_attention"]}),
    "lfm2_moe": (AutoModelForCausalLM, {
        **GROUPED, "layer_types": ["conv", "full_attention"], "num_dense_layers": 1,
        "num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 16}),
    "falcon_h1": (AutoModelForCausalLM, {
        **GROUPED, "mamba_d_ssm": 64, "mamba_n_heads": 4, "mamba_d_head": 16,
        "mamba_d_state": 8}),
    "bamba": (AutoModelForCausalLM, {
        **SMALL, "num_key_value_heads": 2, "attn_layer_indices": [1], "mamba_n_heads": 4,
        "mamba_d_head": 16, "mamba_d_state": 8}),
    "granitemoehybrid": (AutoModelForCausalLM, {
        **SMALL, "num_key_value_heads": 2, "layer_types": ["mamba", "attention"],
        "position_embedding_type": "rope", "mamba_n_heads": 4, "mamba_d_head": 16,
        "mamba_d_state": 8, "num_local_experts": 4, "num_experts_per_tok": 2,
        "shared_intermediate_size": 24}),
    "afmoe": (AutoModelForCausalLM, {
        **GROUPED, "num_dense_layers": 1, "num_experts": 4, "num_experts_per_tok": 2,
        "moe_intermediate_size": 16}),
    "rwkv": (AutoModelForCausalLM, {**SIZES, "hidden_size": 32, "num_hidden_layers": 2}),
    "bert": (AutoModelForMaskedLM, SMALL),
    "albert": (AutoModelForMaskedLM, {**SMALL, "embedding_size": 16}),
    "vit": (AutoModelForImageClassification, {
        **SMALL, "image_size": 28, "patch_size": 14}),
    "t5": (AutoModelForSeq2SeqLM, {
        **SIZES, "d_model": 32, "num_layers": 2, "num_heads": 4, "d_kv": 8, "d_ff": 64,
        "decoder_start_token_id": 0}),
    "switch_transformers": (AutoModelForSeq2SeqLM, {
        **SIZES, "d_model": 32, "num_layers": 2, "num_heads": 4, "d_kv": 8, "d_ff": 64,
        "num_sparse_encoder_layers": 1, "num_sparse_decoder_layers": 1, "num_experts": 4,
        "decoder_start_token_id": 0}),
    "marian": (AutoModelForSeq2SeqLM, {
        **SIZES, "d_model": 32, "encoder_layers": 2, "decoder_layers": 2,
        "encoder_attention_heads": 4, "decoder_attention_heads": 4, "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64, "decoder_start_token_id": 0}),
}
# What no figure has a place for.
UNDRAWN = re.compile(r"linear_attn\.(conv1d|in_proj)|shared_expert_gate|mamba\.\w+_layernorm|"
                     r"feed_forward\.(receptance|value)|albert_layer_groups\.0$|vit\.embeddings|"
                     r"experts\.expert_\d+\.wo")


@functools.cache
def small_model(model_type):
    kind, sizes = MODELS[model_type]
    config = AutoConfig.for_model(model_type, **sizes)
    config._attn_implementation = "eager"
    model = kind.from_config(config).eval()
    model.config.architectures = [type(model).__name__]
    return model


def listed(model, dialect):
    result = subprocess.run(
        [os.environ["TVIZ"], "hooks", "-", "--dialect", dialect, "--json"],
        input=json.dumps(model.config.to_dict()), stdout=subprocess.PIPE, text=True, check=True)
    return [row["name"] for row in json.loads(result.stdout)]


def run(model):
    tokens = torch.tensor([[3, 4, 5]])
    if model.config.model_type == "vit":
        model(torch.zeros(1, 3, 28, 28))
    elif model.config.is_encoder_decoder:
        model(tokens, decoder_input_ids=tokens)
    else:
        model(tokens)


def called_in(model):
    """Paths of the modules that a forward pass calls."""
    called = set()
    hooks = [module.register_forward_hook(lambda *_, path=path: called.add(path))
             for path, module in model.named_modules()]
    with torch.no_grad():
        run(model)
    for hook in hooks:
        hook.remove()
    return called


class ModuleNames(unittest.TestCase):
    def test_of_hugging_face_are_called(self):
        for model_type in MODELS:
            model = small_model(model_type)
            names = {name.removesuffix(".input") for name in listed(model, "hugging_face")}
            self.assertGreater(len(names), 10, model_type)
            self.assertEqual(names - called_in(model), set(), model_type)

    def test_of_hugging_face_are_complete(self):
        for model_type in MODELS:
            model = small_model(model_type)
            hooked = [path for path in called_in(model) if not UNDRAWN.search(path)
                      and list(model.get_submodule(path).parameters(recurse=False))]
            handles = [model.get_submodule(path).register_forward_hook(patch) for path in hooked]
            with warnings.catch_warnings(action="ignore"):
                figure = visualize(model)
            for handle in handles:
                handle.remove()
            self.assertEqual([each for each in figure.warnings if "attached" in each], [],
                             model_type)

    def test_of_nnsight_are_envoys(self):
        for model_type in MODELS:
            model = small_model(model_type)
            with warnings.catch_warnings(action="ignore"):
                wrapper = nnsight.NNsight(model)
            for name in listed(model, "nnsight"):
                path = name.removesuffix(".input").removesuffix(".output")
                envoy = eval(path, {"model": wrapper})  # pylint: disable=eval-used
                self.assertIsInstance(envoy, nnsight.Envoy, name)

    def test_of_pyvene_can_be_intervened_on(self):
        supported = pyvene.type_to_module_mapping
        for model_type in ("gpt2", "gpt_neo", "gpt_neox", "qwen2", "gemma", "jamba", "t5"):
            model = small_model(model_type)
            working = set()
            for component in supported.get(type(model), {}):
                intervention = {"layer": 1, "component": component,
                                "unit": "h" if component.startswith("head_") else "pos",
                                "intervention_type": pyvene.VanillaIntervention}
                with contextlib.suppress(AttributeError), \
                        contextlib.redirect_stdout(io.StringIO()):
                    wrapper = pyvene.IntervenableModel(intervention, model=model)
                    working.update(wrapper.interventions)
            names = {name for name in listed(model, "pyvene") if name.startswith("layer_1_")}
            # GPT-2's dropout is there, but nothing calls it.
            working = {each for each in working if "attention_weight" not in each}
            self.assertEqual(names, working, model_type)

    def test_of_autoencoders(self):
        for name, (kind, config) in SAE_CLASS_REGISTRY.items():
            if name == "temporal":
                continue
            sizes = {"d_in": 32, "d_sae": 64}
            if "transcoder" in name:
                sizes |= {"d_out": 32, "apply_b_dec_to_input": False}
            sae = kind(config(**sizes))
            hooks = [f"blocks.1.hook_resid_pre.{each}" for each in sae.hook_dict]
            self.assertEqual(len(hooks), 6, name)
            figure = visualize({**DIMENSIONS, "d_head": 8}, dialect="sae_lens", hooks=hooks)
            self.assertEqual({each[:2] for each in figure.highlights()},
                             {("blocks.1", "resid_pre")}, name)


class TransformerLens(unittest.TestCase):
    def test_results_of_heads_fire_when_they_are_asked_for(self):
        model = lens()
        spec = ["blocks.1.attn.hook_result"]
        self.assertIn("use_attn_result", visualize(model, hooks=spec).warnings[0])
        model.set_use_attn_result(True)
        model.add_hook("blocks.0.attn.hook_result", functools.partial(ablate, head=3))
        figure = visualize(model, hooks=spec)
        self.assertEqual(figure.warnings, [])
        self.assertEqual(figure.highlights()[0][3], [3])
        self.assertEqual(visualize(model.cfg, hooks=spec).warnings, [])


class Activations(unittest.TestCase):
    def test_of_pytorch_and_transformers(self):
        for activation, name in (
            (functional.relu, "relu"), (nn.ReLU, "relu"), (nn.ReLU(), "relu"),
            (torch.relu, "relu"), (torch.tanh, "tanh"), (functional.gelu, "gelu"),
            (nn.GELU(), "gelu"), (nn.GELU("tanh"), "gelu_pytorch_tanh"),
            (functools.partial(functional.gelu, approximate="tanh"), "gelu_pytorch_tanh"),
            (functional.silu, "silu"), (nn.SiLU(), "silu"), (nn.LeakyReLU(0.1), "leaky_relu"),
            (functional.leaky_relu, "leaky_relu"), (nn.Mish(), "mish"), (nn.ELU(), "elu"),
            *((ACT2FN[name], name) for name in ("gelu_new", "quick_gelu", "relu", "silu")),
        ):
            found = ModelArchitecture.of({**DIMENSIONS, "act_fn": activation})
            self.assertEqual(found.act_fn, name, activation)
        with self.assertRaisesRegex(Error, "cannot name the activation Sequential"):
            visualize({**DIMENSIONS, "act_fn": nn.Sequential(nn.ReLU())})


class Configurations(unittest.TestCase):
    def test_of_attrs_and_pydantic(self):
        @attrs.define
        class Defined:
            n_layers: int = 2
            d_model: int = 32
            n_heads: int = 4
            d_vocab: int = 50

        class Model(pydantic.BaseModel):
            model_config = pydantic.ConfigDict(extra="allow")
            n_layers: int = 2
            d_model: int = 32

            @pydantic.computed_field
            @property
            def d_mlp(self) -> int:
                return 3 * self.d_model

        self.assertEqual(ModelArchitecture.of(Defined()).n_layers, 2)
        found = visualize(Model(n_heads=4, d_vocab=50, n_ctx=16))
        self.assertEqual(found.architecture.d_mlp, 96)
        self.assertEqual(found.warnings, [])

    def test_numbers_of_numpy_and_pytorch(self):
        found = ModelArchitecture.of({
            **DIMENSIONS, "n_layers": numpy.float64(3), "d_model": torch.tensor(64),
            "n_heads": numpy.int32(4), "gated_mlp": numpy.True_})
        self.assertEqual((found.n_layers, found.d_model, found.gated_mlp), (3, 64, True))


class OwnModules(unittest.TestCase):
    """Modules without a configuration are read by their parameters."""

    def test_of_pytorch_on_the_meta_device(self):
        with torch.device("meta"):
            layer = nn.TransformerEncoderLayer(64, 4, 256, norm_first=True)
            model = nn.TransformerEncoder(layer, 3, enable_nested_tensor=False)
        model.layers[1].self_attn.register_forward_hook(patch)
        figure = visualize(nn.DataParallel(model))
        self.assertEqual((figure.architecture.n_layers, figure.architecture.d_mlp), (3, 256))
        self.assertEqual(figure.highlights(), [("layers.1.self_attn", "out", "patch", [])])
        total = sum(parameter.numel() for parameter in model.parameters())
        self.assertIn(f"{round(total / 1000)}K parameters", figure.to_bytes("svg").decode())

    def test_a_state_dict(self):
        self.assertEqual(visualize(gpt2().state_dict()).architecture.n_layers, 2)

    def test_adapters_of_a_class_that_nobody_knows(self):
        class Attention(nn.Module):
            def __init__(self):
                super().__init__()
                self.q_proj, self.k_proj = nn.Linear(32, 32), nn.Linear(32, 32)
                self.v_proj, self.o_proj = nn.Linear(32, 32), nn.Linear(32, 32)

        class Own(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleList(Attention() for _ in range(2))

        model = peft.get_peft_model(Own(), peft.LoraConfig(target_modules=["q_proj"]))
        figure = visualize(model, hooks=["layers.1.q_proj"])
        self.assertEqual(figure.architecture.n_layers, 2)
        self.assertIn("layers.1.q_proj", figure.to_bytes("svg").decode())


class Numbers(unittest.TestCase):
    TABLE = numpy.arange(8.0).reshape(2, 4) - 3

    def svg(self, values, **options):
        return visualize(DIMENSIONS, values=values, **options).to_bytes("svg")

    def test_arrays_and_tables(self):
        rows = pandas.DataFrame(
            [(layer, head, self.TABLE[layer, head]) for layer in range(2) for head in range(4)],
            columns=["layer", "head", "value"])
        layers, heads = ["L0", "L1"], ["H0", "H1", "H2", "H3"]
        expected = self.svg(self.TABLE.tolist())
        for values in (self.TABLE, torch.tensor(self.TABLE, requires_grad=True),
                       pandas.DataFrame(self.TABLE), pandas.DataFrame(self.TABLE, layers, heads),
                       pandas.DataFrame(self.TABLE.T, heads, layers), rows,
                       rows.pivot(index="layer", columns="head", values="value"),
                       rows.set_index(["layer", "head"])["value"],
                       {(layer, head): number for layer, numbers in enumerate(self.TABLE)
                        for head, number in enumerate(numbers)}):
            self.assertTrue(self.svg(values) == expected, values)

    def test_what_is_missing(self):
        table = self.TABLE.copy()
        table[0, 1] = numpy.nan
        expected = self.svg([[-3, None, -1, 0], [1, 2, 3, 4]])
        masked = numpy.ma.masked_invalid(table)
        for values in (pandas.DataFrame(table), masked,
                       pandas.DataFrame(table).astype("Float64")):
            self.assertTrue(self.svg(values) == expected, values)
        # Arrays have no missing cells, so a NaN is a number that went wrong.
        for values in (table, torch.tensor(table)):
            self.assertIn("head 0 −3, head 1 NaN, head 2 −1", self.svg(values).decode())

    def test_series_with_a_name(self):
        series = pandas.Series({"blocks.0.mlp": pandas.NA, "blocks.1.hook_mlp_out": 2.0},
                               name="logit difference")
        self.assertTrue(self.svg(series) == self.svg({"blocks.1.mlp": 2.0},
                                                     value_title="logit difference"))

    def test_shapes_that_do_not_fit(self):
        for values in (self.TABLE.T, self.TABLE[:1], pandas.DataFrame(self.TABLE[:, :3])):
            with self.assertRaisesRegex(Error, "but Transformer has 2 layers of 4 heads"):
                self.svg(values)


if __name__ == "__main__":
    # Of the libraries, about themselves.
    warnings.simplefilter("ignore", FutureWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    unittest.main(warnings=False)
