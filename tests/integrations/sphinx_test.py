# SPDX-License-Identifier: MIT
"""Figures in Sphinx."""

import sys
import unittest

from document import ALTERNATIVE_TEXT, UNCERTAIN_MODEL, WARNING, Case

INDEX = """
Models
======

See :numref:`fig-gpt2`.

.. tviz:: gpt2
   :hooks: [blocks.0.attn.hook_z=ablate@3,
            blocks.0.attn.hook_z=push@1]
   :name: fig-gpt2

   GPT-2 *small*.

.. tviz:: own.yaml
   :formats: svg
   :crop:
"""

WRONG = """
.. tviz:: gpt2
   :widht: 3in

Text.

.. tviz:: gpt2
   :hooks: [blocks.0.attn.hook_zz]
"""


class Sphinx(Case):
    def setUp(self):
        super().setUp()
        self.file("conf.py", "extensions = ['tviz_documents.sphinx']\nnumfig = True\n"
                  "version = copyright = '1'\n"  # EPUB warns without them.
                  "latex_documents = [('index', 'models.tex', 'Models', '', 'howto')]\n"
                  "tviz_defaults = {'title': 'A sample', 'max_layers': 1}\n")

    def build(self, builder, *options):
        return self.run_tool(sys.executable, "-m", "sphinx", "-q", "-b", builder, *options, "-d",
                             "kept", ".", builder)

    def test_each_builder_gets_the_form_that_it_can_show(self):
        self.file("index.rst", INDEX)
        for builder in ("html", "epub", "latex", "text"):
            self.assertEqual(self.build(builder, "-W").stdout, "")
        page = self.text("html/index.html")
        self.assertEqual(page.count('<div class="tviz-output"'), 1)
        self.has(page, 'alt="Architecture of A sample: 12 layers')
        self.matches(page, r'<figure [^>]*id="fig-gpt2"')
        self.matches(page, r"Fig. 1.*<em>small</em>")
        self.matches(page, rf'<img alt="{ALTERNATIVE_TEXT}[^"]*" src="_images/tviz-\w+\.svg"')
        self.assertEqual(len(list(self.folder.glob("html/_images/*.svg"))), 1)
        self.has(self.text("epub/index.xhtml"), 'src="_images/tviz-')
        self.assertNotIn("tviz-output", self.text("epub/index.xhtml"))
        document = self.text("latex/models.tex")
        self.assertEqual(document.count("includegraphics{{tviz-"), 2)
        self.assertEqual(len(list(self.folder.glob("latex/*.pdf"))), 2)
        self.assertIn("2 hooks are highlighted", " ".join(self.text("text/index.txt").split()))

    def test_processes_may_work_side_by_side(self):
        names = [f"page{number}" for number in range(6)]  # Sphinx begins to share at six.
        self.file("index.rst", "Models\n======\n\n.. toctree::\n\n   " + "\n   ".join(names))
        for name in names:
            self.file(f"{name}.rst", f"{name}\n=====\n\n.. tviz:: own.yaml\n   :formats: svg\n"
                      f"   :title: {name}\n")
        self.assertEqual(self.build("html", "-W", "-j", "2").stdout, "")
        for name in names:
            self.matches(self.text(f"html/{name}.html"),
                         rf'<img alt="Architecture of {name}:[^"]*" src="_images/tviz-\w+\.svg"')
        self.assertEqual(len(list(self.folder.glob("html/_images/*.svg"))), 6)

    def test_warnings_have_their_place(self):
        index = self.file("index.rst", "Models\n======\n\n.. tviz:: own.yaml\n")
        self.file("own.yaml", UNCERTAIN_MODEL)
        self.assertIn(f"{index}:4: WARNING: {WARNING}", self.build("html").stdout)

    def test_a_mistake_in_the_settings_has_its_place(self):
        self.file("conf.py", "extensions = ['tviz_documents.sphinx']\n"
                  "tviz_defaults = {'widht': '3in'}\n")
        self.file("index.rst", "Models\n======\n\n.. tviz:: gpt2\n")
        self.assertIn("\nERROR: tviz_defaults: unknown key 'widht' (did you mean 'width'?)",
                      "\n" + self.build("html").stdout)

    def test_a_page_is_written_again_if_its_model_changed(self):
        self.file("index.rst", INDEX)
        redrawn = self.redrawn(lambda: self.assertEqual(self.build("html").stdout, ""), "kept/tviz/tviz-*")
        self.assertEqual([name[-3:] for name in redrawn], ["svg"])
        self.has(self.text("html/index.html"), "d_model 128")

    def test_an_error_has_its_place_and_is_on_the_page(self):
        index = self.file("index.rst", WRONG)
        result = self.build("html", "-W", "--keep-going")
        self.assertEqual(result.returncode, 1)
        printed = result.stdout
        self.assertIn(f"{index}:2: ERROR: unknown key 'widht' (did you mean 'width'?)\n", printed)
        self.assertRegex(printed, rf"{index}:7: ERROR: hook .*did you mean 'blocks.0.attn.hook_z'")
        page = self.text("html/index.html")
        self.has(page, "widht")
        self.assertNotIn("tviz-output", page)


if __name__ == "__main__":
    unittest.main()
