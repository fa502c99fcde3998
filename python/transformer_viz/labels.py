"""What a hook function is called in a legend."""

from __future__ import annotations

import functools
import inspect
import os
from typing import Any

_SCALARS = (bool, int, float, str, type(None))
_MOST_SHOWN = 4
_LONGEST_TEXT = 24


def label_of(function: Any) -> str:
    """A readable name of a hook function: "ablate", "ablate(head=3)", "lambda at line 12".

    A text is its own label, and None has none, so that the name of the hook point stands for it.
    """
    if function is None:
        return ""
    if isinstance(function, str):
        return function
    if isinstance(function, functools.partial):
        return _label_of_partial(function)
    if inspect.ismethod(function):
        owner = function.__self__
        class_name = owner.__name__ if inspect.isclass(owner) else type(owner).__name__
        return f"{class_name}.{function.__name__}"
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        return type(function).__name__
    if name == "<lambda>" and hasattr(function, "__code__"):
        return f"lambda at line {function.__code__.co_firstlineno}"
    return name


def _label_of_partial(function: functools.partial[Any]) -> str:
    arguments = [_short(argument) for argument in function.args]
    arguments += [f"{name}={_short(value)}" for name, value in function.keywords.items()]
    name = label_of(function.func)
    return f"{name}({', '.join(arguments)})" if arguments else name


def _short(value: Any) -> str:
    """Numbers and short texts as they are; for large values, such as tensors, only the type."""
    if isinstance(value, os.PathLike) or (isinstance(value, str) and os.path.isabs(value)):
        # Where a file lies on this computer is nobody's business.
        value = os.path.basename(os.fspath(value)) or "/"
    if isinstance(value, _SCALARS):
        text = repr(value)
        return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
    if isinstance(value, (list, tuple)) and all(isinstance(item, _SCALARS) for item in value):
        items = [_short(item) for item in value[:_MOST_SHOWN]]
        items += ["…"] if len(value) > _MOST_SHOWN else []
        return f"[{', '.join(items)}]"
    return label_of(value) if callable(value) else type(value).__name__
