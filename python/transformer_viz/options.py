"""Options as keywords and fields, turned into what the core reads."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any, Mapping, Sequence, Sized, Tuple

from . import _core
from .circuits import circuit_value
from .config import VisualizationConfig
from .errors import Error
from .sources import plain
from .values import values_text


def replaced(config: VisualizationConfig, options: Mapping[str, Any]) -> VisualizationConfig:
    """A configuration with options in place of its own, except those that are None."""
    given = {name: value for name, value in options.items() if value is not None}
    return dataclasses.replace(config, **given)


def to_core(model: _core.Model, config: VisualizationConfig, hooks: Sequence[_core.Hook],
            fulfilled_needs: Sequence[str],
            unplaced_hooks: Sequence[str]) -> Tuple[_core.FigureSettings, str]:
    """The options that are not empty, and values as JSON. Raises Error."""
    options = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
    values = options.pop("values")
    if isinstance(values, (str, os.PathLike)):
        options["values"], values = values, None
    return (settings(options, hooks, fulfilled_needs, unplaced_hooks),
            values_text(values, model, config.dialect))


def settings(options: Mapping[str, Any], hooks: Sequence[_core.Hook] = (),
             fulfilled_needs: Sequence[str] = (),
             unplaced_hooks: Sequence[str] = ()) -> _core.FigureSettings:
    """The options that are not empty."""
    given = {name: _plain(name, value) for name, value in options.items() if not _is_empty(value)}
    return _core.FigureSettings(json.dumps(given), hooks, fulfilled_needs, unplaced_hooks)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, Sized) and len(value) == 0)


def _plain(name: str, value: Any) -> Any:
    if name == "circuit":
        return circuit_value(value)
    if isinstance(value, (list, tuple)):
        return [_plain(name, each) for each in value]
    found = os.fspath(value) if isinstance(value, os.PathLike) else plain(value)
    if found is None:
        raise Error.of(f"cannot be {value!r}", name)
    return found
