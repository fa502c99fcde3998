"""Models and configurations of any library, turned into what the core reads.

Objects are read by their attributes, so no library needs to be there. The core knows what
the keys of a configuration mean.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import numbers
import operator
import os
from typing import Any, Dict, List, Mapping, Sequence, Union

from . import _core
from .display import Path
from .errors import Error

_DEEPEST = 32
_TAKEN = ("give a model's name, the path of a configuration, a dict, a configuration object, or a "
          "model with 'cfg' or 'config'")


def read_model(source: Any, model_types: Union[Path, Sequence[Path]] = ()) -> _core.Model:
    """Reads a model from a name, path, dict, configuration object or model. The files of
    `model_types` add model families. Raises Error.
    """
    files = _paths(model_types)
    if isinstance(source, os.PathLike):
        source = os.fspath(source)
    if isinstance(source, str):
        if source == "-":
            raise Error.of("unknown model '-'", hint=_TAKEN)
        return _core.Model.read(source, files)
    config = config_of(source)
    return _core.Model.read_json(json.dumps(plain(config)), _kind_of(source), _name_of(source),
                                 files)


def config_of(source: Any) -> Mapping[str, Any]:
    """The configuration of a model or of a configuration object, as a mapping."""
    if isinstance(source, Mapping):
        return source
    if isinstance(source, type):
        raise Error.of(f"{source.__name__} is a class", hint=_TAKEN)
    inner = getattr(source, "cfg", None)
    if inner is None:
        inner = getattr(source, "config", None)
    if inner is not None:
        return config_of(inner)
    if _is_config(source):
        found = source.to_dict()
        if isinstance(found, Mapping):
            return found
    if dataclasses.is_dataclass(source):
        return {field.name: getattr(source, field.name) for field in dataclasses.fields(source)}
    attributes = getattr(source, "__dict__", None)
    if not attributes:
        raise Error.of(f"cannot draw a {type(source).__name__}", hint=_TAKEN)
    return {name: value for name, value in attributes.items() if not name.startswith("_")}


def plain(value: Any, depth: int = 0) -> Any:
    """A configuration's value as JSON has it. What has no meaning there (a dtype, a device, a
    function) is null, which the core takes for absent.
    """
    if depth > _DEEPEST:
        raise Error.of(f"the configuration is nested more than {_DEEPEST} levels deep")
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, enum.Enum):
        return plain(value.value, depth + 1)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    if isinstance(value, Mapping):
        return _plain_mapping(value, depth)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, depth + 1) for item in value]
    if _is_config(value):
        return plain(value.to_dict(), depth + 1)
    try:
        return operator.index(value)
    except TypeError:
        return None


def _plain_mapping(mapping: Mapping[Any, Any], depth: int) -> Dict[str, Any]:
    return {str(key): plain(value, depth + 1) for key, value in mapping.items()}


def _is_config(value: Any) -> bool:
    return callable(getattr(value, "to_dict", None)) and not isinstance(value, type)


def _paths(paths: Union[Path, Sequence[Path]]) -> List[str]:
    """One path, or several, as a list."""
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _kind_of(source: Any) -> str:
    """What errors call the source."""
    return "config" if isinstance(source, Mapping) else type(source).__name__


def _name_of(source: Any) -> str:
    """Where a Hugging Face model or configuration came from, whose keys do not tell its name."""
    name = getattr(source, "name_or_path", None)
    if not isinstance(name, str):
        name = getattr(getattr(source, "config", None), "name_or_path", None)
    return os.path.basename(name.rstrip("/")) if isinstance(name, str) else ""
