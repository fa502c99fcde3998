# SPDX-License-Identifier: MIT
"""What the tests of pages share: pages that the program writes, and what a reader does there.

A test is run as: TEST PROGRAM OUTPUT_FOLDER
"""

import re
import subprocess
import sys
import unittest
from pathlib import Path

from selenium.webdriver.common.by import By

from browser import Browser, wait_for

PROGRAM = Path(sys.argv[1])
OUTPUT = Path(sys.argv[2])

# The share of a picture's pixels that are not as its first one.
INK = """
const image = arguments[0];
const canvas = document.createElement('canvas');
canvas.width = image.naturalWidth;
canvas.height = image.naturalHeight;
const context = canvas.getContext('2d');
context.drawImage(image, 0, 0);
const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
let others = 0;
for (let at = 0; at < data.length; at += 4) {
  if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) ++others;
}
return others * 4 / data.length;
"""


def render(name, model, *arguments, form="html"):
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page = OUTPUT / f"{name}.{form}"
    subprocess.run([PROGRAM, "render", model, *arguments, "-o", page], check=True)
    return page


def hooked_page():
    return render("hooked", "gpt2-small", "--hook",
                  "blocks.1.attn.hook_pattern=head_ablation@0,2")


def body_of(page):
    return re.search(r"<main>(.*)</main>", page.read_text(encoding="utf-8"), re.DOTALL).group(1)


def page_of(first, *others):
    """A page with the figures of several pages, each with its own script."""
    text = first.read_text(encoding="utf-8")
    more = "".join(body_of(page) for page in others)
    page = OUTPUT / "several.html"
    page.write_text(text.replace("</main>", more + "</main>"), encoding="utf-8")
    return page


class Figure:
    """What a reader sees and does in one figure of the open page."""

    def __init__(self, browser, index=0):
        self.browser = browser
        self.driver = browser.driver
        self.root = self.driver.find_elements(By.CSS_SELECTOR, ".tviz-figure")[index]

    def svg(self):
        return self.root.find_element(By.CSS_SELECTOR, "svg")

    def height(self):
        return float(self.svg().get_attribute("height"))

    def region(self, path):
        return self.root.find_element(By.CSS_SELECTOR, f'[data-path="{path}"]')

    def has_region(self, path):
        return bool(self.root.find_elements(By.CSS_SELECTOR, f'[data-path="{path}"]'))

    def button(self, of="layers"):
        """The first button of a run of layers; of "layer", what opens a single one."""
        return self.buttons(of)[0]

    def buttons(self, of="layers"):
        words = {"layers": ("Show ", "Fold "), "layer": ("Open ", "Close ")}[of]
        return self.root.find_elements(
            By.CSS_SELECTOR, ",".join(f'.tviz-button[aria-label^="{word}"]' for word in words))

    def hover(self, element):
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", element)
        self.browser.actions().move_to_element(element).perform()

    def point(self, x, y, click=False):
        """Moves the pointer to a place of the window, away from everything at (2, 2)."""
        actions = self.browser.actions()
        actions.w3c_actions.pointer_action.move_to_location(x, y)
        if click:
            actions.click()
        actions.perform()

    def press(self, key):
        self.browser.actions().send_keys(key).perform()

    def host(self):
        return self.root.find_element(By.CSS_SELECTOR, ":scope > div")

    def panels(self):
        return self.host().shadow_root.find_elements(By.CSS_SELECTOR, ".panel")

    def panel(self):
        return wait_for(self.panels, "a panel")[0]

    def wait_closed(self):
        wait_for(lambda: not self.panels(), "the panel to close")

    def parts(self, selector):
        return self.panel().find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.parts(selector)[0].text

    def color(self, element, name="background-image"):
        return element.value_of_css_property(name)


class FigureCase(unittest.TestCase):
    """A test that begins with the hooked page open, and after which nothing may have gone wrong."""

    @classmethod
    def setUpClass(cls):
        cls.page = hooked_page()
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.open(self.page)

    def open(self, page):
        self.browser.open(page)
        self.figure = Figure(self.browser)

    def tearDown(self):
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual(self.browser.foreign_requests(), [])
