"""Numbers that colour components and heads."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Dict, Iterable, List, Mapping, Optional, Protocol, Sequence, Tuple, Union

from . import _core
from .display import Path
from .errors import Error
from .frames import (
    Entries, entries_of_frame, entries_of_series, is_frame, is_missing, is_series,
    unlabelled_rows)
from .measured import Measured
from .sources import plain

# What `plain` calls numbers that JSON lacks, and what a file of values calls them.
_NOT_IN_JSON = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
_TABLE = "a table has a row for each layer and a column for each head"
# "L9H9", "9.9" and "a9.h9" in papers and libraries; "mlp9" and "m9".
_HEAD = re.compile(r"[LlAa]?(\d+)[.\s]*[Hh](\d+)|(\d+)\.(\d+)")
_MLP = re.compile(r"(?:mlp|m|l(\d+)[.\s]*mlp)\s*(\d+)?", re.IGNORECASE)
# One head or expert of a component.
_PART = re.compile(r".+\.(?:heads|experts)\.\d+")
# "blocks.9.attn.hook_result[:, :, 9]"
_INDEXED = re.compile(r"(.+)\[(?:\s*:\s*,)*\s*(\d+)\s*\]")


class Array(Protocol):
    """What arrays and tensors have in common."""

    def tolist(self) -> Any: ...


class Frame(Protocol):
    """What tables with labels have in common."""

    @property
    def index(self) -> Any: ...


Values = Union[Path, Mapping[Any, Any], Sequence[Optional[float]], Sequence[Sequence[Optional[float]]],
               Array, Frame, Measured]
"""Numbers of components, heads, and layers: a file; what `measured` makes of a cache; a map to numbers,
or to lists with one number for each head; one number for each layer; a table with a row for each layer
and a column for each head; a DataFrame or Series.

