"""The hooks that are attached to a model.

TransformerLens keeps them at its hook points and wraps the user's function; PyTorch keeps them at
modules. Both are read by attributes.
"""

from __future__ import annotations

import functools
import importlib.metadata
import inspect
from dataclasses import dataclass, replace
from typing import Any, Dict, Iterable, Iterator, List, Tuple

from . import _core
from .hooks import chosen_heads
from .labels import label_of
from .sources import switches_of
from .wrappers import interventions_of, is_bridge, unwrapped

# The function that TransformerLens wraps is a variable of its wrapper, under this name.
_WRAPPED = "hook"
# Libraries whose own hooks, attached to their own modules, are no user's business.
_LIBRARIES = ("transformers.", "transformer_lens.model_bridge.", "accelerate.", "torch.", "peft.",
              "nnsight.", "pyvene.", "lightning.", "pytorch_lightning.", "deepspeed.", "bitsandbytes.")
# What wrappers put into the paths of modules; PEFT has "c_attn.base_layer" in place of "c_attn".
_IN_PATHS = ("_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_orig_mod", "base_layer")
# What the points of an autoencoder need, in the words of the dialect sae_lens.
_AUTOENCODER = "a sparse autoencoder here"


@dataclass(frozen=True)
class AttachedHook:
    """A function at a hook point, which may have several names."""

    names: Tuple[str, ...]
    label: str
    backward: bool = False
    heads: Tuple[int, ...] = ()
    dialects: Tuple[str, ...] = ("hugging_face",)

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self.names[0] if self.names[0].strip(".") else "the model itself"

    @property
    def warning(self) -> str:
        """What to say if the figure has no place for it."""
        place = f"'{self.place}'" if self.place == self.names[0] else self.place
        return f"{self.label} is attached at {place}, which has no place in the figure"


def dialect_of(model: Any) -> str:
    """The dialect of the names that a model's library gives hook points; "" if it has none."""
    model = unwrapped(model)
    if hasattr(model, "hook_dict"):
        return _bridge_dialect() if is_bridge(model) else "transformer_lens"
    return "hugging_face" if hasattr(model, "named_modules") else ""


def _bridge_dialect() -> str:
    """The names of the bridge are those of the TransformerLens that is installed; of a release after
    those that tviz knows, the newest."""
    try:
        major = int(importlib.metadata.version("transformer-lens").partition(".")[0])
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return "transformer_bridge"
    return "transformer_bridge@3" if major < 4 else "transformer_bridge"


def attached_hooks(model: Any) -> List[AttachedHook]:
    """Every hook that is attached now, in the order of the model's points, and what works like one:
    the interventions of pyvene and autoencoders that are spliced in.
    """
    found = [AttachedHook((str(key),), label_of(_intervention(each)), dialects=("pyvene",))
             for key, each in (interventions_of(model) or {}).items()]
    inner = unwrapped(model)
    if hasattr(inner, "hook_dict"):
        dialects = (dialect_of(inner), "sae_lens")
        found += [replace(each, dialects=dialects)
                  for each in (*_autoencoders(inner), *_at_hook_points(inner.hook_dict))]
    elif hasattr(inner, "named_modules"):
        found += _at_modules(inner.named_modules())
    return [*found, *_around(model, inner)]


def name_in_model(model: Any, name: str) -> str:
    """The name of a module without what wrappers put into it, as PEFT's "base_model.model."."""
    inner = unwrapped(model)
    if inner is not model and hasattr(model, "named_modules"):
        prefixes = (path for path, module in model.named_modules() if module is inner and path)
        name = name.removeprefix(next((f"{prefix}." for prefix in prefixes), ""))
    return _without_wrappers(name)


def fulfilled_needs(model: Any) -> List[str]:
    """What hook points that do not fire by default need and this model has now."""
    inner = unwrapped(model)
    needs = list(switches_of(inner))
    return [*needs, _AUTOENCODER] if any(_autoencoders(inner)) else needs


