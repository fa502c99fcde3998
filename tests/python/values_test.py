"""Numbers as analyses have them: arrays, tables of pandas, maps with many kinds of keys."""

import math
import unittest

from transformer_viz import Error, measured, visualize

MODEL = {"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 10, "n_ctx": 8}
ROWS = [[-3.0, -2.0, -1.0, 0.0], [1.0, 2.0, 3.0, 4.0]]
NAN = float("nan")


class NAType:
    """As pandas' missing number, which is equal to nothing and no truth."""

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")


class Array:
    def __init__(self, rows):
        self.rows = rows

    def tolist(self):
        return self.rows


class Frame:
    """As a DataFrame."""

    def __init__(self, columns, index=None):
        self.data = dict(columns)
        self.columns = list(self.data)
        count = len(next(iter(self.data.values())))
        self.index = list(range(count)) if index is None else index

    def __getitem__(self, name):
        return self.data[name]

    def to_numpy(self):
        return Array([list(row) for row in zip(*self.data.values())])

    @classmethod
    def of(cls, rows, index=None, columns=None):
        names = range(len(rows[0])) if columns is None else columns
        return cls(zip(names, map(list, zip(*rows))), index)


class Series:
    def __init__(self, numbers, name=None):
        self.numbers, self.name, self.index = numbers, name, list(numbers)

    def items(self):
        return self.numbers.items()

    def to_numpy(self):
        return Array(list(self.numbers.values()))


def svg(values, **options):
    return visualize(MODEL, values=values, **options).to_bytes("svg").decode()


def cells(key):
    """The numbers under a key for each layer and head."""
    return {key(layer, head): ROWS[layer][head] for layer in range(2) for head in range(4)}


class Keys(unittest.TestCase):
    def assert_same(self, values, expected):
        self.assertTrue(svg(values) == svg(expected), values)

    def test_layer_and_head(self):
        for key in (lambda *each: each, lambda layer, head: f"L{layer}H{head}",
                    lambda layer, head: f"l{layer}.h{head}", lambda layer, head: f"{layer}.{head}",
                    lambda layer, head: f"a{layer}.h{head}",
                    lambda layer, head: f"blocks.{layer}.attn.hook_result[:, :, {head}]"):
            self.assert_same(cells(key), ROWS)
        self.assert_same({0: ROWS[0], 1: ROWS[1]}, ROWS)

    def test_names_of_hook_points(self):
        self.assert_same({"blocks.0.attn.hook_z": ROWS[0], "blocks.1.attn.hook_z": Array(ROWS[1])},
                         ROWS)
        for key in ("blocks.1.mlp.hook_post", "blocks.1.hook_mlp_out", "mlp1", "m1", "L1.mlp",
                    (1, "mlp")):
            self.assert_same({key: 2.0}, {"blocks.1.mlp": 2.0})

    def test_names_of_the_figure_s_dialect(self):
        gpt2 = visualize("gpt2", values={"transformer.h.1.mlp": 1.0}, dialect="hugging_face")
        self.assertTrue(gpt2.to_bytes("svg") == visualize(
            "gpt2", values={"blocks.1.mlp": 1.0}, dialect="hugging_face").to_bytes("svg"))

    def test_mistakes_are_told(self):
        for values, message in (
            ({"blocks.0.hook_resid_post": 1}, "'blocks.0.hook_resid_post' is on the residual stream"),
            ({"blocks.0.attn": 1, "blocks.0.attn.hook_z": 2}, "are both blocks.0.attn"),
            ({0: 1.0}, r"0 names no component \(name one, as 'blocks.0.mlp'"),
            ({"L9H9": 1}, "has no component or layer 'blocks.9.attn'"),
            ({(0, 9): 1}, "there is no head 9"),
            ({"blocks.0.mlp": "much"}, "must be a number, got 'much'"),
        ):
            with self.assertRaisesRegex(Error, message):
                svg(values)


class Contents(unittest.TestCase):
    def test_of_a_file_are_a_map_too(self):
        drawn = svg({"title": "logit difference", "values": {"blocks.1.mlp": 2.0}})
        self.assertTrue(drawn == svg({"blocks.1.mlp": 2.0}, value_title="logit difference"))


class Missing(unittest.TestCase):
    def test_none_is_no_number(self):
        rows = [[-3.0, None, -1.0, 0.0], ROWS[1]]
        expected = {key: number for key, number in cells(lambda *each: each).items()
                    if key != (0, 1)}
        self.assertTrue(svg(rows) == svg(expected))
        for missing in (None, NAType()):
            self.assertTrue(svg({"blocks.0.mlp": missing, "blocks.1.mlp": 2.0})
                            == svg({"blocks.1.mlp": 2.0}))
        self.assertTrue(svg([[None] * 4] * 2) == svg(None))


class Layers(unittest.TestCase):
    def test_have_a_number_each(self):
        self.assertTrue(svg([0.5, -0.25]) == svg({"blocks.0": 0.5, "blocks.1": -0.25}))
        self.assertIn("of blocks.1: −0.25", svg([0.5, -0.25]))
        self.assertTrue(svg([None, 2.0]) == svg({"blocks.1": 2.0}))


class Shapes(unittest.TestCase):
    def test_of_layers_at_positions_are_a_map(self):
        drawn = svg({f"blocks.{layer}": row for layer, row in enumerate(ROWS)}, value_tokens=list("abcd"))
        self.assertIn(">position<", drawn)
        self.assertIn("position 3, d", drawn)
        self.assertTrue(drawn == svg({f"blocks.{layer}": row for layer, row in enumerate(ROWS)}, value_tokens="a b c d"))

    def test_that_do_not_fit_are_told(self):
        turned = [list(row) for row in zip(*ROWS)]
        for values, message in (
            (turned, "is 4 × 2, but Transformer has 2 layers of 4 heads .transpose it"),
            (ROWS[:1], "is 1 × 4, but Transformer has 2 layers of 4 heads"),
            (ROWS + ROWS[:1], "is 3 × 4, but"),
            ([row + [1.0] for row in ROWS], "is 2 × 5, but"),
            ([ROWS[0], [1.0]], "is 2 × 1 to 4, but"),
            (Frame.of(ROWS[:1]), "is 1 × 4, but"),
            ([ROWS], "more than two dimensions"),
            ([1.0, 2.0, 3.0], "is 3 numbers, but Transformer has 2 layers .give one number for each"),
            ({"blocks.0.attn": [1.0, 2.0]}, "blocks.0.attn: has 4 heads, got 2 numbers"),
            ({"blocks.0.attn.hook_z": [1.0] * 5}, "has 4 heads, got 5 numbers"),
        ):
            with self.assertRaisesRegex(Error, message):
                svg(values)
        with self.assertRaisesRegex(Error, "t5-small has several stacks of layers"):
            visualize("t5-small", values=[[0.0] * 8] * 6)


class Tables(unittest.TestCase):
    def assert_same(self, values):
        self.assertTrue(svg(values) == svg(ROWS))

    def test_a_row_for_each_layer(self):
        layers, heads = ["L0", "L1"], ["H0", "H1", "H2", "H3"]
        self.assert_same(Frame.of(ROWS))
        self.assert_same(Frame.of(ROWS, layers, heads))
        self.assert_same(Frame.of(ROWS, ["layer 0", "layer 1"], ["head_0", "head_1", "2", "3"]))
        self.assert_same(Frame.of(list(zip(*ROWS)), heads, layers))

    def test_a_row_for_each_number(self):
        places = list(cells(lambda *each: each))
        columns = {"layer": [layer for layer, _ in places], "head": [head for _, head in places]}
        numbers = [ROWS[layer][head] for layer, head in places]
        self.assert_same(Frame({**columns, "value": numbers}))
        self.assertIn("logit difference", svg(Frame({**columns, "logit difference": numbers})))
        mlp = Frame({"component": ["blocks.1.mlp"], "head": [NAN], "score": [2.0]})
        self.assertTrue(svg(mlp) == svg({"blocks.1.mlp": 2.0}, value_title="score"))
        with self.assertRaisesRegex(Error, "which column has the numbers: a, b"):
            svg(Frame({**columns, "a": numbers, "b": numbers}))

    def test_series(self):
        self.assert_same(Series(cells(lambda *each: each)))
        drawn = svg(Series({"blocks.1.mlp": 2.0}, "logit difference"))
        self.assertTrue(drawn == svg({"blocks.1.mlp": 2.0}, value_title="logit difference"))


class Tensor:
    """As a tensor with an axis of four heads before the last."""

    shape = (1, 2, 4, 16)

    def __init__(self, numbers):
        self.numbers = numbers

    def __getitem__(self, index):
        before, head, after = index
        assert before is Ellipsis and after == slice(None)
        return self.numbers[head]


class Measured(unittest.TestCase):
    CACHE = {**{f"blocks.{layer}.attn.hook_z": Tensor(ROWS[layer]) for layer in range(2)},
             **{f"blocks.{layer}.mlp.hook_post": layer + 2.0 for layer in range(2)},
             "blocks.0.hook_resid_pre": None}

    def drawn(self, measure, **options):
        return svg(measured(self.CACHE, measure, **options))

    def test_heads_and_whole_components(self):
        def value(tensor):
            return tensor

        mlps = {"blocks.0.mlp": 2.0, "blocks.1.mlp": 3.0}
        title = "value of hook_z"
        expected = svg(ROWS, value_title=title)
        for names in ("*.hook_z", ["blocks.1.attn.hook_z", "blocks.0.attn.hook_z"],
                      lambda name: name.endswith("hook_z")):
            self.assertTrue(self.drawn(value, names=names) == expected)
        # The residual stream has no colour.
        both = svg({0: ROWS[0], 1: ROWS[1], **mlps}, value_title="value")
        self.assertTrue(self.drawn(value) == both)
        self.assertTrue(self.drawn(lambda number: number, names="*.mlp.*") == svg(mlps))

    def test_what_cannot_be_measured(self):
        for measure, names, expected in (
                ("norn", None, "'norn' is no measure.*'norm', 'mean'"),
                (id, "*.hook_x", "no tensor is chosen.*blocks.0.attn.hook_z"),
                (id, ["blocks.2.attn.hook_z"], "the cache has no 'blocks.2.attn.hook_z'"),
                (id, "*.hook_resid_pre", "no tensor belongs to a component: blocks.0.hook_resid_pre")):
            with self.assertRaisesRegex(Error, expected):
                self.drawn(measure, names=names)
        with self.assertRaisesRegex(Error, "are both blocks.0.mlp"):
            svg(measured({"blocks.0.mlp.hook_pre": 1.0, "blocks.0.mlp.hook_post": 2.0}, abs))


class Scale(unittest.TestCase):
    def test_title_and_limits(self):
        values = {"blocks.1.mlp": 2.0}
        self.assertIn("logit difference", svg(values, value_title="logit difference"))
        self.assertTrue(svg(values, value_max=2) == svg(values))
        self.assertTrue(svg(values, value_max=4) != svg(values))
        self.assertTrue(svg(values, value_min=-4, value_max=4) != svg(values, value_max=4))
        self.assertIn("≥ 1", svg(values, value_max=1))
        with self.assertRaisesRegex(Error, "^value_min: must be below value_max, 1, got 2"):
            svg(values, value_min=2, value_max=1)

    def test_center(self):
        values = {"blocks.1.mlp": 2.0, "blocks.0.mlp": 1.0}
        centered = svg(values, value_center=1.5)
        self.assertTrue(centered != svg(values))
        # Both sides of the centre reach equally far.
        self.assertTrue(centered == svg(values, value_center=1.5, value_min=1, value_max=2))


class WithoutANumber(unittest.TestCase):
    def test_not_a_number_is_shown_and_none_is_not(self):
        drawn = svg({"blocks.0.mlp": math.nan, "blocks.1.mlp": None, "blocks.0.attn": math.inf,
                     "blocks.1.attn": -math.inf, "embed": 1.0})
        for words in ("blocks.0.mlp: NaN", "blocks.0.attn: ∞", "blocks.1.attn: −∞", "embed: 1"):
            self.assertIn("Value: value of " + words, drawn)
        self.assertNotIn("Value: value of blocks.1.mlp", drawn)

    def test_infinity_does_not_stretch_the_scale(self):
        scale = "value from 0 to 1"
        self.assertIn(scale, svg({"embed": 1.0}))
        self.assertIn(scale, svg({"embed": 1.0, "blocks.0.mlp": math.inf, "blocks.1.mlp": math.nan}))


if __name__ == "__main__":
    unittest.main()
