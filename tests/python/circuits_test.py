"""Circuits by name, by file, as a dict and as a graph draw the same."""

import pathlib
import tempfile
import unittest

from transformer_viz import Error, visualize


class Graph:
    """What networkx.DiGraph has, for who has no networkx."""

    def __init__(self):
        self.graph = {"title": "Copying"}
        self._nodes = {}
        self._edges = []

    def add_node(self, node, **attributes):
        self._nodes[node] = attributes

    def add_edge(self, source, target, **attributes):
        for node in (source, target):
            self._nodes.setdefault(node, {})
        self._edges.append((source, target, attributes))

    def nodes(self, data=False):
        return list(self._nodes.items()) if data else list(self._nodes)

    def edges(self, data=False):
        return list(self._edges) if data else [edge[:2] for edge in self._edges]


CIRCUIT = {
    "title": "Copying",
    "classes": [{"name": "previous token", "members": ["4.11"]},
                {"name": "induction", "members": [(5, 5), (10, 10)]}],
    "edges": [{"from": "4.11", "to": (5, 5), "port": "K"},
              {"from": "4.11", "to": (10, 10), "port": "K", "weight": -0.5},
              {"from": (10, 10), "to": "logits"}],
}


def drawn(circuit, **options):
    return visualize("gpt2", circuit=circuit, **options).to_bytes("svg")


class Circuits(unittest.TestCase):
    def test_a_published_one_by_its_name(self):
        svg = drawn("ioi", text="system").decode()
        self.assertIn("Indirect object identification in GPT-2 small", svg)
        self.assertIn("negative name mover", svg)

    def test_a_file_and_a_dict(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "circuit.yaml")
            path.write_text(
                "title: Copying\n"
                "classes: [{name: previous token, members: [4.11]},\n"
                "          {name: induction, members: [5.5, 10.10]}]\n"
                "edges: [{from: 4.11, to: 5.5, port: K}, {from: 4.11, to: 10.10, port: K, "
                "weight: -0.5},\n  {from: 10.10, to: logits}]\n", encoding="utf-8")
            self.assertEqual(drawn(path), drawn(CIRCUIT))
            self.assertEqual(drawn(str(path)), drawn(CIRCUIT))

    def test_a_graph_as_networkx_has_it(self):
        graph = Graph()
        graph.add_node("4.11", role="previous token")
        graph.add_node((5, 5), role="induction")
        graph.add_node((10, 10), role="induction")
        for edge in CIRCUIT["edges"]:
            rest = {key: edge[key] for key in ("port", "weight") if key in edge}
            graph.add_edge(edge["from"], edge["to"], **rest)
        self.assertEqual(drawn(graph), drawn(CIRCUIT))

    def test_the_strongest_edges(self):
        edges = {"edges": [{"from": "0.1", "to": "5.5", "weight": 2},
                           {"from": "0.2", "to": "6.6", "weight": 1}]}
        one = {"edges": edges["edges"][:1]}
        self.assertIn("the strongest 1 of 2 edges",
                      drawn(edges, circuit_top=1, text="system").decode())
        self.assertIn("1 edge", drawn(one, text="system").decode())
        self.assertEqual(drawn(edges, circuit_top=1), drawn(edges, circuit_threshold=1.5))

    def test_mistakes(self):
        for circuit, message in (
            ("iio", "^circuit: unknown circuit 'iio'.*did you mean 'ioi'"),
            ({"members": ["12.0"]}, "12.0 is in no layer of gpt2"),
            ({"members": [10.10]}, 'a head cannot be the number 10.1.*"10.10" in quotes'),
            ({"edges": [[0.1, "9.6"]]}, "a head cannot be the number 0.1"),
            ({}, None),
            ({"title": "x"}, "circuit: the circuit is empty"),
            (3, "^circuit: cannot be 3"),
        ):
            with self.subTest(message):
                if message is None:
                    drawn(circuit)
                    continue
                with self.assertRaisesRegex(Error, message):
                    drawn(circuit)


if __name__ == "__main__":
    unittest.main()
