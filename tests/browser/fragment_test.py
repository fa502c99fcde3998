# SPDX-License-Identifier: MIT
"""Fragments in the pages of hosts: alive where scripts run, a picture where they do not.

Run as: fragment_test.py PROGRAM OUTPUT_FOLDER
"""

import re
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from figure_page import INK, OUTPUT, Figure, FigureCase, render

HOOK = ("--hook", "blocks.1.attn.hook_pattern=head_ablation@0,2")

# What style sheets of hosts do: JupyterLab's rules for rendered HTML, and worse.
HOST_STYLE = """
.host { white-space: pre; letter-spacing: 3px; line-height: 3; font: bold 30px cursive;
        text-align: right; color: red; cursor: wait; word-spacing: 9px; text-transform: uppercase; }
.host img, .host svg, .host figure { max-width: 50%; height: 90px; margin: 1em 40px; padding: 9px;
                                     border: 3px solid red; display: inline; }
.host pre, .host table { background: red; padding: 20px; border: 1px solid; }
.host button { background: red; }
"""

# How JupyterLab shows HTML that it trusts: scripts of innerHTML do not run, clones of them do.
SHOW = """
const [host, markup] = arguments;
host.innerHTML = markup;
for (const script of host.querySelectorAll('script')) {
  const clone = document.createElement('script');
  for (const {name, value} of script.attributes) clone.setAttribute(name, value);
  clone.textContent = script.textContent;
  script.replaceWith(clone);
}
"""

PLACES = """
const svg = document.querySelector('.tviz-output svg');
const origin = svg.getBoundingClientRect();
return [...svg.querySelectorAll('text, rect, path')].map((node) => {
  const box = node.getBoundingClientRect();
  return [box.x - origin.x, box.y - origin.y, box.width, box.height].map(Math.round).join(' ');
});
"""


def text_of(fragment):
    return fragment.read_text(encoding="utf-8")


def sanitized(fragment):
    """Without what sanitizers of untrusted notebooks take out, content included."""
    for name in ("script", "svg", "style", "iframe"):
        fragment = re.sub(rf"<{name}\b.*?</{name}>", "", fragment, flags=re.DOTALL)
    return fragment


