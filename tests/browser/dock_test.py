# SPDX-License-Identifier: MIT
"""Where the figure stands in the page, and its panel beside it, in windows of three widths.

Run as: dock_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import FigureCase, render

NARROW, MEDIUM, WIDE = 700, 1200, 1900
HEIGHT = 900

BOX = """
const box = arguments[0].getBoundingClientRect();
return {left: box.left, top: box.top, right: box.right, bottom: box.bottom};
"""


def overlap(a, b):
    return (a["left"] < b["right"] - 1 and b["left"] < a["right"] - 1 and
            a["top"] < b["bottom"] - 1 and b["top"] < a["bottom"] - 1)


class DockTest(FigureCase):
    def resize(self, width, height=HEIGHT):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.addCleanup(self.browser.driver.execute_cdp_cmd,
                        "Emulation.clearDeviceMetricsOverride", {})

    def box(self, element):
        return self.browser.run(BOX, element)

    def hair(self):
        return self.box(self.figure.host().shadow_root.find_element("css selector", ".hair"))

    def hover(self, path, block="center"):
        """Where a component, the panel about it, and the figure are."""
        region = self.figure.region(path)
        self.browser.run(f"arguments[0].scrollIntoView({{block: '{block}'}})", region)
        box = self.box(region)
        self.figure.point(int(box["left"] + 12), int(box["top"] + 4))
        panel = self.figure.panel()
        return self.box(region), self.box(panel), self.box(self.figure.svg())

    def close(self):
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        # Away, since a pointer that stays opens nothing.
        self.figure.point(2, 2)

    def test_figure_stands_in_the_middle_of_the_page(self):
        for page in (self.page, render("t5-base", "t5-base")):
            for width in (NARROW, MEDIUM, WIDE):
                with self.subTest(page=page.name, width=width):
                    self.resize(width)
                    self.open(page)
                    figure = self.box(self.figure.svg())
                    room = self.browser.run("return document.documentElement.clientWidth")
                    self.assertAlmostEqual(figure["left"], room - figure["right"], delta=1)
                    bar = self.box(self.figure.host().shadow_root.find_element(
                        "css selector", ".toolbar"))
                    self.assertAlmostEqual(bar["left"], figure["left"], delta=1)
                    self.assertEqual(self.browser.run(
                        "return document.documentElement.scrollWidth"), room)

    def test_panel_stands_beside_the_figure_at_the_height_of_its_row(self):
        for width in (MEDIUM, WIDE):
            self.resize(width)
            self.open(self.page)
            for path in ("embed", "blocks.1.attn", "blocks.4.mlp", "blocks.2.ln1", "unembed"):
                with self.subTest(width=width, path=path):
                    row, panel, figure = self.hover(path)
                    self.assertGreaterEqual(panel["left"], figure["right"])
                    self.assertLessEqual(panel["right"], width)
                    self.assertGreaterEqual(panel["bottom"], row["top"])
                    self.assertLessEqual(panel["top"], row["bottom"])
                    hair = self.hair()
                    self.assertAlmostEqual(hair["left"], row["right"], delta=1)
                    self.assertAlmostEqual(hair["right"], panel["left"], delta=1)
                    self.assertTrue(row["top"] <= hair["top"] <= row["bottom"])
                    self.assertTrue(panel["top"] <= hair["top"] <= panel["bottom"])
                    self.close()

    def test_hairline_crosses_no_note(self):
        # With every head in two rows, the middle of the row is at the height of a line of text.
        heads = ",".join(map(str, range(12)))
        self.resize(WIDE)
        self.open(render("hairline", "gpt2", "--hook", f"blocks.9.attn.hook_z=ablate@{heads}",
                         "--max-layers", "all"))
        for path in ("blocks.9.attn", "blocks.9.mlp", "embed"):
            with self.subTest(path=path):
                row, _, _ = self.hover(path)
                hair = self.hair()
                self.assertTrue(row["top"] <= hair["top"] <= row["bottom"])
                crossed = self.browser.run("""
                    const [svg, hair] = arguments;
                    return [...svg.querySelectorAll('text')].filter((text) => {
                      const box = text.getBoundingClientRect();
                      return box.left > hair.left && box.right < hair.right &&
                        box.top < hair.bottom && box.bottom > hair.top;
                    }).map((text) => text.textContent)""", self.figure.svg(), hair)
                self.assertEqual(crossed, [])
                self.close()

    def test_panel_of_an_atlas_leaves_its_numbers_free(self):
        """Also in a page that is too short to scroll, where the bar's room stays empty."""
        self.resize(MEDIUM)
        self.open(render("atlas", "gpt2", "--view", "atlas"))
        row, panel, figure = self.hover("blocks.9.attn.heads.6")
        self.assertGreaterEqual(panel["left"], figure["right"])
        page = self.browser.run("return document.documentElement.getBoundingClientRect().right")
        self.assertLessEqual(panel["right"], page)
        hair = self.hair()
        below = self.box(self.figure.region("blocks.8.attn.heads.6"))
        self.assertTrue(row["bottom"] <= hair["top"] <= below["top"], (row, hair, below))

    def test_rows_of_a_slim_panel_are_not_cut(self):
        self.resize(MEDIUM)
        self.open(self.page)
        self.hover("blocks.1.attn")
        for part in self.figure.parts(".name, .shape, .note, .full, .hint, .head"):
            wide = self.browser.run("return arguments[0].scrollWidth <= arguments[0].clientWidth + 1 ||"
                                    " getComputedStyle(arguments[0]).display === 'inline'", part)
            self.assertTrue(wide, part.text)

    def test_panel_stands_below_its_row_in_a_narrow_window(self):
        self.resize(NARROW)
        for page in (self.page, render("deepseek-v3", "deepseek-v3")):
            self.open(page)
            for path in ("blocks.1.attn", "blocks.4.ln1", "blocks.3.ln2"):
                with self.subTest(page=page.name, path=path):
                    row, panel, _ = self.hover(path)
                    self.assertFalse(overlap(row, panel), (row, panel))
                    self.assertGreater(panel["top"], row["bottom"])
                    self.assertAlmostEqual(panel["bottom"], HEIGHT, delta=1)
                    self.assertEqual(panel["left"], 0)
                    hair = self.hair()
                    self.assertAlmostEqual(hair["top"], row["bottom"], delta=1)
                    self.assertAlmostEqual(hair["bottom"], panel["top"], delta=1)
                    self.close()

    def test_panel_gives_way_to_a_row_at_the_foot_of_a_narrow_window(self):
        self.resize(NARROW)
        self.open(self.page)
        for block in ("start", "end"):
            with self.subTest(block=block):
                row, panel, _ = self.hover("blocks.4.mlp", block)
                self.assertFalse(overlap(row, panel), (row, panel))
                self.close()

    def test_panel_never_lies_over_its_row_while_the_page_scrolls(self):
        self.resize(NARROW)
        self.open(self.page)
        self.hover("blocks.4.mlp")
        region = self.figure.region("blocks.4.mlp")
        region.click()
        for _ in range(8):
            self.browser.run("window.scrollBy(0, 60)")
            self.browser.run("window.dispatchEvent(new Event('scroll'))")
            row, panel = self.box(region), self.box(self.figure.panel())
            self.assertFalse(overlap(row, panel), (row, panel))

    def test_what_is_unfolded_keeps_its_place(self):
        for width in (NARROW, MEDIUM, WIDE):
            for of in ("layers", "layer"):
                with self.subTest(width=width, of=of):
                    # So low that the page can scroll either way.
                    self.resize(width, 420)
                    self.open(self.page)
                    button = self.figure.button(of)
                    area = button.find_element("css selector", "rect")
                    self.browser.run("arguments[0].scrollIntoView({block: 'center'})", area)
                    before = self.box(button)
                    button.click()
                    after = wait_for(lambda: self.box(self.pressed()), "the button")
                    self.assertAlmostEqual(before["top"], after["top"], delta=1)
                    self.assertAlmostEqual(before["left"], after["left"], delta=1)

    def pressed(self):
        return self.browser.run("return document.activeElement")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
