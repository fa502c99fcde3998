# SPDX-License-Identifier: MIT
"""Folded layers, single layers that open, and streams side by side that fold.

Run as: fold_test.py PROGRAM OUTPUT_FOLDER
"""

import re
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import Figure, FigureCase, page_of, render

# The attention of each layer that is in the window, from top to bottom: [layer, top, bottom].
IN_WINDOW = """
const shown = [];
for (const region of arguments[0].querySelectorAll('[data-path$=".attn"]')) {
  const box = region.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) continue;
  shown.push([Number(region.dataset.path.split('.')[1]), box.top, box.bottom]);
}
return shown.sort((a, b) => a[1] - b[1]);
"""


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
              svg.querySelector(use.getAttribute('xlink:href')));
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
            wait_for(lambda: self.figure.has_region(f"blocks.{layer}.mlp"), f"layer {layer}")
            self.assertIn(f"Layer {layer}", self.drawn_texts())
        self.assertIn("252", self.drawn_texts())
        self.figure.hover(self.figure.region("blocks.100.mlp"))
        self.assertIn("layer 100", self.figure.text(".summary"))

    # Single layers.

    def layer_button(self, label):
        return self.figure.root.find_element(
            By.CSS_SELECTOR, f'.tviz-button[aria-label="{label}"]')

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

    # Layers in a run that is unfolded.

    def unfold_first(self):
        self.press_on(self.figure.button())

    def press_on(self, button, key=Keys.ENTER):
        self.browser.run("arguments[0].focus()", button)
        self.figure.press(key)

    def test_layers_of_a_run_open_by_mouse(self):
        self.unfold_first()
        before = self.figure.height()
        button = self.layer_button("Open layer 10")
        self.figure.hover(button)
        button.click()
        self.assertGreater(self.figure.height(), before + 200)
        self.assertEqual(self.drawn_texts().count("hook_pattern"), 1)
        self.figure.hover(self.figure.region("blocks.10.attn"))
        self.assertIn("layer 10", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        button = self.layer_button("Close layer 10")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.figure.height(), before)
        self.assertNotIn("hook_pattern", self.drawn_texts())

    def test_layers_of_a_run_open_by_keys_and_keep_the_focus(self):
        self.unfold_first()
        self.browser.run("arguments[0].focus()", self.layer_button("Open layer 9"))
        for key, label in [(Keys.SPACE, "Close layer 9"), (Keys.ENTER, "Open layer 9"),
                           (Keys.ENTER, "Close layer 9")]:
            self.figure.press(key)
            focused = self.browser.run("return document.activeElement.getAttribute('aria-label')")
            self.assertEqual(focused, label)

    def test_a_run_unfolds_again_as_it_was_left(self):
        folded, paths = self.figure.height(), self.shown_paths()
        self.unfold_first()
        self.press_layer_button("Open layer 10")
        height = self.figure.height()
        self.press_on(self.figure.button(), Keys.SPACE)
        self.assertEqual(self.figure.height(), folded)
        self.assertEqual(self.shown_paths(), paths)
        self.assertNotIn("hook_pattern", self.drawn_texts())
        self.unfold_first()
        self.assertEqual(self.figure.height(), height)
        wait_for(lambda: "hook_pattern" in self.drawn_texts(), "layer 10")
        self.assertEqual(self.layer_button("Close layer 10").get_attribute("aria-expanded"), "true")

    def test_streams_pass_through_open_layers_of_a_run(self):
        before, height = self.stream_height(), self.figure.height()
        self.unfold_first()
        self.press_layer_button("Open layer 11")
        self.assertAlmostEqual(self.stream_height() - before, self.figure.height() - height,
                               delta=0.5)

    def test_the_tab_key_goes_up_through_the_layers_of_a_run(self):
        self.unfold_first()
        self.press_layer_button("Open layer 10")
        self.browser.run("arguments[0].focus()", self.figure.region("blocks.8.mlp"))
        stops = []
        for _ in range(8):
            self.figure.press(Keys.TAB)
            stops.append(self.browser.run(
                "return document.activeElement.dataset.path ??"
                " document.activeElement.getAttribute('aria-label')"))
        self.assertEqual(stops, ["Open layer 8", "blocks.9", "blocks.9.ln1", "blocks.9.attn",
                                 "blocks.9.ln2", "blocks.9.mlp", "Open layer 9", "blocks.10"])
        streams = [path for path in self.shown_paths()
                   if path.startswith("blocks.") and path.count(".") == 1]
        self.assertEqual(streams[-4:], [f"blocks.{layer}" for layer in range(8, 12)])

    def test_what_was_pressed_stays_under_the_pointer(self):
        self.open_plain("llama-3.1-8b")
        button = self.figure.button()
        # As a host's style sheet may say.
        self.browser.run("document.documentElement.style.scrollBehavior = 'smooth'")
        self.browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})",
                         button)
        # Above it is room to scroll to: the strip begins higher in the figure than the card.
        self.browser.run("window.scrollBy({top: 250, behavior: 'instant'})")
        top = "return arguments[0].getBoundingClientRect().top"
        at = self.browser.run(top, button)
        for _ in range(3):
            self.figure.button().click()
            self.assertAlmostEqual(self.browser.run(top, self.figure.button()), at, delta=1)
        layer = self.layer_button("Open layer 29")
        at = self.browser.run(top, layer)
        layer.click()
        self.assertAlmostEqual(self.browser.run(top, self.layer_button("Close layer 29")), at,
                               delta=1)

    def test_runs_unfold_in_one_of_two_equal_figures(self):
        self.open(page_of(self.page, self.page))
        figures = [Figure(self.browser, 0), Figure(self.browser, 1)]
        folded = figures[0].height()
        heights = []
        for figure in reversed(figures):
            self.press_on(figure.button())
            self.press_on(next(each for each in figure.buttons("layer")
                               if each.get_attribute("aria-label") == "Open layer 10"))
            heights.append(figure.height())
            if figure is figures[1]:
                self.assertEqual(figures[0].height(), folded)
        self.assertEqual(heights[0], heights[1])
        self.press_on(figures[0].button())
        self.assertEqual(figures[0].height(), folded)
        self.assertEqual(figures[1].height(), heights[0])

    # Layers far from the window.

    def unfold_without_idle_time(self):
        self.open_plain("llama-3.1-405b")
        self.browser.run("window.requestIdleCallback = () => {}")
        self.unfold_first()

    def count_layers(self):
        return self.browser.run(
            "return arguments[0].querySelectorAll('[data-path$=\".attn\"]').length",
            self.figure.svg())

    def test_layers_are_drawn_when_they_come_near(self):
        self.unfold_without_idle_time()
        self.assertLess(self.count_layers(), 30)
        height = self.figure.height()
        for share in [0.5, 0.2, 0.9, 0.35]:
            self.browser.driver.execute_async_script("""
                window.scrollTo(0, arguments[0]);
                requestAnimationFrame(() => requestAnimationFrame(arguments[1]));""",
                                                     height * share)
            shown = self.browser.run(IN_WINDOW, self.figure.svg())
            layers = [layer for layer, _, _ in shown]
            self.assertEqual(layers, list(range(layers[0], layers[0] - len(layers), -1)))
            # None is missing at the upper and at the lower side of the window.
            step = shown[1][1] - shown[0][1]
            self.assertLess(shown[0][2] - step, 0)
            self.assertGreater(shown[-1][1] + step, 800 - 140)
        self.assertLess(self.count_layers(), 80)
        self.assertEqual(self.figure.height(), height)

    def test_all_layers_are_drawn_for_printing(self):
        self.unfold_without_idle_time()
        self.browser.run("window.dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(self.count_layers(), 126)

    def test_all_layers_are_drawn_in_the_end_by_browsers_that_do_not_tell_idle_time(self):
        self.open_plain("llama-3.1-405b")
        self.browser.run("delete window.requestIdleCallback")
        self.unfold_first()
        self.assertLess(self.count_layers(), 126)
        wait_for(lambda: self.count_layers() == 126, "all layers", seconds=20)

    def test_a_run_that_folds_while_layers_wait_stays_folded(self):
        self.open_plain("llama-3.1-405b")
        self.unfold_first()
        self.press_on(self.figure.button())
        self.browser.driver.execute_async_script("setTimeout(arguments[0], 300)")
        self.assertEqual(self.count_layers(), 8)

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
            wait_for(lambda: len(self.arrows_from(x)) == arrows, f"{arrows} arrows")
            heights = self.arrows_from(x)
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

    def test_rails_end_where_lines_join_them_in_open_layers_of_runs(self):
        self.open_columns()
        folded = self.lines()
        self.unfold(1)
        self.unfold(0)
        for label in ["Open layer 5 of Decoder", "Open layer 3 of Decoder",
                      "Open layer 4 of Encoder", "Close layer 5 of Decoder"]:
            self.press_layer_button(label)
            x, top, bottom = self.lines()[2]
            wait_for(lambda: len(self.arrows_from(x)) == 6, "an arrow into each layer")
            heights = self.arrows_from(x)
            self.assertLessEqual(top, heights[0] + 0.6)
            self.assertAlmostEqual(bottom, heights[-1], delta=0.6)
        self.unfold(0)
        self.unfold(1)
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