class FragmentTest(FigureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fragment = text_of(render("hooked", "gpt2-small", *HOOK, form="fragment"))
        cls.other = text_of(render("other", "attn-only-2l", form="fragment"))

    def setUp(self):
        self.open_host()

    def open_host(self, *contents, style=""):
        """A page of a host with these contents, each in a place of its own."""
        places = "".join(f'<div class="host">{content}</div>' for content in contents)
        page = OUTPUT / "host.html"
        page.write_text(
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>host</title>'
            f'<link rel="icon" href="data:,"><style>{style}</style></head>'
            f"<body><p id=words>Words of the host</p>{places}</body></html>", encoding="utf-8")
        self.browser.open(page)
        if any("<script>" in content for content in contents):
            self.figure = Figure(self.browser)

    def show(self, *markups):
        """Shows fragments in an open page as a notebook does."""
        for markup in markups:
            host = self.browser.run("const host = document.createElement('div');"
                                    "document.body.append(host); return host")
            self.browser.run(SHOW, host, markup)
            self.browser.wait_until_alive()
        self.figure = Figure(self.browser)

    def ids(self):
        return self.browser.run("return [...document.querySelectorAll('[id]')].map((e) => e.id)")

    def assert_all_alive(self, count):
        self.assertEqual(self.browser.run("return document.querySelectorAll('img').length"), 0)
        figures = [Figure(self.browser, index) for index in range(count)]
        for figure in figures:
            figure.hover(figure.region("blocks.1.attn"))
            self.assertEqual(figure.text(".title"), "Attention")
            self.assertEqual(sum(len(each.panels()) for each in figures), 1)
        ids = self.ids()
        self.assertEqual(len(ids), len(set(ids)))
        # What refers to an id finds it in its own figure.
        lost = self.browser.run("""
          return [...document.querySelectorAll('.tviz-figure')].flatMap((figure) =>
            [...figure.querySelectorAll('use, [aria-labelledby]')].flatMap((node) =>
              (node.getAttribute('xlink:href') ?? node.getAttribute('aria-labelledby'))
                .split(' ').map((id) => id.replace('#', ''))
                .filter((id) => !figure.querySelector('#' + id))))""")
        self.assertEqual(lost, [])
        return figures

    def test_the_same_fragment_twice_and_another_are_all_alive(self):
        self.open_host(self.fragment, self.other, self.fragment)
        first, _, last = self.assert_all_alive(3)
        height = first.height()
        last.hover(last.button())
        last.button().click()
        self.assertGreater(last.height(), height)
        self.assertEqual(first.height(), height)
        first.hover(first.button())
        first.button().click()
        self.assertEqual(first.height(), last.height())
        self.assert_all_alive(3)

    def test_shown_later_by_cloned_scripts_all_are_alive(self):
        self.show(self.fragment, self.other, self.fragment, self.fragment)
        self.assert_all_alive(4)

    def test_a_figure_that_was_taken_out_comes_back_with_its_own_ids(self):
        self.show(self.fragment)
        self.browser.run("window.kept = document.querySelector('.tviz-output');"
                         "window.home = window.kept.parentNode; window.kept.remove()")
        self.show(self.fragment)
        self.browser.run("window.home.append(window.kept)")
        self.assert_all_alive(2)

    def test_nothing_becomes_global(self):
        names = "return Object.getOwnPropertyNames(window).sort()"
        # The driver's own names come with the first search.
        self.browser.driver.find_elements(By.CSS_SELECTOR, "p")
        before = self.browser.run(names)
        self.show(self.fragment)
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        self.assertEqual(self.browser.run(names), before)

    def test_scripts_need_no_permission_beyond_inline(self):
        self.assertNotRegex(self.fragment, r"<script[^>]")
        self.assertNotRegex(self.fragment, r"<[^>]* on[a-z]+=")
        self.assertEqual(self.fragment.count("<script"), 1)
        self.assertNotRegex(self.fragment, r"https?://(?!www\.w3\.org/)")

    def test_what_sanitizers_leave_is_a_picture_with_its_text(self):
        self.open_host(sanitized(self.fragment))
        image = self.browser.driver.find_element(By.CSS_SELECTOR, "img")
        self.assertRegex(image.get_attribute("alt"), "12 layers, 12 heads")
        self.assertEqual(image.get_property("naturalWidth"), 600)
        self.assertGreater(self.browser.run(INK, image), 0.02)
        outline = self.browser.driver.find_element(By.CSS_SELECTOR, "pre")
        self.assertIn("MLP: 768", outline.get_property("textContent"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('svg').length"), 0)

    def test_the_page_does_not_jump(self):
        box = "return Object.values(document.querySelector('.host').getBoundingClientRect().toJSON())"
        self.open_host(sanitized(self.fragment))
        before = self.browser.run(box)
        self.open_host(self.fragment)
        self.assertEqual(self.browser.run(box), before)

    def test_a_narrow_host_gets_a_smaller_figure(self):
        self.open_host(self.fragment, style=".host { width: 300px }")
        box = self.figure.svg().rect
        self.assertEqual(round(box["width"]), 300)
        self.assertAlmostEqual(box["height"], self.figure.height() / 2, delta=1)

    def test_style_sheets_of_the_host_do_not_reach_the_figure(self):
        self.open_host(self.fragment)
        self.assertEqual(self.figure.svg().rect["width"], 600)
        places = self.browser.run(PLACES)
        self.open_host(self.fragment, style=HOST_STYLE)
        self.assertEqual(self.figure.svg().rect["width"], 600)
        self.assertEqual(self.browser.run(PLACES), places)
        self.assertEqual(self.figure.root.find_element(By.CSS_SELECTOR, "pre").rect["height"], 1)

    def test_style_sheets_of_the_figure_do_not_reach_the_host(self):
        styles = """return ['html', 'body', '#words', '#late'].map((each) =>
          [...getComputedStyle(document.querySelector(each))].map((name) => name + ':' +
            getComputedStyle(document.querySelector(each))[name]).filter((each) =>
            !/^(block-size|height|inline-size|perspective|transform|width)/.test(each)).join())"""
        more = ('<figure id=late><svg width="9" height="9"></svg>'
                '<pre class="outline">x</pre></figure>')
        self.open_host(more)
        before = self.browser.run(styles)
        self.show(self.fragment)
        self.assertEqual(self.browser.run(styles), before)

    def listen_as_host(self):
        """Keeps the keys that reach the document, as a notebook's shortcuts would."""
        self.browser.run("""
          window.keys = [];
          for (const type of ['keydown', 'keypress', 'keyup']) {
            document.addEventListener(type, (event) => window.keys.push(event.key));
          }""")

    def test_keys_do_not_reach_the_host_while_the_figure_has_the_focus(self):
        self.show(self.fragment)
        self.listen_as_host()
        attention = self.figure.region("blocks.1.attn")
        self.browser.run("arguments[0].focus()", attention)
        self.figure.press("a")
        self.figure.press(Keys.ENTER)
        self.figure.panel()
        self.figure.press("d")
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertEqual(self.browser.run("return window.keys"), [])
        self.assertEqual(self.browser.driver.switch_to.active_element, attention)
        self.browser.run("document.activeElement.blur()")
        self.figure.press("a")
        self.assertIn("a", self.browser.run("return window.keys"))

    def test_what_is_typed_to_search_does_not_reach_the_host(self):
        self.show(self.fragment)
        self.listen_as_host()
        self.browser.run("arguments[0].focus()", self.figure.region("embed"))
        self.browser.actions().send_keys("/", "hook_z 3", Keys.ENTER).perform()
        self.assertIn("layer 3", self.figure.text(".summary"))
        self.assertEqual(self.browser.run("return window.keys"), [])

    def test_embedded_fonts_are_used(self):
        self.show(self.fragment, self.fragment)
        states = self.browser.driver.execute_async_script(
            "const done = arguments[0];"
            "document.fonts.ready.then((set) => done([...set].map((f) => f.family + f.status)))")
        self.assertEqual(sum("serif" in each and "loaded" in each for each in states) > 1, True)

    def test_bytes_are_equal_in_every_run(self):
        again = render("again", "gpt2-small", *HOOK, form="fragment")
        self.assertEqual(text_of(again), self.fragment)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
