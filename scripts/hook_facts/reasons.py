"""Why a hook point of TransformerBridge exists and no flag makes it fire, in words for people."""

import re

RULES = [
    (r"(.*\.)?qkv\..*", "queries, keys, and values are computed apart"),
    (r"rotary_emb\.hook_out|hook_pos_embed", "a rotary embedding gives two tensors, hook_cos and hook_sin"),
    (r"(vision|audio)_.*", "the input is text alone"),
    (r"embed\.hook_(in|out)|hook_embed", "the model's code embeds its tokens elsewhere"),
    (r"hook_mlp_in", "the bridge does not copy the input of this MLP"),
    (r"(.*attn\.)?hook_(result|attn_in|q_input|k_input|v_input)", "the bridge does not split this attention by heads"),
    (r".*hook_rot_[qk]", "the model's own code rotates queries and keys"),
    (r".*hook_ssm_.*", "the model's own code runs the scan in one piece"),
]


def why(_model_type, name):
    for pattern, reason in RULES:
        if re.fullmatch(pattern, name):
            return f"nothing: {reason}"
    return "nothing: the model's own code does not run this module by itself"
