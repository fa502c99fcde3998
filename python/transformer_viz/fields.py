"""What a configuration object of any kind says: dataclasses, named tuples, classes with attributes,
attrs, pydantic, and plain objects.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, Dict, FrozenSet, Mapping

# Bases that say nothing of a model.
_LIBRARIES = ("abc", "argparse", "attr", "builtins", "collections", "enum", "pydantic", "torch",
              "types", "typing", "typing_extensions")
# What pydantic keeps beside the fields.
_EXTRA = "__pydantic_extra__"


class Fields(Dict[str, Any]):
    """Attributes by their names, and which of them are properties."""

    properties: FrozenSet[str] = frozenset()


def fields_of(source: Any) -> Fields:
    """The public attributes of an object, or of a class, by their names: its own, those of its
    classes, slots and properties. Methods are none, and neither is a property that fails.
    """
    is_class = isinstance(source, type)
    found = Fields()
    for base in reversed((source if is_class else type(source)).__mro__):
        if base.__module__.partition(".")[0] in _LIBRARIES:
            continue
        for name, value in vars(base).items():
            if not _is_method(value, base):
                found[name] = value
    properties = frozenset(name for name, value in found.items() if _is_computed(value))
    if is_class:
        found.update(getattr(source, "_field_defaults", {}))
    else:
        _compute(source, found)
        found.update(getattr(source, "__dict__", {}))
        found.update(getattr(source, _EXTRA, None) or {})
    public = Fields({name: value for name, value in found.items()
                     if not name.startswith("_") and not _is_computed(value)})
    if hasattr(source, _EXTRA):
        public.pop("model_config", None)  # Pydantic's own.
    public.properties = properties
    return public


def is_record(value: Any) -> bool:
    """Whether an object is made to hold fields, and so is a part of a configuration."""
    kind = type(value)
    return (isinstance(value, Mapping) or hasattr(kind, "__dataclass_fields__")
            or hasattr(kind, "__attrs_attrs__") or hasattr(kind, _EXTRA)
            or (isinstance(value, tuple) and hasattr(value, "_fields"))
            or kind.__name__ in ("Namespace", "SimpleNamespace")
            or kind.__name__.endswith(("Config", "Args", "Arguments")))


def _compute(source: Any, found: Dict[str, Any]) -> None:
    """Puts the values of properties and slots into the place of these."""
    for name, value in list(found.items()):
        if not _is_computed(value) or name.startswith("_"):
            continue
        try:
            found[name] = getattr(source, name)
        except Exception:  # A slot without a value, or a property that needs more than there is.
            del found[name]


def _is_computed(value: Any) -> bool:
    return (isinstance(value, (property, functools.cached_property))
            or inspect.isgetsetdescriptor(value) or inspect.ismemberdescriptor(value)
            or type(value).__name__ == "_tuplegetter")


def _is_method(value: Any, owner: type) -> bool:
    """A function that is kept, as in `act_fn = F.relu`, is none."""
    if isinstance(value, (classmethod, staticmethod)):
        return True
    is_own = getattr(value, "__qualname__", "").startswith(f"{owner.__qualname__}.")
    return inspect.isroutine(value) and is_own
