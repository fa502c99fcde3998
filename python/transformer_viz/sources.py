"""Models and configurations of any library, turned into what the core reads.

Objects are read by their attributes, so no library needs to be there. The core knows what
the keys of a configuration mean.
"""

from __future__ import annotations

import enum
import inspect
import json
import math
import numbers
import operator
import os
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _core
from .activations import is_activation, name_of_activation
from .display import Path
from .errors import Error
from .fields import Fields, fields_of, is_record
from .pasted import is_pasted, pasted_config
from .tensors import TensorList, tensors_of
from .wrappers import is_bridge, unwrapped

_DEEPEST = 32
_LARGEST_ARRAY = 1000  # Numbers; more are weights.
_TAKEN = ("give a model's name, the path of a configuration, a dict, a configuration object, a "
          "model with 'cfg' or 'config', a module, a state dict, or a Graph")
# Where models keep their configuration, and configurations of an experiment that of the model.
_INNER = ("cfg", "config", "model", "model_cfg", "model_config")
# What a configuration of a model has, under one of these names at least.
_DIMENSIONS = ("n_layers", "n_layer", "num_layers", "num_hidden_layers", "d_model", "n_embd",
               "hidden_size", "model_type", "architectures")
_TEXTS = (".json", ".yaml", ".yml")
_INDEX = ".safetensors.index.json"
_LARGEST_TEXT = 1 << 24


@dataclass(frozen=True)
class Reading:
    """How a model was read, so that a copy in another process can read it again.

    Attributes:
        method: A static method of `_core.Model`.
        arguments: Its arguments.
        switches: The options of TransformerLens that are on.
    """

    method: str
    arguments: Tuple[Any, ...]
    switches: Tuple[str, ...] = ()

    def model(self) -> _core.Model:
        """Reads the model. Raises Error."""
        model: _core.Model = getattr(_core.Model, self.method)(*self.arguments)
        return model

    def under(self, name: str) -> Reading:
        """The same of a model that keeps its name, wherever its file is looked at from."""
        if self.method == "read":
            return self
        text, source, _, files = self.arguments
        return replace(self, arguments=(text, source, name, files))


def read_model(source: Any, model_types: Union[Path, Sequence[Path]] = ()) -> _core.Model:
    """Reads a model from a name, path, dict, configuration object or model. The files of
    `model_types` add model families. Raises Error.
    """
    return reading_of(source, model_types).model()


def reading_of(source: Any, model_types: Union[Path, Sequence[Path]] = ()) -> Reading:
    """How to read a model."""
    files = _paths(model_types)
    if isinstance(source, os.PathLike):
        source = os.fspath(source)
    if isinstance(source, str):
        return _reading_of_text(source, files)
    if _has_configuration(source):
        return _reading_of_configured(source, files)
    tensors = tensors_of(source)
    if tensors is None or is_record(source) and not isinstance(source, Mapping):
        # Of a record, fields tell what it is: a configuration may hold arrays.
        try:
            reading = _reading_of_config(source, files)
            if tensors is not None:
                reading.model()
            return reading
        except Error:
            if tensors is None:
                raise
    return _reading_of_tensors(tensors, files)


def _reading_of_configured(source: Any, files: List[str]) -> Reading:
    """By the configuration of a model. If no rule knows its family, the tensors tell more."""
    tensors = tensors_of(source)
    if tensors is None:
        return _reading_of_config(source, files)
    try:
        reading = _reading_of_config(source, files)
        if not reading.model().is_guess:
            return reading
    except Error as error:
        own = _reading_of_tensors(tensors, files)
        try:
            own.model()
        except Error:
            raise error from None
        return own
    return _reading_of_tensors(tensors, files)


def _reading_of_tensors(tensors: TensorList, files: List[str]) -> Reading:
    return Reading("read_json", (json.dumps(tensors), "tensors", "", files))


def _has_configuration(source: Any) -> bool:
    """Whether a model keeps its configuration, so that its tensors need not be asked."""
    model = unwrapped(source)
    if isinstance(model, Mapping) or not hasattr(model, "named_modules"):
        return False
    return is_bridge(model) or any(_may_be_config(getattr(model, name, None))
                                   for name in _INNER[:2])


def _reading_of_config(source: Any, files: List[str]) -> Reading:
    config = config_of(source)

    if _is_graph(config):
        # Errors name places in the graph: "streams[0].blocks[1]".
        return Reading("read_json", (json.dumps(plain(config)), "", "", files))

    def read_as(fields: Mapping[str, Any]) -> Reading:
        text = json.dumps(plain(fields))
        return Reading("read_json", (text, _kind_of(source), _name_of(source), files),
                       switches_of(source))

    if not isinstance(config, Fields) or not config.properties:
        return read_as(config)
    return read_as(_without_misread(config, read_as))


def config_of(source: Any, depth: int = 0) -> Mapping[str, Any]:
    """The configuration of a model or of a configuration object, as a mapping."""
    if depth > _DEEPEST:
        raise _too_deep()
    source = unwrapped(source)
    if is_bridge(source):
        # The bridge's own configuration leaves out what its hooks do not need.
        own = getattr(source.original_model, "config", None)
        if own is not None:
            return config_of(own, depth + 1)
    if not isinstance(source, Mapping):
        for name in _INNER[:2]:
            inner = getattr(source, name, None)
            if inner is not None and not inspect.isroutine(inner) and not isinstance(inner, str):
                return config_of(inner, depth + 1)
    found = _mapping_of(source)
    if not _is_graph(found) and not any(name in found for name in _DIMENSIONS):
        for name in _INNER:
            inner = found.get(name)
            if _may_be_config(inner):
                return config_of(inner, depth + 1)
    return found