The keys of a map are paths ("blocks.9.mlp"; "blocks.9" is the whole layer), names of hook points
("blocks.9.attn.hook_z"), or heads: (9, 9), "L9H9". None is no number, and so is the NaN of a DataFrame
or Series, which stands for missing cells: what nobody measured keeps its own colour. Any other NaN is
shown as such, and so is infinity.
"""


def values_text(values: Any, model: _core.Model, dialect: str = "") -> str:
    """Numbers in the JSON that the core reads; empty if there are none. Raises Error."""
    if values is None:
        return ""
    places = _Places(model, dialect)
    title = ""
    rows = unlabelled_rows(values) if is_frame(values) else None
    if isinstance(values, Measured):
        title, entries = values.title, list(values.numbers(model, dialect).items())
    elif rows is not None:
        entries = _entries_of_table(rows, places)
    elif is_frame(values):
        title, entries = entries_of_frame(values)
    elif is_series(values):
        title, entries = entries_of_series(values)
    elif isinstance(values, Mapping):
        title, values = _like_a_file(values)
        entries = list(values.items())
    else:
        entries = _entries_of_table(_listed(values), places)
    document: Dict[str, Any] = {"values": _placed(entries, places)}
    if title:
        document["title"] = title
    return json.dumps(document)


def _like_a_file(values: Mapping[Any, Any]) -> Tuple[str, Mapping[Any, Any]]:
    """The title and the numbers of what a file of numbers has in it; any other map as it is."""
    inner = values.get("values")
    if not isinstance(inner, Mapping) or not set(values) <= {"title", "values"}:
        return "", values
    return str(values.get("title", "")), inner


class _Places:
    """What keys of numbers mean in a model."""

    def __init__(self, model: _core.Model, dialect: str) -> None:
        self.model = model
        self.dialect = dialect
        self.heads = dict(_core.components(model))

    def attention(self, layer: int) -> str:
        """The component of a layer that has heads."""
        block = f"blocks.{layer}."
        usual = f"{block}attn"
        own = [path for path, heads in self.heads.items() if heads and path.startswith(block)]
        return own[0] if own and usual not in own else usual

    def of_key(self, key: Any, has_several: bool) -> str:
        """The path of a component or a head."""
        if isinstance(key, tuple):
            return self._of_parts(key)
        if not isinstance(key, str):
            layer = plain(key)
            if isinstance(layer, int) and has_several:
                return self.attention(layer)
            raise Error.of(f"{key!r} names no component", "values",
                           f"name one, as 'blocks.{key}.mlp', or a head, as ({key}, 0)")
        return self._of_text(key.strip())

    def _of_parts(self, key: Tuple[Any, ...]) -> str:
        layer, *rest = [plain(part) for part in key]
        head = rest[-1] if rest else None
        if isinstance(layer, int) and len(rest) == 1 and isinstance(head, int):
            return _head(self.attention(layer), head)
        if isinstance(layer, int) and rest and isinstance(rest[0], str):
            path = rest[0] if rest[0] in self.heads else f"blocks.{layer}.{rest[0]}"
        elif isinstance(layer, str):
            path = self._of_text(layer)
        else:
            raise Error.of(f"{key!r} names no head", "values", "a head is (layer, head)")
        return _head(path, head) if len(rest) > 0 and isinstance(head, int) else path

    def _of_text(self, text: str) -> str:
        if text in self.heads or _PART.fullmatch(text):
            return text
        head = _HEAD.fullmatch(text)
        if head:
            layer, number = (int(part) for part in head.groups() if part is not None)
            return _head(self.attention(layer), number)
        mlp = _MLP.fullmatch(text)
        if mlp and any(mlp.groups()):
            return f"blocks.{mlp[1] or mlp[2]}.mlp"
        indexed = _INDEXED.fullmatch(text)
        if indexed:
            return _head(self._of_hook(indexed[1]), int(indexed[2]))
        return self._of_hook(text)

    def _of_hook(self, name: str) -> str:
        found = _core.hook_places(self.model, self.dialect, [name]).get(name)
        if not found:
            return name  # The core tells of it, with near names.
        component = found[0][0]
        if component not in self.heads:
            raise Error.of(f"'{name}' is on the residual stream, which no number colours", "values",
                           f"name a component, as '{component}.mlp'")
        return component


def _head(path: str, head: int) -> str:
    return f"{path}.heads.{head}"


def _placed(entries: Entries, places: _Places) -> Dict[str, Any]:
    """Numbers by paths; None is no number."""
    placed: Dict[str, Any] = {}
    keys: Dict[str, Any] = {}
    for key, value in entries:
        value = _listed(value)
        path = places.of_key(key, isinstance(value, list))
        if path in keys:
            raise Error.of(f"{keys[path]!r} and {key!r} are both {path}", "values",
                           "give one number for each place")
        keys[path] = key
        numbers = _numbers(value, key)
        if numbers is not None:
            placed[path] = numbers
    return placed


def _numbers(value: Any, key: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(item, key) for item in value]
    if is_missing(value):
        return None
    number = plain(value)
    if isinstance(number, str) and not isinstance(value, str):
        return _NOT_IN_JSON.get(number, number)
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise Error.of(f"must be a number, got {value!r}", f"values: {key}", "None is no number")
    return number


def _is_no_number(value: Any) -> bool:
    return is_missing(value) or (isinstance(value, float) and math.isnan(value))


def _entries_of_table(rows: Any, places: _Places) -> Entries:
    if isinstance(rows, list) and rows and not any(isinstance(row, list) for row in rows):
        return _entries_of_layers(rows, places)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise Error.of("must be a map of paths, or a row of numbers for each layer", "values", _TABLE)
    if any(isinstance(cell, list) for row in rows for cell in row):
        raise Error.of("has more than two dimensions", "values", _TABLE)
    _check_shape(rows, places)
    return [(places.attention(layer), row) for layer, row in enumerate(rows)
            if not all(map(is_missing, row)) and places.heads.get(places.attention(layer))]


def _entries_of_layers(numbers: List[Any], places: _Places) -> Entries:
    _check_one_stack(places)
    layers = places.model.n_layers
    if len(numbers) != layers:
        raise Error.of(f"is {len(numbers)} numbers, but {places.model.model_name} has {layers} layers",
                       "values", "give one number for each layer, or " + _TABLE)
    return [(f"blocks.{layer}", number) for layer, number in enumerate(numbers)]


def _check_one_stack(places: _Places) -> None:
    if not any(path.startswith("blocks.0.") for path in places.heads):
        raise Error.of(f"{places.model.model_name} has several stacks of layers, so a table has no "
                       "meaning", "values", "give a map of paths")


def _check_shape(rows: List[List[Any]], places: _Places) -> None:
    model = places.model
    _check_one_stack(places)
    expected = [places.heads.get(places.attention(layer), 0) for layer in range(model.n_layers)]
    widths = [len(row) for row in rows]
    fits = len(rows) == len(expected) and all(
        width == heads or (heads == 0 and all(map(_is_no_number, row)))
        for width, heads, row in zip(widths, expected, rows))
    if fits:
        return
    heads = _range_of(expected)
    turned = set(widths) == {model.n_layers} and {len(rows)} == set(expected)
    raise Error.of(f"is {len(rows)} × {_range_of(widths)}, but {model.model_name} has "
                   f"{model.n_layers} layers of {heads} heads", "values",
                   "transpose it: " + _TABLE if turned else _TABLE)


def _range_of(numbers: Iterable[int]) -> str:
    """ "12", "0 to 12"."""
    numbers = set(numbers)
    least, most = min(numbers), max(numbers)
    return str(most) if least == most else f"{least} to {most}"


def _listed(value: Any) -> Any:
    """Arrays, tensors, tuples and series as lists."""
    for method in ("tolist", "to_list"):
        if callable(getattr(value, method, None)):
            return getattr(value, method)()
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    return value
