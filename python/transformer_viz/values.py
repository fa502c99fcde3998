"""Numbers that colour components and heads."""

from __future__ import annotations

import json
from typing import Any, Mapping, Protocol, Sequence, Union

from .display import Path
from .errors import Error
from .sources import plain


class Array(Protocol):
    """What arrays and tensors have in common."""

    def tolist(self) -> Any: ...


Values = Union[Path, Mapping[str, Any], Sequence[Sequence[float]], Array]
"""Numbers of components and heads: a file, a map of paths to numbers or to lists with one number
for each head, or a table with a row for each layer and a column for each head.
"""


def values_text(values: Any) -> str:
    """Numbers in the JSON that the core reads; empty if there are none."""
    if values is None:
        return ""
    if not isinstance(values, Mapping):
        rows = _listed(values)
        if not isinstance(rows, (list, tuple)) or not all(isinstance(row, list) for row in rows):
            raise Error.of("must be a map of paths, or a row of numbers for each layer", "values")
        values = {f"blocks.{layer}.attn": row for layer, row in enumerate(rows)}
    return json.dumps({"values": {str(path): plain(_listed(value))
                                  for path, value in values.items()}})


def _listed(value: Any) -> Any:
    """Arrays and tensors as lists and numbers."""
    if callable(getattr(value, "tolist", None)):
        return value.tolist()
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value
