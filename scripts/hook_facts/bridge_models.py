"""Small random models of every type that TransformerLens's bridge supports, with the sizes of all axes different."""

import copy
import warnings

import torch
import transformers
from transformer_lens.factories.architecture_adapter_factory import SUPPORTED_ARCHITECTURES

# No two axes of a tensor are equal, and none is a sum or a product that another axis could have.
SIZES = {
    "hidden_size": 96, "n_embd": 96, "d_model": 96, "dim": 96, "word_embed_proj_dim": 96,
    "num_hidden_layers": 2, "n_layer": 2, "num_layers": 2, "n_layers": 2, "num_decoder_layers": 2,
    "encoder_layers": 2, "decoder_layers": 2,
    "num_attention_heads": 6, "n_head": 6, "num_heads": 6, "n_heads": 6,
    "encoder_attention_heads": 6, "decoder_attention_heads": 6,
    "num_key_value_heads": 3, "head_dim": 40, "d_kv": 40,
    "intermediate_size": 112, "ffn_dim": 112, "d_ff": 112,
    "encoder_ffn_dim": 112, "decoder_ffn_dim": 112,
    "vocab_size": 307, "vocab_size_per_layer_input": 307,
    "max_position_embeddings": 71, "n_positions": 71, "max_seq_len": 71,
    "sliding_window": 16, "attention_window": 16, "local_attention": 16, "attention_window_size": 16,
    "num_experts": 7, "num_local_experts": 7, "n_routed_experts": 7, "moe_num_experts": 7,
    "num_experts_per_tok": 5, "moe_k": 5, "top_k_experts": 5, "num_experts_per_token": 5,
    "moe_intermediate_size": 44, "shared_expert_intermediate_size": 52,
    "moe_shared_expert_intermediate_size": 52, "shared_intermediate_size": 52,
    "intermediate_size_mlp": 116,
    "n_shared_experts": 5, "num_shared_experts": 5, "moe_num_shared_experts": 5,
    "first_k_dense_replace": 1, "num_dense_layers": 1, "n_group": 1, "topk_group": 1,
    "kv_lora_rank": 28, "q_lora_rank": 36, "qk_nope_head_dim": 22, "qk_rope_head_dim": 10,
    "v_head_dim": 30, "o_lora_rank": 30,
    "index_n_heads": 4, "index_head_dim": 18, "index_topk": 12,
    "rotary_dim": 8, "state_size": 9, "ssm_state_size": 9, "mamba_d_state": 9,
    "mamba_num_heads": 8, "mamba_head_dim": 24, "mamba_n_heads": 8, "mamba_d_head": 24,
    "mamba_d_ssm": 192, "n_mamba_heads": 2, "mamba_ngroups": 1,
    "linear_num_key_heads": 2, "linear_num_value_heads": 4, "linear_key_head_dim": 14,
    "linear_value_head_dim": 18, "lru_width": 132, "attention_hidden_size": 96,
    "type_vocab_size": 2, "num_labels": 5,
    "hidden_size_per_layer_input": 34, "laurel_rank": 12, "num_kv_shared_layers": 0,
    "num_global_key_value_heads": 2, "global_head_dim": 32,
    "pad_token_id": 2, "bos_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 2,
    "image_size": 28, "patch_size": 14, "num_channels": 3,
}
# A second size for axes, which tells whether a word in the table is right or only has the same size.
OTHER_SIZES = {
    "num_attention_heads": 12, "n_head": 12, "num_heads": 12, "n_heads": 12,
    "encoder_attention_heads": 12, "decoder_attention_heads": 12,
    "num_key_value_heads": 4, "head_dim": 48, "d_kv": 48,
    "intermediate_size": 100, "ffn_dim": 100, "d_ff": 100, "encoder_ffn_dim": 100, "decoder_ffn_dim": 100,
    "vocab_size": 311, "vocab_size_per_layer_input": 311,
    "num_experts": 9, "num_local_experts": 9, "n_routed_experts": 9, "moe_num_experts": 9,
    "num_experts_per_tok": 3, "moe_k": 3, "top_k_experts": 3, "num_experts_per_token": 3,
    "moe_intermediate_size": 36, "shared_expert_intermediate_size": 58,
    "moe_shared_expert_intermediate_size": 58, "shared_intermediate_size": 58,
    "intermediate_size_mlp": 106,
    "kv_lora_rank": 26, "q_lora_rank": 38, "qk_nope_head_dim": 18, "qk_rope_head_dim": 14, "v_head_dim": 42,
    "index_head_dim": 30, "index_topk": 6,
    "rotary_dim": 16, "state_size": 15, "ssm_state_size": 15, "mamba_d_state": 15,
    "linear_key_head_dim": 16, "linear_value_head_dim": 22, "lru_width": 128, "num_labels": 7,
}
OTHER_NEEDS = {
    **{model_type: {"head_dim": 14} for model_type in ("deepseek_v2", "deepseek_v3", "youtu", "glm4_moe_lite")},
    "glm_moe_dsa": {"head_dim": 14, "num_key_value_heads": 12},
    "zamba2": {"attention_head_dim": 16, "num_key_value_heads": 12},
    "qwen2_5_vl_text": {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 1, 1]}},
    "glm4v_text": {"rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 1, 1]}},
    "switch_transformers": {"d_kv": 8}, "minimax_m2": {"rotary_dim": 16}, "deit": {"image_size": 70},
}
# Of the tower that a multimodal model has beside its text model.
TOWER = {
    "hidden_size": 64, "embed_dim": 64, "num_hidden_layers": 2, "depth": 2, "num_attention_heads": 4,
    "num_heads": 4, "intermediate_size": 88, "image_size": 28, "patch_size": 14, "out_hidden_size": 96,
    "vision_output_dim": 96, "encoder_layers": 2, "d_model": 64, "encoder_attention_heads": 4,
    "encoder_ffn_dim": 88, "projection_dim": 64,
}
# Types whose heads are the width divided, and whose code has no groups of them.
PLAIN_HEADS = ("bert", "bloom", "codegen", "falcon", "gpt2", "gpt_bigcode", "gpt_neo", "gpt_neox",
               "gptj", "mpt", "opt", "roberta", "vit", "deit", "openai-gpt", "xglm")
