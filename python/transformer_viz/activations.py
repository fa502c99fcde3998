"""What the activation of an MLP is called, whose configuration holds a function or a module."""

from __future__ import annotations

import functools
import inspect
import re
from typing import Any

from .errors import Error
from .labels import label_of

_KEYS = re.compile(r"(^|_)act(_fn)?$|activation(_fn|_function)?$|nonlinearity$")
_ACRONYMS = re.compile(r"[A-Z]*(?:ReLU|GELU|SiLU|SoLU|ELU|GLU|LU)")
# What libraries call their functions and classes, where models call the activation otherwise.
_USUAL = {
    "accurate_gelu": "gelu_accurate",
    "clipped_gelu": "gelu_10",
    "fast_gelu": "gelu_fast",
    "gelu_tanh": "gelu_pytorch_tanh",
    "new_gelu": "gelu_new",
    "pytorch_gelu_tanh": "gelu_pytorch_tanh",
    "relu_squared": "relu2",
}
# Names that say nothing of what is computed.
_NAMELESS = ("<lambda>", "forward", "__call__", "function", "module", "object", "sequential")


def is_activation(key: str) -> bool:
    """Whether a configuration has the activation under this key: "act_fn", "hidden_act"."""
    return _KEYS.search(key) is not None


def name_of_activation(value: Any, key: str) -> str:
    """The name of a function, a class or a module: "relu" of `F.relu`, `nn.ReLU`, `nn.ReLU()`.

    Raises Error if it has none, so that no other activation is drawn in its place.
    """
    function, approximation = value, getattr(value, "approximate", "")
    while isinstance(function, functools.partial):
        approximation = function.keywords.get("approximate", approximation)
        function = function.func
    name = usual_name(_own_name(function))
    if not name or name in _NAMELESS:
        raise Error.of(f"cannot name the activation {label_of(value)}", key,
                       "give its name, such as 'relu', or a function with a name")
    return "gelu_pytorch_tanh" if name == "gelu" and approximation == "tanh" else name


def usual_name(name: str) -> str:
    """The name of a function or class as models have it: "leaky_relu" of "LeakyReLU"."""
    name = re.sub(r"(?<=.)Activation$", "", name)
    name = _ACRONYMS.sub(lambda found: found[0].capitalize(), name)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")
    return _USUAL.get(name, name)


def _own_name(function: Any) -> str:
    if inspect.ismethod(function) and not inspect.isclass(function.__self__):
        function = function.__self__
    for attribute in ("__name__", "name"):  # Compiled functions of PyTorch have the latter.
        name = getattr(function, attribute, None)
        if isinstance(name, str):
            return name
    return type(function).__name__
