# SPDX-License-Identifier: MIT
"""Panels of components, by pointer and by keyboard.

Run as: panel_test.py PROGRAM OUTPUT_FOLDER
"""

import base64
import json
import re
import sys
import time
import unittest
import zlib

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import OUTPUT, FigureCase, render


class PanelTest(FigureCase):
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

    def test_the_line_about_a_guess_opens_the_list(self):
        config = OUTPUT / "guess.json"
        config.write_text(json.dumps({
            "model_type": "yuan", "num_hidden_layers": 1, "hidden_size": 8, "vocab_size": 10,
            "num_attention_heads": 2, "intermediate_size": 20, "lf_gate": True}))
        self.open(render("guess", config))
        self.figure.hover(self.figure.region("doubts"))
        self.assertEqual(self.figure.text(".title"), "What this figure rests on")
        notes = [note.text for note in self.figure.parts(".notes li")]
        self.assertEqual(notes[0], "model_type: a decoder (model type 'yuan' is not known)")
        self.assertEqual(notes[-1], "lf_gate: not read")

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
        self.browser.actions().move_to_element(pattern).perform()
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
        self.browser.actions().move_to_element(row).pause(0.6).perform()
        self.assertEqual(len(self.figure.panels()), 1)

    def test_click_pins_until_escape(self):
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.figure.region("blocks.1.attn").click()
        self.assertIn("pinned", self.figure.panel().get_attribute("class"))
        self.figure.point(2, 2)
        self.browser.actions().pause(0.6).perform()
        self.figure.hover(self.figure.region("blocks.0.attn"))
        self.browser.actions().pause(0.4).perform()
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
        self.browser.actions().move_to_element(row).click().perform()
        wait_for(lambda: self.figure.text(".hint") == "copied", "the confirmation")
        copied = self.browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], arguments[0])")
        self.assertEqual(copied, "blocks.1.attn.hook_pattern")

    def open_with_snippet(self, snippet):
        """The page with a line of code of its dialect, whatever that has."""
        begin, deflated, end = re.split('(?<=application/zlib">)([^<]*)',
                                        self.page.read_text(encoding="utf-8"))
        data = json.loads(zlib.decompress(base64.b64decode(deflated)))
        self.assertIn("snippet", data)
        data["snippet"] = snippet
        changed = base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()
        text = begin + changed + end
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

    def test_what_escape_closes_stays_closed_until_the_pointer_moves(self):
        """Also where the panel lay over its region, which the pointer enters as that goes."""
        driver = self.browser.driver
        self.addCleanup(driver.set_window_size, 1280, 800)
        driver.set_window_size(420, 600)
        region = self.figure.region("blocks.1.attn")
        for _ in range(3):
            self.figure.hover(region)
            self.figure.panel()
            self.figure.press(Keys.ESCAPE)
            self.figure.wait_closed()
            # Longer than a panel takes to open.
            time.sleep(0.4)
            self.assertEqual(self.figure.panels(), [])
            box = self.browser.run("const b = arguments[0].getBoundingClientRect();"
                                   "return [b.left, b.top];", region)
            self.figure.point(int(box[0]) + 5, int(box[1]) + 5)
            self.figure.panel()
            self.figure.press(Keys.ESCAPE)
            self.figure.wait_closed()
            # Away and back to the very same place.
            self.figure.point(2, 2)
            self.figure.point(int(box[0]) + 5, int(box[1]) + 5)
            self.figure.panel()
            self.figure.press(Keys.ESCAPE)
            self.figure.wait_closed()
            self.figure.point(2, 2)

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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
