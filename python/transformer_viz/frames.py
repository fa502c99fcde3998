"""Numbers in the tables of pandas and the like, read by attributes."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, List, Optional, Tuple

from .errors import Error
from .sources import plain

Entries = List[Tuple[Any, Any]]
"""Places, as a map of numbers has them as keys, with a number or a list."""

_PLACES = ("component", "path", "hook", "node")
_NUMBERS = ("value", "score", "effect")  # Of columns that say nothing of what they measure.
_LAYER = re.compile(r"(?:layer|blocks|block|l)[.\s_]*(\d+)", re.IGNORECASE)
_HEAD = re.compile(r"(?:head|h)[.\s_]*(\d+)", re.IGNORECASE)


def is_frame(values: Any) -> bool:
    """Whether it is a table with labels of rows and columns."""
    return hasattr(values, "columns") and hasattr(values, "index") and hasattr(values, "to_numpy")


def is_series(values: Any) -> bool:
    """Whether it is a list with labels."""
    return (hasattr(values, "index") and hasattr(values, "to_numpy") and hasattr(values, "items")
            and not hasattr(values, "columns"))


def is_missing(value: Any) -> bool:
    """Whether there is no number in a place."""
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def entries_of_series(series: Any) -> Tuple[str, Entries]:
    """What a series measures, and its numbers by its labels."""
    return _title_of(series.name), [(_label(key), _cell(value)) for key, value in series.items()]


def unlabelled_rows(frame: Any) -> Optional[List[List[Any]]]:
    """The rows of a table whose rows and columns are but counted; None of any other."""
    counted = all(_is_counted(labels) for labels in (frame.index, frame.columns))
    return _cells_of(frame) if counted else None


def entries_of_frame(frame: Any) -> Tuple[str, Entries]:
    """What a table measures, if it says so, and its numbers. A table has either a row for each number,
    with columns such as "layer" and "head" or "component", or a row for each layer. Raises Error.
    """
    columns = {str(name).strip().lower(): list(frame[name]) for name in frame.columns}
    if "layer" in columns or any(name in columns for name in _PLACES):
        return _entries_of_rows(columns, [str(name) for name in frame.columns])
    labels = [_label(label) for label in frame.index]
    if len(frame.columns) == 1 and not all(isinstance(label, int) for label in labels):
        return _title_of(frame.columns[0]), list(zip(labels, map(_cell, frame[frame.columns[0]])))
    return "", _entries_of_cells(labels, list(frame.columns), _cells_of(frame))


def _entries_of_rows(columns: Dict[str, List[Any]], names: List[str]) -> Tuple[str, Entries]:
    places = [name for name in ("layer", *_PLACES, "head") if name in columns]
    others = [name for name in columns if name not in places]
    chosen = next((name for name in _NUMBERS if name in others), others[0] if len(others) == 1 else "")
    if not chosen:
        raise Error.of(f"cannot tell which column has the numbers: {', '.join(others) or 'none'}",
                       "values", "leave one beside 'layer', 'head' and 'component'")
    keys = [tuple(part for part in map(_label, row) if part is not None)
            for row in zip(*(columns[name] for name in places))]
    title = next(name for name in names if name.strip().lower() == chosen)
    return _title_of(title), list(zip(keys, map(_cell, columns[chosen])))


def _entries_of_cells(rows: List[Any], columns: List[Any], cells: List[List[Any]]) -> Entries:
    if _all_match(_HEAD, rows) and _all_match(_LAYER, columns):
        return _entries_of_cells(columns, rows, [list(row) for row in zip(*cells)])
    layers = [_number_of(_LAYER, label) for label in rows]
    heads = [_number_of(_HEAD, label) for label in columns]
    return [((_part(layer, row), _part(head, column)), cell)
            for layer, row, numbers in zip(layers, rows, cells)
            for head, column, cell in zip(heads, columns, numbers)]


def _cells_of(frame: Any) -> List[List[Any]]:
    return [[_cell(value) for value in row] for row in frame.to_numpy().tolist()]


def _cell(value: Any) -> Any:
    """A number of a table, in which NaN stands for a missing one."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _is_counted(labels: Any) -> bool:
    return [plain(label) for label in labels] == list(range(len(labels)))


def _all_match(pattern: re.Pattern[str], labels: List[Any]) -> bool:
    return all(isinstance(label, str) and pattern.fullmatch(label.strip()) for label in labels)


def _number_of(pattern: re.Pattern[str], label: Any) -> Optional[int]:
    """The number of a layer or a head."""
    if isinstance(label, str):
        found = pattern.fullmatch(label.strip())
        return int(found[1]) if found else int(label) if label.strip().isdigit() else None
    number = plain(label)
    return number if isinstance(number, int) else None


def _part(number: Optional[int], label: Any) -> Any:
    return label if number is None else number


def _label(label: Any) -> Any:
    """A label as a key: whole numbers as such, a missing one as None."""
    if isinstance(label, tuple):
        return tuple(map(_label, label))
    if isinstance(label, float) and math.isnan(label):
        return None
    found = plain(label)
    return label if found is None else found


def _title_of(name: Any) -> str:
    """What numbers measure; numbers and usual names of columns say nothing."""
    return name if isinstance(name, str) and name.lower() not in _NUMBERS[:1] else ""