def to_core(model: _core.Model,
            hooks: List[AttachedHook]) -> Tuple[List[_core.Hook], List[AttachedHook]]:
    """The hooks under names that the figure knows, and those that have none."""
    known = _known_names(model, hooks)
    found: List[_core.Hook] = []
    unplaced: List[AttachedHook] = []
    for hook in hooks:
        name, dialect = next(((name, dialect) for dialect in hook.dialects for name in hook.names
                              if name in known[dialect]), ("", ""))
        if name:
            found.append(_core.Hook(name, hook.label, hook.heads, hook.backward, True, dialect))
        else:
            unplaced.append(hook)
    return found, unplaced


def _known_names(model: _core.Model, hooks: List[AttachedHook]) -> Dict[str, Any]:
    """The names of each dialect that have a place in the figure."""
    names: Dict[str, List[str]] = {}
    for hook in hooks:
        for dialect in hook.dialects:
            names.setdefault(dialect, []).extend(hook.names)
    return {dialect: _core.hook_places(model, dialect, each) for dialect, each in names.items()}


def _intervention(value: Any) -> Any:
    """Some versions of pyvene keep a pair of the intervention and a module."""
    return value[0] if isinstance(value, (tuple, list)) else value


def _autoencoders(model: Any) -> Iterator[AttachedHook]:
    """Where SAELens has put autoencoders in the place of hook points."""
    for name, spliced in (getattr(model, "acts_to_saes", None) or {}).items():
        for each in spliced if isinstance(spliced, (list, tuple)) else [spliced]:
            width = getattr(getattr(each, "cfg", None), "d_sae", None)
            label = f"SAE with {width} features" if width else label_of(each)
            yield AttachedHook((str(name),), label)


def _at_hook_points(points: Dict[str, Any]) -> Iterator[AttachedHook]:
    # The bridge has a point under its own name and under older ones.
    names: Dict[int, List[str]] = {}
    for name, point in points.items():
        names.setdefault(id(point), []).append(name)
    seen = set()
    for point in points.values():
        if id(point) in seen:
            continue
        seen.add(id(point))
        for handles, backward in ((point.fwd_hooks, False), (point.bwd_hooks, True)):
            for handle in handles:
                function = getattr(handle, "user_hook", None)
                if function is None:
                    function = _unwrapped(handle)
                if _is_of_library(function):
                    continue
                label = label_of(function) or "hook"
                if getattr(handle, "is_permanent", False):
                    label = f"{label} (permanent)"
                yield AttachedHook(tuple(names[id(point)]), label, backward,
                                   tuple(chosen_heads(function)))


def _unwrapped(handle: Any) -> Any:
    """The user's function in the wrapper that PyTorch has under the handle's number."""
    remover = getattr(handle, "hook", None)
    registered = getattr(remover, "hooks_dict_ref", lambda: None)() or {}
    wrapper = registered.get(getattr(remover, "id", None))
    if not inspect.isfunction(wrapper):
        return wrapper
    return inspect.getclosurevars(wrapper).nonlocals.get(_WRAPPED, wrapper)


def _around(wrapper: Any, model: Any) -> Iterator[AttachedHook]:
    """Hooks at modules of a wrapper that are not the model's."""
    if wrapper is model or not hasattr(wrapper, "named_modules"):
        return iter(())
    own = {id(module) for _, module in getattr(model, "named_modules", list)()}
    return _at_modules((path, module) for path, module in wrapper.named_modules()
                       if id(module) not in own and "_forward_hooks" in getattr(module, "__dict__", ()))


def _at_modules(modules: Iterable[Tuple[str, Any]]) -> Iterator[AttachedHook]:
    for path, module in modules:
        name = _without_wrappers(path)
        for attribute, suffix, backward in (
            ("_forward_pre_hooks", ".input", False),
            ("_forward_hooks", "", False),
            ("_backward_pre_hooks", "", True),
            ("_backward_hooks", "", True),
        ):
            for function in (getattr(module, attribute, None) or {}).values():
                if not _is_of_library(function):
                    yield AttachedHook((name + suffix,), label_of(function), backward,
                                       tuple(chosen_heads(function)))


def _without_wrappers(path: str) -> str:
    return ".".join(part for part in path.split(".") if part not in _IN_PATHS)


def _is_of_library(function: Any) -> bool:
    while isinstance(function, functools.partial):
        function = function.func
    return f"{getattr(function, '__module__', '')}.".startswith(_LIBRARIES)
