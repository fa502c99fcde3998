# SPDX-License-Identifier: MIT
"""Numbers of a figure: in its panels, and under the slider on the colour bar.

Run as: values_test.py PROGRAM OUTPUT_FOLDER
"""

import json
import subprocess
import sys
import unittest

from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import OUTPUT, PROGRAM, FigureCase, render

HEADS = [0.06, -0.11, 0.24, -0.05, 0.02, -0.13, 1.62, -0.31, 0.09, 2.31, -0.02, 0.03]


def values_file(name, values):
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / f"{name}.json"
    path.write_text(json.dumps({"title": "logit difference", "values": values}))
    return path


def page_with_values(name, model, values, *arguments):
    return render(name, model, "--values", values_file(name, values), *arguments)


class ValuesTest(FigureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.values = {"blocks.9.attn": HEADS, "blocks.3.mlp": -0.7,
                      "blocks.2.attn.heads.4": 0.5}
        cls.page = page_with_values("values", "gpt2", cls.values)

    def focus(self, path):
        self.browser.run("arguments[0].focus()", self.figure.region(path))
        self.figure.panel()

    def slider(self):
        return self.figure.root.find_element("css selector", ".tviz-slider")

    def covered(self):
        """How many cells are covered, over all layers."""
        return self.browser.run("""
            return [...document.querySelectorAll('.tviz-veil')].reduce((sum, veil) =>
              sum + veil.getAttribute('d').split('M').length - 1, 0)""")

    # Panels.

    def test_panel_has_the_number_of_each_head(self):
        self.focus("blocks.9.attn")
        numbers = [each.text for each in self.figure.parts(".cell > .number")]
        self.assertEqual(numbers, [str(each).replace("-", "−") for each in HEADS])
        fills = {head.value_of_css_property("background-color")
                 for head in self.figure.parts(".head")}
        self.assertGreater(len(fills), 6)

    def test_tiny_and_missing_numbers_are_as_they_are(self):
        page = page_with_values("tiny", "gpt2", {
            "blocks.9.attn": [2e-7, "NaN", "-Infinity", *[1e-7] * 9]})
        self.open(page)
        self.focus("blocks.9.attn")
        numbers = [each.text for each in self.figure.parts(".cell > .number")]
        self.assertEqual(numbers[:4], ["2e−7", "NaN", "−∞", "1e−7"])
        told = [each.text.replace("\n", "") for each in self.figure.parts(".told")]
        self.assertEqual(told, ["h2−∞", "h02e−7", "h31e−7"])

    def test_panel_tells_the_largest(self):
        self.focus("blocks.9.attn")
        self.assertEqual(self.figure.text(".caption"), "logit difference · the 3 largest of 12")
        told = [each.text.replace("\n", "") for each in self.figure.parts(".told")]
        self.assertEqual(told, ["h92.31", "h61.62", "h7−0.31"])

    def test_panel_has_the_number_of_each_expert(self):
        self.open(page_with_values("experts", "mixtral", {
            "blocks.2.mlp": [0.1, 0.2, 0.9, -0.5, 0, 0.1, 0.7, 0.3]}))
        self.focus("blocks.2.mlp.experts")
        self.assertEqual(self.figure.text(".caption"), "logit difference · the 3 largest of 8")
        told = [each.text.replace("\n", "") for each in self.figure.parts(".told")]
        self.assertEqual(told, ["e20.9", "e60.7", "e3−0.5"])

    def test_panel_tells_the_number_of_a_component(self):
        self.focus("blocks.3.mlp")
        self.assertEqual(self.figure.text(".caption"), "logit difference")
        self.assertEqual(self.figure.text(".told"), "−0.7")
        label = self.figure.region("blocks.3.mlp").get_attribute("aria-label")
        self.assertTrue(label.endswith(": −0.7"), label)

    def test_unmeasured_heads_have_no_number(self):
        self.focus("blocks.2.attn")
        self.assertEqual([each.text for each in self.figure.parts(".cell > .number")], ["0.5"])
        self.assertEqual(len(self.figure.parts(".valued")), 1)

    def test_chosen_head_tells_its_number(self):
        self.figure.press("/")
        self.figure.press("L9H6")
        self.figure.press(Keys.ENTER)
        self.assertEqual(self.figure.text(".choice").split(), ["h6", "1.62"])

    def test_hook_and_number_stand_on_one_head(self):
        self.open(page_with_values("both", "gpt2", self.values, "--hook",
                                   "blocks.9.attn.hook_pattern=ablate@6"))
        self.focus("blocks.9.attn")
        head = self.figure.parts(".head")[6]
        self.assertIn("marked", head.get_attribute("class"))
        self.assertIn("rgb(251, 206, 80)", head.value_of_css_property("background-image"))
        self.assertNotIn("rgb(251, 206, 80)", head.value_of_css_property("background-color"))

    def test_sub_figures_have_their_own_numbers(self):
        manifest = OUTPUT / "sub.yaml"
        first = values_file("first", {"blocks.0.mlp": 0.1})
        second = values_file("second", {"blocks.0.mlp": 3})
        manifest.write_text(f"""schema: 1
figures:
  - name: sub-values
    formats: [html]
    subfigures:
      - {{model: gpt2, values: {first.name}, max_layers: 1}}
      - {{model: gpt2, values: {second.name}, max_layers: 1}}
""")
        subprocess.run([PROGRAM, "batch", manifest, "-o", OUTPUT], check=True, capture_output=True)
        self.open(OUTPUT / "sub-values.html")
        for path, told in (("a:blocks.0.mlp", "0.1"), ("b:blocks.0.mlp", "3")):
            self.focus(path)
            self.assertEqual(self.figure.text(".told"), told)

    # The slider.

    def test_one_slider_fades_cells_of_all_multiples(self):
        files = []
        for name, number in (("clean", 2), ("corrupted", -1)):
            file = OUTPUT / f"{name}.json"
            file.write_text(json.dumps({"title": "effect", "values": {"blocks.0.mlp": number}}), encoding="utf-8")
            files.append(f"      - {{values: {file.name}}}")
        manifest = OUTPUT / "multiples.yaml"
        manifest.write_text("\n".join(["schema: 1", "figures:", "  - name: multiples", "    formats: [html]",
                                       "    model: gpt2", "    view: atlas", "    subfigures:", *files]),
                            encoding="utf-8")
        subprocess.run([PROGRAM, "batch", manifest, "-o", OUTPUT], check=True, capture_output=True)
        self.open(OUTPUT / "multiples.html")
        self.browser.run("arguments[0].focus()", self.slider())
        for _ in range(6):
            self.figure.press(Keys.PAGE_UP)
        self.assertEqual(self.covered(), 1, "the one of the second")

    def test_cells_below_the_threshold_fade(self):
        slider = self.slider()
        self.assertEqual(slider.get_attribute("role"), "slider")
        self.assertEqual(slider.get_attribute("aria-valuetext"), "nothing fades")
        self.assertEqual(self.covered(), 0)
        self.browser.run("arguments[0].focus()", slider)
        for _ in range(2):
            self.figure.press(Keys.PAGE_UP)
        # A fifth of 2.4: below it are ten heads of layer 9.
        self.assertEqual(slider.get_attribute("aria-valuetext"), "0.48")
        self.assertEqual(self.covered(), 10)
        for _ in range(2):
            self.figure.press(Keys.PAGE_UP)
        self.assertEqual(self.covered(), 12)
        self.figure.press(Keys.END)
        self.assertEqual(self.covered(), 14)
        self.figure.press(Keys.HOME)
        self.assertEqual(self.covered(), 0)

    def test_slider_follows_the_pointer_on_either_side_of_zero(self):
        slider = self.slider()
        box = slider.find_element("css selector", ".tviz-bar").rect
        top = int(box["y"] + box["height"] / 2)
        for share in (0.25, 0.75):
            x = round(box["x"] + share * box["width"])
            actions = self.browser.actions()
            actions.w3c_actions.pointer_action.move_to_location(x, top).pointer_down()
            actions.w3c_actions.pointer_action.pointer_up()
            actions.perform()
            self.assertAlmostEqual(float(slider.get_attribute("aria-valuenow")), 1.2, delta=0.03)
        self.assertEqual(self.covered(), 12)

    def test_panels_fade_what_the_figure_fades(self):
        self.browser.run("arguments[0].focus()", self.slider())
        for _ in range(3):
            self.figure.press(Keys.PAGE_UP)
        self.focus("blocks.9.attn")
        bright = [head.text.replace("\n", "") for head in self.figure.parts(".valued:not(.faint)")]
        self.assertEqual(bright, ["h6", "h9"])

    def test_threshold_holds_for_layers_that_open_later(self):
        self.browser.run("arguments[0].focus()", self.slider())
        self.figure.press(Keys.PAGE_UP)
        before = self.covered()
        button = self.figure.button("layers")
        self.figure.hover(button)
        button.click()
        self.assertEqual(self.covered(), before)

    def test_atlas_fades_too(self):
        self.open(page_with_values("atlas-values", "gpt2", self.values, "--view", "atlas"))
        self.browser.run("arguments[0].focus()", self.slider())
        for _ in range(2):
            self.figure.press(Keys.PAGE_UP)
        self.assertEqual(self.covered(), 10)

    def test_without_numbers_there_is_no_slider(self):
        self.open(render("plain", "gpt2"))
        self.assertEqual(self.figure.root.find_elements("css selector", ".tviz-slider"), [])

    # Very many numbers.

    def test_panel_of_very_many_heads_stays_small_and_the_far_figure_is_not_painted(self):
        heads = [((7 * layer + head) % 41 - 20) / 10 for layer in range(126) for head in range(128)]
        values = {f"blocks.{layer}.attn": heads[128 * layer:128 * (layer + 1)]
                  for layer in range(126)}
        self.open(page_with_values("many", "llama-3.1-405b", values))
        self.focus("blocks.60.attn")
        elements = self.browser.run("return arguments[0].querySelectorAll('*').length",
                                    self.figure.panel())
        self.assertLess(elements, 400)
        self.assertEqual(len(self.figure.parts("[data-cell]")), 128)
        far = self.browser.run("""
            const hidden = (node) => getComputedStyle(node).visibility === 'hidden';
            return [...document.querySelector('.tviz-drawing').children].filter(hidden).length""")
        self.assertGreater(far, 110)
        self.assertLess(far, 128)
        visible = self.browser.run("""
            const box = document.querySelector('[data-path="blocks.60.attn"]').getBoundingClientRect();
            return [...document.querySelector('.tviz-drawing').children].filter((node) => {
              const own = node.getBoundingClientRect();
              return own.top < innerHeight && own.bottom > 0 && node.matches('.tviz-far');
            }).length""")
        self.assertEqual(visible, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
