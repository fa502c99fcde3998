"""What a hook point of TransformerBridge needs that exists and that no flag makes fire, in words for people."""

import re

# The first row that fits counts: where the point is, its name, and the words for it.
RULES = [
    ("(vision|audio)_.*", ".*", "an image or sound in the input"),
    (".*", "(vision|audio)_.*", "an image or sound in the input"),
    (".*", r"(.*\.)?qkv\..*", "nothing: queries, keys, and values are computed apart"),
    (".*", r"(.*rotary_emb\.hook_out|hook_pos_embed)", "nothing: it gives two tensors, hook_cos and hook_sin"),
    (".*", r"(.*_)?embed\.hook_(in|out)|hook_embed", "nothing: the model's code reads this table elsewhere"),
    (".*", "hook_mlp_in", "nothing: the bridge makes no copy of what this MLP reads"),
    (".*", r"(.*attn\.)?hook_(result|attn_in|[qkv]_input)", "nothing: the bridge does not split this attention by heads"),
    (".*", ".*hook_rot_[qk]", "nothing: the model's own code rotates queries and keys"),
    (".*", ".*hook_[qk]_normed", "nothing: this model does not normalize queries and keys"),
    (".*", r".*hook_(cos|sin)", "nothing: this layer's positions are not rotary"),
    (".*", ".*hook_q_latent", "nothing: this model has no latent for queries"),
    (".*", ".*hook_(in|out)", "nothing: the model's code does not call this module"),
]


def why(path, name):
    """HookName::needs of a name in a stack of layers, or outside all of them."""
    for place, pattern, words in RULES:
        if re.fullmatch(place, path) and re.fullmatch(pattern, name):
            return words
    return "nothing: the bridge's code does not use it"
