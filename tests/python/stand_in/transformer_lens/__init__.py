"""What the tests need of TransformerLens where it is not installed: a model without weights.

Hook points keep a function as TransformerLens 2 does, inside a wrapper, or as 3.3 and later, beside
it.
"""

import contextlib
import dataclasses


@dataclasses.dataclass
class HookedTransformerConfig:
    """The fields that the test reads, and values that have no meaning in JSON."""

    n_layers: int = 12
    d_model: int = 768
    n_ctx: int = 1024
    d_head: int = 64
    n_heads: int = 12
    d_mlp: int = 3072
    d_vocab: int = 50257
    act_fn: str = "gelu_new"
    model_name: str = "gpt2"
    normalization_type: str = "LNPre"
    positional_embedding_type: str = "standard"
    original_architecture: str = "GPT2LMHeadModel"
    n_key_value_heads: object = None
    attn_only: bool = False
    device: object = object()
    dtype: object = float
    init_range: float = float("nan")


class RemovableHandle:
    """PyTorch's handle, which knows the functions of a module by their number."""

    def __init__(self, functions):
        self.functions = functions
        self.id = len(functions)

    def hooks_dict_ref(self):
        return self.functions


@dataclasses.dataclass
class LensHandle:
    hook: RemovableHandle
    is_permanent: bool = False
    context_level: object = None


@dataclasses.dataclass
class LensHandleOf33(LensHandle):
    user_hook: object = None


class HookPoint:
    def __init__(self):
        self.fwd_hooks = []
        self.bwd_hooks = []
        self.functions = {}

    def add_hook(self, hook, dir="fwd", is_permanent=False, keep=False):
        def full_hook(module, module_input, module_output):
            return hook(module_output, hook=self)

        full_hook.__name__ = repr(hook)
        handle = RemovableHandle(self.functions)
        self.functions[handle.id] = full_hook
        made = LensHandleOf33(handle, is_permanent, None, hook) if keep else LensHandle(
            handle, is_permanent)
        (self.fwd_hooks if dir == "fwd" else self.bwd_hooks).append(made)


class HookedTransformer:
    def __init__(self, cfg):
        self.cfg = cfg
        names = ["hook_embed", "hook_pos_embed", "ln_final.hook_normalized"]
        for layer in range(cfg.n_layers):
            names += [f"blocks.{layer}.{name}" for name in (
                "hook_resid_pre", "attn.hook_q", "attn.hook_z", "attn.hook_pattern",
                "hook_resid_mid", "mlp.hook_pre", "mlp.hook_post", "hook_resid_post")]
        self.hook_dict = {name: HookPoint() for name in names}

    @classmethod
    def from_pretrained(cls, name):
        return cls(HookedTransformerConfig(model_name=name))

    def add_hook(self, name, hook, dir="fwd", is_permanent=False):
        for each, point in self.hook_dict.items():
            if each == name or (callable(name) and name(each)):
                point.add_hook(hook, dir, is_permanent)

    @contextlib.contextmanager
    def hooks(self, fwd_hooks):
        for name, hook in fwd_hooks:
            self.add_hook(name, hook)
        yield self
        for point in self.hook_dict.values():
            point.fwd_hooks = [each for each in point.fwd_hooks if each.is_permanent]
