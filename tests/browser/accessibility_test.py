# SPDX-License-Identifier: MIT
"""Pages in every state break no rule of axe-core, best practices included.

Run as: accessibility_test.py PROGRAM OUTPUT_FOLDER

Ends with the code of a skipped test where npm cannot give axe-core.
"""

import sys
import unittest

from selenium.webdriver.common.keys import Keys

import axe
from figure_page import OUTPUT, FigureCase, page_of, render
from npm import Unavailable

SKIPPED = 77

HOOKS = ("--hook", "blocks.1.attn.hook_pattern=head_ablation@0,2",
         "--hook", "blocks.1.attn.hook_result=sleeper@5",
         "--hook", "blocks.2.mlp.hook_post=feature",
         "--backward-hook", "blocks.1.attn.hook_z=gradient@3")


class AccessibilityTest(FigureCase):
    source = ""

    def assert_accessible(self, state):
        self.assertEqual(axe.violations(self.browser, self.source), [], state)

    def pin(self, path):
        region = self.figure.region(path)
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", region)
        self.browser.run("arguments[0].focus()", region)
        self.figure.press(Keys.ENTER)
        self.figure.panel()

    def assert_every_state_accessible(self, page, panel):
        self.open(page)
        self.assert_accessible("as opened")
        self.pin(panel)
        self.assert_accessible(f"panel of {panel}")
        self.figure.press(Keys.ESCAPE)
        self.browser.actions().send_keys("/", "attn", Keys.ENTER).perform()
        self.figure.panel()
        self.assert_accessible("a hit")
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        self.figure.button("layer").click()
        self.assert_accessible("a layer open")
        self.figure.button().click()
        self.assert_accessible("everything shown")

    def test_themes(self):
        for theme in ("circuits", "circuits-dark"):
            for model, panel in [("gpt2-small", "blocks.1.attn"),
                                 ("llama-3.1-405b", "blocks.0.attn"),
                                 ("t5-base", "decoder.0.attn")]:
                with self.subTest(theme=theme, model=model):
                    page = render(f"{model}-{theme}", model, "--theme", theme)
                    self.assert_every_state_accessible(page, panel)

    def test_hooks(self):
        for theme in ("circuits", "circuits-dark"):
            with self.subTest(theme=theme):
                page = render(f"hooks-{theme}", "gpt2-small", *HOOKS, "--theme", theme)
                self.assert_every_state_accessible(page, "blocks.1.attn")

    def test_numbers(self):
        values = OUTPUT / "values.csv"
        OUTPUT.mkdir(parents=True, exist_ok=True)
        values.write_text("component,head,effect\nblocks.1.attn,2,0.7\nblocks.1.mlp,,-0.4\n")
        for theme in ("circuits", "circuits-dark"):
            with self.subTest(theme=theme):
                self.open(render(f"values-{theme}", "gpt2-small", *HOOKS, "--values", values,
                                 "--theme", theme))
                self.browser.run("document.querySelector('.tviz-slider').focus()")
                self.figure.press(Keys.PAGE_UP)
                self.assert_accessible("the slider")
                self.pin("blocks.1.attn")
                self.assert_accessible("a panel with numbers")

    def test_sub_figures(self):
        self.open(render("both", "gpt2-small", "--caption", "an ablation", *HOOKS))
        self.assert_accessible("as opened")
        self.pin("a:blocks.1.attn")
        self.assert_accessible("a panel of (a)")

    def test_the_same_figure_twice(self):
        self.open(page_of(self.page, self.page))
        self.assert_accessible("twice")


if __name__ == "__main__":
    try:
        AccessibilityTest.source = axe.axe_source()
    except Unavailable as reason:
        print(f"skipped: axe-core is not to be had: {reason}")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
