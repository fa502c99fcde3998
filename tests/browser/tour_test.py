# SPDX-License-Identifier: MIT
"""All that a reader can do in a page, once with the mouse and once with the keyboard, on models of
four kinds.

Run as: tour_test.py PROGRAM OUTPUT_FOLDER
"""

import shutil
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import OUTPUT, FigureCase, render

SAVED = OUTPUT / "saved"


class TourTest(FigureCase):
    def tool(self, label):
        return self.figure.host().shadow_root.find_element(
            By.CSS_SELECTOR, f'.tool[aria-label="{label}"]')

    def focus(self, element):
        self.browser.run("arguments[0].focus()", element)

    def width(self):
        return self.figure.svg().rect["width"]

    def copied(self):
        return self.browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], arguments[0])")

    def act(self, way, element):
        """A press by the mouse or by the keyboard."""
        if way == "mouse":
            self.figure.hover(element)
            element.click()
        else:
            self.focus(element)
            self.figure.press(Keys.ENTER)

    def panel_tour(self, way, path):
        region = self.figure.region(path)
        if way == "mouse":
            self.figure.hover(region)
        else:
            self.focus(region)
        self.assertGreater(len(self.figure.panel().find_elements(By.CSS_SELECTOR, ".row")), 3)
        self.act(way, region)
        wait_for(lambda: "pinned" in self.figure.panel().get_attribute("class"), "a pinned panel")
        row = self.figure.parts(".row")[0]
        self.act(way, row)
        self.assertEqual(self.copied(), row.get_attribute("data-copy"))
        if way == "mouse":
            self.figure.point(2, 2, click=True)
        else:
            self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()

    def fold_tour(self, way, runs):
        closed = self.figure.height()
        self.act(way, self.figure.button())
        # Beside a taller stack the height stays.
        opened = self.figure.height()
        self.assertGreaterEqual(opened, closed)
        self.assertIn("Fold", self.figure.button().get_attribute("aria-label"))
        self.act(way, self.figure.button())
        self.assertEqual(self.figure.height(), closed)
        self.act(way, self.figure.buttons("layer")[-1])
        self.assertGreater(self.figure.height(), closed)
        self.act(way, self.tool("show all layers"))
        self.assertGreater(self.figure.height(), opened)
        words = [each.get_attribute("aria-label") for each in self.figure.buttons()]
        self.assertEqual([word.split()[0] for word in words], ["Fold"] * runs)
        self.act(way, self.tool("fold all"))
        self.assertEqual(self.figure.height(), closed)

    def search_tour(self, way, query, path):
        if way == "mouse":
            self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, ".finder > input").click()
        else:
            self.figure.press("/")
        self.browser.actions().send_keys(query, Keys.ENTER).perform()
        self.assertEqual(self.figure.text(".full"), path)
        self.browser.actions().send_keys(Keys.ESCAPE).perform()
        self.figure.wait_closed()
        self.act(way, self.tool("fold all"))

    def zoom_tour(self, way):
        fitting = self.width()
        if way == "mouse":
            self.tool("zoom in").click()
        else:
            self.figure.press("+")
        self.assertGreater(self.width(), fitting)
        if way == "mouse":
            self.tool("zoom out").click()
            self.tool("zoom out").click()
        else:
            self.figure.press("--")
        self.assertLess(self.width(), fitting)
        if way == "mouse":
            self.tool("fit to width").click()
        else:
            self.figure.press("0")
        self.assertEqual(self.width(), fitting)

    def save_tour(self, way):
        shutil.rmtree(SAVED, ignore_errors=True)
        SAVED.mkdir(parents=True)
        self.browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {
            "behavior": "allow", "downloadPath": str(SAVED.resolve())})
        for label, ending in (("save as SVG", "svg"), ("save as PNG", "png")):
            self.act(way, self.tool(label))
            # The browser makes an empty file before it writes.
            wait_for(lambda: any(file.stat().st_size > 10_000 for file in SAVED.glob(f"*.{ending}")),
                     f"a whole {ending} file", 30)
        self.act(way, self.tool("copy link"))
        wait_for(lambda: self.copied().startswith("file:"), "the link")

    def tour(self, model, path, query, found, runs=1):
        self.browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        for way in ("mouse", "keyboard"):
            with self.subTest(way=way):
                self.open(render(model, model))
                self.panel_tour(way, path)
                self.fold_tour(way, runs)
                self.search_tour(way, query, found)
                self.zoom_tour(way)
                self.save_tour(way)

    def test_gpt2(self):
        self.tour("gpt2-small", "blocks.1.attn", "blocks.10.mlp.hook_post", "blocks.10.mlp")

    def test_grouped_queries(self):
        self.tour("llama-3.1-8b", "blocks.2.attn", "layer 30 hook_pattern", "blocks.30.attn")

    def test_very_deep(self):
        self.tour("llama-3.1-405b", "blocks.7.mlp", "blocks.99.attn.hook_rot_q", "blocks.99.attn")

    def test_two_streams(self):
        self.tour("t5-base", "encoder.1.attn", "decoder.9.cross_attn.hook_z",
                  "decoder.9.cross_attn", runs=2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
