# SPDX-License-Identifier: MIT
"""Opens pages that the program writes in Chromium and uses them as a reader would.

Run as: page_test.py PROGRAM OUTPUT_FOLDER
"""

import json
import re
import subprocess
import sys
import unittest
from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import Browser, wait_for

PROGRAM = Path(sys.argv[1])
OUTPUT = Path(sys.argv[2])

HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">'&]]>\u2028"


def render(name, model, *arguments):
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page = OUTPUT / f"{name}.html"
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
        found = self.root.find_elements(By.CSS_SELECTOR, ".tviz-button")
        words = {"layers": ("Show ", "Fold "), "layer": ("Open ", "Close ")}[of]
        return [each for each in found if each.get_attribute("aria-label").startswith(words)]

    def hover(self, element):
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver).move_to_element(element).perform()

    def point(self, x, y, click=False):
        """Moves the pointer to a place of the window, away from everything at (2, 2)."""
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(x, y)
        if click:
            actions.click()
        actions.perform()

    def press(self, key):
        ActionChains(self.driver).send_keys(key).perform()

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


class PageTest(unittest.TestCase):
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

    # Panels.

    def test_hover_opens_the_panel_with_every_head(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.assertEqual(self.figure.text(".title"), "Attention")
        self.assertIn("layer 1", self.figure.text(".summary"))
        self.assertEqual(self.figure.text(".parameters"), "2.36M params")
        heads = self.figure.parts(".head")
        self.assertEqual([head.text.replace("\n", "") for head in heads],
                         [f"h{index}" for index in range(12)])
        marked = [i for i, head in enumerate(heads) if "marked" in head.get_attribute("class")]
        self.assertEqual(marked, [0, 2])
        self.assertIn("rgb(251, 206, 80)", self.figure.color(heads[0]))
        self.assertNotIn("rgb(251, 206, 80)", self.figure.color(heads[1]))

    def test_panel_lists_hook_points_with_shapes(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        rows = {row.find_element(By.CSS_SELECTOR, ".name").text: row
                for row in self.figure.parts(".row")}
        self.assertIn("hook_q", rows)
        shape = rows["hook_z"].find_element(By.CSS_SELECTOR, ".shape").text
        self.assertEqual(shape, "batch, seq_len, 12, 64")
        pattern = rows["hook_pattern"]
        self.assertIn("hooked", pattern.get_attribute("class"))
        self.assertEqual(pattern.find_element(By.CSS_SELECTOR, ".mark").text,
                         "head_ablation · 0, 2")
        dormant = rows["hook_result"]
        self.assertIn("dormant", dormant.get_attribute("class"))
        self.assertIn("use_attn_result", dormant.text)
        ActionChains(self.browser.driver).move_to_element(pattern).perform()
        wait_for(lambda: self.figure.text(".full") == "blocks.1.attn.hook_pattern",
                 "the row's full name")

    def test_other_layers_have_the_same_panel_without_marks(self):
        self.figure.hover(self.figure.region("blocks.0.attn"))
        self.assertIn("layer 0", self.figure.text(".summary"))
        self.assertEqual(len(self.figure.parts(".head")), 12)
        self.assertEqual(self.figure.parts(".marked"), [])
        self.assertEqual(self.figure.parts(".row")[0].get_attribute("data-copy")[:9], "blocks.0.")

    def test_panel_closes_when_the_pointer_leaves(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        self.figure.point(2, 2)
        self.figure.wait_closed()

    def test_pointer_may_move_into_the_panel(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        row = self.figure.parts(".row")[3]
        ActionChains(self.browser.driver).move_to_element(row).pause(0.6).perform()
        self.assertEqual(len(self.figure.panels()), 1)

    def test_click_pins_until_escape(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.region("blocks.1.attn").click()
        self.assertIn("pinned", self.figure.panel().get_attribute("class"))
        self.figure.point(2, 2)
        ActionChains(self.browser.driver).pause(0.6).perform()
        self.figure.hover(self.figure.region("blocks.0.attn"))
        ActionChains(self.browser.driver).pause(0.4).perform()
        self.assertEqual(len(self.figure.panels()), 1)
        self.assertIn("layer 1", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()

    def test_click_outside_closes_a_pinned_panel(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.region("blocks.1.attn").click()
        self.figure.panel()
        self.figure.point(2, 2, click=True)
        self.figure.wait_closed()

    def test_click_on_a_row_copies_its_name(self):
        self.browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        row = self.figure.parts(".hooked")[0]
        ActionChains(self.browser.driver).move_to_element(row).click().perform()
        wait_for(lambda: self.figure.text(".hint") == "copied", "the confirmation")
        copied = self.browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], arguments[0])")
        self.assertEqual(copied, "blocks.1.attn.hook_pattern")

    def open_with_snippet(self, snippet):
        """The page with a line of code of its dialect, whatever that has."""
        text = self.page.read_text(encoding="utf-8")
        text, count = re.subn(r'"snippet":"(?:[^"\\]|\\.)*"',
                              lambda _: '"snippet":' + json.dumps(snippet), text)
        self.assertEqual(count, 1)
        page = OUTPUT / "snippet.html"
        page.write_text(text, encoding="utf-8")
        self.open(page)

    def test_code_of_a_hook_point_is_copied_by_the_keyboard(self):
        self.browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        self.open_with_snippet('model.run("$&", fwd_hooks=[("{name}", fn)])')
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.region("blocks.1.attn").click()
        self.figure.panel()
        line = self.figure.parts(".line")[1]
        row = line.find_element(By.CSS_SELECTOR, ".row")
        code = line.find_element(By.CSS_SELECTOR, ".code")
        self.browser.run("arguments[0].focus()", row)
        self.figure.press(Keys.TAB)
        name = row.get_attribute("data-copy")
        wanted = f'model.run("$&", fwd_hooks=[("{name}", fn)])'
        self.assertEqual(code.get_attribute("aria-label"), f"copy code for {name}")
        wait_for(lambda: self.figure.text(".full") == wanted, "the code in the footer")
        wait_for(lambda: code.value_of_css_property("opacity") == "1", "the button to show")
        self.figure.press(Keys.ENTER)
        wait_for(lambda: self.figure.text(".hint") == "copied", "the confirmation")
        copied = self.browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], arguments[0])")
        self.assertEqual(copied, wanted)
        self.assertTrue(name.startswith("blocks.1."))

    def test_without_code_there_is_no_button_for_it(self):
        self.open_with_snippet("")
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        self.assertEqual(self.figure.parts(".code"), [])

    def test_panel_shows_what_marks_look_like(self):
        hooks = [f"blocks.0.mlp.hook_post=f{index}" for index in range(8)]
        arguments = [part for hook in hooks for part in ("--hook", hook)]
        self.open(render("looks", "gpt2-small", *arguments,
                         "--backward-hook", "blocks.1.attn.hook_z=gradient@3",
                         "--hook", "blocks.1.attn.hook_result=sleeper@5"))
        self.figure.hover(self.figure.region("blocks.1.attn"))
        marks = {mark.text.split("\n")[-1]: mark for mark in self.figure.parts(".mark")}
        self.assertIn("Jgradient · 3 · backward", marks)
        self.assertIn("Isleeper · 5 · never fires", marks)
        for text, look in [("Jgradient · 3 · backward", "backward"),
                           ("Isleeper · 5 · never fires", "dormant")]:
            swatch = marks[text].find_element(By.CSS_SELECTOR, ".swatch")
            self.assertIn(look, swatch.get_attribute("class"))
        heads = self.figure.parts(".head")
        self.assertIn("backward", heads[3].get_attribute("class"))
        self.assertEqual(heads[3].find_element(By.CSS_SELECTOR, ".letters").text, "J")
        self.assertIn("dashed", heads[5].value_of_css_property("border-style"))

    def test_panel_never_leaves_the_window(self):
        driver = self.browser.driver
        self.addCleanup(driver.set_window_size, 1280, 800)
        for size in [(1280, 800), (700, 420), (420, 600)]:
            driver.set_window_size(*size)
            for path in ["embed", "blocks.1.attn", "unembed"]:
                self.figure.hover(self.figure.region(path))
                box = self.browser.run(
                    "const b = arguments[0].getBoundingClientRect();"
                    "return [b.left, b.top, innerWidth - b.right, innerHeight - b.bottom];",
                    self.figure.panel())
                self.assertGreaterEqual(min(box), 0, f"{path} at {size}: {box}")
                self.figure.press(Keys.ESCAPE)
                self.figure.wait_closed()

    # The keyboard.

    def test_tab_follows_the_data_flow(self):
        paths = []
        for _ in range(6):
            self.figure.press(Keys.TAB)
            paths.append(self.browser.run("return document.activeElement.dataset.path"))
        places = [self.figure.region(path).location["y"] for path in paths]
        self.assertEqual(len(set(paths)), 6)
        self.assertGreater(places[0], places[-1])
        self.assertEqual(paths[0], "tokens")

    def test_focus_opens_and_enter_goes_into_the_panel(self):
        region = self.figure.region("blocks.1.attn")
        self.browser.run("arguments[0].focus()", region)
        self.figure.panel()
        self.assertEqual(region.get_attribute("aria-expanded"), "true")
        self.figure.press(Keys.ENTER)
        self.figure.press(Keys.TAB)
        focused = self.browser.run("return arguments[0].shadowRoot.activeElement.className",
                                   self.figure.host())
        self.assertIn("row", focused)
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertEqual(self.browser.run("return document.activeElement.dataset.path"),
                         "blocks.1.attn")
        self.assertEqual(region.get_attribute("aria-expanded"), "false")

    # Folds.

    def test_unfolds_and_folds_again(self):
        before = self.figure.height()
        button = self.figure.button()
        self.assertEqual(button.get_attribute("aria-label"), "Show 4 more layers")
        self.assertEqual(button.get_attribute("aria-expanded"), "false")
        self.assertFalse(self.figure.has_region("blocks.10.attn"))
        self.figure.hover(button)
        button.click()
        self.assertTrue(self.figure.has_region("blocks.10.attn"))
        self.assertGreater(self.figure.height(), before + 400)
        view_box = self.browser.run("return arguments[0].getAttribute('viewBox')",
                                    self.figure.svg())
        self.assertEqual(float(view_box.split()[3]), self.figure.height())
        self.figure.hover(self.figure.region("blocks.10.attn"))
        self.assertIn("layer 10", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        button = self.figure.button()
        self.assertEqual(button.get_attribute("aria-label"), "Fold layers 8 – 11")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.figure.height(), before)
        self.assertFalse(self.figure.has_region("blocks.10.attn"))
        self.figure.wait_closed()

    def test_fold_button_keeps_the_focus(self):
        self.browser.run("arguments[0].focus()", self.figure.button())
        for label in ["Fold layers 8 – 11", "Show 4 more layers", "Fold layers 8 – 11"]:
            self.figure.press(Keys.SPACE)
            focused = self.browser.run("return document.activeElement.getAttribute('aria-label')")
            self.assertEqual(focused, label)

    def test_streams_reach_from_the_first_to_the_last_layer(self):
        def reach():
            line = self.figure.root.find_element(By.CSS_SELECTOR, ".tviz-streams path")
            return line.rect["height"]
        before, height = reach(), self.figure.height()
        self.browser.run("arguments[0].focus()", self.figure.button())
        self.figure.press(Keys.ENTER)
        self.assertAlmostEqual(reach() - before, self.figure.height() - height, delta=0.5)

    # Single layers.

    def layer_button(self, label):
        return next(each for each in self.figure.buttons("layer")
                    if each.get_attribute("aria-label") == label)

    def press_layer_button(self, label, key=Keys.ENTER):
        self.browser.run("arguments[0].focus()", self.layer_button(label))
        self.figure.press(key)

    def drawn_texts(self):
        """What the drawing says, with what it uses of its definitions."""
        return self.browser.run("""
            const svg = arguments[0];
            const texts = (node) => [...node.querySelectorAll('text')].map((t) => t.textContent);
            const uses = [...svg.querySelectorAll('.tviz-drawing use')].map((use) =>
              svg.querySelector(use.getAttribute('href')));
            return [svg.querySelector('.tviz-drawing'), ...uses].flatMap(texts);""",
                                self.figure.svg())

    def test_opens_and_closes_a_single_layer(self):
        before, paths = self.figure.height(), self.shown_paths()
        self.assertNotIn("hook_pattern", self.drawn_texts())
        button = self.layer_button("Open layer 0")
        self.assertEqual(button.get_attribute("aria-expanded"), "false")
        self.figure.hover(button)
        button.click()
        self.assertGreater(self.figure.height(), before + 200)
        for name in ["hook_pattern", "hook_resid_mid", "hook_post"]:
            self.assertEqual(self.drawn_texts().count(name), 1)
        self.figure.hover(self.figure.region("blocks.0.attn"))
        self.assertEqual(self.figure.text(".title"), "Attention")
        self.assertIn("layer 0", self.figure.text(".summary"))
        self.figure.press(Keys.ESCAPE)
        button = self.layer_button("Close layer 0")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.figure.height(), before)
        self.assertEqual(self.shown_paths(), paths)
        self.assertNotIn("hook_pattern", self.drawn_texts())

    def shown_paths(self):
        return self.browser.run(
            "return [...arguments[0].querySelectorAll('[data-path]')].map((r) => r.dataset.path)",
            self.figure.svg())

    def test_every_layer_opens_with_its_own_numbers(self):
        figure = self.open_plain("gpt2-small")
        for layer in range(8):
            self.press_layer_button(f"Open layer {layer}")
        figure.button().click()
        for layer in range(12):
            self.assertIn(f"Layer {layer}", self.drawn_texts())
            region = figure.region(f"blocks.{layer}.attn")
            self.assertIn(f"layer {layer}:", region.get_attribute("aria-label"))
        # Layers lie one above the other, each above the one before.
        tops = [self.top(f"blocks.{layer}.attn") for layer in range(12)]
        self.assertEqual(tops, sorted(tops, reverse=True))

    def open_plain(self, model):
        self.open(render(model, model))
        return self.figure

    def test_layer_button_keeps_the_focus_and_hears_keys(self):
        self.browser.run("arguments[0].focus()", self.layer_button("Open layer 0"))
        keys = [Keys.SPACE, Keys.ENTER, Keys.SPACE]
        labels = ["Close layer 0", "Open layer 0", "Close layer 0"]
        for key, label in zip(keys, labels):
            self.figure.press(key)
            focused = self.browser.run("return document.activeElement.getAttribute('aria-label')")
            self.assertEqual(focused, label)

    def test_streams_pass_through_open_layers(self):
        def reach():
            line = self.figure.root.find_element(By.CSS_SELECTOR, ".tviz-streams path")
            return line.rect["height"]
        before, height = reach(), self.figure.height()
        for label in ["Open layer 0", "Open layer 3"]:
            self.press_layer_button(label)
        self.assertAlmostEqual(reach() - before, self.figure.height() - height, delta=0.5)

    def test_a_layer_opens_in_one_of_two_equal_figures(self):
        self.open(page_of(self.page, self.page))
        first, second = Figure(self.browser, 0), Figure(self.browser, 1)
        before = first.height()
        second.buttons("layer")[0].click()
        self.assertGreater(second.height(), before)
        self.assertEqual(first.height(), before)
        first.buttons("layer")[0].click()
        self.assertEqual(first.height(), second.height())

    # Streams side by side.

    def open_columns(self):
        self.open(render("columns", "t5-small", "--max-layers", "2"))

    def top(self, path):
        """The height of a region in the figure, in its own pixels."""
        return self.browser.run(
            "const [region, svg] = arguments;"
            "return region.getBoundingClientRect().top - svg.getBoundingClientRect().top;",
            self.figure.region(path), self.figure.svg())

    def above_foot(self, path):
        return self.figure.height() - self.top(path)

    def lines(self):
        """x, top and bottom of the encoder's stream, the decoder's, and the rail between."""
        lines = self.figure.root.find_elements(By.CSS_SELECTOR, ".tviz-streams path")
        numbers = [re.fullmatch(r"M([0-9.]+) ([0-9.]+)V([0-9.]+)", line.get_attribute("d"))
                   for line in lines]
        return [tuple(map(float, match.groups())) for match in numbers]

    def arrows_from(self, x):
        """Heights at which horizontal lines begin at this x."""
        return self.browser.run("""
            const [svg, x] = arguments;
            const top = svg.getBoundingClientRect().top;
            const heights = [];
            for (const path of svg.querySelectorAll('.tviz-drawing path')) {
              const match = /^M([0-9.]+) [0-9.]+H([0-9.]+)$/.exec(path.getAttribute('d'));
              if (!match || Math.abs(match[1] - x) > 1 || Number(match[2]) < x) continue;
              const box = path.getBoundingClientRect();
              heights.push(box.top + box.height / 2 - top);
            }
            return heights.sort((a, b) => a - b);""", self.figure.svg(), x)

    def unfold(self, column):
        """Presses the button of a column; the encoder's comes first."""
        self.browser.run("arguments[0].focus()", self.figure.buttons()[column])
        self.figure.press(Keys.ENTER)

    def test_a_fold_moves_its_own_column(self):
        self.open_columns()
        encoder, decoder = "encoder.0.attn", "decoder.0.attn"
        before, height = self.lines(), self.figure.height()
        feet = self.above_foot(encoder), self.above_foot(decoder)
        self.unfold(1)
        self.assertTrue(self.figure.has_region("decoder.5.attn"))
        self.assertFalse(self.figure.has_region("encoder.5.attn"))
        self.assertGreater(self.figure.height(), height + 400)
        # Both stand on one foot, and of the encoder nothing else has changed.
        self.assertAlmostEqual(self.above_foot(encoder), feet[0], delta=0.1)
        self.assertAlmostEqual(self.above_foot(decoder), feet[1], delta=0.1)
        moved = self.figure.height() - height
        for old, new in zip(before[0], self.lines()[0]):
            self.assertAlmostEqual(new - old, 0 if old == before[0][0] else moved, delta=0.1)
        # The shorter column's layers do not make the figure taller.
        height = self.figure.height()
        self.unfold(0)
        self.assertTrue(self.figure.has_region("encoder.5.attn"))
        self.assertEqual(self.figure.height(), height)

    def test_rails_end_where_lines_join_them(self):
        self.open_columns()
        folded = self.lines()
        for column, arrows in [(None, 3), (1, 6), (0, 6), (1, 3), (0, 3)]:
            if column is not None:
                self.unfold(column)
            x, top, bottom = self.lines()[2]
            heights = self.arrows_from(x)
            self.assertEqual(len(heights), arrows)
            output = self.lines()[0][1]
            self.assertLess(top, output)
            self.assertLessEqual(top, heights[0] + 0.6)
            self.assertAlmostEqual(bottom, heights[-1], delta=0.6)
        self.assertEqual(self.lines(), folded)

    def test_rails_end_where_lines_join_them_in_open_layers(self):
        self.open_columns()
        folded = self.lines()
        for action in ["Open", "Close"]:
            for layer in ["layer 1 of Decoder", "layer 0 of Encoder"]:
                self.press_layer_button(f"{action} {layer}")
                x, top, bottom = self.lines()[2]
                heights = self.arrows_from(x)
                self.assertEqual(len(heights), 3)
                self.assertLessEqual(top, heights[0] + 0.6)
                self.assertAlmostEqual(bottom, heights[-1], delta=0.6)
        self.assertEqual(self.lines(), folded)

    def test_tab_goes_through_one_stream_after_the_other(self):
        self.open_columns()
        paths = self.browser.run(
            "return [...arguments[0].querySelectorAll('[data-path]')].map((r) => r.dataset.path)",
            self.figure.svg())
        last_of_encoder = max(i for i, path in enumerate(paths) if path.startswith("encoder"))
        first_of_decoder = min(i for i, path in enumerate(paths) if path.startswith("decoder"))
        self.assertLess(last_of_encoder, first_of_decoder)
        self.figure.hover(self.figure.region("decoder.1.cross_attn"))
        self.assertIn("layer 1", self.figure.text(".summary"))

    # Many figures, hostile names, small documents.

    def test_the_same_figure_twice_and_another_are_all_alive(self):
        other = render("other", "attn-only-2l")
        self.open(page_of(self.page, self.page, other))
        figures = [Figure(self.browser, index) for index in range(3)]
        alive = [figure.root.get_attribute("data-tviz") for figure in figures]
        self.assertEqual(alive, ["alive"] * 3)
        for figure in figures:
            figure.hover(figure.region("blocks.1.attn"))
            self.assertEqual(figure.text(".title"), "Attention")
            self.assertEqual(sum(len(each.panels()) for each in figures), 1)
        heights = [figure.height() for figure in figures]
        figures[1].hover(figures[1].button())
        figures[1].button().click()
        self.assertGreater(figures[1].height(), heights[1])
        self.assertEqual(figures[0].height(), heights[0])
        self.assertEqual(figures[2].height(), heights[2])
        figures[0].hover(figures[0].button())
        figures[0].button().click()
        self.assertEqual(figures[0].height(), figures[1].height())

    def test_hostile_names_stay_text(self):
        page = render("hostile", "gpt2-small", "--hook", f"blocks.1.attn.hook_z={HOSTILE}")
        self.open(page)
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.assertIn("onerror", self.figure.text(".mark"))
        self.assertEqual(self.browser.driver.title, "GPT-2 small")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img').length"), 0)

    def assert_small(self, model, most_bytes, most_elements):
        page = render("plain", model)
        self.open(page)
        text = page.read_text(encoding="utf-8")
        without_fonts = re.sub(r"@font-face{[^}]*}", "", text)
        self.assertLess(len(without_fonts.encode()), most_bytes)
        elements = self.browser.run("return document.querySelectorAll('*').length")
        self.assertLess(elements, most_elements)

    def test_page_is_small(self):
        self.assert_small("gpt2-small", 60_000, 700)

    def test_page_of_a_deep_model_is_small(self):
        self.assert_small("llama-3.1-405b", 100_000, 1_500)

    def test_all_layers_of_a_deep_model_can_be_shown(self):
        self.open_plain("llama-3.1-405b")
        self.figure.button().click()
        for layer in [8, 99, 100, 125]:
            self.assertTrue(self.figure.has_region(f"blocks.{layer}.mlp"))
            self.assertIn(f"Layer {layer}", self.drawn_texts())
        self.assertIn("252", self.drawn_texts())
        self.figure.hover(self.figure.region("blocks.100.mlp"))
        self.assertIn("layer 100", self.figure.text(".summary"))

    def test_a_thousand_hooks_on_a_deep_model(self):
        hooks = []
        for number in range(1000):
            point = f"blocks.{number % 126}.attn.hook_z=function {number % 12}@{number % 128}"
            hooks += ["--hook", point]
        self.open(render("many-hooks", "llama-3.1-405b", *hooks))
        self.figure.hover(self.figure.region("blocks.100.attn"))
        self.assertEqual(len(self.figure.parts(".hooked")), 1)
        self.figure.press(Keys.ESCAPE)
        self.figure.wait_closed()
        self.assertEqual(self.browser.complaints(), [])

    def test_embedded_fonts_load(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.panel()
        states = self.browser.driver.execute_async_script(
            "const done = arguments[0];"
            "document.fonts.ready.then((fonts) => done([...fonts].map((font) => font.status)))")
        self.assertGreaterEqual(len(states), 5)
        self.assertEqual(set(states), {"loaded"})

    def test_adds_nothing_global(self):
        names = "return Object.getOwnPropertyNames(window).sort().join()"
        here = self.browser.run(names)
        blank = OUTPUT / "blank.html"
        blank.write_text("<!DOCTYPE html><link rel=icon href='data:,'><title>Blank</title>",
                         encoding="utf-8")
        self.browser.open(blank)
        # The driver leaves a name of its own where it has searched.
        self.browser.driver.find_elements(By.CSS_SELECTOR, "figure")
        self.assertEqual(here, self.browser.run(names))


class WithoutScriptTest(unittest.TestCase):
    def test_the_folded_figure_is_complete(self):
        page = hooked_page()
        with Browser(scripts=False) as browser:
            browser.open(page)
            figure = browser.driver.find_element(By.CSS_SELECTOR, ".tviz-figure")
            self.assertIsNone(figure.get_attribute("data-tviz"))
            text = figure.find_element(By.CSS_SELECTOR, "svg").text
            for layer in range(8):
                self.assertIn(f"Layer {layer}", text)
            self.assertIn("Layers 8 – 11", text)
            self.assertIn("head_ablation", text)
            # There is nothing to press.
            self.assertEqual(figure.find_elements(By.CSS_SELECTOR, ".tviz-button"), [])
            self.assertEqual(browser.foreign_requests(), [])
            self.assertEqual(browser.complaints(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
