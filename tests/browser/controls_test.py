# SPDX-License-Identifier: MIT
"""The toolbar of a figure: all layers, zoom, and files of what is shown.

Run as: controls_test.py PROGRAM OUTPUT_FOLDER
"""

import base64
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

from PIL import Image, ImageChops, ImageStat
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import OUTPUT, Figure, FigureCase, page_of, render

SAVED = OUTPUT / "saved"


class ControlsCase(FigureCase):
    def tool(self, label, figure=None):
        root = (figure or self.figure).host().shadow_root
        return root.find_element(By.CSS_SELECTOR, f'.tool[aria-label="{label}"]')

    def spoken_text(self):
        return self.browser.run("return arguments[0].shadowRoot.querySelector('.spoken')"
                                ".textContent", self.figure.host())

    def box(self, figure=None):
        return self.browser.run("return arguments[0].getBoundingClientRect().toJSON()",
                                (figure or self.figure).svg())

    def is_enabled(self, label):
        return self.tool(label).get_attribute("aria-disabled") != "true"

    def resize(self, width):
        self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False})

    def turn_wheel(self, x, y, delta, control):
        """What a mouse or, with the control key, a pinch on a touchpad sends."""
        self.browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {
            "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta,
            "modifiers": 2 if control else 0})


class LayersTest(ControlsCase):
    def assert_all_layers_open_and_fold(self, model, layers):
        self.open(render(f"layers-{model}", model))
        before = self.figure.height()
        self.assertTrue(self.is_enabled("show all layers"))
        self.assertFalse(self.is_enabled("fold all"))
        self.tool("show all layers").click()
        self.assertGreater(self.figure.height(), before)
        self.assertEqual(self.spoken_text(), f"{layers} more layers shown")
        self.assertFalse(self.is_enabled("show all layers"))
        self.tool("fold all").click()
        self.assertEqual(self.figure.height(), before)
        self.assertEqual(self.spoken_text(), f"{layers} layers folded")

    def test_no_buttons_where_nothing_opens(self):
        self.open(render("rightwards", "gpt2-small", "--direction", "right", "--max-layers", "2"))
        labels = [tool.get_attribute("aria-label") for tool in
                  self.figure.host().shadow_root.find_elements(By.CSS_SELECTOR, ".tool")]
        self.assertIn("zoom in", labels)
        self.assertNotIn("show all layers", labels)
        self.assertNotIn("fold all", labels)
        self.figure.hover(self.figure.region("blocks.1.attn"))
        self.assertEqual(self.figure.text(".title"), "Attention")

    def test_all_layers(self):
        self.assert_all_layers_open_and_fold("gpt2-small", 4)

    def test_all_layers_of_a_deep_model(self):
        self.assert_all_layers_open_and_fold("llama-3.1-405b", 118)

    def test_all_layers_of_both_stacks(self):
        self.assert_all_layers_open_and_fold("t5-base", 8)

    def test_a_press_by_keyboard_keeps_the_focus_on_its_button(self):
        self.browser.run("arguments[0].focus()", self.tool("show all layers"))
        self.figure.press(Keys.ENTER)
        focused = self.browser.run(
            "return arguments[0].shadowRoot.activeElement.ariaLabel", self.figure.host())
        self.assertEqual(focused, "show all layers")
        self.assertFalse(self.is_enabled("show all layers"))

    def test_toolbar_lies_above_the_drawing_in_every_window(self):
        for width in (1280, 600, 360):
            self.resize(width)
            self.open(self.page)
            bar = self.browser.run(
                "return arguments[0].shadowRoot.querySelector('.toolbar')"
                ".getBoundingClientRect().toJSON()", self.figure.host())
            self.assertLessEqual(bar["bottom"], self.box()["top"])
            self.assertGreaterEqual(bar["left"], 0)
            self.assertLessEqual(bar["right"], width)
            last = self.browser.run("return arguments[0].getBoundingClientRect().right",
                                    self.tool("copy link"))
            self.assertLessEqual(last, width)
        self.browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


