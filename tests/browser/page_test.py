# SPDX-License-Identifier: MIT
"""The page as a whole: many figures, hostile names, sizes, and a browser without scripts.

Run as: page_test.py PROGRAM OUTPUT_FOLDER
"""

import re
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import Browser
from figure_page import OUTPUT, Figure, FigureCase, hooked_page, page_of, render

HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">'&]]>\u2028"


class PageTest(FigureCase):
    def test_the_same_figure_twice_and_another_are_all_alive(self):
        other = render("other", "attn-only-2l")
        self.open(page_of(self.page, self.page, other))
        figures = [Figure(self.browser, index) for index in range(3)]
        alive = [figure.root.get_attribute("data-tviz") for figure in figures]
        self.assertEqual(alive, ["alive"] * 3)
        for figure in figures:
            figure.hover(figure.region("blocks.1.attn"))
            self.assertEqual(figure.text(".title"), "Attention")
            self.assertEqual(sum(len(each.panels()) for each in figures), 1)
        heights = [figure.height() for figure in figures]
        figures[1].hover(figures[1].button())
        figures[1].button().click()
        self.assertGreater(figures[1].height(), heights[1])
        self.assertEqual(figures[0].height(), heights[0])
        self.assertEqual(figures[2].height(), heights[2])
        figures[0].hover(figures[0].button())
        figures[0].button().click()
        self.assertEqual(figures[0].height(), figures[1].height())

    def test_hostile_names_stay_text(self):
        page = render("hostile", "gpt2-small", "--hook", f"blocks.1.attn.hook_z={HOSTILE}")
        self.open(page)
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.assertIn("onerror", self.figure.text(".mark"))
        self.assertEqual(self.browser.driver.title, "GPT-2 small")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img').length"), 0)

    def assert_small(self, model, most_bytes, most_elements):
        page = render("plain", model)
        self.open(page)
        text = page.read_text(encoding="utf-8")
        without_fonts = re.sub(r"@font-face{[^}]*}", "", text)
        self.assertLess(len(without_fonts.encode()), most_bytes)
        elements = self.browser.run("return document.querySelectorAll('*').length")
        self.assertLess(elements, most_elements)

    def test_page_is_small(self):
        self.assert_small("gpt2-small", 80_000, 700)

    def test_page_of_a_deep_model_is_small(self):
        self.assert_small("llama-3.1-405b", 100_000, 1_500)

    def test_a_thousand_hooks_on_a_deep_model(self):
        hooks = []
        for number in range(1000):
            point = f"blocks.{number % 126}.attn.hook_z=function {number % 12}@{number % 128}"
            hooks += ["--hook", point]
        self.open(render("many-hooks", "llama-3.1-405b", *hooks))
        self.figure.hover(self.figure.region("blocks.100.attn"))
        self.assertEqual(len(self.figure.parts(".hooked")), 1)
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertEqual(self.browser.complaints(), [])

    def test_embedded_fonts_load(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        states = self.browser.driver.execute_async_script(
            "const done = arguments[0];"
            "document.fonts.ready.then((fonts) => done([...fonts].map((font) => font.status)))")
        self.assertGreaterEqual(len(states), 5)
        self.assertEqual(set(states), {"loaded"})

    def test_adds_nothing_global(self):
        names = "return Object.getOwnPropertyNames(window).sort().join()"
        here = self.browser.run(names)
        blank = OUTPUT / "blank.html"
        blank.write_text("<!DOCTYPE html><link rel=icon href='data:,'><title>Blank</title>",
                         encoding="utf-8")
        self.browser.open(blank)
        # The driver leaves a name of its own where it has searched.
        self.browser.driver.find_elements(By.CSS_SELECTOR, "figure")
        self.assertEqual(here, self.browser.run(names))


class WithoutScriptTest(unittest.TestCase):
    def test_the_folded_figure_is_complete(self):
        page = hooked_page()
        with Browser(scripts=False) as browser:
            browser.open(page)
            figure = browser.driver.find_element(By.CSS_SELECTOR, ".tviz-figure")
            self.assertIsNone(figure.get_attribute("data-tviz"))
            text = figure.find_element(By.CSS_SELECTOR, "svg").text
            for layer in range(8):
                self.assertIn(f"Layer {layer}", text)
            self.assertIn("Layers 8 – 11", text)
            self.assertIn("head_ablation", text)
            # There is nothing to press.
            self.assertEqual(figure.find_elements(By.CSS_SELECTOR, ".tviz-button"), [])
            self.assertEqual(browser.foreign_requests(), [])
            self.assertEqual(browser.complaints(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
