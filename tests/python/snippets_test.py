"""The original README's snippets run text for text, as the cells of one notebook.

The module transformer_lens is the real one if it is there and still has HookedTransformer; else that
in stand_in/.
"""

import ast
import contextlib
import io
import json
import os
import pathlib
import re
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE / "stand_in"))

from transformer_viz import InteractiveTransformerViz  # noqa: E402

SNIPPETS = re.findall(r"^```python\n(.*?)^```$",
                      (HERE / "original_snippets.md").read_text(encoding="utf-8"), re.M | re.S)


def run_cell(text, names):
    """Runs a cell and gives its result, as a notebook does."""
    tree = ast.parse(text)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


class Snippets(unittest.TestCase):
    """One notebook, run once."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.before = os.getcwd()
        os.chdir(cls.folder.name)
        cls.names = {}
        cls.results = []
        cls.figures = []
        cls.printed = io.StringIO()
        with contextlib.redirect_stdout(cls.printed):
            for text in SNIPPETS:
                cls.results.append(run_cell(text, cls.names))
                cls.figures.append(cls.names.get("viz"))

    @classmethod
    def tearDownClass(cls):
        os.chdir(cls.before)
        cls.folder.cleanup()

    def test_all_are_there(self):
        self.assertEqual(len(SNIPPETS), 10)

    def test_cells_that_end_in_visualize_show_a_figure(self):
        shown = 0
        for text, result in zip(SNIPPETS, self.results):
            if not text.strip().splitlines()[-1].startswith("visualize("):
                continue
            shown += 1
            self.assertIsInstance(result, InteractiveTransformerViz)
            bundle = result._repr_mimebundle_()
            self.assertIn("<svg", bundle["image/svg+xml"])
            self.assertIn("Layers 0 to", bundle["text/plain"])
            self.assertIn("text/html", bundle)
        self.assertEqual(shown, 5)

    def test_the_models_are_those_that_were_asked_for(self):
        layers = [result.architecture.n_layers if result else None for result in self.results]
        self.assertEqual(layers, [12, 12, 6, None, 12, 24, None, None, None, None])
        self.assertEqual(self.results[2].architecture.model_name, "my-transformer")
        self.assertEqual(self.figures[3].architecture.n_layers, 6)
        self.assertEqual(self.figures[6].architecture.n_layers, 12)

    def test_show_prints_the_outline_where_no_notebook_is(self):
        self.assertIn("my-transformer: 6 layers", self.printed.getvalue())

    def test_pages_are_saved(self):
        for name in ("architecture.html", "gpt2_architecture.html"):
            page = pathlib.Path(self.folder.name, name).read_text(encoding="utf-8")
            self.assertTrue(page.startswith("<!DOCTYPE html>"), page[:40])
            self.assertIn("<svg", page)

    def test_hooks_are_highlighted(self):
        self.assertEqual(self.figures[8].highlights(), [
            ("blocks.1.attn", "pattern", "my_hook", []),
            ("blocks.2.mlp", "post", "ablation_hook", [])])
        svg = self.figures[8]._repr_mimebundle_()["image/svg+xml"]
        self.assertIn("my_hook", svg)
        self.assertIn("ablation_hook", svg)

    def test_heads_are_highlighted(self):
        self.assertEqual(self.figures[9].highlights(),
                         [("blocks.1.attn", "pattern", "head_ablation", [0, 2])])


class ExampleNotebook(unittest.TestCase):
    """examples/notebook runs, and is committed without what it printed."""

    def test_every_cell_that_ends_in_a_figure_shows_it(self):
        path = HERE.parent.parent / "examples" / "notebook" / "architectures.ipynb"
        cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
                 if cell["cell_type"] == "code"]
        names = {}
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            stack.callback(os.chdir, os.getcwd())
            os.chdir(folder)
            for cell in cells:
                self.assertEqual((cell["outputs"], cell["execution_count"]), ([], None))
                result = run_cell("".join(cell["source"]), names)
                if result is not None:
                    self.assertIn("image/svg+xml", result._repr_mimebundle_())
            self.assertEqual(sorted(os.listdir(folder)), ["gpt2.html", "gpt2.pdf"])


if __name__ == "__main__":
    unittest.main()
