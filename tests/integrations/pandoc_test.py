# SPDX-License-Identifier: MIT
"""Figures in what pandoc reads."""

import unittest

import pypandoc
from document import ALTERNATIVE_TEXT, SOURCE, UNCERTAIN_MODEL, WARNING, Case

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
        redrawn = self.redrawn(lambda: self.convert("paper.html"), "tviz-figures/*.fragment")
        self.assertEqual(len(redrawn), 1)
        self.has(self.text("paper.html"), "d_model 128")

    def test_an_error_ends_the_run_with_its_place(self):
        self.file("wrong.md", "Text.\n\n```tviz\nmodel: gpt2\nwidht: 3in\n```\n")
        result = self.pandoc("-o", "wrong.html", document="wrong.md")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("wrong.md:5:3: unknown key 'widht' (did you mean 'width'?)", result.stdout)
        self.assertFalse((self.folder / "wrong.html").exists())

    def refused(self, document, output, problem):
        """Asserts that pandoc reports a problem, and nothing of the filter's own lines."""
        self.file("wrong.md", document)
        result = self.pandoc("-o", output, document="wrong.md")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(problem, result.stdout)
        self.assertNotIn("attempt to", result.stdout)

    def test_formats_that_the_document_cannot_show_are_an_error(self):
        self.refused("Text.\n\n```tviz\nmodel: gpt2\nformats: pdf\n```\n", "wrong.html",
                     "wrong.md:3: the document needs fragment or svg, which the figure does not have "
                     "(change the option 'formats')")
        self.refused("Text.\n\n```tviz\nmodel: gpt2\n'formats': svg\n```\n", "wrong.tex",
                     "wrong.md:3: the document needs pdf and svg, which")

    def test_formats_for_the_web_do_not_disturb_the_paper(self):
        self.file("paper.md", "```tviz\nmodel: gpt2\n\nformats: svg\n\nwidth: 3in\ntitle: Formats\n```\n")
        self.convert("paper.tex")
        self.assertIn(".pdf}", self.text("paper.tex"))
        for value in ("\n- svg", "\n  - svg", " [svg,\n  fragment]"):
            self.refused(f"```tviz\nmodel: gpt2\nformats:{value}\n```\n", "wrong.tex",
                         "wrong.md:3: 'formats' has more than one line (write it in one, such as "
                         "formats: [svg])")
        # The empty line counts.
        self.refused("```tviz\nmodel: gpt2\n\nformats: svg\nwidht: 3in\n```\n", "wrong.tex",
                     "wrong.md:5:3: unknown key 'widht'")

    def test_options_of_every_figure_keep_their_values(self):
        self.file("paper.md", """---
tviz:
  title: A, "B"'s *C*
  hooks: ["blocks.*.hook_resid_*", 'blocks.0.attn.hook_z=ablate@3']
  set: {roles.text: "#123456"}
  max_layers: 1
  crop: true
---

```tviz
model: gpt2
formats: svg
```
""")
        self.convert("paper.html")
        path, = self.folder.glob("tviz-figures/*.svg")
        image = path.read_text(encoding="utf-8")
        self.matches(image, r"<title[^>]*>A, (\"|&quot;)B(\"|&quot;)('|&#39;|&apos;)s \*C\*")
        self.has(image, "#123456")
        self.matches(image, "[1-9][0-9]* hooks are highlighted")

    def test_a_mistake_in_the_metadata_has_its_place(self):
        self.refused("---\ntviz: {widht: 3in}\n---\n\n```tviz\ngpt2\n```\n", "wrong.html",
                     "metadata `tviz`: unknown key 'widht' (did you mean 'width'?)")
        self.refused("---\ntviz: {max_layers: x}\n---\n\n```tviz\ngpt2\n```\n", "wrong.html",
                     "metadata `tviz`: max_layers: must be a whole number")

    def test_warnings_reach_the_author(self):
        self.file("own.yaml", UNCERTAIN_MODEL)
        self.file("paper.md", "Text.\n\n```tviz\nown.yaml\n```\n")
        result = self.pandoc("-o", "paper.html")
        self.assertEqual(result.returncode, 0)
        self.assertIn(f"tviz: warning: paper.md:3: {WARNING}", result.stdout)


if __name__ == "__main__":
    unittest.main()
