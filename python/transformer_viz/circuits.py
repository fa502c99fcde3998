"""Circuits as Python has them, turned into what the core reads."""

from __future__ import annotations

import os
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

from .display import Path
from .errors import Error
from .sources import plain

CircuitSource = Union[Path, Mapping[str, Any], Any]
"""The name of a published circuit, a file, a dict in the form of such a file, or a directed graph of
networkx (or any with `nodes(data=True)` and `edges(data=True)`)."""

# Attributes of a graph's nodes and edges that say the same.
_CLASSES = ("class", "role", "group")
_PORTS = ("port", "qkv")
_WEIGHTS = ("weight", "score")


def circuit_value(circuit: CircuitSource) -> Any:
    """A circuit as JSON has it: a name, a path or a map. Raises Error."""
    if isinstance(circuit, (str, os.PathLike)):
        return os.fspath(circuit)
    if isinstance(circuit, Mapping):
        return plain(_checked(circuit))
    if callable(getattr(circuit, "nodes", None)) and callable(getattr(circuit, "edges", None)):
        return plain(_checked(_of_graph(circuit)))
    raise Error.of(f"cannot be {circuit!r}", "circuit", hint="give a published circuit's name, a "
                   "file, a dict or a directed graph")


def _of_graph(graph: Any) -> Dict[str, Any]:
    """The nodes of a graph as members and classes, and its edges."""
    members: List[Any] = []
    classes: Dict[str, List[Any]] = {}
    for node, attributes in graph.nodes(data=True):
        name = _first(attributes, _CLASSES)
        (members if name is None else classes.setdefault(str(name), [])).append(node)
    found: Dict[str, Any] = {key: value for key, value in getattr(graph, "graph", {}).items()
                             if key in ("title", "citation", "note")}
    found["members"] = members
    found["classes"] = [{"name": name, "members": nodes} for name, nodes in classes.items()]
    found["edges"] = [_edge(*edge) for edge in graph.edges(data=True)]
    return found


def _edge(source: Any, target: Any, attributes: Mapping[str, Any]) -> Dict[str, Any]:
    edge = {"from": source, "to": target}
    for key, names in (("port", _PORTS), ("weight", _WEIGHTS)):
        value = _first(attributes, names)
        if value is not None:
            edge[key] = value
    return edge


def _first(attributes: Mapping[str, Any], names: Tuple[str, ...]) -> Optional[Any]:
    return next((attributes[name] for name in names if attributes.get(name) is not None), None)


def _checked(circuit: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuses numbers as heads: 10.10 is 10.1, another head."""
    _refuse_floats(circuit.get("members"))
    for each in _items(circuit.get("classes")):
        _refuse_floats(each.get("members") if isinstance(each, Mapping) else None)
    for edge in _items(circuit.get("edges")):
        if isinstance(edge, Mapping):
            _refuse_floats([edge.get("from"), edge.get("to")])
        else:
            _refuse_floats(edge)
    return circuit


def _items(value: Any) -> List[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _refuse_floats(value: Any) -> None:
    for each in _items(value):
        if isinstance(each, float):
            raise Error.of(f"a head cannot be the number {each}", "circuit",
                           hint='write "10.10" in quotes, or (10, 10)')
        _refuse_floats(each)
