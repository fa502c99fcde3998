"""Graphs of architectures, in the words of graph files (docs/graph-files.md).

    from transformer_viz import Block, Component, Graph, Stream, visualize

    def attention_only(n_layers):
        block = Block([[Component("attention", "attn", n_heads=4)]])
        return Graph([Stream([block] * n_layers, entry=[Component("tokens", "tokens")])])

    visualize(attention_only(12))

A field that nothing is given for is left out of the graph file. A word that Python keeps for itself
has an underscore: `from_`.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import functools
import json
import pathlib
from dataclasses import dataclass, field
from typing import (
    Any, Dict, Literal, Mapping, Optional, Sequence, Tuple, Union, get_args, get_origin,
    get_type_hints)

from . import _core
from .display import Path
from .sources import plain, read_model


@dataclass(frozen=True)
class Dimension:
    """One axis of a shape, if there is more to say than its symbol or its size.

    Attributes:
        symbol: A word such as "n_heads"; empty for a number without a name.
        size: 0 if only a run knows it.
        joined_to: The axes that a library has flattened into this one: "batch*seq_len".
    """

    symbol: str = ""
    size: int = 0
    joined_to: str = ""


Shape = Sequence[Union[int, str, Dimension]]
"""The axes of a tensor: numbers, and words that `Graph.dimensions` has."""


@dataclass(frozen=True)
class Weight:
    """A learned tensor, if there is more to say than its shape.

    Attributes:
        shape: Its axes, whose sizes are known.
        tied: Whether it has the numbers of a weight elsewhere; then it is not counted again.
        routed: Whether its first axis counts routed experts.
    """

    shape: Shape
    tied: bool = False
    routed: bool = False


@dataclass(frozen=True)
class HookPoint:
    """A tensor that hooks reach, if there is more to say than its shape.

    Attributes:
        shape: Its axes.
        head_axis: Which of them counts heads.
    """

    shape: Shape
    head_axis: Optional[int] = None


@dataclass(frozen=True)
class Part:
    """A box inside a component.

    Attributes:
        path: Inside the component: "router".
        role: "latent", "norm", "rotary", "indexer", "router", "expert", "shared_expert", "step"
            or "gate".
        label: Math markup in its box.
        note: A few words beside it.
        title: Heading of its panel.
        summary: One line for its panel.
    """

    path: str = ""
    role: str = ""
    label: str = ""
    note: str = ""
    title: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Step:
    """A box or a sign in the drawing of an opened component.

    Attributes:
        label: Math markup; a product or a sum has its sign.
        role: What its box looks like.
        column: From the left.
        row: From the bottom.
        note: A few words right of it.
    """

    label: str = ""
    role: Optional[Literal["learned", "operation", "tensor", "product", "sum"]] = None
    column: int = 0
    row: int = 0
    note: str = ""


WireEnd = Union[int, Literal["input", "source", "output"]]
"""A step, counted from 0, or what lies outside the component."""


@dataclass(frozen=True)
class Wire:
    """A line of an opened component.

    Attributes:
        from_: Where it begins; without it, at the component's input.
        to: Where it ends; without it, at the component's output.
        sites: Hook points on it, in the order of the data flow.
    """

    from_: Optional[WireEnd] = None
    to: Optional[WireEnd] = None
    sites: Sequence[str] = ()


@dataclass(frozen=True)
class Interior:
    """How a component is drawn when it is opened.

    Attributes:
        steps: Boxes and signs on a grid.
        wires: The lines between them.
    """

    steps: Sequence[Step] = ()
    wires: Sequence[Wire] = ()


@dataclass(frozen=True)
class Component:
    """A part of the model that is drawn and can be hovered, counted and hooked.

    Attributes:
        kind: What it is, which decides how it is drawn: "tokens", "embedding", "norm", "attention",
            "cross_attention", "mlp", "experts", "mixer", "projector", "unembedding", "logits",
            "output", ... or "custom:...".
        path: Inside a block relative to it ("attn"). In `Graph.components`, its name is its path.
        label: Math markup in its box.
        title: Heading of its panel.
        summary: One line for its panel and its tooltip.
        equation: Math markup.
        n_heads: Query heads, of attention.
        n_key_value_heads: Of attention; without it as many as `n_heads`.
        n_experts: Routed experts.
        experts_per_token: How many of them a token uses.
        parts: Boxes inside it.
        weights: Learned tensors by name.
        hook_points: Tensors that hooks reach, by site.
        interior: How it is drawn when it is opened.
        lora: Ranks of low-rank updates, by the weights that these change.
    """

    kind: str
    path: Optional[str] = None
    label: Optional[str] = None
    title: Optional[str] = None
    summary: str = ""
    equation: str = ""
    n_heads: Union[int, str] = 0
    n_key_value_heads: Union[int, str, None] = None
    n_experts: Union[int, str] = 0
    experts_per_token: Union[int, str] = 0
    parts: Sequence[Part] = ()
    weights: Mapping[str, Union[Shape, Weight]] = field(default_factory=dict)
    hook_points: Mapping[str, Union[Shape, HookPoint]] = field(default_factory=dict)
    interior: Optional[Interior] = None
    lora: Mapping[str, Union[int, str]] = field(default_factory=dict)


Components = Sequence[Union[str, Component]]
"""Components, or names of some in `Graph.components`, in the order of the data flow."""

Branch = Components
"""What lies between the stream and one ⊕. Exactly one of its components is not a norm."""


@dataclass(frozen=True)
class Note:
    """A sentence and a formula beside the figure.

    Attributes:
        text: The sentence.
        equation: Math markup. {before}, {after} and {layer} stand for numbers, in double braces
            inside markup.
    """

    text: str = ""
    equation: str = ""


@dataclass(frozen=True)
class Addition:
    """Branches that read the same state of the stream and are added at one ⊕.

    Attributes:
        branches: From left to right.
        shared: Norms that all branches read through.
        on_stream: Norms on the stream above the ⊕.
        note: What the figure says beside it.
    """

    branches: Sequence[Branch]
    shared: Components = ()
    on_stream: Components = ()
    note: Optional[Note] = None


@dataclass(frozen=True)
class StreamPoint:
    """A tensor on the stream inside a block.

    Attributes:
        site: "resid_pre", "resid_mid", "resid_post", ... or "custom:...".
        shape: Its axes.
        head_axis: Which of them counts heads.
        after_additions: How many ⊕ of the block lie below it.
        after_norms: Whether it lies above the norms that are on the stream there.
    """

    site: str
    shape: Shape
    head_axis: Optional[int] = None
    after_additions: int = 0
    after_norms: bool = False


@dataclass(frozen=True)
class Block:
    """What a layer adds to the stream. Equal blocks are one structure in the figure.

    Attributes:
        additions: One for each ⊕, from the bottom upwards: a branch, or several in an `Addition`.
        name: What tells it from other blocks: "local attention".
        short_name: The same for lists: "local".
        stream_points: Tensors on the stream.
    """

    additions: Sequence[Union[Branch, Addition]]
    name: str = ""
    short_name: str = ""
    stream_points: Sequence[StreamPoint] = ()


@dataclass(frozen=True)
class Repeat:
    """Blocks that follow each other several times.

    Attributes:
        of: The blocks.
        repeat: How many times; without it, once.
        prefix: The beginning of their paths; without it, "blocks".
    """

    of: Sequence[Union[str, Block, Repeat]]
    repeat: Optional[int] = None
    prefix: Optional[str] = None


@dataclass(frozen=True)
class Loop:
    """Layers through which the stream passes several times, with the same weights each time.

    Attributes:
        first: The number of the first layer, from 0.
        last: That of the last layer.
        times: How often, in math markup: "r", "4".
    """

    first: int
    last: int
    times: str


@dataclass(frozen=True)
class Skip:
    """An earlier state that joins the stream again.

    Attributes:
        from_: The layer whose last state is read; -1: the state below all layers.
        to: The layer below which it joins.
        join: With which sign; without it, as a sum.
    """

    from_: int
    to: int
    join: Optional[Literal["sum", "concatenate"]] = None


@dataclass(frozen=True)
class ReadOut:
    """What reads a state and adds nothing back: an early exit, a head for a further token.

    Attributes:
        after: The layer whose last state is read.
        components: From the stream upwards.
    """

    after: int
    components: Components


@dataclass(frozen=True)
class Stream:
    """A residual stream.

    Attributes:
        blocks: The layers, from the bottom upwards.
        name: Needed if there are several streams.
        title: Stands above the stream.
        shared_weights: Whether all blocks use the same weights, which count once.
        entry: From the input upwards.
        added_at_entry: What joins at the first ⊕, such as learned positions.
        after_entry: On the stream above the first ⊕, such as the norm of an embedding.
        used_by_blocks: Used by every block and drawn beside the entry.
        entry_note: What the figure says beside the entry.
        structures: Blocks under names, which stand for them in `blocks`.
        loops: Layers through which the stream passes several times.
        skips: Earlier states that join the stream again.
        read_outs: What reads a state and adds nothing back.
        exit: From the last state up to the output.
        exit_note: What the figure says beside the exit.
    """

    blocks: Sequence[Union[str, Block, Repeat]]
    name: Optional[str] = None
    title: str = ""
    shared_weights: bool = False
    entry: Components = ()
    added_at_entry: Components = ()
    after_entry: Components = ()
    used_by_blocks: Components = ()
    entry_note: Optional[Note] = None
    structures: Mapping[str, Block] = field(default_factory=dict)
    loops: Sequence[Loop] = ()
    skips: Sequence[Skip] = ()
    read_outs: Sequence[ReadOut] = ()
    exit: Components = ()
    exit_note: Optional[Note] = None


@dataclass(frozen=True)
class Link:
    """Says that one stream reads another.

    Attributes:
        from_: The stream whose output is read.
        to: The stream that reads.
        into: The path of the component that reads.
    """

    from_: str
    to: str
    into: str


@dataclass(frozen=True)
class Graph:
    """An architecture, as a graph file has it. `visualize` and whatever else takes a model takes it.

    Attributes:
        streams: Residual streams, each after those that it reads.
        name: The model's name.
        title: The title of the figure.
        dimensions: Words for sizes; None if only a run knows the size. Numbers of a model (d_model,
            n_heads, d_head, d_mlp, d_vocab, n_ctx) also stand below the title.
        components: Components by the names under which lists have them.
        links: Which stream reads which.
        model: The model that `Graph.of` made the graph from.
    """

    streams: Sequence[Stream]
    name: Optional[str] = None
    title: Optional[str] = None
    dimensions: Mapping[str, Optional[int]] = field(default_factory=dict)
    components: Mapping[str, Component] = field(default_factory=dict)
    links: Sequence[Link] = ()
    model: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, model_or_config: Any) -> Graph:
        """The graph of whatever `visualize` takes: a name, a model, a configuration, a graph file.
        A figure of it is the same as one of the model.
        """
        graph: Graph = _read(cls, json.loads(_core.graph_file(read_model(model_or_config))))
        return graph

    def to_dict(self) -> Dict[str, Any]:
        """What a graph file holds."""
        return _record_to_plain(self)

    def save(self, path: Path) -> None:
        """Writes a graph file in JSON, which the program and manifests take as a model."""
        text = json.dumps(plain(self.to_dict()), indent=2, ensure_ascii=False)
        pathlib.Path(path).write_text(text + "\n", encoding="utf-8")


def _record_to_plain(record: Any) -> Dict[str, Any]:
    """What a graph file has in the place of a dataclass."""
    return {_key(each): _to_plain(getattr(record, each.name))
            for each in dataclasses.fields(record) if not _is_unsaid(record, each)}


def _to_plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _record_to_plain(value)
    if isinstance(value, Mapping):
        return {key: _to_plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_to_plain(item) for item in value]
    return value


def _is_unsaid(record: Any, each: dataclasses.Field[Any]) -> bool:
    """Whether a field holds the nothing that it has by default."""
    value = getattr(record, each.name)
    default = {} if each.default is dataclasses.MISSING else each.default
    return not value and value == default


def _key(each: dataclasses.Field[Any]) -> str:
    """What a graph file calls a field."""
    return each.name.rstrip("_")


def _read(kind: Any, fields: Mapping[str, Any]) -> Any:
    """The dataclass of a map in a graph file."""
    given = {}
    for key, value in fields.items():
        name, type_ = _fields_by_key(kind)[key]
        given[name] = _value_of(type_, value)
    return kind(**given)


def _value_of(type_: Any, value: Any) -> Any:
    """A value of a graph file in the types of a field."""
    types = get_args(type_) if get_origin(type_) is Union else (type_,)
    for each in types:
        is_list = isinstance(value, list) and get_origin(each) is collections.abc.Sequence
        is_map = isinstance(value, dict) and get_origin(each) is collections.abc.Mapping
        if is_list:
            return tuple(_value_of(get_args(each)[0], item) for item in value)
        if is_map:
            return {key: _value_of(get_args(each)[1], item) for key, item in value.items()}
        is_record = isinstance(value, dict) and dataclasses.is_dataclass(each)
        if is_record and value.keys() <= _fields_by_key(each).keys():
            return _read(each, value)
    return value


@functools.lru_cache(maxsize=None)
def _fields_by_key(kind: Any) -> Dict[str, Tuple[str, Any]]:
    """The name and the type of each field, by what graph files call it."""
    hints = get_type_hints(kind)
    return {_key(each): (each.name, hints[each.name]) for each in dataclasses.fields(kind)}
