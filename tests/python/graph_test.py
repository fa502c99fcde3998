"""Graphs that Python builds."""

import collections.abc
import copy
import dataclasses
import json
import os
import pathlib
import pickle
import subprocess
import tempfile
import typing
import unittest

import transformer_viz
from transformer_viz import (
    Addition, Block, Component, Error, Graph, HookPoint, InteractiveTransformerViz, Link, Loop,
    ModelArchitecture, ReadOut, Repeat, Skip, Stream, Weight, batch, graph, sub_figures, visualize)

PROGRAM = os.environ["TVIZ"]

# What looped() below builds, by hand.
LOOPED = """
title: Looped
dimensions: {d_model: 64, n_heads: 4, d_mlp: 256, d_vocab: 100}
components:
  tokens: {kind: tokens}
  embed: {kind: embedding, weights: {W_E: [d_vocab, d_model]}}
  unembed: {kind: unembedding, weights: {W_U: {shape: [d_model, d_vocab], tied: true}}}
  ln: {kind: norm, label: '"LN"'}
  attn:
    kind: attention
    n_heads: n_heads
    hook_points: {z: {shape: [batch, seq_len, n_heads, 16], head_axis: 2}}
  mlp: {kind: mlp, weights: {W_in: [d_model, d_mlp]}, lora: {W_in: 4}}
  sae: {kind: autoencoder, weights: {W_enc: [d_model, 512], W_dec: [512, d_model]}}
  exit: {kind: logits}
streams:
  - entry: [tokens, embed]
    structures: {block: {additions: [{shared: [ln], branches: [[attn], [mlp]], on_stream: [sae]}]}}
    blocks: [{repeat: 6, of: [block]}]
    loops: [{first: 1, last: 2, times: r}]
    skips: [{from: -1, to: 5, join: concatenate}]
    read_outs: [{after: 2, components: [exit]}]
    exit: [unembed]
"""


def looped(n_layers=6):
    attention = Component("attention", "attn", n_heads="n_heads", hook_points={
        "z": HookPoint(["batch", "seq_len", "n_heads", 16], head_axis=2)})
    mlp = Component("mlp", "mlp", weights={"W_in": ["d_model", "d_mlp"]}, lora={"W_in": 4})
    sae = Component("autoencoder", "sae",
                    weights={"W_enc": ["d_model", 512], "W_dec": [512, "d_model"]})
    norm = Component("norm", "ln", label='"LN"')
    block = Block([Addition([[attention], [mlp]], shared=[norm], on_stream=[sae])])
    tied = {"W_U": Weight(["d_model", "d_vocab"], tied=True)}
    return Graph(
        title="Looped",
        dimensions={"d_model": 64, "n_heads": 4, "d_mlp": 256, "d_vocab": 100},
        streams=[Stream(
            entry=[Component("tokens", "tokens"),
                   Component("embedding", "embed", weights={"W_E": ["d_vocab", "d_model"]})],
            blocks=[block] * n_layers,
            loops=[Loop(1, 2, "r")],
            skips=[Skip(-1, 5, "concatenate")],
            read_outs=[ReadOut(2, [Component("logits", "exit")])],
            exit=[Component("unembedding", "unembed", weights=tied)])])


def svg(source):
    return visualize(source).to_bytes("svg")


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], check=True, cwd=self.folder,
                              stdout=subprocess.PIPE).stdout


