"""Every option of the table works in the program, in manifests and in Python, is part of a figure's
identity, and stands in the reference. A new option is tested here without a change.

The environment variable TVIZ is the program.
"""

import dataclasses
import inspect
import json
import os
import pathlib
import subprocess
import tempfile
import typing
import unittest

from transformer_viz import (
    Error, InteractiveTransformerViz, VisualizationConfig, batch, sub_figures, visualize)

MODEL = "t5-small"
# Values of texts that must mean something in the model.
TEXTS = {"dialect": "hugging_face", "stream": "encoder"}
# What changes nothing where nothing is refused.
REFUSALS = {"strict"}


def run(*arguments):
    return subprocess.run([os.environ["TVIZ"], *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True, check=False)


TABLE = json.loads(run("options", "--json").stdout)


def other_word(option):
    """A word that is not the default; the first word for themes is what they say."""
    words = option["words"][1:] if option["kind"] == "theme word" else option["words"]
    return next(word for word in words if word != option["default"])


def format_of(option):
    """A format that shows the option. A page of HTML has any height, since it scrolls."""
    if option["name"] == "height":
        return "svg"
    return "png" if option["kind"] == "number" else "html"


class Options(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "values.json").write_text('{"values": {"encoder.0.mlp": 1}}')
        (self.folder / "positions.json").write_text('{"values": {"encoder.0": [1]}}')
        (self.folder / "families.json").write_text(
            '{"model_types": {"t5": {"like": "t5", "tie_word_embeddings": false}}}')
        (self.folder / "circuit.yaml").write_text(
            "edges:\n" + "".join(
                f"  - {{from: encoder.0.attn.heads.{head}, to: encoder.1.mlp, weight: {head}}}\n"
                for head in range(1, 4)))
        (self.folder / "hooks.yaml").write_text('["encoder.0.hook_resid_pre"]')

    def other_options(self, option):
        """Options without which this one changes nothing: a scale is drawn where numbers are, and
        edges are chosen from a circuit.
        """
        if option["name"] == "value_tokens":
            return {"values": str(self.folder / "positions.json")}
        if option["name"].startswith("value_"):
            return {"values": str(self.folder / "values.json")}
        is_choice = option["name"].startswith("circuit_")
        return {"circuit": str(self.folder / "circuit.yaml")} if is_choice else {}

    def value(self, option):
        """A value of the option that is not its default, as manifests and Python write it."""
        kind = option["kind"]
        if kind == "flag":
            return option["default"] != "true"
        if kind in ("word", "theme word"):
            return other_word(option)
        if kind == "file":
            return str(self.folder / "values.json")
        if kind == "files":
            return [str(self.folder / "families.json")]
        return {
            "text": TEXTS.get(option["name"], "sample"),
            "texts": ["all"],
            "keywords": ["sample"],
            "layers": 1,
            "count": 2,
            "number": (option["range"] or [0])[0],
            "limit": {"value_max": 5, "circuit_threshold": 2}.get(option["name"], -5),
            "circuit": str(self.folder / "circuit.yaml"),
            "length": "160mm",
            "width": "350mm",
            "page": "slide",
            "theme": "print",
            "setting": {"metrics.margin": 30},
            "hook": "encoder.0.hook_resid_pre",
            "backward hook": "encoder.0.hook_resid_pre",
            "hooks": ["encoder.0.hook_resid_pre"],
        }[kind]

    def words(self, option):
        """The option with that value as the program takes it."""
        name, value = option["program"], self.value(option)
        if option["kind"] == "flag":
            return [name if value else f"{name}=false"]
        if option["kind"] == "setting":
            value = ["{}={}".format(*each) for each in value.items()]
        if option["kind"] == "hooks":
            value = self.folder / "hooks.yaml"
        values = value if isinstance(value, list) else [value]
        return [word for each in values for word in (name, each)]

    def for_each(self, language, check):
        """Checks every option that the language has."""
        for option in TABLE:
            if option[language]:
                with self.subTest(option["name"]):
                    check(option)

    def test_every_option_has_a_place(self):
        self.assertGreater(len(TABLE), 20)
        self.assertEqual([option["name"] for option in TABLE if not option["program"]], [])
        # Hooks one by one are the list "hooks" elsewhere.
        for language in ("manifest", "python"):
            self.assertEqual([option["name"] for option in TABLE if not option[language]],
                             ["hook", "backward_hook"])

    def test_the_program_manifests_and_python_draw_the_same(self):
        manifest = self.folder / "figures.json"

        def drawn_by_the_program(option, *words):
            sources = [MODEL] * 3 if option["scope"] == "side by side" else [MODEL]
            output = self.folder / f"x.{format_of(option)}"
            others = self.other_options(option).items()
            words += tuple(word for name, value in others for word in (f"--{name}", value))
            result = run("render", *sources, *words, "-q", "-o", output)
            self.assertEqual(result.returncode, 0, result.stderr)
            return output.read_bytes()

        def drawn_by_a_manifest(option):
            figure = {"name": "a", "formats": format_of(option), "model": MODEL,
                      **self.other_options(option), option["manifest"]: self.value(option)}
            if option["scope"] == "side by side":
                figure["subfigures"] = [{}, {}, {}]
            manifest.write_text(json.dumps({"schema": 1, "figures": [figure]}))
            return batch(manifest)[0].files[0].read_bytes()

        def drawn_in_python(option):
            given = {**self.other_options(option), option["python"]: self.value(option)}
            figure = (sub_figures([MODEL] * 3, **given) if option["scope"] == "side by side"
                      else visualize(MODEL, **given))
            return figure.to_bytes(format_of(option))

        def check(option):
            drawn = drawn_by_the_program(option, *self.words(option))
            if option["name"] not in REFUSALS:
                self.assertTrue(drawn != drawn_by_the_program(option), "changes nothing")
            if option["manifest"]:
                self.assertTrue(drawn_by_a_manifest(option) == drawn, "a manifest differs")
            if option["python"]:
                self.assertTrue(drawn_in_python(option) == drawn, "Python differs")

        self.for_each("program", check)

    def test_a_manifest_takes_it_and_it_is_part_of_the_identity(self):
        manifest = self.folder / "figures.json"

        def states(settings, **options):
            figure = {"name": "a", "formats": "svg", **settings}
            manifest.write_text(json.dumps({"schema": 1, "figures": [figure]}))
            return {result.state for result in batch(manifest, **options)}

        def check(option):
            drawn = {"model": MODEL}
            if option["scope"] == "side by side":
                drawn = {"subfigures": [drawn, drawn]}
            states(drawn)
            self.assertEqual(states(drawn, dry_run=True), {"unchanged"})
            key = option["manifest"]
            value = self.value(option)
            if option["kind"] == "file":
                value = os.path.relpath(value, self.folder)
            self.assertEqual(states({**drawn, key: value}, dry_run=True), {"waiting"})
            self.assertEqual(states({**drawn, key: value}), {"drawn"})

        self.for_each("manifest", check)

    def test_python_takes_it(self):
        fields = {field.name for field in dataclasses.fields(VisualizationConfig)}

        def check(option):
            name, value = option["python"], self.value(option)
            if option["scope"] != "side by side":
                visualize(MODEL, **{name: value}).to_bytes("svg")
                self.assertIn(name, fields | {"hooks"})
            sub_figures([MODEL, MODEL], **{name: value})
            if option["python_flag"]:
                visualize(MODEL, **{name: value == option["words"][1]})

        self.for_each("python", check)

    def test_python_names_it_in_signatures_with_types(self):
        documented = inspect.getdoc(visualize) + inspect.getdoc(sub_figures)

        def check(option):
            name = option["python"]
            functions = [sub_figures]
            if option["scope"] != "side by side":
                functions.append(visualize)
            # When a figure is laid out its model has been read.
            if option["scope"] not in ("side by side", "model"):
                functions.append(InteractiveTransformerViz.render)
            for function in functions:
                self.assertIn(name, inspect.signature(function).parameters)
                self.assertIsNot(typing.get_type_hints(function)[name], typing.Any)
            self.assertIn(f" {name}: ", documented)

        self.for_each("python", check)

    def test_strict_refuses_everywhere(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2,
                                      "vocab_size": 10, "n_loops": 3}))
        manifest = self.folder / "figures.json"
        manifest.write_text(json.dumps({"schema": 1, "figures": [
            {"name": "a", "formats": "svg", "model": str(config), "strict": True}]}))
        for words in (("render", config, "-o", self.folder / "x.svg"), ("describe", config)):
            self.assertEqual(run(*words).returncode, 0)
            result = run(*words, "--strict")
            self.assertEqual(result.returncode, 1)
            self.assertIn("n_loops: not read", result.stderr)
        self.assertIn("n_loops: not read", str(batch(manifest, keep_going=True)[0].problems))
        with self.assertRaisesRegex(Error, "n_loops: not read"):
            visualize(str(config), strict=True)

    def test_the_reference_has_it(self):
        reference = run("options", "reference").stdout

        def check(option):
            names = [option[language] for language in ("program", "manifest", "python")]
            for name in filter(None, names):
                self.assertIn(f"`{name}`", reference)
            self.assertIn(option["help"], reference)

        self.for_each("program", check)

    def test_python_takes_lengths_and_all_layers_as_the_program_does(self):
        for name, value in (("width", "84mm"), ("width", "neurips"), ("max_layers", "all")):
            output = self.folder / "x.svg"
            result = run("render", "gpt2", f"--{name.replace('_', '-')}", value, "-q", "-o", output)
            self.assertEqual(result.returncode, 0, result.stderr)
            drawn = visualize("gpt2", **{name: value}).to_bytes("svg")
            self.assertTrue(drawn == output.read_bytes(), value)

    def test_what_is_given_counts_before_the_configuration(self):
        config = VisualizationConfig(crop=True, annotations=False)
        figure = visualize("gpt2", config=config, crop=False)
        self.assertTrue(figure.to_bytes("svg") ==
                        visualize("gpt2", annotations=False).to_bytes("svg"))
        again = figure.render(theme="circuits-dark").to_bytes("svg")
        self.assertTrue(again ==
                        visualize("gpt2", annotations="none", theme="circuits-dark").to_bytes("svg"))

    def test_mistakes_are_told_in_the_words_of_python(self):
        for options, message in (
            ({"overrides": {"metrics.margn": 3}}, "^overrides: .*metrics.margn"),
            ({"overrides": 3}, "^overrides: must be a map"),
            ({"direction": "rihgt"}, "^direction: must be up or right, got 'rihgt'"),
            ({"all_heads": "al"}, "^all_heads: must be fitting or all"),
            ({"crop": "yes"}, "^crop: must be true or false"),
            ({"scale": 100}, "^scale: must be a number from 0.1 to 20"),
            ({"text": "svg"}, "^text: must be embed or outline or system"),
            ({"font": "tims"}, "^font: must be one of"),
            ({"title": object()}, "^title: cannot be <object"),
        ):
            with self.subTest(message), self.assertRaisesRegex(Error, message):
                visualize("gpt2", **options)
        with self.assertRaises(Error) as caught:
            visualize("gpt2", max_layers=0, direction="down", text="x")
        self.assertEqual(len(caught.exception.problems), 3)
        with self.assertRaisesRegex(Error, "^columns: must be a whole number from 1 to 26"):
            sub_figures(["gpt2"], columns=30)


if __name__ == "__main__":
    unittest.main()
