"""Hooks as users of TransformerLens write them, turned into what the core draws."""

from __future__ import annotations

import functools
import operator
import re
from typing import Any, Callable, Iterable, List, Mapping, Sequence, Tuple, Union

from . import _core
from .errors import Error
from .labels import label_of

HookName = Union[str, Callable[[str], bool]]
"""The name of a hook point, perhaps with wildcards, or a filter of names."""

HookSpec = Union[
    HookName,
    Tuple[HookName, Any],
    Tuple[HookName, Any, Mapping[str, Any]],
]
"""A hook: its name, or (name, function), or (name, function, options).

Options are `heads` (the heads that the function acts on; without it those that a
`functools.partial` chooses, as in `partial(ablate, head=9)`), `label` (for the legend, in place of the
function's name) and `backward` (whether the hook is on the gradient).
"""

_OPTIONS = ("heads", "label", "backward")
# Parameters of hook functions that choose heads: "head", "heads", "head_index_to_ablate".
_CHOOSES_HEADS = re.compile(r"(?:attn_|attention_)?heads?(?:_(?:idx|index|indices|indexes|ids?))?"
                            r"(?:_to_\w+)?")
_FORM = "a hook is a name, (name, function) or (name, function, {'heads': [...]})"


def to_core(specs: Iterable[HookSpec], all_names: Callable[[], Sequence[str]],
            known_as: Callable[[str], str]) -> List[_core.Hook]:
    """The hooks of the specifications; `all_names` gives the names that a filter chooses from, and
    `known_as` what the figure calls a name.
    """
    if isinstance(specs, (str, Mapping)) or not isinstance(specs, Iterable):
        raise Error.of(f"hooks must be a list, got {type(specs).__name__}", "hooks", _FORM)
    hooks: List[_core.Hook] = []
    for number, spec in enumerate(specs):
        name, function, options = _parts(spec, f"hooks[{number}]")
        names = [known_as(name)] if isinstance(name, str) else _chosen(name, all_names(), number)
        hooks += [_hook(each, function, options, number) for each in names]
    return hooks


def _parts(spec: Any, where: str) -> Tuple[HookName, Any, Mapping[str, Any]]:
    if isinstance(spec, str) or callable(spec):
        return spec, None, {}
    if not isinstance(spec, (tuple, list)) or not 1 <= len(spec) <= 3:
        raise Error.of(f"{spec!r} is not a hook", where, _FORM)
    name, function, options = (*spec, None, None)[:3] if len(spec) < 3 else spec
    if not isinstance(name, str) and not callable(name):
        raise Error.of(f"{name!r} is not the name of a hook point", where, _FORM)
    options = {} if options is None else options
    if not isinstance(options, Mapping):
        raise Error.of("the options of a hook must be a dict", where, _FORM)
    for key in options:
        if key not in _OPTIONS:
            raise Error.of(f"unknown option {key!r}", where, f"options are {', '.join(_OPTIONS)}")
    return name, function, options


def _chosen(chooses: Callable[[str], bool], names: Sequence[str], number: int) -> List[str]:
    chosen = [name for name in names if chooses(name)]
    if not chosen:
        raise Error.of(f"{label_of(chooses)} chooses no hook point", f"hooks[{number}]",
                       "it is called with every name of the model, such as 'blocks.0.attn.hook_z'")
    return chosen


def _hook(name: str, function: Any, options: Mapping[str, Any], number: int) -> _core.Hook:
    label = options.get("label") or label_of(function)
    heads = _heads(options.get("heads"), f"hooks[{number}]")
    is_guess = options.get("heads") is None
    return _core.Hook(name, str(label), chosen_heads(function) if is_guess else heads,
                      bool(options.get("backward", False)), is_guess)


def chosen_heads(function: Any) -> List[int]:
    """The heads that a partial function is told to act on; none if it does not say."""
    while isinstance(function, functools.partial):
        for name, value in function.keywords.items():
            if _CHOOSES_HEADS.fullmatch(name) and not isinstance(value, (bool, str)):
                try:
                    return _heads(value, name)
                except Error:
                    continue
        function = function.func
    return []


def _heads(heads: Any, where: str) -> List[int]:
    if heads is None:
        return []
    try:
        return [operator.index(head) for head in (heads if hasattr(heads, "__iter__") else [heads])]
    except TypeError:
        raise Error.of("heads must be whole numbers", where, _FORM) from None
