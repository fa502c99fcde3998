# SPDX-License-Identifier: MIT
"""The theme auto: the page, the fragment and the file in light and in dark.

Run as: theme_test.py PROGRAM OUTPUT_FOLDER
"""

import re
import sys
import unittest

from PIL import Image
from selenium.webdriver.common.by import By

from figure_page import OUTPUT, Figure, FigureCase, render

HOOKS = ("--max-layers", "3", "--hook", "blocks.1.attn.hook_pattern=head_ablation@0,2",
         "--hook", "blocks.2.mlp.hook_post=scale", "--hook", "blocks.0.hook_resid_mid=steer")

# Of every text its colour and that of the smallest filled rectangle of the drawing around it.
TEXTS = """
const svg = document.querySelector('.tviz-figure svg');
const color = (node) => getComputedStyle(node).fill;
const filled = [...svg.querySelectorAll('rect[fill]')].filter((rect) => color(rect) !== 'none')
  .map((rect) => [rect.getBoundingClientRect(), color(rect)])
  .sort(([a], [b]) => a.width * a.height - b.width * b.height);
return [...svg.querySelectorAll('text')].filter((text) => text.checkVisibility()).map((text) => {
  const {x, y, width, height} = text.getBoundingClientRect();
  const [middle, center] = [x + width / 2, y + height / 2];
  const ground = filled.find(([box]) => box.left <= middle && middle <= box.right &&
    box.top <= center && center <= box.bottom);
  return [text.textContent, color(text), ground[1]];
});
"""