class ZoomTest(ControlsCase):
    def test_buttons_and_keys(self):
        fit = self.box()["width"]
        self.assertFalse(self.is_enabled("fit to width"))
        self.tool("zoom in").click()
        self.assertAlmostEqual(self.box()["width"], fit * 1.25, delta=1)
        self.assertEqual(self.spoken_text(), "zoom 125 %")
        self.figure.press("+")
        self.assertAlmostEqual(self.box()["width"], fit * 1.25 ** 2, delta=1)
        self.figure.press("-")
        self.assertAlmostEqual(self.box()["width"], fit * 1.25, delta=1)
        self.figure.press("0")
        self.assertEqual(self.box()["width"], fit)
        self.tool("zoom out").click()
        self.assertAlmostEqual(self.box()["width"], fit / 1.25, delta=1)

    def test_wheel_with_control_key_zooms_at_the_pointer(self):
        # No room beside the figure, into which it would grow first.
        self.resize(640)
        self.addCleanup(self.browser.driver.execute_cdp_cmd,
                        "Emulation.clearDeviceMetricsOverride", {})
        before = self.box()
        x, y = before["left"] + 300, 400
        self.turn_wheel(x, y, -150, True)
        wait_for(lambda: self.box()["width"] > before["width"], "the zoom")
        after = self.box()
        factor = after["width"] / before["width"]
        self.assertAlmostEqual(after["left"] + (x - before["left"]) * factor, x, delta=2)
        self.assertAlmostEqual(after["top"] + (y - before["top"]) * factor, y, delta=2)

    def test_plain_wheel_scrolls_the_page(self):
        before = self.box()
        self.turn_wheel(before["left"] + 300, 400, 150, False)
        wait_for(lambda: self.box()["top"] < before["top"], "the page to scroll")
        self.assertEqual(self.box()["width"], before["width"])

    def zoom_in(self, times):
        for _ in range(times):
            self.figure.press("+")

    def test_drag_pans_and_presses_nothing(self):
        self.zoom_in(6)
        region = self.figure.region("blocks.7.mlp")
        self.browser.run("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", region)
        before = self.box()
        actions = self.browser.actions()
        actions.move_to_element(region).click_and_hold().move_by_offset(-60, -40).release()
        actions.perform()
        after = self.box()
        self.assertAlmostEqual(after["left"], before["left"] - 60, delta=2)
        self.assertAlmostEqual(after["top"], before["top"] - 40, delta=2)
        pinned = self.figure.host().shadow_root.find_elements(By.CSS_SELECTOR, ".pinned")
        self.assertEqual(pinned, [])

    def test_arrow_keys_pan_only_while_zoomed(self):
        before = self.box()
        self.figure.press(Keys.ARROW_RIGHT)
        self.assertEqual(self.box(), before)
        self.zoom_in(6)
        before = self.box()
        self.figure.press(Keys.ARROW_RIGHT)
        self.assertLess(self.box()["left"], before["left"])

    def test_panel_stands_at_its_region_while_zoomed(self):
        self.zoom_in(3)
        region = self.figure.region("blocks.7.mlp")
        self.figure.hover(region)
        panel = self.figure.panel().rect
        self.assertGreaterEqual(panel["x"], 0)
        self.assertLessEqual(panel["x"] + panel["width"], 1280)
        frame = self.figure.host().shadow_root.find_element(By.CSS_SELECTOR, ".frame").rect
        self.assertAlmostEqual(frame["y"], region.rect["y"], delta=4)

    def test_page_does_not_grow_wider(self):
        self.zoom_in(9)
        self.figure.hover(self.figure.region("blocks.7.mlp"))
        self.figure.panel()
        wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        self.assertFalse(self.browser.run(wider))

    def test_of_two_figures_one_zooms(self):
        self.open(page_of(self.page, self.page))
        first, second = Figure(self.browser), Figure(self.browser, 1)
        width = self.box(second)["width"]
        self.tool("zoom in", second).click()
        self.assertGreater(self.box(second)["width"], width)
        self.assertEqual(self.box(first)["width"], width)


