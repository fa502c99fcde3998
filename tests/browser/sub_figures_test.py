# SPDX-License-Identifier: MIT
"""A page of several models side by side: each part is that of its own model.

Run as: sub_figures_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from figure_page import FigureCase, render
from search_test import Search


class SubFiguresTest(FigureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = render("both", "gpt2-small", "llama-3.1-8b", "--theme", "auto", "--max-layers",
                          "2", "--caption", "GPT-2", "--hook",
                          "blocks.1.attn.hook_pattern=head_ablation@0,2")

    def tools(self):
        bar = self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, ".toolbar")
        return [each.get_attribute("aria-label")
                for each in bar.find_elements(By.CSS_SELECTOR, "button")]

    def test_panels_are_those_of_the_model(self):
        for letter, shape in (("a", "batch, 12, seq_len, seq_len"),
                              ("b", "batch, 32, seq_len, seq_len")):
            self.figure.hover(self.figure.region(f"{letter}:blocks.1.attn"))
            self.assertIn(f"({letter})", self.figure.text(".title"))
            self.assertIn("layer 1", self.figure.text(".summary"))
            row, = self.figure.parts(".hooked")
            self.assertEqual(row.get_attribute("data-copy"), "blocks.1.attn.hook_pattern")
            self.assertIn(shape, row.text)
            self.assertEqual(len(self.figure.parts(".head.marked")), 2)
            # The pointer may be on a head.
            self.assertRegex(self.figure.text(".full"), r"^blocks\.1\.attn(\.heads\.\d+)?$")
            self.figure.press(Keys.ESCAPE)
            self.figure.wait_closed()

    def test_what_is_read_aloud_names_the_sub_figure(self):
        for letter in "ab":
            label = self.figure.region(f"{letter}:blocks.1.attn").get_attribute("aria-label")
            self.assertTrue(label.startswith(f"({letter}) Attention, layer 1: "), label)

    def test_tab_goes_through_one_after_the_other(self):
        order = [each.get_attribute("data-path")[0] for each in
                 self.figure.root.find_elements(By.CSS_SELECTOR, "[data-path][tabindex]")]
        self.assertEqual(order, sorted(order))
        self.assertEqual(set(order), {"a", "b"})

    def test_search_finds_in_both(self):
        search = Search(self.figure)
        search.find("layer 1 attention")
        self.assertEqual(search.count(), "2 found")
        for letter in "ab":
            search.type(Keys.ENTER)
            self.assertEqual(search.shown(), (f"{letter}:blocks.1.attn", []))
        search.type(Keys.ESCAPE)
        search.find("(b) hook_pattern 0")
        search.type(Keys.ENTER)
        self.assertEqual(search.shown(), ("b:blocks.0.attn", ["blocks.0.attn.hook_pattern"]))

    def test_nothing_folds(self):
        self.assertEqual(self.figure.root.find_elements(By.CSS_SELECTOR, ".tviz-button"), [])
        for tool in ("show all layers", "fold all"):
            self.assertNotIn(tool, self.tools())
        self.assertIn("save as SVG", self.tools())

    def test_a_link_pins_the_panel_of_the_right_one(self):
        self.browser.run("location.hash = 'pin=b:blocks.0.mlp'")
        self.assertIn("pinned", self.figure.panel().get_attribute("class"))
        self.assertIn("(b)", self.figure.text(".title"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
