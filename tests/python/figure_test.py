"""Options, formats, notebooks and threads."""

import concurrent.futures
import base64
import contextlib
import copy
import dataclasses
import functools
import inspect
import io
import json
import os
import pathlib
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import types
import unittest
import unittest.mock

import transformer_viz
from transformer_viz import (
    Error, InteractiveTransformerViz, ModelArchitecture, VisualizationConfig, sub_figures,
    visualize)

CONFIG = """{"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "vocab_size": 100,
"intermediate_size": 96, "num_attention_heads": 4, "max_position_embeddings": 128}"""


class Array:
    """As NumPy's arrays and PyTorch's tensors."""

    def __init__(self, rows):
        self.rows = rows

    def tolist(self):
        return self.rows


def svg(*arguments, **options):
    return visualize(*arguments, **options).to_bytes("svg").decode()


class Options(unittest.TestCase):
    def assert_shows(self, text, drawing):
        """Without printing the drawing."""
        self.assertTrue(text in drawing, f"no {text!r}")

    def test_arguments_count_before_the_configuration(self):
        config = VisualizationConfig(max_layers=2, width=700)
        self.assert_shows("10 identical blocks", svg("gpt2", config=config))
        self.assert_shows("9 identical blocks", svg("gpt2", 3, config=config))
        self.assert_shows('width="700"', svg("gpt2", config=config))
        self.assert_shows('width="800"', svg("gpt2", width=800, config=config))
        self.assert_shows('width="600"', svg("gpt2"))

    def test_presets(self):
        minimal, detailed, dark = (
            svg("gpt2", config=config) for config in (
                VisualizationConfig.minimal(), VisualizationConfig.detailed(),
                VisualizationConfig.dark()))
        self.assert_shows("10 identical blocks", minimal)
        self.assertLess(len(minimal), len(detailed))
        self.assert_shows("hook_pattern", detailed)
        self.assertTrue(dark == svg("gpt2", theme="circuits-dark"))

    def test_direction(self):
        right = svg("gpt2", 2, direction="right")
        self.assert_shows("10 identical blocks", right)
        self.assertGreater(float(right.split(' width="')[1].split('"')[0]), 1000)
        with self.assertRaisesRegex(Error, "direction"):
            visualize("gpt2", direction="down")

    def test_metadata(self):
        figure = visualize("gpt2", 2, title="Heads", author=["Ada", "Émile"], keywords="attention",
                           licence="CC-BY-4.0")
        drawing = figure.to_bytes("svg").decode()
        for text in ("<title", ">Heads<", "<dc:creator>Émile<", "<dc:subject>attention<",
                     "<dc:rights>CC-BY-4.0<"):
            self.assert_shows(text, drawing)
        with self.assertRaisesRegex(Error, "licence"):
            visualize("gpt2", licence="x" * 5000)

    def test_options_are_fields_of_the_configuration(self):
        self.assertTrue(svg("gpt2", expand="blocks.0", max_layers=1)
                        == svg("gpt2", 1, config=VisualizationConfig(expand=["blocks.0"])))
        self.assertTrue(svg("gpt2", overrides={"metrics.head.width": 50}) != svg("gpt2"))
        self.assert_shows("'Latin Modern Roman'", svg("gpt2", font="computer-modern"))
        self.assertNotIn("Link:", visualize("t5-base", stream="encoder").outline)
        with self.assertRaisesRegex(TypeError, "unexpected keyword argument 'colour'"):
            visualize("gpt2", colour="red")

    def test_values_of_components_and_heads(self):
        by_head = [[0.5 * layer - head for head in range(4)] for layer in range(2)]
        model = {"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 10}
        named = {"blocks.0.attn": by_head[0], "blocks.1.attn": Array(by_head[1])}
        self.assertTrue(svg(model, values=by_head) == svg(model, values=named))
        self.assertTrue(svg(model, values=Array(by_head)) == svg(model, values=named))
        self.assertTrue(svg(model, values={"blocks.1.mlp": -2.5}) != svg(model))

    def test_mistakes_are_told(self):
        for options, message in (
            ({"theme": "circuit"}, "circuit"),
            ({"max_layers": 0}, "max_layers: must be a whole number from 1 on, or 'all', got '0'"),
            ({"max_layers": 2.5}, "max_layers: must be a whole number from 1 on"),
            ({"width": "wide"}, "width: 'wide' is not a length"),
            ({"width": -1}, "width: '-1' is not a length"),
            ({"expand": "blocks.99"}, "blocks.99"),
            ({"stream": "vision"}, "vision"),
            ({"dialect": "klingon"}, "klingon"),
            ({"values": 3}, "values: must be a map"),
            ({"values": {"blocks.0.mlp": "inf"}}, "values:.*must be a number, got 'inf'"),
            ({"value_min": 1, "value_max": 1}, "value_min: must be below value_max, 1, got 1"),
            ({"value_max": "high"}, "value_max: must be a number"),
            ({"values": {"blocks.99.mlp": 1}}, "values: .*blocks.99.mlp"),
        ):
            # A dialect is asked for when there are names to read.
            with self.assertRaisesRegex(Error, message):
                visualize("gpt2", hooks=["hook_embed"], **options)


class Formats(unittest.TestCase):
    def test_files_are_named_by_their_extension(self):
        figure = visualize("attn-only-1l")
        begins = {"svg": b"<svg", "html": b"<!DOCTYPE html>", "pdf": b"%PDF", "png": b"\x89PNG",
                  "eps": b"%!PS-Adobe"}
        with tempfile.TemporaryDirectory() as folder:
            for extension, begin in begins.items():
                path = pathlib.Path(folder, f"figure.{extension}")
                figure.save(path)
                self.assertTrue(path.read_bytes().startswith(begin), extension)
                self.assertTrue(path.read_bytes() == figure.to_bytes(extension), extension)
            figure.save_html(pathlib.Path(folder, "page"))
            self.assertTrue(
                pathlib.Path(folder, "page").read_bytes() == figure.to_bytes("html"))
            with self.assertRaisesRegex(Error, "gif"):
                figure.save(pathlib.Path(folder, "figure.gif"))
            with self.assertRaisesRegex(Error, "no extension"):
                figure.save(str(pathlib.Path(folder, "figure")))

    def test_html_is_a_page_or_a_part_of_one(self):
        figure = visualize("attn-only-1l")
        self.assertTrue(figure.to_html() == figure.to_bytes("html").decode())
        self.assertTrue(figure.to_html(full_html=False) == figure.to_bytes("fragment").decode())

    def test_bytes_are_made_once_and_anew_for_another_figure(self):
        figure = visualize("gpt2")
        before = figure.to_bytes("svg")
        self.assertIs(figure.to_bytes("svg"), before)
        self.assertTrue(figure.render(max_layers=2).to_bytes("svg") != before)
        self.assertTrue(figure.from_pretrained("pythia-70m").to_bytes("svg") != before)


class Notebooks(unittest.TestCase):
    def test_a_bundle_has_every_form(self):
        bundle = visualize("gpt2")._repr_mimebundle_()
        self.assertEqual({"application/pdf", "image/svg+xml", "text/html", "text/plain"},
                         set(bundle))
        for kind, data in bundle.items():
            self.assertIsInstance(data, str, kind)
        self.assertEqual(bundle["text/html"], visualize("gpt2").to_bytes("fragment").decode())
        self.assertEqual(base64.b64decode(bundle["application/pdf"])[:5], b"%PDF-")
        self.assertTrue(bundle["text/plain"].startswith("GPT-2 small: 12 layers"))

    def test_forms_can_be_chosen(self):
        figure = visualize("gpt2")
        self.assertEqual(set(figure._repr_mimebundle_(include=["text/plain"])), {"text/plain"})
        self.assertNotIn("text/html", figure._repr_mimebundle_(exclude=["text/html"]))
        self.assertEqual(figure._repr_html_(), figure._repr_mimebundle_()["text/html"])
        self.assertEqual(figure.__html__(), figure._repr_html_())

    def test_without_cairo_all_but_the_pdf_is_shown(self):
        libraries = pathlib.Path(os.environ["TVIZ"]).resolve().parent.parent / "lib"
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(libraries / "libtviz.so.0", folder)
            for plugins in libraries.glob("tviz/plugins-*"):
                shutil.copytree(plugins, pathlib.Path(folder, "tviz", plugins.name),
                                ignore=shutil.ignore_patterns("cairo.*"))
            printed = subprocess.run(
                [sys.executable, "-c", "from transformer_viz import visualize\n"
                 "print(*sorted(visualize('gpt2')._repr_mimebundle_()))"],
                env={**os.environ, "LD_LIBRARY_PATH": folder}, check=True, stdout=subprocess.PIPE)
        self.assertEqual(printed.stdout.split(), [b"image/svg+xml", b"text/html", b"text/plain"])

    def test_an_empty_figure_is_no_error(self):
        empty = InteractiveTransformerViz()
        self.assertEqual(empty._repr_mimebundle_(), {"text/plain": "InteractiveTransformerViz()"})
        self.assertIsNone(empty._repr_html_())
        for use in (empty.render, empty.show, lambda: empty.architecture, empty.hook_names):
            with self.assertRaisesRegex(Error, "there is no model"):
                use()

    def test_show_displays_in_a_notebook_and_prints_elsewhere(self):
        figure = visualize("gpt2")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            figure.show()
        self.assertEqual(printed.getvalue(), figure.outline + "\n")
        displayed = []
        for running, count in ((object(), 1), (None, 0)):
            display = types.SimpleNamespace(display=displayed.append)
            ipython = types.SimpleNamespace(get_ipython=lambda: running, display=display)
            modules = {"IPython": ipython, "IPython.display": display}
            displayed.clear()
            with unittest.mock.patch.dict(sys.modules, modules), \
                    contextlib.redirect_stdout(io.StringIO()):
                figure.show()
            self.assertEqual(displayed, [figure] * count)

    def test_names_itself(self):
        self.assertEqual(repr(visualize("gpt2")), "<InteractiveTransformerViz of gpt2-small: "
                         "12 layers, d_model 768, 12 heads>")


class Copies(unittest.TestCase):
    """Pickles and copies of figures."""

    def figures(self):
        one = visualize("gpt2", 2, hooks=[("blocks.1.attn.hook_z", "patch", {"heads": [3]})],
                        values={"blocks.0.mlp": 1.0}, theme="print")
        return [one, sub_figures([one, "pythia-70m"], captions=["a", "b"], width=900)]

    def test_pickles_and_copies_draw_the_same(self):
        for figure in self.figures():
            before = figure.to_bytes("svg")
            for again in (pickle.loads(pickle.dumps(figure)), copy.deepcopy(figure),
                          copy.copy(figure)):
                self.assertTrue(again.to_bytes("svg") == before)
                self.assertEqual(again.warnings, figure.warnings)
        for empty in (pickle.loads(pickle.dumps(InteractiveTransformerViz())),
                      copy.deepcopy(InteractiveTransformerViz())):
            self.assertEqual(repr(empty), "InteractiveTransformerViz()")

    def test_a_copy_is_rendered_apart(self):
        figure = self.figures()[0]
        before = figure.to_bytes("svg")
        self.assertTrue(copy.deepcopy(figure).render(max_layers=3).to_bytes("svg") != before)
        self.assertTrue(figure.to_bytes("svg") == before)

    def test_a_pickle_needs_no_file_of_the_model(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "small", "config.json")
            path.parent.mkdir()
            path.write_text(CONFIG, encoding="utf-8")
            figure = visualize(path)
            data = pickle.dumps(figure)
        again = pickle.loads(data)
        self.assertEqual(again.architecture.model_name, "small")
        self.assertTrue(again.to_bytes("svg") == figure.to_bytes("svg"))

    def test_a_pickle_leaves_the_model_behind_and_keeps_its_hooks(self):
        class Unpicklable:
            config = json.loads(CONFIG)

            def __reduce__(self):
                raise AssertionError("the model was pickled")

            def named_modules(self):
                return [("model.layers.1.mlp", types.SimpleNamespace(_forward_hooks={0: len}))]

        model = Unpicklable()
        again = pickle.loads(pickle.dumps(visualize(model)))
        self.assertEqual(again.highlights(), [("blocks.1.mlp", "out", "len", [])])


class Paths(unittest.TestCase):
    def test_of_this_computer_are_in_no_title_and_no_file(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder, "home-of-ada")
            (home / "small").mkdir(parents=True)
            (home / "small" / "config.json").write_text(CONFIG, encoding="utf-8")
            (home / "theme.yaml").write_text("schema: 1\nname: mine\nextends: circuits\n", encoding="utf-8")
            (home / "values.json").write_text('{"values": {"blocks.0.mlp": 1}}', encoding="utf-8")

            class Model:
                config = {**json.loads(CONFIG), "_name_or_path": str(home / "small")}
                name_or_path = str(home / "small") + "/"

            hook = functools.partial(pow, exp=str(home / "mean.pt"))
            own = {"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 9}
            for source in (home / "small" / "config.json", Model(),
                           {**own, "model_name": str(home / "small")},
                           {**own, "model_name": "x", "title": str(home / "small")}):
                figure = visualize(source, theme=home / "theme.yaml", values=home / "values.json",
                                   hooks=[("blocks.1.hook_resid_post", hook)])
                for format in ("svg", "html", "fragment"):
                    self.assertFalse(b"home-of-ada" in figure.to_bytes(format), (source, format))
                self.assertNotIn("home-of-ada", figure.outline)
                self.assertNotIn("home-of-ada", repr(figure))
                self.assertRegex(figure.outline, "^(small|Llama architecture, 2 layers)")


class Interface(unittest.TestCase):
    def test_every_name_is_documented(self):
        for name in transformer_viz.__all__:
            thing = getattr(transformer_viz, name)
            if inspect.isclass(thing) or inspect.isroutine(thing):
                self.assertTrue(thing.__doc__, name)
        self.assertRegex(transformer_viz.__version__, r"^\d+\.\d+\.\d+$")
        self.assertIn("gpt2-small", transformer_viz.model_names())
        self.assertIn("circuits-dark", transformer_viz.theme_names())

    def test_fields_of_the_original_come_first(self):
        self.assertEqual(
            [field.name for field in dataclasses.fields(ModelArchitecture)][:8],
            ["n_layers", "d_model", "n_heads", "d_head", "d_mlp", "d_vocab", "n_ctx", "model_name"])

    def test_errors_can_be_pickled(self):
        with self.assertRaises(Error) as caught:
            visualize("gpt2-smal")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((str(again), again.problems),
                         (str(caught.exception), caught.exception.problems))


class Threads(unittest.TestCase):
    def test_one_figure_and_many_from_many_threads(self):
        shared = visualize("llama-3.1-8b")
        expected = [shared.render().to_bytes("svg"), svg("gpt2").encode()]

        def draw(number):
            return shared.to_bytes("svg") if number % 2 == 0 else svg("gpt2").encode()

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for number, drawn in enumerate(pool.map(draw, range(16))):
                self.assertTrue(drawn == expected[number % 2], number)

    def test_other_threads_go_on_while_a_figure_is_drawn(self):
        figure = visualize("llama-3.1-405b", max_layers=200)
        self.assertTrue(self.others_go_on(lambda: figure.render(max_layers=200)))
        self.assertTrue(self.others_go_on(lambda: figure.render().to_bytes("svg")))
        self.assertFalse(self.others_go_on(lambda: sum(range(100_000))))

    def others_go_on(self, work):
        """Whether another thread, which is never let in by force, gets in during the work."""
        go, came = threading.Event(), []
        other = threading.Thread(target=lambda: (go.wait(), came.append(1)))
        other.start()
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1000)
        try:
            go.set()
            for _ in range(20):
                work()
                if came:
                    return True
            return False
        finally:
            sys.setswitchinterval(interval)
            other.join()


if __name__ == "__main__":
    unittest.main()