class SaveTest(ControlsCase):
    def setUp(self):
        super().setUp()
        shutil.rmtree(SAVED, ignore_errors=True)
        SAVED.mkdir(parents=True)
        self.browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {
            "behavior": "allow", "downloadPath": str(SAVED.resolve())})

    def save(self, label, ending):
        self.tool(label).click()
        return wait_for(lambda: next(SAVED.glob(f"*.{ending}"), None), "the file", 30)

    def test_svg_has_what_is_shown_and_renders_alone(self):
        self.tool("show all layers").click()
        self.tool("zoom in").click()
        file = self.save("save as SVG", "svg")
        self.assertEqual(file.name, "GPT-2-small.svg")
        text = file.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
        self.assertEqual(float(root.get("height")), self.figure.height())
        self.assertEqual(root.get("role"), "img")
        self.assertIn("Layer 9", "".join(root.itertext()))
        self.assertIn("font-face", text)
        self.assertIn("font-variant-ligatures: none", root.get("style"))
        self.assertNotIn("width", root.get("style"))
        for live in ("tviz-regions", "tabindex", "aria-expanded", "data-detail"):
            self.assertNotIn(live, text)
        picture = SAVED / "picture.png"
        subprocess.run(["rsvg-convert", file, "-o", picture], check=True)
        self.assertGreater(picture.stat().st_size, 20_000)

    def test_png_has_twice_the_pixels(self):
        file = self.save("save as PNG", "png")
        head = file.read_bytes()[:24]
        width, height = (int.from_bytes(head[at:at + 4], "big") for at in (16, 20))
        self.assertAlmostEqual(height, 2 * self.figure.height(), delta=2)
        self.assertEqual(width, 2 * float(self.figure.svg().get_attribute("width")))
        # A blank one would be a few thousand bytes.
        self.assertGreater(file.stat().st_size, 50_000)

    def test_dark_page_saves_dark_pictures(self):
        media = [{"name": "prefers-color-scheme", "value": "dark"}]
        self.browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        self.addCleanup(self.browser.driver.execute_cdp_cmd, "Emulation.setEmulatedMedia",
                        {"features": []})
        self.open(render("auto", "gpt2-small", "--theme", "auto"))
        text = self.save("save as SVG", "svg").read_text(encoding="utf-8")
        self.assertTrue("color-scheme: dark;" in text)
        picture = self.save("save as PNG", "png")
        with Image.open(picture) as image:
            self.assertLess(sum(image.convert("RGB").getpixel((4, 4))), 200)

    def test_svg_looks_like_the_page(self):
        self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        self.addCleanup(self.browser.driver.execute_cdp_cmd,
                        "Emulation.clearDeviceMetricsOverride", {})
        picture = SAVED / "alone.png"
        subprocess.run(["rsvg-convert", self.save("save as SVG", "svg"), "-o", picture], check=True)
        page = SAVED / "page.png"
        # Without what only the page has.
        self.browser.run("arguments[0].querySelector('.tviz-regions').style.display = 'none'",
                         self.figure.svg())
        box = self.box()
        shot = self.browser.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": box["x"], "y": box["y"], "width": box["width"],
                     "height": box["height"], "scale": 1}})
        page.write_bytes(base64.b64decode(shot["data"]))
        with Image.open(picture) as alone, Image.open(page) as shown:
            self.assertEqual(alone.size, shown.size)
            difference = ImageChops.difference(alone.convert("L"), shown.convert("L"))
            # Letters differ at their edges.
            self.assertLess(ImageStat.Stat(difference).mean[0], 2)

    def test_deep_model(self):
        self.open(render("deep", "llama-3.1-405b"))
        self.tool("show all layers").click()
        text = self.save("save as SVG", "svg").read_text(encoding="utf-8")
        for layer in (0, 60, 125):
            self.assertIn(f"Layer {layer}<", text)
        self.assertGreater(self.save("save as PNG", "png").stat().st_size, 50_000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
