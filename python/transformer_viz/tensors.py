"""What a module, a state dict or a tree of arrays consists of: names, shapes and types of tensors.

Objects are read by their attributes, so no library needs to be there, and no number of a tensor is
read: a module on PyTorch's meta device has none.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .fields import fields_of, is_record
from .wrappers import unwrapped

_DEEPEST = 32
_NUMBERED = re.compile(r"^(.*[A-Za-z])_(\d+)$")

# What attention calls the number of its heads.
_HEADS = ("num_heads", "n_heads", "n_head", "num_attention_heads", "nhead", "heads")

TensorList = Dict[str, Any]
"""What the core reads: {"tensors": [{"name", "shape", "dtype", "tied"}], ...}."""


def tensors_of(source: Any) -> Optional[TensorList]:
    """The tensors of a module, a state dict or a tree of arrays; None if it is none of these."""
    module = unwrapped(source)
    if _is_module(module):
        return _tensors_of_module(module)
    found = _leaves(source)
    if not any(len(array.shape) > 0 for _, array in found):
        return None
    name = "" if isinstance(source, Mapping) else type(source).__name__
    return {"name": name, "tensors": _entries(_with_numbers(found))}


def _is_module(source: Any) -> bool:
    return not isinstance(source, type) and all(
        callable(getattr(source, name, None)) for name in ("named_parameters", "named_modules"))


def _tensors_of_module(module: Any) -> TensorList:
    """Its parameters, the classes of its modules, and what it says of norms and heads."""
    found: TensorList = {"name": type(module).__name__, "tensors": _entries(_parameters(module))}
    classes: Dict[str, str] = {}
    for name, inner in module.named_modules():
        if name:
            classes[name] = type(inner).__name__
        # torch.nn.TransformerEncoderLayer and its like.
        if getattr(inner, "norm_first", None) is False:
            found["norm_placement"] = "on_stream"
        for attribute in _HEADS:
            heads = getattr(inner, attribute, None)
            if isinstance(heads, int) and heads > 0:
                found.setdefault("n_heads", heads)
    found["modules"] = classes
    return found


def _parameters(module: Any) -> List[Tuple[str, Any]]:
    try:
        return list(module.named_parameters(remove_duplicate=False))
    except TypeError:
        return list(module.named_parameters())


def _entries(tensors: Sequence[Tuple[str, Any]]) -> List[Dict[str, Any]]:
    """A tensor that comes twice is tied the second time."""
    seen: Set[int] = set()
    entries = []
    for name, tensor in tensors:
        entry: Dict[str, Any] = {"name": name, "shape": [int(size) for size in tensor.shape],
                                 "dtype": str(getattr(tensor, "dtype", "")).rpartition(".")[2]}
        if id(tensor) in seen:
            entry["tied"] = True
        seen.add(id(tensor))
        entries.append(entry)
    return entries


def _is_array(value: Any) -> bool:
    shape = getattr(value, "shape", None)
    return (isinstance(shape, Sequence) and not isinstance(shape, str)
            and hasattr(value, "dtype") and not isinstance(value, type))


def _leaves(source: Any) -> List[Tuple[str, Any]]:
    """The arrays of a tree with their paths. A mapping with anything else in it is no tree, such as
    a configuration."""
    if isinstance(source, Mapping) and not _holds_arrays_alone(source):
        return []
    return list(_walk(source, "", 0))


def _holds_arrays_alone(tree: Any, depth: int = 0) -> bool:
    if isinstance(tree, Mapping) and depth < _DEEPEST:
        return bool(tree) and all(_holds_arrays_alone(each, depth + 1) for each in tree.values())
    if isinstance(tree, (list, tuple)) and depth < _DEEPEST:
        return all(_holds_arrays_alone(each, depth + 1) for each in tree)
    return _is_array(tree)


def _walk(tree: Any, path: str, depth: int) -> Iterator[Tuple[str, Any]]:
    if depth > _DEEPEST or tree is None or isinstance(tree, (str, bytes, int, float, type)):
        return
    if _is_array(tree):
        yield path, tree
        return
    if isinstance(tree, Mapping):
        items = [(str(key), value) for key, value in tree.items()]
    elif isinstance(tree, (list, tuple)):
        items = [(str(index), value) for index, value in enumerate(tree)]
    elif is_record(tree):
        items = list(fields_of(tree).items())
    else:
        return
    for key, value in items:
        yield from _walk(value, f"{path}.{key}" if path else key, depth + 1)


def _with_numbers(leaves: List[Tuple[str, Any]]) -> List[Tuple[str, Any]]:
    """Flax counts modules by "layers_0" where others have "layers.0"."""
    if any(part.isdigit() for name, _ in leaves for part in name.split(".")):
        return leaves
    return [(".".join(_NUMBERED.sub(r"\1.\2", part) for part in name.split(".")), leaf)
            for name, leaf in leaves]