def switches_of(source: Any) -> Tuple[str, ...]:
    """The options of TransformerLens that are on, which some hook points need."""
    source = unwrapped(source)
    config = config_of(source.cfg if is_bridge(source) else source)
    return tuple(name for name, value in config.items()
                 if isinstance(name, str) and name.startswith("use_") and value is True)


def plain(value: Any, depth: int = 0) -> Any:
    """A configuration's value as JSON has it. What has no meaning there (a dtype, a device, a
    function) is null, which the core takes for absent.
    """
    if depth > _DEEPEST:
        raise _too_deep()
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, enum.Enum):
        return plain(value.value, depth + 1)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return _plain_number(float(value))
    if isinstance(value, type):
        return None
    if isinstance(value, Mapping):
        return _plain_mapping(value, depth)
    if _is_config(value):
        return plain(value.to_dict(), depth + 1)
    if is_record(value):
        return _plain_mapping(fields_of(value), depth)
    if isinstance(value, (Sequence, set, frozenset)) and not isinstance(value, (bytes, bytearray)):
        return [plain(item, depth + 1) for item in value]
    if callable(getattr(value, "tolist", None)):
        return _plain_array(value, depth)
    try:
        return operator.index(value)
    except TypeError:
        return None


def _reading_of_text(source: str, files: List[str]) -> Reading:
    if source == "-":
        raise Error.of("unknown model '-'", hint=_TAKEN)
    if is_pasted(source):
        config = pasted_config(source)
        if config is not None:
            inner = config_of(config)
            return Reading("read_json", (json.dumps(plain(inner)), "text", "", files),
                           switches_of(inner))
        if "\n" in source:
            return Reading("read_text", (source, "text", "", files))
    return _reading_of_file(source, files) or Reading("read", (source, files))


def _reading_of_file(path: str, files: List[str]) -> Optional[Reading]:
    """Of a file's text, so that the file need not be there when a figure is unpickled; None if it
    is no text, or cannot be read, which the core explains.
    """
    if not path.lower().endswith(_TEXTS) or path.endswith(_INDEX):
        return None
    try:
        if os.path.getsize(path) > _LARGEST_TEXT:
            return None
        with open(path, encoding="utf-8", newline="") as file:
            return Reading("read_text", (file.read(), path, "", files))
    except (OSError, ValueError):
        return None


def _without_misread(fields: Fields, read_as: Callable[[Mapping[str, Any]], Reading]) -> Fields:
    """Without the properties that the core takes for misspelt keys, such as an alias."""
    try:
        read_as(fields).model()
    except Error as error:
        for name in fields.properties:
            if any(f"unknown key '{name}'" in problem.message for problem in error.problems):
                fields.pop(name, None)
    return fields


def _mapping_of(source: Any) -> Mapping[str, Any]:
    """What an object says by itself."""
    if inspect.isroutine(source):
        name = source.__name__
        raise Error.of(f"{name} is a function", hint=f"draw what it returns: {name}(...)")
    if isinstance(source, Mapping):
        return source
    if _is_config(source):
        found = source.to_dict()
        if isinstance(found, Mapping):
            return found
    fields = fields_of(source)
    if isinstance(source, type) and not any(map(_is_number, fields.values())):
        raise Error.of(f"{source.__name__} is a class", hint=_TAKEN)
    if not fields or isinstance(source, (str, numbers.Number)):
        raise Error.of(f"cannot draw a {type(source).__name__}", hint=_TAKEN)
    return fields


def _is_graph(config: Mapping[str, Any]) -> bool:
    """Whether this is what a graph file holds."""
    return isinstance(config.get("streams"), Sequence)


def _may_be_config(value: Any) -> bool:
    if value is None or isinstance(value, (str, numbers.Number, list)) or inspect.isroutine(value):
        return False
    return isinstance(value, Mapping) or bool(fields_of(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Number) and not isinstance(value, bool)


def _plain_number(number: float) -> Any:
    """Whole numbers of YAML, NumPy and calculations may be floats: 12.0."""
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number if math.isfinite(number) else str(number)


def _plain_array(array: Any, depth: int) -> Any:
    shape = getattr(array, "shape", ())
    return plain(array.tolist(), depth + 1) if math.prod(shape) <= _LARGEST_ARRAY else None


def _plain_mapping(mapping: Mapping[Any, Any], depth: int) -> Dict[str, Any]:
    return {str(key): _plain_field(str(key), value, depth + 1) for key, value in mapping.items()}


def _plain_field(key: str, value: Any, depth: int) -> Any:
    if isinstance(value, enum.Enum):
        value = value.value
    found = plain(value, depth)
    if found is None and value is not None and is_activation(key):
        return name_of_activation(value, key)
    return found


def _too_deep() -> Error:
    return Error.of(f"the configuration is nested more than {_DEEPEST} levels deep")


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
    source = unwrapped(source)
    name = getattr(source, "name_or_path", None)
    if not isinstance(name, str):
        name = getattr(getattr(source, "config", None), "name_or_path", None)
    return os.path.basename(name.rstrip("/")) if isinstance(name, str) else ""
