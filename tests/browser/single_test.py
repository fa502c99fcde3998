# SPDX-License-Identifier: MIT
"""Single heads and experts, in the figure, in panels, and in the search.

Run as: single_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest

from selenium.webdriver.common.keys import Keys

from browser import wait_for
from figure_page import FigureCase, render

# The middle of a head or expert that is drawn, in the window.
MIDDLE = """
const [region, index] = arguments;
region.scrollIntoView({block: 'center'});
const [, x, y, width, height] = region.cells.find(([each]) => each === index);
const box = region.getBoundingClientRect();
const scale = box.width / region.width.baseVal.value;
return [box.left + (x + width / 2 - region.x.baseVal.value) * scale,
        box.top + (y + height / 2 - region.y.baseVal.value) * scale];
"""


class SingleTest(FigureCase):
    def point_at(self, path, index, click=False):
        x, y = self.browser.run(MIDDLE, self.figure.region(path), index)
        self.figure.point(int(x), int(y), click)
        return x, y

    def chosen(self):
        """The path in the footer, and the cells with a ring in the panel."""
        rings = self.figure.parts(".chosen")
        return self.figure.text(".full"), [ring.text.replace("\n", "") for ring in rings]

    def frame(self):
        return self.figure.host().shadow_root.find_element("css selector", ".frame")

    def find(self, query):
        self.figure.press("/")
        self.figure.press(query)
        field = self.figure.host().shadow_root.find_element("css selector", ".finder")
        return field.find_element("css selector", ".count").text

    # Heads.

    def test_pointer_chooses_a_head(self):
        x, y = self.point_at("blocks.1.attn", 2)
        self.assertEqual(self.figure.text(".choice"), "h2")
        self.assertEqual(self.chosen(), ("blocks.1.attn.heads.2", ["h2"]))
        box = self.frame().rect
        self.assertIn("ring", self.frame().get_attribute("class"))
        scroll = self.browser.run("return scrollY")
        self.assertTrue(box["x"] < x < box["x"] + box["width"])
        self.assertTrue(box["y"] < y + scroll < box["y"] + box["height"])
        self.assertLess(box["width"], self.figure.region("blocks.1.attn").rect["width"] / 3)

    def test_moving_on_to_another_head_keeps_the_panel(self):
        self.point_at("blocks.1.attn", 0)
        panel = self.figure.panel()
        self.point_at("blocks.1.attn", 11)
        wait_for(lambda: self.figure.text(".full") == "blocks.1.attn.heads.11", "the other head")
        self.assertEqual(self.figure.panel(), panel)

    def test_pinned_panel_keeps_its_head_until_another_is_pressed(self):
        self.point_at("blocks.1.attn", 0, click=True)
        self.point_at("blocks.1.attn", 11)
        self.assertEqual(self.chosen()[0], "blocks.1.attn.heads.0")
        self.point_at("blocks.1.attn", 11, click=True)
        self.assertEqual(self.chosen()[0], "blocks.1.attn.heads.11")

    def test_pointer_in_the_panel_chooses_one_that_is_not_drawn(self):
        self.point_at("blocks.1.attn", 0, click=True)
        self.figure.hover(self.figure.parts("[data-cell='7']")[0])
        self.assertEqual(self.chosen(), ("blocks.1.attn.heads.7", ["h7"]))
        self.assertNotIn("ring", self.frame().get_attribute("class"))

    def test_search_finds_a_head_in_either_spelling(self):
        for query in ("L9H6", "l9h6", "9.6"):
            with self.subTest(query=query):
                self.assertEqual(self.find(query), "1 found")
                self.figure.press(Keys.ENTER)
                self.assertEqual(self.chosen(), ("blocks.9.attn.heads.6", ["h6"]))
                self.figure.press(Keys.ESCAPE)

    def test_search_finds_no_head_that_the_model_lacks(self):
        for query in ("L9H12", "12.0", "L9E0"):
            self.assertEqual(self.find(query), "0 found", query)
            self.figure.press(Keys.ESCAPE)

    def test_search_finds_the_head_of_each_attention(self):
        self.open(render("t5-base", "t5-base"))
        self.assertEqual(self.find("L3H5"), "3 found")
        found = []
        for _ in range(3):
            self.figure.press(Keys.ENTER)
            found.append(self.chosen()[0])
        self.assertEqual(sorted(found), ["decoder.3.attn.heads.5", "decoder.3.cross_attn.heads.5",
                                         "encoder.3.attn.heads.5"])

    def test_heads_of_an_atlas_are_found_and_shown(self):
        self.open(render("atlas", "gpt2", "--view", "atlas"))
        self.assertEqual(self.find("L9H6"), "1 found")
        self.figure.press(Keys.ENTER)
        self.assertEqual(self.chosen(), ("blocks.9.attn.heads.6", ["h6"]))

    def test_rows_of_a_large_atlas_have_single_heads(self):
        self.open(render("large-atlas", "llama-3.1-405b", "--view", "atlas"))
        self.point_at("blocks.60.attn", 77)
        self.assertEqual(self.figure.text(".full"), "blocks.60.attn.heads.77")

    # Experts.

    def test_experts_stand_as_a_grid(self):
        self.open(render("deepseek-v3", "deepseek-v3"))
        self.figure.hover(self.figure.region("blocks.5.mlp.router"))
        self.figure.press(Keys.ESCAPE)
        self.browser.run("arguments[0].focus()", self.figure.region("blocks.5.mlp"))
        cells = self.figure.parts(".grid > [data-cell]")
        self.assertEqual(len(cells), 256)
        lefts = {cell.rect["x"] for cell in cells}
        tops = {cell.rect["y"] for cell in cells}
        self.assertEqual(len(lefts) * len(tops), 256)
        self.assertIn(len(tops), (8, 16))

    def test_few_experts_have_their_names(self):
        self.open(render("mixtral", "mixtral"))
        self.browser.run("arguments[0].focus()", self.figure.region("blocks.5.mlp"))
        self.assertEqual([each.text.replace("\n", "") for each in self.figure.parts(".head")],
                         [f"e{index}" for index in range(8)])

    def test_hook_points_of_all_experts_are_one_row(self):
        self.open(render("experts", "deepseek-v3", "--hook",
                         "blocks.5.mlp.experts.{17,203}.hook_gate=zero"))
        self.browser.run("arguments[0].focus()", self.figure.region("blocks.5.mlp"))
        rows = {row.find_element("css selector", ".name").text: row
                for row in self.figure.parts(".row")}
        self.assertLess(len(rows), 12)
        gate = rows["experts.{0…255}.hook_gate"]
        self.assertEqual(gate.find_element("css selector", ".mark").text, "zero · 17, 203")
        self.assertEqual(gate.get_attribute("data-copy"), "blocks.5.mlp.experts.{0-255}.hook_gate")
        self.assertIn("256 hooks", rows["experts.{0…255}.hook_pre"].text)
        marked = [cell.get_attribute("data-cell") for cell in self.figure.parts(".marked")]
        self.assertEqual(marked, ["17", "203"])

    def test_what_a_row_of_all_experts_copies_is_a_name_that_tviz_takes(self):
        render("all-experts", "mixtral", "--hook", "blocks.5.mlp.experts.{0-7}.hook_gate=zero")

    def test_pointer_chooses_an_expert(self):
        self.open(render("deepseek-v3", "deepseek-v3"))
        self.point_at("blocks.5.mlp.experts", 255)
        self.assertEqual(self.figure.text(".full"), "blocks.5.mlp.experts.255")
        copied = [row.get_attribute("data-copy") for row in self.figure.parts(".row")]
        self.assertIn("blocks.5.mlp.experts.255.hook_gate", copied)

    def test_search_finds_an_expert_and_its_hook_points(self):
        self.open(render("deepseek-v3", "deepseek-v3"))
        self.assertEqual(self.find("L7E17"), "1 found")
        self.figure.press(Keys.ENTER)
        self.assertEqual(self.figure.text(".full"), "blocks.7.mlp.experts.17")
        self.figure.press(Keys.ESCAPE)
        self.find("blocks.7.mlp.experts.17.hook_gate")
        self.figure.press(Keys.ENTER)
        found = self.figure.parts(".found")
        self.assertEqual([row.get_attribute("data-copy") for row in found],
                         ["blocks.7.mlp.experts.17.hook_gate"])

    # Rows.

    def test_hook_points_that_fire_stand_first(self):
        for path in ("blocks.1.attn", "blocks.1.mlp", "blocks.1"):
            self.browser.run("arguments[0].focus()", self.figure.region(path))
            dormant = ["dormant" in row.get_attribute("class") for row in self.figure.parts(".row")]
            self.assertEqual(dormant, sorted(dormant), path)
            self.assertFalse(dormant[0], path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
