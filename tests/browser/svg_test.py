# SPDX-License-Identifier: MIT
"""SVG files opened on their own or shown as pictures: complete, described, without script.

Run as: svg_test.py PROGRAM OUTPUT_FOLDER
"""

import sys
import unittest
import xml.etree.ElementTree as ElementTree

from browser import Browser
from figure_page import OUTPUT, render

SVG = "{http://www.w3.org/2000/svg}"

# What else than a script element lets a file do something.
ACTIVE_ELEMENTS = {"a", "animate", "animateMotion", "animateTransform", "foreignObject", "handler",
                   "iframe", "script", "set"}

# The regions that the pointer finds neither at their middle nor near an edge.
UNREACHED = """
return [...document.querySelectorAll('[data-path]')].filter((region) => {
  region.scrollIntoView({block: 'center'});
  const box = region.getBoundingClientRect();
  const found = [0.5, 0.02, 0.98].flatMap((x) => [0.5, 0.02, 0.98].map((y) =>
    document.elementFromPoint(box.x + x * box.width, box.y + y * box.height)));
  return !found.includes(region);
}).map((region) => region.dataset.path);
"""


class SvgTest(unittest.TestCase):
    MODELS = {
        "gpt2": "Layers 0 to 11, each:",
        "llama-3.1-8b": "Layers 0 to 31, each:",
        "llama-3.1-405b": "Layers 0 to 125, each:",
        "t5-base": "Link: cross_attn of decoder reads the output of encoder",
    }

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)
        cls.files = {model: render(model, model, form="svg") for model in cls.MODELS}

    def tearDown(self):
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual(self.browser.foreign_requests(), [])

    def image_node(self):
        """The figure as assistive technology gets it."""
        nodes = self.browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        images = [node for node in nodes if node.get("role", {}).get("value") == "image"]
        self.assertEqual(len(images), 1)
        return images[0]

    def test_nothing_in_the_file_can_act(self):
        for model, file in self.files.items():
            for element in ElementTree.parse(file).iter():
                self.assertNotIn(element.tag.removeprefix(SVG), ACTIVE_ELEMENTS, model)
                active = [name for name, value in element.attrib.items()
                          if name.startswith("on") or "script:" in value]
                self.assertEqual(active, [], model)

    def test_the_figure_has_a_short_name_and_the_architecture_as_description(self):
        for model, line in self.MODELS.items():
            self.browser.open(self.files[model])
            title = self.browser.driver.title
            node = self.image_node()
            self.assertEqual(node["name"]["value"], title)
            self.assertLess(len(title), 40)
            description = node["description"]["value"]
            self.assertTrue(description.startswith(f"Architecture of {title}: "), description)
            self.assertIn(line, description)

    def test_the_pointer_reaches_the_tooltip_of_every_component(self):
        for file in self.files.values():
            self.browser.open(file)
            titles = self.browser.run(
                "return [...document.querySelectorAll('[data-path]')].map((region) =>"
                " region.querySelector('title')?.textContent)")
            self.assertGreater(len(titles), 20)
            self.assertNotIn(None, titles)
            self.assertEqual(self.browser.run(UNREACHED), [])

    def test_hooks_are_in_the_description(self):
        self.browser.open(render("hooked", "gpt2", "--hook",
                                 "blocks.1.attn.hook_pattern=head_ablation@0,2", form="svg"))
        self.assertIn("Hook: head_ablation at blocks.1.attn.hook_pattern",
                      self.image_node()["description"]["value"])

    def test_a_file_with_hostile_names_stays_a_picture(self):
        config = OUTPUT / "hostile.json"
        config.write_text('{"model_name": "</desc><script>document.title = 1</script>",'
                          ' "n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 100,'
                          ' "n_ctx": 64}',
                          encoding="utf-8")
        self.browser.open(render("hostile", config, "--hook",
                                 "blocks.0.hook_resid_post=<script>alert(1)</script>", form="svg"))
        self.assertEqual(
            self.browser.run("return document.querySelectorAll('script').length"), 0)
        self.assertIn("<script>document.title = 1</script>", self.browser.driver.title)

    def test_a_page_shows_the_file_as_a_picture_of_the_same_size(self):
        for model, file in self.files.items():
            page = OUTPUT / "picture.html"
            page.write_text('<!DOCTYPE html><html lang="en"><title>Picture</title>'
                            '<link rel="icon" href="data:,">'
                            f'<img alt="figure" src="{file.name}">', encoding="utf-8")
            root = ElementTree.parse(file).getroot()
            self.browser.open(page)
            size = self.browser.run("const image = document.images[0];"
                                    "return [image.naturalWidth, image.naturalHeight];")
            for shown, written in zip(size, (root.get("width"), root.get("height"))):
                self.assertAlmostEqual(shown, float(written), delta=1)
            requests = self.browser.foreign_requests()
            self.assertEqual(requests, [file.resolve().as_uri()])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
