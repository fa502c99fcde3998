# SPDX-License-Identifier: MIT
"""Figures in what pandoc reads."""

import unittest

import pypandoc
from document import ALTERNATIVE_TEXT, OWN_MODEL, SOURCE, Case

PAPER = """---
tviz: {title: A sample, max_layers: 1}
---

``` {.tviz #fig-gpt2 caption="GPT-2 small"}
model: gpt2
formats: [fragment]
hooks: [blocks.0.attn.hook_z=ablate@3]
```

- In a list

    ```tviz
    own.yaml
    ```
"""


class Pandoc(Case):
    def setUp(self):
        super().setUp()
        self.file("paper.md", PAPER)

    def pandoc(self, *options, document="paper.md"):
        return self.run_tool(pypandoc.get_pandoc_path(), document, "--lua-filter",
                             SOURCE / "integrations/pandoc/tviz.lua", *options)

    def convert(self, output, *options):
        result = self.pandoc("-o", output, *options)
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_a_page_has_live_figures(self):
        self.convert("paper.html")
        page = self.text("paper.html")
        self.assertEqual(page.count('<div class="tviz-output"'), 2)
        self.has(page, f'alt="{ALTERNATIVE_TEXT}')
        self.has(page, '<figure id="fig-gpt2">')
        self.has(page, "<figcaption>GPT-2 small</figcaption>")

    def test_other_formats_have_what_they_can_show(self):
        self.convert("paper.tex")
        document = self.text("paper.tex")
        self.assertIn(r"\caption{GPT-2 small}\label{fig-gpt2}", document)
        self.assertEqual(document.count(".pdf}"), 2)
        self.assertEqual(len(list(self.folder.glob("tviz-figures/*.pdf"))), 2)
        self.convert("paper.docx")
        self.assertEqual(len(list(self.folder.glob("tviz-figures/*.png"))), 2)
        self.convert("README.md", "-t", "gfm")
        self.matches(self.text("README.md"),
                     rf"!\[{ALTERNATIVE_TEXT}[^]]*\]\(tviz-figures/tviz-\w+\.svg\)")

    def test_only_what_changed_is_drawn_again(self):
        self.convert("paper.html")
        before = self.times("tviz-figures/*.fragment")
        self.file("own.yaml", OWN_MODEL.replace("d_model: 64", "d_model: 128"))
        self.convert("paper.html")
        after = self.times("tviz-figures/*.fragment")
        self.assertEqual(len([name for name in before if before[name] != after[name]]), 1)
        self.has(self.text("paper.html"), "d_model 128")

    def test_an_error_ends_the_run_with_its_place(self):
        self.file("wrong.md", "Text.\n\n```tviz\nmodel: gpt2\nwidht: 3in\n```\n")
        result = self.pandoc("-o", "wrong.html", document="wrong.md")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("wrong.md:5:3: unknown key 'widht' (did you mean 'width'?)", result.stdout)
        self.assertIn("wrong.md:3: tviz cannot draw this figure", result.stdout)
        self.assertFalse((self.folder / "wrong.html").exists())


if __name__ == "__main__":
    unittest.main()
