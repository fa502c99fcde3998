# SPDX-License-Identifier: MIT
"""What a reader has opened, in the address of a page that consists of one figure.

Run as: state_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.by import By

from browser import wait_for
from figure_page import OUTPUT, Figure, FigureCase, page_of

FOLD = "layers-8-11"


class StateTest(FigureCase):
    def hash(self):
        return self.browser.run("return location.hash")

    def go(self, fragment):
        """Follows a link to the page, which is loaded anew."""
        self.browser.driver.get("about:blank")
        self.browser.driver.get(self.browser.page + fragment)
        self.browser.wait_until_alive()
        self.figure = Figure(self.browser)

    def tearDown(self):
        address = self.browser.page
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual([url for url in self.browser.foreign_requests()
                          if not url.startswith(address)], [])

    def field(self):
        return self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, "input")

    def test_what_is_opened_is_in_the_address_and_comes_back(self):
        entries = self.browser.run("return history.length")
        closed = self.figure.height()
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", self.figure.button())
        self.figure.button().click()
        self.figure.press("+")
        region = self.figure.region("blocks.7.mlp")
        self.figure.hover(region)
        region.click()
        wait_for(lambda: "pin=" in self.hash(), "the address")
        for part in (f"open={FOLD}", "zoom=1.25", "pin=blocks.7.mlp"):
            self.assertIn(part, self.hash())
        self.assertEqual(self.browser.run("return history.length"), entries)
        opened, width = self.figure.height(), self.figure.svg().rect["width"]
        self.go(self.hash())
        self.assertGreater(opened, closed)
        self.assertEqual(self.figure.height(), opened)
        self.assertAlmostEqual(self.figure.svg().rect["width"], width, delta=1)
        self.assertEqual(self.figure.text(".full"), "blocks.7.mlp")

    def test_search_term_comes_back(self):
        self.figure.press("/")
        self.figure.press("layer 5 attn")
        wait_for(lambda: "find=layer+5+attn" in self.hash(), "the address")
        self.go(self.hash())
        self.assertEqual(self.field().get_attribute("value"), "layer 5 attn")

    def test_another_address_in_the_open_page(self):
        closed = self.figure.height()
        self.browser.run("location.hash = arguments[0]", f"open={FOLD}")
        wait_for(lambda: self.figure.height() > closed, "the layers")
        self.browser.run("location.hash = ''")
        wait_for(lambda: self.figure.height() == closed, "the layers to be folded")

    def test_wrong_and_hostile_addresses_change_nothing(self):
        closed, width = self.figure.height(), self.figure.svg().rect["width"]
        for wrong in ("#section-3", "#open=none,,__proto__&pin=constructor&zoom=NaN",
                      "#pin=%22%5D%3Cimg%20src%3Dx%3E&open=%3Cscript%3E&zoom=-Infinity",
                      "#%E0%A4%A&open=%", "#find=%3Cimg%20src=x%20onerror=alert(1)%3E"):
            self.go(wrong)
            self.assertEqual(self.figure.root.get_attribute("data-tviz"), "alive", wrong)
            self.assertEqual(self.figure.height(), closed, wrong)
            self.assertEqual(self.figure.panels(), [], wrong)
            self.assertEqual(self.browser.run("return document.images.length"), 0, wrong)
        self.go("#find=" + "a" * 60_000)
        self.assertEqual(self.figure.root.get_attribute("data-tviz"), "alive")
        self.go("#zoom=1e9")
        self.assertLessEqual(self.figure.svg().rect["width"], width * 8 + 1)

    def copy_links(self, index=0):
        root = Figure(self.browser, index).host().shadow_root
        return root.find_elements(By.CSS_SELECTOR, '[aria-label="copy link"]')

    def test_link_is_copied(self):
        self.figure.press("+")
        self.copy_links()[0].click()
        self.assertIn("zoom=1.25", self.hash())

    def test_of_several_figures_none_has_the_address(self):
        self.open(page_of(self.page, self.page))
        self.figure.press("+")
        self.figure.hover(self.figure.button())
        self.figure.button().click()
        self.assertEqual(self.copy_links(), [])
        self.assertEqual(self.hash(), "")

    def test_inside_another_page_there_is_no_link(self):
        outer = OUTPUT / "outer.html"
        outer.write_text("<!DOCTYPE html><link rel=icon href='data:,'><title>Outer</title>"
                         f"<iframe src='{self.page.name}' width=900 height=600></iframe>",
                         encoding="utf-8")
        self.browser.driver.get(outer.resolve().as_uri())
        self.browser.driver.switch_to.frame(0)
        self.browser.wait_until_alive()
        self.figure = Figure(self.browser)
        self.assertEqual(self.copy_links(), [])
        self.browser.driver.switch_to.default_content()
        self.open(self.page)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
