# SPDX-License-Identifier: MIT
"""The legend: an entry shows where its function acts.

Run as: legend_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import FigureCase, render

HOOKS = ["blocks.1.attn.hook_pattern=ablate@0,2", "blocks.2.attn.hook_z=patch@4-7",
         "blocks.1.hook_resid_post=patch", "blocks.1.mlp.hook_post=steer"]

# Texts of the drawing that stand out while others fade.
BRIGHT = """
const faded = (node) => Boolean(node.closest('.tviz-faded'));
const bright = [...document.querySelectorAll('.tviz-drawing text')].filter((each) => !faded(each));
return bright.map((each) => each.textContent);
"""

# Fills of the shapes that do.
FILLS = """
const shapes = [...document.querySelectorAll('.tviz-drawing :is(rect, circle)[fill]')];
return [...new Set(shapes.filter((each) => !each.closest('.tviz-faded'))
  .map((each) => each.getAttribute('fill')))];
"""


class LegendTest(FigureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        arguments = [part for hook in HOOKS for part in ("--hook", hook)]
        cls.page = render("legend", "gpt2", *arguments)

    def entry(self, label):
        return self.figure.region(f"legend.{label}")

    def faded(self):
        return self.browser.run("return document.querySelectorAll('.tviz-faded').length")

    def bright(self):
        return self.browser.run(BRIGHT)

    def test_pointer_on_an_entry_fades_the_rest(self):
        self.figure.hover(self.entry("ablate"))
        wait_for(self.faded, "the rest to fade")
        bright = self.bright()
        self.assertEqual(bright, ["ablate", "blocks.1.attn.hook_pattern · heads 0, 2",
                                  "h", "0", "h", "2"])
        fills = self.browser.run(FILLS)
        self.assertIn("#FBCE50", fills)
        self.assertNotIn("#37B48D", fills)
        opacity = self.browser.run(
            "return getComputedStyle(document.querySelector('.tviz-faded')).opacity")
        self.assertEqual(opacity, "0.15")
        self.figure.point(2, 2)
        wait_for(lambda: not self.faded(), "all to be as before")

    def test_marks_on_boxes_and_lines_stand_out(self):
        self.figure.hover(self.entry("patch"))
        wait_for(self.faded, "the rest to fade")
        fills = self.browser.run(FILLS)
        self.assertIn("#37B48D", fills)
        self.assertNotIn("#FBCE50", fills)
        dots = self.browser.run("""
            return [...document.querySelectorAll('.tviz-drawing circle[fill="#37B48D"]')]
              .filter((each) => !each.closest('.tviz-faded')).length""")
        self.assertEqual(dots, 1)

    def test_press_keeps_it_until_the_next(self):
        entry = self.entry("ablate")
        self.figure.hover(entry)
        entry.click()
        self.assertEqual(entry.get_attribute("aria-pressed"), "true")
        self.figure.point(2, 2)
        self.figure.hover(self.figure.region("blocks.1.mlp"))
        self.assertTrue(self.faded())
        self.figure.hover(entry)
        entry.click()
        self.assertEqual(entry.get_attribute("aria-pressed"), "false")
        self.browser.run("document.activeElement.blur()")
        self.figure.point(2, 2)
        wait_for(lambda: not self.faded(), "all to be as before")

    def test_by_keyboard(self):
        entry = self.entry("steer")
        self.assertEqual(entry.get_attribute("role"), "button")
        self.browser.run("arguments[0].focus()", entry)
        self.assertTrue(self.faded())
        self.figure.press(Keys.ENTER)
        self.figure.press(Keys.TAB)
        self.assertTrue(self.faded())
        self.browser.run("arguments[0].focus()", entry)
        self.figure.press(Keys.ESCAPE)
        self.assertEqual(entry.get_attribute("aria-pressed"), "false")

    def test_what_opens_while_it_is_kept_fades_too(self):
        entry = self.entry("ablate")
        self.figure.hover(entry)
        entry.click()
        before = self.faded()
        button = self.figure.button("layers")
        self.figure.hover(button)
        button.click()
        wait_for(lambda: self.faded() > before, "the layers that opened to fade")

    def test_functions_that_share_a_colour_are_told_apart(self):
        hooks = [f"blocks.{index % 4}.attn.hook_z=f{index}@{index}" for index in range(9)]
        hooks[8] = "blocks.0.mlp.hook_post=f8"
        self.open(render("letters", "gpt2",
                         *[part for hook in hooks for part in ("--hook", hook)]))
        self.figure.hover(self.entry("f0"))
        wait_for(self.faded, "the rest to fade")
        mlp = self.browser.run("""
            const box = arguments[0].getBoundingClientRect();
            const [shape] = [...document.querySelectorAll('.tviz-drawing rect')].filter((each) => {
              const own = each.getBoundingClientRect();
              return Math.abs(own.left - box.left) < 2 && Math.abs(own.top - box.top) < 2;
            });
            return shape.matches('.tviz-faded, .tviz-faded *')""", self.figure.region("blocks.0.mlp"))
        self.assertTrue(mlp)

    def test_label_with_a_colon(self):
        self.open(render("colon", "gpt2", "--hook", "blocks.1.mlp.hook_post=steer: up"))
        self.figure.hover(self.entry("steer: up"))
        wait_for(self.faded, "the rest to fade")
        self.assertIn("#FBCE50", self.browser.run(FILLS))

    def test_legend_is_no_component_to_the_search(self):
        self.figure.press("/")
        self.figure.press("legend")
        count = self.figure.host().shadow_root.find_element("css selector", ".count")
        self.assertEqual(count.text, "0 found")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