class Values(Folder):
    def test_draw_what_the_same_words_in_a_file_draw(self):
        file = self.folder / "Transformer.yaml"
        file.write_text(LOOPED, encoding="utf-8")
        self.assertEqual(svg(looped()), svg(file))

    def test_equal_blocks_are_one_structure(self):
        figure = visualize(looped(), max_layers=2)
        self.assertIn("Layers 0 to 5, each:", figure.outline)
        names = dataclasses.replace(looped(), streams=[dataclasses.replace(
            looped().streams[0], structures={"block": looped().streams[0].blocks[0]},
            blocks=["block", Repeat(["block"], 5)])])
        self.assertEqual(svg(names), svg(looped()))

    def test_stand_wherever_a_model_does(self):
        expected = svg(looped())
        self.assertEqual(svg(looped().to_dict()), expected)
        for method in ("from_config", "from_model", "from_dict"):
            figure = getattr(InteractiveTransformerViz(), method)(looped())
            self.assertEqual(figure.to_bytes("svg"), expected)
            self.assertEqual(pickle.loads(pickle.dumps(figure)).to_bytes("svg"), expected)
            self.assertEqual(copy.copy(figure).to_bytes("svg"), expected)
        pair = sub_figures([looped(7), looped(9)], captions=["seven", "nine"], max_layers=1)
        self.assertIn(b"nine", pair.to_bytes("svg"))
        self.assertEqual(ModelArchitecture.of(looped(9)).n_layers, 9)
        self.assertIn("9 layers, d_model 64, 4 heads", repr(visualize(looped(9))))

    def test_take_hooks_and_numbers(self):
        figure = visualize(looped(), hooks=["blocks.1.attn.hook_z"], values={"blocks.3.mlp": 0.5})
        self.assertEqual([each[:2] for each in figure.highlights()], [("blocks.1.attn", "z")])

    def test_are_saved_for_the_program_and_for_manifests(self):
        looped().save(self.folder / "Transformer.json")
        expected = svg(looped())
        self.assertEqual(self.run_program("render", "Transformer.json", "-o", "-", "--format",
                                          "svg"), expected)
        self.assertIn(b"attn", self.run_program("describe", "Transformer.json"))
        manifest = self.folder / "figures.yaml"
        manifest.write_text("schema: 1\ndefaults: {formats: [svg], model: Transformer.json}\n"
                            "figures: [{name: looped}]\n", encoding="utf-8")
        (result,) = batch(manifest, output=self.folder)
        self.assertEqual(result.files[0].read_bytes(), expected)

    def test_are_frozen(self):
        with self.assertRaises(dataclasses.FrozenInstanceError):
            looped().title = "other"


class OfModels(Folder):
    MODELS = ("gpt2", "t5-base", "deepseek-v3", "llava-1.5-7b", "bert-base-cased", "nemotron-h-56b")

    def test_draw_the_same_figure(self):
        for name in self.MODELS:
            with self.subTest(name):
                self.assertEqual(visualize(Graph.of(name)).to_html(), visualize(name).to_html())
                self.assertEqual(Graph.of(Graph.of(name)), Graph.of(name))

    def test_are_those_that_the_program_writes(self):
        (self.folder / "gpt2.json").write_bytes(
            self.run_program("describe", "gpt2", "--graph", "--json"))
        self.assertEqual(Graph.of(self.folder / "gpt2.json"), Graph.of("gpt2"))
        written = json.loads((self.folder / "gpt2.json").read_text(encoding="utf-8"))
        self.assertEqual(svg(written), svg("gpt2"))

    def test_are_changed_by_replacing_parts(self):
        original = Graph.of("gpt2")
        stream = dataclasses.replace(original.streams[0], loops=[Loop(2, 9, "r")])
        figure = visualize(dataclasses.replace(original, streams=[stream], title="Looped GPT-2"))
        self.assertIn("Loop: layers 2 to 9 × r", figure.outline)


class Mistakes(unittest.TestCase):
    MLP = Component("mlp", "mlp")

    def problems(self, *blocks, **others):
        with self.assertRaises(Error) as caught:
            visualize(Graph([Stream(list(blocks))], **others))
        return [(problem.where, problem.message) for problem in caught.exception.problems]

    def test_are_named_by_their_place_in_the_value(self):
        block = Block([[self.MLP]])
        for blocks, where, message in (
                ([block, Block([Addition([[self.MLP], [Component("mpl", "other")]])])],
                 "streams[0].blocks[1].additions[0].branches[1][0]", "unknown kind 'mpl'"),
                ([block, Block([[self.MLP, Component("mlp", "other")]])],
                 "streams[0].blocks[1].additions[0][1]", "a branch has 2 components that are not norms"),
                ([Repeat([block, Block([])], 3)],
                 "streams[0].blocks[0].of[1]", "the block adds nothing to the stream"),
                ([block, "lokal"], "streams[0].blocks[1]", "no structure 'lokal' in this stream"),
                ([Block([["mlp"]])], "streams[0].blocks[0].additions[0][0]",
                 "no component 'mlp' in the map 'components'"),
                ([Block([[Component("mlp", "m", weights={"W": ["d_modle"]})]])],
                 "streams[0].blocks[0].additions[0][0].weights.W", "'d_modle' is no dimension"),
                ([Block([[Component("mlp", 3)]])],
                 "streams[0].blocks[0].additions[0][0].path", "must be text, got 3"),
                ([Block([[Component("mlp")]])],
                 "streams[0].blocks[0].additions[0][0]", "the component has no path")):
            with self.subTest(message):
                ((found_where, found),) = self.problems(*blocks)
                self.assertEqual(found_where, where)
                self.assertIn(message, found)

    def test_of_a_graph(self):
        self.assertEqual(self.problems(Block([[self.MLP]]), links=[Link("a", "stream", "mlp")]),
                         [("link", "no stream 'a'")])
        self.assertEqual(self.problems(Block([[self.MLP]]), components={"unused": self.MLP}),
                         [("components.unused", "no stream has this component")])

    def test_a_function_must_be_called(self):
        with self.assertRaises(Error) as caught:
            visualize(looped)
        self.assertEqual(str(caught.exception),
                         "looped is a function (draw what it returns: looped(...))")


