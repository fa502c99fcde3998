"""What type checkers must refuse in graphs. A comment that ignores no error is one itself, by --strict."""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from transformer_viz import (
    Addition, Block, Component, Graph, HookPoint, Interior, Link, Loop, ReadOut, Repeat, Skip, Step,
    Stream, Weight, Wire, visualize)


def looped(n_layers: int) -> Graph:
    """An architecture with everything that types tell apart."""
    norm = Component("norm", "ln", weights={"w": ["d_model"]})
    attention = Component(
        "attention", "attn", n_heads="n_heads", hook_points={"z": HookPoint(["batch", 4], head_axis=1)},
        weights={"W_Q": [4, "d_model"], "W_O": Weight(["d_model", 4], tied=True)},
        interior=Interior([Step("q", "learned")], [Wire("input", 0), Wire(0, "output")]))
    block = Block([[norm, attention], ["norm", "mlp"], Addition([[attention], ["mlp"]])])
    stream = Stream(
        [block, "block", Repeat([block, Repeat(["block"], 2)], 3), *[block] * n_layers],
        loops=[Loop(0, 1, "r")], skips=[Skip(-1, 2, join="concatenate")],
        read_outs=[ReadOut(1, [norm])])
    return Graph([stream], dimensions={"d_model": 4, "n_tokens": None}, links=[Link("a", "b", "c")])


visualize(looped(3))

Graph(stream=[])  # type: ignore[call-arg]
Graph([Block([])])  # type: ignore[list-item]
Stream(["block"], lops=[])  # type: ignore[call-arg]
Stream([3])  # type: ignore[list-item]
Skip(0, 2, join="product")  # type: ignore[arg-type]
Step("q", "lerned")  # type: ignore[arg-type]
Loop(0, 1)  # type: ignore[call-arg]
looped(3).title = "frozen"  # type: ignore[misc]