def luminance(color):
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
              for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class ThemeTest(FigureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = render("auto", "gpt2-small", *HOOKS, "--theme", "auto")
        cls.fragment = render("auto", "gpt2-small", *HOOKS, "--theme", "auto", form="fragment")

    def setUp(self):
        self.prefer("light")
        super().setUp()

    def prefer(self, scheme):
        """What the reader's system says."""
        self.browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def colors(self, picture):
        """The colours of the open page and how many pixels have each."""
        self.browser.driver.save_screenshot(str(picture))
        with Image.open(picture) as image:
            return {color: count for count, color in
                    image.convert("RGB").getcolors(image.width * image.height)}

    def test_layers_that_share_a_drawing_are_dark_too(self):
        """In the shadow trees of `use` no selector sees what is around them."""
        light, dark = (0xF1, 0xE3, 0xCB), (0x4A, 0x40, 0x32)
        self.open(render("shared", "gpt2-small", "--max-layers", "2", "--theme", "auto"))
        self.assertGreater(self.colors(OUTPUT / "light.png").get(light, 0), 10_000)
        self.prefer("dark")
        colors = self.colors(OUTPUT / "dark.png")
        self.assertEqual(colors.get(light, 0), 0)
        self.assertGreater(colors.get(dark, 0), 10_000)

    def open_host(self, root="", body=""):
        page = OUTPUT / "host.html"
        page.write_text(
            f'<!DOCTYPE html><html lang="en" {root}><head><meta charset="utf-8"><title>host</title>'
            f'<link rel="icon" href="data:,"></head><body {body}>'
            f'{self.fragment.read_text(encoding="utf-8")}</body></html>', encoding="utf-8")
        self.open(page)

    def background(self):
        return self.browser.run(
            "return getComputedStyle(document.querySelector('.tviz-background')).fill")

    def is_dark(self):
        return luminance(self.background()) < 0.1

    def assert_legible(self, least=4.5):
        texts = self.browser.run(TEXTS)
        self.assertGreater(len(texts), 40)
        for text, ink, ground in texts:
            self.assertGreaterEqual(contrast(ink, ground), least, (text, ink, ground))

    def assert_panel(self, dark):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        panel = self.figure.panel()
        surface = panel.value_of_css_property("background-color")
        self.assertEqual(luminance(surface) < 0.1, dark)
        self.assertGreaterEqual(contrast(surface, panel.value_of_css_property("color")), 4.5)
        mark = self.figure.parts(".head.marked")[0]
        mixed = mark.value_of_css_property("background-image")
        self.assertGreaterEqual(
            contrast(re.search(r"rgb\([^)]*\)", mixed)[0], mark.value_of_css_property("color")), 4.5)

    def test_the_page_follows_the_reader(self):
        for scheme in ("light", "dark", "light"):
            self.prefer(scheme)
            self.assertEqual(self.is_dark(), scheme == "dark")
            page = self.browser.run("return getComputedStyle(document.body).backgroundColor")
            self.assertEqual(page, self.background())
            self.assert_legible()
            self.assert_panel(scheme == "dark")
            self.browser.driver.save_screenshot(str(OUTPUT / f"page-{scheme}.png"))

    def test_what_opens_follows_too(self):
        button = self.figure.button("layer")
        self.figure.hover(button)
        button.click()
        for scheme in ("light", "dark"):
            self.prefer(scheme)
            self.assert_legible()

    def test_a_host_that_has_a_theme_wins(self):
        hosts = [('data-theme="dark"', "", True), ('data-theme="light"', "", False),
                 ("", 'data-jp-theme-light="false"', True),
                 ("", 'data-jp-theme-light="true"', False),
                 ('theme="dark"', "", True), ('data-bs-theme="dark"', "", True),
                 ("", 'class="quarto-dark"', True), ("", 'data-md-color-scheme="slate"', True),
                 ("", 'class="vscode-dark"', True), ("", 'class="vscode-light"', False),
                 ("", 'class="vscode-high-contrast"', True),
                 ("", 'class="vscode-high-contrast vscode-high-contrast-light"', False)]
        for root, body, dark in hosts:
            for scheme in ("light", "dark"):
                with self.subTest(root + body, scheme=scheme):
                    self.prefer(scheme)
                    self.open_host(root, body)
                    self.assertEqual(self.is_dark(), dark)
        self.prefer("light")
        self.open_host("", 'data-jp-theme-light="false"')
        self.assert_legible()
        self.assert_panel(True)
        self.browser.driver.save_screenshot(str(OUTPUT / "host-dark.png"))

    def test_the_color_scheme_of_a_host_wins_and_may_change(self):
        for system in ("light", "dark"):
            self.prefer(system)
            # What Material for MkDocs, Bootstrap, marimo and others do.
            self.open_host('style="color-scheme:dark"')
            self.assertTrue(self.is_dark())
            self.assert_panel(True)
            self.browser.run("document.documentElement.style.colorScheme = 'light'")
            self.assertFalse(self.is_dark())
            self.assert_panel(False)
            self.browser.run("document.documentElement.style.colorScheme = 'light dark'")
            self.assertEqual(self.is_dark(), system == "dark")

    def test_a_host_without_a_scheme_is_light(self):
        for system in ("light", "dark"):
            self.prefer(system)
            self.open_host()
            self.assertFalse(self.is_dark())

    def test_the_toolbar_stands_on_the_ground_of_its_figure(self):
        dark = render("dark", "gpt2-small", "--theme", "circuits-dark", form="fragment")
        page = OUTPUT / "light-host.html"
        page.write_text('<!DOCTYPE html><title>light</title><link rel="icon" href="data:,">'
                        + dark.read_text(encoding="utf-8"), encoding="utf-8")
        self.open(page)
        bar = self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, ".toolbar")
        ground = bar.value_of_css_property("background-color").replace("rgba", "rgb")
        self.assertLess(luminance(ground), 0.1)
        self.browser.driver.save_screenshot(str(OUTPUT / "dark-in-light.png"))

    def test_the_picture_and_the_file_follow_too(self):
        corner = """
          const image = document.querySelector('img');
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 1;
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          return 'rgb(' + [...context.getImageData(0, 0, 1, 1).data].slice(0, 3) + ')'"""
        picture = OUTPUT / "picture.html"
        text = re.sub(r"<script>.*?</script>", "", self.fragment.read_text(encoding="utf-8"),
                      flags=re.DOTALL)
        picture.write_text('<!DOCTYPE html><meta name="color-scheme" content="light dark">'
                           f'<link rel="icon" href="data:,">{text}', encoding="utf-8")
        file = render("auto", "gpt2-small", *HOOKS, "--theme", "auto", form="svg")
        for scheme in ("light", "dark"):
            self.prefer(scheme)
            self.browser.open(picture)
            self.assertEqual(luminance(self.browser.run(corner)) < 0.1, scheme == "dark")
            self.browser.open(file)
            fill = self.browser.run("return getComputedStyle(document.querySelector('rect')).fill")
            self.assertEqual(luminance(fill) < 0.1, scheme == "dark")

    def test_two_figures_of_different_themes_keep_their_colours(self):
        self.prefer("dark")
        plain = render("plain", "gpt2-small", "--max-layers", "3", form="fragment")
        page = OUTPUT / "both.html"
        page.write_text('<!DOCTYPE html><html style="color-scheme:light dark"><title>both</title>'
                        '<link rel="icon" href="data:,">'
                        + plain.read_text(encoding="utf-8")
                        + self.fragment.read_text(encoding="utf-8"), encoding="utf-8")
        self.open(page)
        fills = self.browser.run("return [...document.querySelectorAll('.tviz-background')]"
                                 ".map((rect) => getComputedStyle(rect).fill)")
        self.assertEqual([luminance(fill) < 0.1 for fill in fills], [False, True])
        self.figure = Figure(self.browser, 1)
        self.assert_panel(True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