class Vocabulary(Folder):
    """The dataclasses have the words of graph files, all of them and no others."""

    def setUp(self):
        super().setUp()
        self.schema = json.loads(self.run_program("graph", "schema"))
        self.seen = set()

    def test_is_that_of_the_schema(self):
        self.compare(Graph, self.schema, "graph")
        own = {each for each in vars(graph).values()
               if dataclasses.is_dataclass(each) and each.__module__ == graph.__name__}
        self.assertEqual(self.seen, own)
        self.assertLessEqual({each.__name__ for each in own}, set(transformer_viz.__all__))

    def test_each_field_has_a_line_in_the_docstring(self):
        for kind in vars(graph).values():
            if dataclasses.is_dataclass(kind):
                for each in dataclasses.fields(kind):
                    self.assertIn(f"\n        {each.name}: ", kind.__doc__)

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        return schema

    def compare(self, type_, schema, where):
        """Whether values of the type are those that the schema accepts."""
        schema = self.resolved(schema)
        types = [each for each in self.members(type_) if each is not type(None)]
        schemas = self.alternatives(schema)
        kinds = [self.kind_of_type(each) for each in types]
        self.assertEqual(sorted(kinds), sorted(self.kind_of_schema(each) for each in schemas), where)
        for each, kind in zip(types, kinds):
            matching = [other for other in schemas if self.kind_of_schema(other) == kind]
            if kind.startswith("record"):
                self.compare_record(each, matching[0], where)
            elif kind == "map":
                value = matching[0].get("additionalProperties")
                if value is not None:
                    self.compare(typing.get_args(each)[1], value, where)
            elif kind == "list":
                self.compare(typing.get_args(each)[0], matching[0]["items"], f"{where}[]")

    def compare_record(self, type_, schema, where):
        if type_ in self.seen:
            return
        self.seen.add(type_)
        hints = typing.get_type_hints(type_)
        fields = {each.name.rstrip("_"): each for each in dataclasses.fields(type_)}
        self.assertEqual(set(fields), set(schema["properties"]), where)
        required = {key for key, each in fields.items()
                    if each.default is dataclasses.MISSING
                    and each.default_factory is dataclasses.MISSING}
        self.assertEqual(required, set(schema.get("required", ())), where)
        for key, each in fields.items():
            self.compare(hints[each.name], schema["properties"][key], f"{where}.{key}")

    @staticmethod
    def members(type_):
        return typing.get_args(type_) if typing.get_origin(type_) is typing.Union else (type_,)

    def alternatives(self, schema):
        if isinstance(schema.get("type"), list):
            return [{"type": each} for each in schema["type"] if each != "null"]
        return [self.resolved(each) for each in schema.get("anyOf", [schema])]

    @staticmethod
    def kind_of_type(type_):
        if dataclasses.is_dataclass(type_):
            keys = sorted(each.name.rstrip("_") for each in dataclasses.fields(type_))
            return "record of " + " ".join(keys)
        if typing.get_origin(type_) is typing.Literal:
            return f"one of {typing.get_args(type_)}"
        return {collections.abc.Sequence: "list", collections.abc.Mapping: "map", str: "string",
                int: "integer", bool: "boolean"}[typing.get_origin(type_) or type_]

    @staticmethod
    def kind_of_schema(schema):
        if "properties" in schema:
            return "record of " + " ".join(sorted(schema["properties"]))
        if "enum" in schema:
            return f"one of {tuple(schema['enum'])}"
        return {"array": "list", "object": "map"}.get(schema["type"], schema["type"])


if __name__ == "__main__":
    unittest.main()
