"""The hooks that are attached to a model.

TransformerLens keeps them at its hook points and wraps the user's function; PyTorch keeps them at
modules. Both are read by attributes.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Tuple

from . import _core
from .labels import label_of

# The function that TransformerLens wraps is a variable of its wrapper, under this name.
_WRAPPED = "hook"
# Libraries whose own hooks, attached to their own modules, are no user's business.
_LIBRARIES = ("transformers.", "accelerate.", "torch.")


@dataclass(frozen=True)
class AttachedHook:
    """A function at a hook point, which may have several names."""

    names: Tuple[str, ...]
    label: str
    backward: bool


def dialect_of(model: Any) -> str:
    """The dialect of the names that a model's library gives hook points; "" if it has none."""
    if hasattr(model, "hook_dict"):
        return "transformer_bridge" if hasattr(model, "original_model") else "transformer_lens"
    return "hugging_face" if hasattr(model, "named_modules") else ""


def attached_hooks(model: Any) -> List[AttachedHook]:
    """Every hook that is attached now, in the order of the model's points."""
    if hasattr(model, "hook_dict"):
        return list(_at_hook_points(model.hook_dict))
    if hasattr(model, "named_modules"):
        return list(_at_modules(model))
    return []


def to_core(model: _core.Model, hooks: List[AttachedHook],
            dialect: str) -> Tuple[List[_core.Hook], List[str]]:
    """The hooks under names that the figure knows, and warnings about those that have none."""
    known = set(_core.known_hooks(model, dialect, [name for hook in hooks for name in hook.names]))
    found: List[_core.Hook] = []
    warnings: List[str] = []
    for hook in hooks:
        name = next((name for name in hook.names if name in known), None)
        if name is None:
            warnings.append(f"{hook.label} is attached at '{hook.names[0]}', which has no place "
                            "in the figure")
        else:
            found.append(_core.Hook(name, hook.label, [], hook.backward))
    return found, warnings


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
                yield AttachedHook(tuple(names[id(point)]), _label_of_handle(handle), backward)


def _label_of_handle(handle: Any) -> str:
    function = getattr(handle, "user_hook", None)
    if function is None:
        function = _unwrapped(handle)
    label = label_of(function) or "hook"
    return f"{label} (permanent)" if getattr(handle, "is_permanent", False) else label


def _unwrapped(handle: Any) -> Any:
    """The user's function in the wrapper that PyTorch has under the handle's number."""
    remover = getattr(handle, "hook", None)
    registered = getattr(remover, "hooks_dict_ref", lambda: None)() or {}
    wrapper = registered.get(getattr(remover, "id", None))
    if not inspect.isfunction(wrapper):
        return wrapper
    return inspect.getclosurevars(wrapper).nonlocals.get(_WRAPPED, wrapper)


def _at_modules(model: Any) -> Iterator[AttachedHook]:
    for name, module in model.named_modules():
        if not name:
            continue
        for attribute, suffix, backward in (
            ("_forward_pre_hooks", ".input", False),
            ("_forward_hooks", "", False),
            ("_backward_pre_hooks", "", True),
            ("_backward_hooks", "", True),
        ):
            for function in (getattr(module, attribute, None) or {}).values():
                if not f"{getattr(function, '__module__', '')}.".startswith(_LIBRARIES):
                    yield AttachedHook((name + suffix,), label_of(function), backward)
