"""Several figures in one, and figures without a margin."""

import re
import tempfile
import unittest
from pathlib import Path

from transformer_viz import Error, SubFigures, sub_figures, visualize


def width_of(figure):
    return float(re.search(r'width="([\d.]+)"', figure.to_bytes("svg").decode()).group(1))


class SideBySide(unittest.TestCase):
    def test_takes_figures_and_whatever_is_drawn(self):
        hooked = visualize("gpt2", max_layers=1, hooks=[("blocks.0.attn.hook_z", "ablate")])
        both = sub_figures([hooked, "pythia-70m", {"n_layers": 2, "d_model": 64, "n_heads": 4,
                                                   "d_vocab": 10}],
                           captions=["ablated", "another"], max_layers=1)
        self.assertIsInstance(both, SubFigures)
        svg = both.to_bytes("svg").decode()
        for text in ("(a) ablated", "(b) another", ">(c)<", ">ablate<"):
            self.assertIn(text, svg)

    def test_is_shown_and_saved_like_one(self):
        both = sub_figures(["gpt2", "pythia-70m"])
        self.assertIn("(b) Pythia 70M", both.outline)
        self.assertEqual(set(both._repr_mimebundle_(["text/html", "image/svg+xml"])),
                         {"text/html", "image/svg+xml"})
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("pdf", "html", "png"):
                path = Path(folder) / f"both.{ending}"
                both.save(path)
                self.assertGreater(path.stat().st_size, 5000)

    def test_width_and_columns(self):
        models = ["attn-only-1l"] * 4
        self.assertEqual(width_of(sub_figures(models, width=1200)), 1200)
        self.assertLess(width_of(sub_figures(models, columns=2)), width_of(sub_figures(models)))

    def test_theme_is_that_of_the_first(self):
        dark = visualize("gpt2", theme="circuits-dark")
        light = visualize("gpt2")
        page = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="(#\w+)"')
        for first, second in ((dark, light), (light, dark)):
            both = sub_figures([first, second]).to_bytes("svg").decode()
            alone = first.to_bytes("svg").decode()
            self.assertEqual(page.search(both).group(1), page.search(alone).group(1))

    def test_warnings_name_the_sub_figure(self):
        both = sub_figures(["gpt2", "gpt2"], width=700)
        self.assertTrue(both.warnings[1].startswith("(b): the notes were left out"))

    def test_mistakes(self):
        with self.assertRaisesRegex(Error, "3 captions for 2 figures"):
            sub_figures(["gpt2", "gpt2"], captions=["x"] * 3)
        with self.assertRaisesRegex(Error, "too small for these sub-figures"):
            sub_figures(["gpt2", "gpt2"], width=300)
        with self.assertRaisesRegex(Error, "1 to 26 sub-figures, got 0"):
            sub_figures([])
        with self.assertRaisesRegex(TypeError, "sub_figures.. got an unexpected keyword argument 'colour'"):
            sub_figures(["gpt2"], colour="red")

    def test_crop(self):
        self.assertLess(width_of(visualize("gpt2", crop=True)), width_of(visualize("gpt2")) - 20)


if __name__ == "__main__":
    unittest.main()
