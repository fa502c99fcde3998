"""Models inside the wrappers of other libraries."""

from __future__ import annotations

from typing import Any, Mapping

_MOST_WRAPPERS = 8
_OWN_CONFIGURATIONS = ("cfg", "config")


def unwrapped(model: Any) -> Any:
    """The model in the wrappers of PEFT, nnsight, pyvene, PyTorch and others; without wrappers the
    model itself.
    """
    for _ in range(_MOST_WRAPPERS):
        inner = None if isinstance(model, (str, type, Mapping)) else _inner(model)
        if inner is None:
            break
        model = inner
    return model


def is_bridge(model: Any) -> bool:
    """Whether this is TransformerLens's bridge, which wraps a model of Hugging Face."""
    return hasattr(model, "hook_dict") and hasattr(model, "original_model")


def interventions_of(model: Any) -> Any:
    """The interventions of pyvene's model by their keys; None of any other model."""
    if hasattr(model, "representations") and hasattr(model, "interventions"):
        return model.interventions
    return None


def _inner(model: Any) -> Any:
    """What a model is wrapped around; None if it is no wrapper."""
    libraries = {kind.__module__.partition(".")[0] for kind in type(model).__mro__}
    if "nnsight" in libraries:
        return _first(model, "_module", "_model")
    if hasattr(model, "peft_config") and callable(getattr(model, "get_base_model", None)):
        return model.get_base_model()
    if interventions_of(model) is not None:
        return _first(model, "model")
    compiled = _first(model, "_orig_mod", "_fsdp_wrapped_module")
    if compiled is not None:
        return compiled
    if any(getattr(model, name, None) is not None for name in _OWN_CONFIGURATIONS):
        return None
    return _first(model, "module", "model")


def _first(model: Any, *names: str) -> Any:
    """The first of these attributes that is a model: it has modules or hook points."""
    for name in names:
        inner = getattr(model, name, None)
        if hasattr(inner, "named_modules") or hasattr(inner, "hook_dict"):
            return inner
    return None
