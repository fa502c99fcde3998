# SPDX-License-Identifier: MIT
"""Figures in real notebooks: executed, converted to pages and papers, and shown by JupyterLab.

Run as: jupyter_test.py PROGRAM OUTPUT_FOLDER, by a Python that has requirements.txt and the package.
"""

import json
import re
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "browser"))

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from browser import Browser, wait_for  # noqa: E402
from figure_page import INK, OUTPUT, Figure  # noqa: E402
from jupyter import Jupyter  # noqa: E402

HOOKED = ('visualize("gpt2-small", hooks=[("blocks.1.attn.hook_pattern", "head_ablation", '
          '{"heads": [0, 2]})])')
CELLS = ["from transformer_viz import visualize", HOOKED, 'visualize("attn-only-2l")', HOOKED]


def notebook_of(cells):
    return {"nbformat": 4, "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3",
                                        "language": "python"}},
            "cells": [{"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "outputs": [],
                       "execution_count": None, "source": source}
                      for number, source in enumerate(cells)]}


class JupyterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(OUTPUT, ignore_errors=True)
        OUTPUT.mkdir(parents=True)
        cls.jupyter = Jupyter(OUTPUT.resolve())
        (OUTPUT / "plain.ipynb").write_text(json.dumps(notebook_of(CELLS)), encoding="utf-8")
        cls.convert("notebook", "--execute", "--output", "run.ipynb", name="plain")
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)

    @classmethod
    def convert(cls, form, *options, name="run"):
        cls.jupyter.run("nbconvert", "--to", form, *options, f"{name}.ipynb")

    def figures(self, count):
        found = wait_for(lambda: len(self.browser.driver.find_elements(
            By.CSS_SELECTOR, ".tviz-figure")) == count, f"{count} figures", 60)
        self.assertTrue(found)
        return [Figure(self.browser, index) for index in range(count)]

    def assert_alive(self, figure):
        figure.hover(figure.region("blocks.1.attn"))
        self.assertEqual(figure.text(".title"), "Attention")
        # Nothing of the host clips the panel or lies over it.
        hidden = self.browser.run("""
          const [panel, host] = arguments;
          const {left, top, right, bottom} = panel.getBoundingClientRect();
          return [[left, top], [right, top], [left, bottom], [right, bottom]].filter(([x, y]) =>
            document.elementFromPoint(x + (x === left ? 15 : -15), y + (y === top ? 15 : -15))
              !== host)""", figure.panel(), figure.host())
        self.assertEqual(hidden, [])
        height = figure.height()
        figure.hover(figure.button("layer"))
        figure.button("layer").click()
        self.assertGreater(figure.height(), height)

    def page(self):
        page = OUTPUT / "run.html"
        if not page.exists():
            # No script that the template would load from elsewhere.
            self.convert("html", "--HTMLExporter.require_js_url=",
                         "--HTMLExporter.jquery_url=", "--HTMLExporter.mathjax_url=",
                         "--HTMLExporter.mermaid_js_url=")
        return page

    def test_the_executed_notebook_has_every_form(self):
        notebook = json.loads((OUTPUT / "run.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"][1:]:
            (output,) = cell["outputs"]
            self.assertEqual(sorted(output["data"]), ["application/pdf", "image/svg+xml",
                                                      "text/html", "text/plain"])

    def test_the_page_of_a_notebook_is_alive(self):
        self.browser.open(self.page())
        for figure in self.figures(3):
            self.assert_alive(figure)

    def test_without_scripts_the_page_of_a_notebook_has_pictures(self):
        text = self.page().read_text(encoding="utf-8")
        bare = OUTPUT / "bare.html"
        bare.write_text(re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL),
                        encoding="utf-8")
        self.browser.open(bare)
        images = self.browser.driver.find_elements(By.CSS_SELECTOR, ".tviz-output img")
        self.assertEqual(len(images), 3)
        for image in images:
            self.assertGreater(self.browser.run(INK, image), 0.02)
            self.assertRegex(image.get_attribute("alt"), "layers")
        self.assertEqual(self.browser.run("return document.querySelectorAll('svg').length"), 0)

    def test_a_paper_takes_the_pdf(self):
        self.convert("latex")
        text = (OUTPUT / "run.tex").read_text(encoding="utf-8")
        pictures = re.findall(r"\\adjustimage\{.*\{([^{}]*\.pdf)\}", text)
        self.assertEqual(len(pictures), 3)
        for picture in pictures:
            self.assertEqual((OUTPUT / picture).read_bytes()[:5], b"%PDF-")

    def cells(self):
        """How many cells JupyterLab's status bar tells."""
        text = self.browser.run("return document.body.innerText")
        return int(re.search(r"Cell \d+/(\d+)", text).group(1))

    def open_in_lab(self, address, name):
        self.browser.driver.get(f"{address}/tree/{name}?reset")
        wait_for(lambda: self.browser.driver.find_elements(By.CSS_SELECTOR, ".tviz-output"),
                 "an output", 60)

    def test_jupyterlab_shows_what_it_does_not_trust_as_pictures(self):
        with self.jupyter.lab() as address:
            shutil.copy(OUTPUT / "run.ipynb", OUTPUT / "foreign.ipynb")
            text = (OUTPUT / "foreign.ipynb").read_text(encoding="utf-8")
            (OUTPUT / "foreign.ipynb").write_text(text.replace("cell-1", "cell-9"),
                                                  encoding="utf-8")
            self.open_in_lab(address, "foreign.ipynb")
            image = self.browser.driver.find_element(By.CSS_SELECTOR, ".tviz-output img")
            wait_for(lambda: image.get_property("naturalWidth") == 600, "the picture")
            self.assertGreater(self.browser.run(INK, image), 0.02)
            self.assertRegex(image.get_attribute("alt"), "12 layers")
            self.browser.driver.save_screenshot(str(OUTPUT / "untrusted.png"))

    def test_jupyterlab_shows_what_it_trusts_alive(self):
        self.jupyter.run("trust", "run.ipynb")
        with self.jupyter.lab() as address:
            self.open_in_lab(address, "run.ipynb")
            figure = wait_for(lambda: self.browser.driver.find_elements(
                By.CSS_SELECTOR, ".tviz-figure") and Figure(self.browser), "a figure", 60)
            wait_for(lambda: self.cells() == 4, "the number of cells")
            attention = figure.region("blocks.1.attn")
            figure.hover(attention)
            self.assertEqual(figure.text(".title"), "Attention")
            self.browser.driver.save_screenshot(str(OUTPUT / "trusted.png"))
            attention.click()
            figure.press(Keys.ENTER)
            # Shortcuts of JupyterLab that would add cells.
            figure.press("a")
            figure.press("b")
            figure.press(Keys.ESCAPE)
            figure.wait_closed()
            self.assertEqual(self.cells(), 4)
            figure.point(2, 2)
            self.assert_alive(figure)
            # Without the focus in a figure they do.
            figure.press(Keys.ESCAPE)
            self.browser.run("document.querySelector('.jp-Notebook').focus()")
            figure.press("b")
            wait_for(lambda: self.cells() == 5, "a new cell")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
