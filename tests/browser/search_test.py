# SPDX-License-Identifier: MIT
"""Searching a figure for components and hook points, by pointer and by keyboard.

Run as: search_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import Figure, FigureCase, page_of, render


class Search:
    """What a reader sees and does in the search of one figure."""

    def __init__(self, figure):
        self.figure = figure
        self.driver = figure.driver

    def part(self, selector):
        return self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, selector)

    def field(self):
        return self.part(".finder > input")

    def count(self):
        return self.part(".count").text

    def has_focus(self):
        return self.figure.browser.run(
            "return arguments[0].shadowRoot.activeElement === arguments[1]",
            self.figure.host(), self.field())

    def type(self, *keys):
        self.figure.browser.actions().send_keys(*keys).perform()

    def find(self, query):
        self.figure.press("/")
        wait_for(self.has_focus, "the field to have the focus")
        self.type(query)

    def step_back(self):
        self.figure.browser.actions().key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(
            Keys.SHIFT).perform()

    def shown(self):
        """The component whose panel is open and the row that is marked there."""
        rows = self.figure.panel().find_elements(By.CSS_SELECTOR, ".found")
        region = self.figure.root.find_element(By.CSS_SELECTOR, '[aria-expanded="true"][data-path]')
        return region.get_attribute("data-path"), [row.get_attribute("data-copy") for row in rows]

    def in_view(self, element):
        return self.figure.browser.run(
            "const box = arguments[0].getBoundingClientRect();"
            "return box.top >= 0 && box.bottom <= innerHeight", element)


class SearchTest(FigureCase):
    def open(self, page):
        super().open(page)
        self.search = Search(self.figure)

    def assert_finds(self, query, count, *shown):
        """A query's count, and what stepping through the first hits shows."""
        self.search.find(query)
        self.assertEqual(self.search.count(), f"{count} found", query)
        for number, (path, rows) in enumerate(shown, 1):
            self.search.type(Keys.ENTER)
            self.assertEqual(self.search.count(), f"{number} / {count}")
            self.assertEqual(self.search.shown(), (path, rows))
            self.assertTrue(self.search.in_view(self.figure.region(path)), path)
            for row in self.figure.parts(".found"):
                self.assertTrue(self.search.in_view(row), path)
            self.assertTrue(self.search.has_focus())

    def test_hook_name_in_every_layer_in_the_order_of_the_data_flow(self):
        self.assert_finds("hook_pattern", 12, *(
            (f"blocks.{layer}.attn", [f"blocks.{layer}.attn.hook_pattern"])
            for layer in range(3)))

    def test_full_hook_name_is_one_hit_whatever_its_case(self):
        self.assert_finds("Blocks.1.ATTN.hook_z", 1,
                          ("blocks.1.attn", ["blocks.1.attn.hook_z"]))

    def test_component_is_one_hit_without_its_hook_points(self):
        self.assert_finds("layer 5 attention", 1, ("blocks.5.attn", []))

    def test_number_is_whole(self):
        self.assert_finds("layer 1 mlp", 1, ("blocks.1.mlp", []))

    def test_words_may_be_anywhere(self):
        self.assert_finds("hook_post 3", 1, ("blocks.3.mlp", ["blocks.3.mlp.hook_post"]))

    def test_signs_are_only_themselves(self):
        for query in (".*", "[", "\\d", "a|b", "(", "$"):
            self.search.find(query)
            self.assertEqual(self.search.count(), "0 found", query)
            self.search.type(Keys.ENTER)
            self.assertEqual(self.figure.panels(), [])
            self.search.type(Keys.ESCAPE)

    def test_hit_in_a_folded_run_opens_it(self):
        self.assertFalse(self.figure.has_region("blocks.10.mlp"))
        self.assert_finds("blocks.10.mlp.hook_pre", 1,
                          ("blocks.10.mlp", ["blocks.10.mlp.hook_pre"]))

    def test_hit_in_an_open_layer(self):
        button = self.figure.button("layer")
        self.figure.hover(button)
        button.click()
        self.assert_finds("blocks.0.attn.hook_z", 1,
                          ("blocks.0.attn", ["blocks.0.attn.hook_z"]))

    def test_steps_go_around_both_ways(self):
        self.search.find("hook_pattern")
        self.search.step_back()
        self.assertEqual(self.search.count(), "12 / 12")
        self.search.type(Keys.ARROW_DOWN)
        self.assertEqual(self.search.count(), "1 / 12")
        self.search.type(Keys.ARROW_UP)
        self.assertEqual(self.search.count(), "12 / 12")
        self.assertEqual(self.search.shown()[0], "blocks.11.attn")

    def test_steps_and_counts_are_announced(self):
        region = self.search.part("[aria-live=polite]")
        spoken = lambda: region.get_attribute("textContent")
        self.search.find("hook_pattern")
        wait_for(lambda: spoken() == "12 found", "the count to be announced")
        self.search.type(Keys.ENTER)
        wait_for(lambda: spoken() == "1 of 12: blocks.0.attn.hook_pattern",
                 "the hit to be announced")

    def test_escape_clears_closes_and_gives_the_focus_back(self):
        region = self.figure.region("blocks.1.attn")
        self.browser.run("arguments[0].focus()", region)
        self.search.find("hook_post")
        self.search.type(Keys.ENTER, Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertEqual(self.search.field().get_attribute("value"), "")
        self.assertEqual(self.search.count(), "")
        self.assertEqual(self.browser.run("return document.activeElement"), region)

    def test_by_pointer(self):
        self.search.field().click()
        self.search.type("hook_q_ ", "blocks.2.", Keys.ENTER)
        self.assertEqual(self.search.shown(),
                         ("blocks.2.attn", ["blocks.2.hook_q_input"]))
        self.search.type(Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertFalse(self.search.has_focus())

    def test_field_stays_in_view_while_something_is_searched(self):
        self.search.find("blocks.0.attn")
        self.search.type(Keys.ENTER)
        self.assertGreater(self.browser.run("return scrollY"), 0)
        wait_for(lambda: self.search.in_view(self.search.field()), "the field to be in view")
        top = self.browser.run("return scrollY")
        self.search.type("0")
        self.assertEqual(self.browser.run("return scrollY"), top)

    def test_panel_leaves_the_field_in_view_in_a_narrow_window(self):
        size = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": False}
        self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.addCleanup(self.browser.driver.execute_cdp_cmd,
                        "Emulation.clearDeviceMetricsOverride", {})
        self.open(render("t5-base", "t5-base"))
        self.search.find("decoder.0.attn.hook_pattern")
        self.search.type(Keys.ENTER)
        self.figure.panel()
        at_field = """
            const [host, field] = arguments, box = field.getBoundingClientRect();
            const at = [box.left + box.width / 2, box.top + box.height / 2];
            return host.shadowRoot.elementFromPoint(...at) === field"""
        wait_for(lambda: self.browser.run(at_field, self.figure.host(), self.search.field()),
                 "the field to lie free")
        self.assertTrue(self.search.in_view(self.figure.panel()))

    def test_hit_is_shown_without_motion(self):
        # Whatever the style sheet of a host says.
        self.browser.run("document.documentElement.style.scrollBehavior = 'smooth'")
        self.search.find("blocks.0.attn")
        places = self.browser.driver.execute_async_script("""
          const [field, done] = arguments;
          field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
          const before = scrollY;
          setTimeout(() => done([before, scrollY, document.getAnimations().length]), 300);
          """, self.search.field())
        self.assertGreater(places[0], 0)
        self.assertEqual(places, [places[0], places[0], 0])

    def test_slash_in_a_field_is_a_slash(self):
        self.search.find("a/b")
        self.assertEqual(self.search.field().get_attribute("value"), "a/b")

    def test_other_models(self):
        for model, query, count, path, rows in [
                ("llama-3.1-8b", "mlp layer 31", 1, "blocks.31.mlp", []),
                ("llama-3.1-405b", "blocks.125.attn.hook_rot_q", 1, "blocks.125.attn",
                 ["blocks.125.attn.hook_rot_q"]),
                ("llama-3.1-405b", "hook_resid_post", 126, "blocks.0",
                 ["blocks.0.hook_resid_post"]),
                ("t5-base", "encoder.3.attn.hook_pattern", 1, "encoder.3.attn",
                 ["encoder.3.attn.hook_pattern"]),
                ("t5-base", "cross_attn.hook_pattern 11", 1, "decoder.11.cross_attn",
                 ["decoder.11.cross_attn.hook_pattern"])]:
            with self.subTest(model=model, query=query):
                self.open(render(model, model))
                self.assert_finds(query, count, (path, rows))

    def test_figures_of_one_page_are_searched_apart(self):
        other = render("other", "llama-3.1-8b")
        self.open(page_of(self.page, other))
        figures = [Figure(self.browser, index) for index in range(2)]
        searches = [Search(figure) for figure in figures]
        for at, (figure, search) in enumerate(zip(figures, searches)):
            # Where the pointer is.
            figure.hover(figure.region("embed"))
            search.find("hook_pattern")
            self.assertEqual(search.count(), f"{[12, 32][at]} found")
            self.assertFalse(searches[1 - at].has_focus())
            search.type(Keys.ESCAPE)
        # Where the focus is, wherever the pointer is.
        self.browser.run("arguments[0].focus()", figures[0].region("embed"))
        searches[0].find("hook_pattern")
        self.assertEqual([search.count() for search in searches], ["12 found", ""])

    def test_slash_belongs_to_no_figure_that_has_neither_focus_nor_pointer(self):
        self.open(page_of(self.page, self.page))
        self.figure.point(1, 1)
        self.figure.press("/")
        searches = [Search(Figure(self.browser, index)) for index in range(2)]
        self.assertEqual([search.has_focus() for search in searches], [False, False])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
