# SPDX-License-Identifier: MIT
"""Folded layers, single layers that open, and streams side by side that fold.

Run as: fold_test.py PROGRAM OUTPUT_FOLDER
"""

import re
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from figure_page import Figure, FigureCase, page_of, render


class FoldTest(FigureCase):
    def stream_height(self):
        line = self.figure.root.find_element(By.CSS_SELECTOR, ".tviz-streams path")
        return line.rect["height"]

    def shown_paths(self):
        return self.browser.run(
            "return [...arguments[0].querySelectorAll('[data-path]')].map((r) => r.dataset.path)",
            self.figure.svg())

    def drawn_texts(self):
        """What the drawing says, with what it uses of its definitions."""
        return self.browser.run("""
            const svg = arguments[0];
            const texts = (node) => [...node.querySelectorAll('text')].map((t) => t.textContent);
            const uses = [...svg.querySelectorAll('.tviz-drawing use')].map((use) =>
              svg.querySelector(use.getAttribute('href')));
            return [svg.querySelector('.tviz-drawing'), ...uses].flatMap(texts);""",
                                self.figure.svg())

    def top(self, path):
        """The height of a region in the figure, in its own pixels."""
        return self.browser.run(
            "const [region, svg] = arguments;"
            "return region.getBoundingClientRect().top - svg.getBoundingClientRect().top;",
            self.figure.region(path), self.figure.svg())

    # Folds.

    def test_unfolds_and_folds_again(self):
        before = self.figure.height()
        button = self.figure.button()
        self.assertEqual(button.get_attribute("aria-label"), "Show 4 more layers")
        self.assertEqual(button.get_attribute("aria-expanded"), "false")
        self.assertFalse(self.figure.has_region("blocks.10.attn"))
        self.figure.hover(button)
        button.click()
        self.assertTrue(self.figure.has_region("blocks.10.attn"))
        self.assertGreater(self.figure.height(), before + 400)
        view_box = self.browser.run("return arguments[0].getAttribute('viewBox')",
                                    self.figure.svg())
        self.assertEqual(float(view_box.split()[3]), self.figure.height())
        self.figure.hover(self.figure.region("blocks.10.attn"))
        self.assertIn("layer 10", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        button = self.figure.button()
        self.assertEqual(button.get_attribute("aria-label"), "Fold layers 8 – 11")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.figure.height(), before)
        self.assertFalse(self.figure.has_region("blocks.10.attn"))
        self.figure.wait_closed()

    def test_fold_button_keeps_the_focus(self):
        self.browser.run("arguments[0].focus()", self.figure.button())
        for label in ["Fold layers 8 – 11", "Show 4 more layers", "Fold layers 8 – 11"]:
            self.figure.press(Keys.SPACE)
            focused = self.browser.run("return document.activeElement.getAttribute('aria-label')")
            self.assertEqual(focused, label)

    def test_streams_reach_from_the_first_to_the_last_layer(self):
        before, height = self.stream_height(), self.figure.height()
        self.browser.run("arguments[0].focus()", self.figure.button())
        self.figure.press(Keys.ENTER)
        self.assertAlmostEqual(self.stream_height() - before, self.figure.height() - height,
                               delta=0.5)

    def test_all_layers_of_a_deep_model_can_be_shown(self):
        self.open_plain("llama-3.1-405b")
        self.figure.button().click()
        for layer in [8, 99, 100, 125]:
            self.assertTrue(self.figure.has_region(f"blocks.{layer}.mlp"))
            self.assertIn(f"Layer {layer}", self.drawn_texts())
        self.assertIn("252", self.drawn_texts())
        self.figure.hover(self.figure.region("blocks.100.mlp"))
        self.assertIn("layer 100", self.figure.text(".summary"))

    # Single layers.

    def layer_button(self, label):
        return next(each for each in self.figure.buttons("layer")
                    if each.get_attribute("aria-label") == label)

    def press_layer_button(self, label, key=Keys.ENTER):
        self.browser.run("arguments[0].focus()", self.layer_button(label))
        self.figure.press(key)

    def test_opens_and_closes_a_single_layer(self):
        before, paths = self.figure.height(), self.shown_paths()
        self.assertNotIn("hook_pattern", self.drawn_texts())
        button = self.layer_button("Open layer 0")
        self.assertEqual(button.get_attribute("aria-expanded"), "false")
        self.figure.hover(button)
        button.click()
        self.assertGreater(self.figure.height(), before + 200)
        for name in ["hook_pattern", "hook_resid_mid", "hook_post"]:
            self.assertEqual(self.drawn_texts().count(name), 1)
        self.figure.hover(self.figure.region("blocks.0.attn"))
        self.assertEqual(self.figure.text(".title"), "Attention")
        self.assertIn("layer 0", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        button = self.layer_button("Close layer 0")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.figure.height(), before)
        self.assertEqual(self.shown_paths(), paths)
        self.assertNotIn("hook_pattern", self.drawn_texts())

    def test_every_layer_opens_with_its_own_numbers(self):
        figure = self.open_plain("gpt2-small")
        for layer in range(8):
            self.press_layer_button(f"Open layer {layer}")
        figure.button().click()
        for layer in range(12):
            self.assertIn(f"Layer {layer}", self.drawn_texts())
            region = figure.region(f"blocks.{layer}.attn")
            self.assertIn(f"layer {layer}:", region.get_attribute("aria-label"))
        # Layers lie one above the other, each above the one before.
        tops = [self.top(f"blocks.{layer}.attn") for layer in range(12)]
        self.assertEqual(tops, sorted(tops, reverse=True))

    def open_plain(self, model):
        self.open(render(model, model))
        return self.figure

    def test_layer_button_keeps_the_focus_and_hears_keys(self):
        self.browser.run("arguments[0].focus()", self.layer_button("Open layer 0"))
        keys = [Keys.SPACE, Keys.ENTER, Keys.SPACE]
        labels = ["Close layer 0", "Open layer 0", "Close layer 0"]
        for key, label in zip(keys, labels):
            self.figure.press(key)
            focused = self.browser.run("return document.activeElement.getAttribute('aria-label')")
            self.assertEqual(focused, label)

    def test_streams_pass_through_open_layers(self):
        before, height = self.stream_height(), self.figure.height()
        for label in ["Open layer 0", "Open layer 3"]:
            self.press_layer_button(label)
        self.assertAlmostEqual(self.stream_height() - before, self.figure.height() - height,
                               delta=0.5)

    def test_a_layer_opens_in_one_of_two_equal_figures(self):
        self.open(page_of(self.page, self.page))
        first, second = Figure(self.browser, 0), Figure(self.browser, 1)
        before = first.height()
        second.buttons("layer")[0].click()
        self.assertGreater(second.height(), before)
        self.assertEqual(first.height(), before)
        first.buttons("layer")[0].click()
        self.assertEqual(first.height(), second.height())

    # Streams side by side.

    def open_columns(self):
        self.open(render("columns", "t5-small", "--max-layers", "2"))

    def above_foot(self, path):
        return self.figure.height() - self.top(path)

    def lines(self):
        """x, top and bottom of the encoder's stream, the decoder's, and the rail between."""
        lines = self.figure.root.find_elements(By.CSS_SELECTOR, ".tviz-streams path")
        numbers = [re.fullmatch(r"M([0-9.]+) ([0-9.]+)V([0-9.]+)", line.get_attribute("d"))
                   for line in lines]
        return [tuple(map(float, match.groups())) for match in numbers]

    def arrows_from(self, x):
        """Heights at which horizontal lines begin at this x."""
        return self.browser.run("""
            const [svg, x] = arguments;
            const top = svg.getBoundingClientRect().top;
            const heights = [];
            for (const path of svg.querySelectorAll('.tviz-drawing path')) {
              const match = /^M([0-9.]+) [0-9.]+H([0-9.]+)$/.exec(path.getAttribute('d'));
              if (!match || Math.abs(match[1] - x) > 1 || Number(match[2]) < x) continue;
              const box = path.getBoundingClientRect();
              heights.push(box.top + box.height / 2 - top);
            }
            return heights.sort((a, b) => a - b);""", self.figure.svg(), x)

    def unfold(self, column):
        """Presses the button of a column; the encoder's comes first."""
        self.browser.run("arguments[0].focus()", self.figure.buttons()[column])
        self.figure.press(Keys.ENTER)

    def test_a_fold_moves_its_own_column(self):
        self.open_columns()
        encoder, decoder = "encoder.0.attn", "decoder.0.attn"
        before, height = self.lines(), self.figure.height()
        feet = self.above_foot(encoder), self.above_foot(decoder)
        self.unfold(1)
        self.assertTrue(self.figure.has_region("decoder.5.attn"))
        self.assertFalse(self.figure.has_region("encoder.5.attn"))
        self.assertGreater(self.figure.height(), height + 400)
        # Both stand on one foot, and of the encoder nothing else has changed.
        self.assertAlmostEqual(self.above_foot(encoder), feet[0], delta=0.1)
        self.assertAlmostEqual(self.above_foot(decoder), feet[1], delta=0.1)
        moved = self.figure.height() - height
        for old, new in zip(before[0], self.lines()[0]):
            self.assertAlmostEqual(new - old, 0 if old == before[0][0] else moved, delta=0.1)
        # The shorter column's layers do not make the figure taller.
        height = self.figure.height()
        self.unfold(0)
        self.assertTrue(self.figure.has_region("encoder.5.attn"))
        self.assertEqual(self.figure.height(), height)

    def test_rails_end_where_lines_join_them(self):
        self.open_columns()
        folded = self.lines()
        for column, arrows in [(None, 3), (1, 6), (0, 6), (1, 3), (0, 3)]:
            if column is not None:
                self.unfold(column)
            x, top, bottom = self.lines()[2]
            heights = self.arrows_from(x)
            self.assertEqual(len(heights), arrows)
            output = self.lines()[0][1]
            self.assertLess(top, output)
            self.assertLessEqual(top, heights[0] + 0.6)
            self.assertAlmostEqual(bottom, heights[-1], delta=0.6)
        self.assertEqual(self.lines(), folded)

    def test_rails_end_where_lines_join_them_in_open_layers(self):
        self.open_columns()
        folded = self.lines()
        for action in ["Open", "Close"]:
            for layer in ["layer 1 of Decoder", "layer 0 of Encoder"]:
                self.press_layer_button(f"{action} {layer}")
                x, top, bottom = self.lines()[2]
                heights = self.arrows_from(x)
                self.assertEqual(len(heights), 3)
                self.assertLessEqual(top, heights[0] + 0.6)
                self.assertAlmostEqual(bottom, heights[-1], delta=0.6)
        self.assertEqual(self.lines(), folded)

    def test_tab_goes_through_one_stream_after_the_other(self):
        self.open_columns()
        paths = self.shown_paths()
        last_of_encoder = max(i for i, path in enumerate(paths) if path.startswith("encoder"))
        first_of_decoder = min(i for i, path in enumerate(paths) if path.startswith("decoder"))
        self.assertLess(last_of_encoder, first_of_decoder)
        self.figure.hover(self.figure.region("decoder.1.cross_attn"))
        self.assertIn("layer 1", self.figure.text(".summary"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
