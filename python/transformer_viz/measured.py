"""Numbers of the tensors that a model was run with."""

from __future__ import annotations

import fnmatch
from typing import Any, Callable, Dict, List, Mapping, Optional, Protocol, Sequence, Tuple, Union

from . import _core
from .errors import Error
from .labels import label_of

Measure = Union[str, Callable[[Any], Any]]
"""What one number of a tensor is: "norm", "mean", or a function of the tensor."""

NamesOfTensors = Union[str, Sequence[str], Callable[[str], bool]]
"""Which tensors: a name with wildcards, several names, or a filter of names."""


class Cache(Protocol):
    """Tensors by the names of hook points, as TransformerLens's `run_with_cache` gives them."""

    def items(self) -> Any: ...


class Measured:
    """Tensors and how they become numbers. `measured` makes one; `values=` takes it."""

    def __init__(self, tensors: Mapping[str, Any], measure: Callable[[Any], Any], title: str) -> None:
        self.title = title
        self._tensors = tensors
        self._measure = measure

    def numbers(self, model: _core.Model, dialect: str) -> Dict[str, Any]:
        """A number for each tensor of a component, by the tensor's name, or a list of one number for
        each head. Tensors of the residual stream, and those that the figure does not know, have no
        component to colour. Raises Error if no tensor has one.
        """
        heads = dict(_core.components(model))
        places = _core.hook_places(model, dialect, list(self._tensors))
        numbers = {name: self._number(self._tensors[name], found[0][2], found[0][1], heads[found[0][0]])
                   for name, found in places.items() if found[0][0] in heads}
        if not numbers:
            names = ", ".join(list(self._tensors)[:3])
            raise Error.of(f"no tensor belongs to a component: {names}", "values",
                           "the residual stream has no colour; choose names such as '*.attn.hook_z'")
        return numbers

    def _number(self, tensor: Any, axis: int, heads_on_axis: int, heads: int) -> Any:
        # Keys and values of grouped queries have fewer heads than a figure colours.
        if axis == 0 or heads_on_axis != heads:
            return self._measure(tensor)
        return [self._measure(each) for each in _along(tensor, axis)]


def measured(cache: Cache, measure: Measure = "norm",
             names: Optional[NamesOfTensors] = None) -> Measured:
    """Numbers of cached tensors, for `values=`: one for each head where a tensor has an axis of heads.

    `measure` is "norm" (the length of the vectors of the last axis, averaged over all others), "mean"
    (of all numbers), or a function of a tensor without its axis of heads. `names` chooses tensors by
    a name with wildcards, a list of names, or a filter; without it all are taken. Each component can
    show one tensor, so choose one for each. Raises Error if nothing is chosen.
    """
    function, title = _function_of(measure)
    tensors = {str(name): tensor for name, tensor in cache.items()}
    chosen = {name: tensors[name] for name in _chosen(list(tensors), names)}
    if not chosen:
        raise Error.of("no tensor is chosen", "names",
                       f"the cache has {', '.join(list(tensors)[:3]) or 'none'}")
    last = {name.rpartition(".")[2] for name in chosen}
    if len(last) == 1 and title:
        title = f"{title} of {last.pop()}"
    return Measured(chosen, function, title)


def _function_of(measure: Measure) -> Tuple[Callable[[Any], Any], str]:
    """The function of a measure, and what its numbers are called."""
    if measure == "norm":
        return _norm, "norm"
    if measure == "mean":
        return _mean, "mean"
    if callable(measure):
        name = label_of(measure)
        return measure, "" if name.startswith("lambda ") else name
    raise Error.of(f"{measure!r} is no measure", "measure", "'norm', 'mean', or a function of a tensor")


def _chosen(known: List[str], names: Optional[NamesOfTensors]) -> List[str]:
    if names is None:
        return known
    if isinstance(names, str):
        return [name for name in known if fnmatch.fnmatchcase(name, names)]
    if callable(names):
        return [name for name in known if names(name)]
    missing = [name for name in names if name not in known]
    if missing:
        raise Error.of(f"the cache has no '{missing[0]}'", "names", f"it has {', '.join(known[:3])}")
    return list(names)


def _along(tensor: Any, axis: int) -> List[Any]:
    """The tensor at each place of an axis."""
    before: Tuple[Any, ...] = (Ellipsis,)
    after = (slice(None),) * (-axis - 1)
    return [tensor[(*before, head, *after)] for head in range(tensor.shape[axis])]


def _norm(tensor: Any) -> float:
    squares = _exact(tensor) ** 2
    return float((squares.sum(-1) ** 0.5).mean())


def _mean(tensor: Any) -> float:
    return float(_exact(tensor).mean())


def _exact(tensor: Any) -> Any:
    """In double precision: half precision overflows in a sum of squares."""
    if hasattr(tensor, "detach"):
        return tensor.detach().double()
    return tensor.astype("float64") if hasattr(tensor, "astype") else tensor