# What a type needs beside or instead of the sizes above.
NEEDS = {
    "gpt_neo": {"attention_types": [[["global", "local"], 1]]},
    "bamba": {"attn_layer_indices": [1], "mamba_expand": 2, "mamba_n_heads": 8, "mamba_d_head": 24},
    "falcon_h1": {"mamba_d_ssm": 168, "mamba_n_heads": 7},
    "mamba2": {"num_heads": 8, "head_dim": 24, "n_groups": 1},
    "jamba": {"attn_layer_offset": 1, "attn_layer_period": 2, "expert_layer_offset": 1,
              "expert_layer_period": 2, "use_mamba_kernels": False, "num_hidden_layers": 4},
    "granitemoehybrid": {"layer_types": ["mamba", "attention"], "position_embedding_type": "rope"},
    "recurrent_gemma": {"num_hidden_layers": 3, "num_key_value_heads": 1, "head_dim": 16},
    "zamba2": {"num_hidden_layers": 4, "layers_block_type": ["mamba", "mamba", "hybrid", "mamba"],
               "hybrid_layer_ids": [2], "num_mem_blocks": 1, "mamba_headdim": 24, "n_mamba_heads": 8,
               "attention_head_dim": 32, "attention_hidden_size": 192, "num_key_value_heads": 6},
    "nemotron_h": {"num_hidden_layers": 4, "layers_block_type": ["mamba", "attention", "mlp", "moe"]},
    "rwkv": {"attention_hidden_size": 96},
    "switch_transformers": {"d_kv": 16},
    "minimax_m2": {"rotary_dim": 8},
    "deepseek_v2": {"head_dim": 10}, "deepseek_v3": {"head_dim": 10}, "youtu": {"head_dim": 10},
    "glm4_moe_lite": {"head_dim": 10}, "glm_moe_dsa": {"head_dim": 10, "num_key_value_heads": 6},
    "emu3": {"vocabulary_map": {"<image>": 300}},
    "qwen2_5_vl_text": {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}},
    "glm4v_text": {"rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 3, 3]}},
    "led": {"attention_window": [6, 6]},
    "longt5": {"global_block_size": 3},
    "deit": {"image_size": 56},
    "lfm2": {"layer_types": ["conv", "full_attention"]},
    "lfm2_moe": {"layer_types": ["conv", "full_attention"]},
    "marian": {"decoder_vocab_size": 307},
}
# The flags that give a type other modules: each is a model more.
VARIANTS = {
    "gpt2": [{"tie_word_embeddings": False}, {"n_inner": 112}],
    "gpt_neox": [{"use_parallel_residual": False}],
    "falcon": [{"alibi": True}, {"new_decoder_architecture": True, "num_kv_heads": 3, "multi_query": False},
               {"new_decoder_architecture": True, "num_kv_heads": 6, "multi_query": False},
               {"multi_query": False}, {"parallel_attn": False}, {"alibi": True, "multi_query": False},
               {"alibi": True, "parallel_attn": False}, {"parallel_attn": False, "multi_query": False}],
    "opt": [{"word_embed_proj_dim": 64}],
    "bloom": [{"apply_residual_connection_post_layernorm": True}],
    "mpt": [{"no_bias": False}],
    "llama": [{"attention_bias": True}, {"mlp_bias": True}, {"num_key_value_heads": 6},
              {"tie_word_embeddings": True}],
    "mistral": [{"num_key_value_heads": 6}],
    "qwen2": [{"use_sliding_window": True}, {"num_key_value_heads": 6}],
    "qwen3": [{"attention_bias": True}, {"num_key_value_heads": 6}],
    "phi": [{"num_key_value_heads": 6}],
    "phi3": [{"num_key_value_heads": 6}],
    "stablelm": [{"use_qkv_bias": True}, {"qk_layernorm": True}, {"use_parallel_residual": True},
                 {"use_parallel_residual": True, "qk_layernorm": True}],
    "cohere": [{"use_qk_norm": True}],
    "cohere2": [{"layer_types": ["full_attention", "full_attention"]}],
    "glm": [{"attention_bias": False}],
    "glm4": [{"attention_bias": True}],
    "glm4_moe": [{"use_qk_norm": True}, {"first_k_dense_replace": 0}],
    "qwen2_moe": [{"decoder_sparse_step": 2}, {"mlp_only_layers": [0]}],
    "qwen3_moe": [{"decoder_sparse_step": 2}, {"mlp_only_layers": [0]}],
    "deepseek_v2": [{"q_lora_rank": None}, {"first_k_dense_replace": 0}],
    "deepseek_v3": [{"q_lora_rank": None}, {"first_k_dense_replace": 0}],
    "mixtral": [{"num_key_value_heads": 6}],
    "mamba": [{"use_bias": True}, {"use_conv_bias": False}],
    "mamba2": [{"n_groups": 2}],
    "t5": [{"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}],
    "longt5": [{"feed_forward_proj": "gated-gelu"}, {"encoder_attention_type": "transient-global"}],
    "switch_transformers": [{"feed_forward_proj": "gated-gelu"}],
    "bert": [{"tie_word_embeddings": False}],
    "gemma3_text": [{"layer_types": ["full_attention", "full_attention"]}],
    "gemma4_text": [{"hidden_size_per_layer_input": 0}, {"enable_moe_block": True},
                    {"attention_k_eq_v": True}, {"num_kv_shared_layers": 1},
                    {"use_double_wide_mlp": True}],
    "exaone4": [{"layer_types": ["full_attention", "full_attention"]},
                {"layer_types": ["sliding_attention", "sliding_attention"]}],
    "smollm3": [{"no_rope_layers": [1, 1]}, {"no_rope_layers": [0, 1]}],
    "olmo": [{"clip_qkv": 8.0}],
    "granite": [{"attention_bias": True}],
    "granitemoehybrid": [{"layer_types": ["attention", "attention"]}, {"num_local_experts": 0}],
    "bamba": [{"attn_layer_indices": [0, 1]}],
    "jamba": [{"num_experts": 1}],
    "lfm2": [{"layer_types": ["full_attention", "full_attention"]}],
    "lfm2_moe": [{"num_dense_layers": 0}, {"layer_types": ["full_attention", "full_attention"]}],
    "nemotron_h": [],
    "afmoe": [{"num_dense_layers": 0}],
    "ernie4_5_moe": [{"moe_layer_start_index": 0}],
    "llama4_text": [{"use_qk_norm": False}, {"interleave_moe_layer_step": 2}],
    "olmo_hybrid": [{"layer_types": ["linear_attention", "full_attention"]}],
    "qwen3_5_text": [{"layer_types": ["full_attention", "full_attention"]}],
    "qwen3_next": [{"mlp_only_layers": [0]}],
    "jetmoe": [{"num_key_value_heads": 2}],
    "seed_oss": [{"attention_bias": False, "attention_out_bias": True}],
    "vit": [], "apertus": [{"attention_bias": True}],
    "hubert": [{"feat_proj_layer_norm": False}, {"do_stable_layer_norm": True}],
    "wav2vec2": [{"do_stable_layer_norm": True}],
    "recurrent_gemma": [],
}
TOWER_KEYS = ("vision_config", "audio_config", "encoder_config")


def use_other_sizes():
    """Builds models with OTHER_SIZES from here on."""
    SIZES.update(OTHER_SIZES)
    for model_type, needs in OTHER_NEEDS.items():
        NEEDS.setdefault(model_type, {}).update(needs)


def types():
    """The supported class and the configuration's type of everything that transformers has."""
    found = {}
    for name in SUPPORTED_ARCHITECTURES:
        kind = getattr(transformers, name, None)
        if hasattr(kind, "config_class"):
            found.setdefault(kind.config_class.model_type, name)
    return found


def _filled(known, sizes):
    return {key: sizes[key] for key in known if key in sizes}


def _tower_settings(defaults):
    """A tower whose stages differ has lists of sizes, which stay as they are."""
    return _filled([key for key, value in defaults.items() if not isinstance(value, list)], TOWER)


def _layer_types(values):
    """One layer of each kind in turn, so that a short model has them all."""
    kinds = sorted(set(values))
    return [kinds[i % len(kinds)] for i in range(max(2, len(kinds)))]


def _text_settings(model_type, defaults, attributes):
    known = [key for key in defaults if key not in attributes]
    settings = _filled(known, SIZES)
    if model_type in PLAIN_HEADS:
        for key in ("num_key_value_heads", "head_dim"):
            settings.pop(key, None)
    if defaults.get("layer_types"):
        settings["layer_types"] = _layer_types(defaults["layer_types"])
        for key in ("num_hidden_layers", "n_layer", "num_layers"):
            if key in settings:
                settings[key] = len(settings["layer_types"])
    if defaults.get("mlp_layer_types") and "num_hidden_layers" in settings:
        kinds = _layer_types(defaults["mlp_layer_types"])
        settings["mlp_layer_types"] = [kinds[i % len(kinds)] for i in range(settings["num_hidden_layers"])]
    return settings


def _inner_settings(config):
    """The settings of the configurations inside another."""
    settings = {}
    # Not by getattr(): asking for a size that differs between layers is an error.
    for key, inner in vars(config).items():
        if not isinstance(inner, transformers.PretrainedConfig):
            continue
        defaults, inner_type = inner.to_dict(), inner.model_type
        if key in TOWER_KEYS:
            sizes = _tower_settings(defaults)
        else:
            sizes = {**_text_settings(inner_type, defaults, type(inner).attribute_map), **NEEDS.get(inner_type, {})}
        settings[key] = {"model_type": inner_type, **sizes, **_inner_settings(inner)}
    return settings


def settings_of(model_type, config_class, variant):
    """The keyword arguments of a configuration."""
    default = config_class()
    defaults = default.to_dict()
    settings = _text_settings(model_type, defaults, getattr(config_class, "attribute_map", {}))
    settings.update(_inner_settings(default))
    settings.update(copy.deepcopy(NEEDS.get(model_type, {})))
    layers = variant.get("layer_types")
    settings.update(copy.deepcopy(variant))
    if layers and "num_hidden_layers" in settings:
        settings["num_hidden_layers"] = len(layers)
    return settings


def variants_of(model_type):
    return [{}, *VARIANTS.get(model_type, [])]


def _as_before_5_24(model):
    """Gives CodeGen's attention back what the bridge asks for: transformers 5.24 has moved it."""
    for layer in model.transformer.h:
        attention = layer.attn
        attention.scale_attn = torch.tensor(attention.head_dim**0.5)
        attention.embed_positions = torch.zeros(model.config.n_positions, attention.rotary_dim)


def _without_image_outputs(_):
    """Lets Llama 4 return: without an image, transformers 5.24 reads a field that its own text model lacks."""
    transformers.modeling_outputs.MoeCausalLMOutputWithPast.image_outputs = None


# What makes models run that transformers broke. None of it changes a module that the bridge hooks.
REPAIRS = {"codegen": _as_before_5_24, "llama4": _without_image_outputs}


def build(model_type, class_name, variant):
    """A random model with its configuration."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kind = getattr(transformers, class_name)
        config = kind.config_class(**settings_of(model_type, kind.config_class, variant))
        model = kind._from_config(config) if hasattr(kind, "_from_config") else kind(config)
    config.architectures = [class_name]
    model.config.architectures = [class_name]
    if model_type in REPAIRS:
        REPAIRS[model_type](model)
    return config, model.eval()
