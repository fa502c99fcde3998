# SPDX-License-Identifier: MIT
"""Figures in LaTeX."""

import re
import shutil
import unittest

from document import SOURCE, UNCERTAIN_MODEL, WARNING, Case

PAPER = r"""\documentclass{article}
\usepackage[textwidth=5in,textheight=9in]{geometry}
\usepackage{tviz}
\tvizset{annotations=none}
\setlength{\parindent}{0pt}
\begin{document}
\tviz[width=0.5\textwidth, hooks={[blocks.0.attn.hook_z=ablate@3]}]{gpt2}

\input{chapter}

\input{chapter}
\end{document}
"""

WRONG = r"""\documentclass{article}
\usepackage{tviz}
\begin{document}
\tviz[widht=3in]{gpt2}
\end{document}
"""


class Latex(Case):
    def setUp(self):
        super().setUp()
        shutil.copy(SOURCE / "integrations/latex/tviz.sty", self.folder)
        self.file("paper.tex", PAPER)
        self.file("chapter.tex", "\\tviz[crop, set={{roles.text: \"#222222\"}}]{own.yaml}\n")

    def latex(self, *options, document="paper", engine="pdflatex"):
        result = self.run_tool(engine, "-interaction=nonstopmode", "-file-line-error", *options, document,
                               environment={"max_print_line": "1000"})
        # LaTeX breaks the lines of a message.
        return re.sub(r"\n\(tviz\) +", " ", result.stdout)

    def words(self, document="paper.pdf"):
        return self.succeed("pdftotext", document, "-")

    def test_with_shell_escape_one_run_draws(self):
        printed = self.latex("-shell-escape")
        self.assertEqual(re.findall(r"(?:Warning|Error|Overfull).*", printed), [])
        self.assertIn("GPT-2 small", self.words())
        self.assertIn("mine", self.words())
        widths = [re.search(r"Page size: +([\d.]+) x", self.succeed("pdfinfo", path))[1]
                  for path in self.folder.glob("paper-tviz/*.pdf")]
        self.assertIn("180", widths)
        self.assertEqual(len(widths), 2)

    def test_only_what_changed_is_drawn_again(self):
        redrawn = self.redrawn(lambda: self.latex("-shell-escape"), "paper-tviz/*.pdf")
        self.assertEqual(len(redrawn), 1)
        self.assertIn("d_model 128", self.words())

    def test_without_shell_escape_the_manifest_is_drawn_between_two_runs(self):
        printed = self.latex("-no-shell-escape")
        self.assertIn('The figure of gpt2 is not drawn yet on line 7. Run "tviz batch '
                      'paper.tviz.yaml" and LaTeX again.', printed)
        self.assertIn("gpt2: this figure is not drawn", " ".join(self.words().split()))
        self.assertIn("# chapter.tex:1\n", self.text("paper.tviz.yaml"))
        self.succeed("tviz", "batch", "paper.tviz.yaml")
        self.assertEqual(re.findall("Warning.*", self.latex("-no-shell-escape")), [])
        self.assertIn("GPT-2 small", self.words())
        # No old drawing stands for a figure whose options changed.
        self.file("chapter.tex", "\\tviz[captions=shapes]{own.yaml}\n")
        self.assertIn("The figure of own.yaml is not drawn yet on line 1.",
                      self.latex("-no-shell-escape"))

    def test_an_error_has_its_place(self):
        self.file("wrong.tex", WRONG)
        printed = self.latex("-shell-escape", document="wrong")
        self.assertIn("./wrong.tex:4: Package tviz Error: unknown key 'widht' (did you mean 'width'?)",
                      printed)
        self.assertNotIn("not drawn yet", printed)

    def test_the_name_of_the_document_may_have_spaces(self):
        shutil.copy(self.folder / "paper.tex", self.folder / "my paper.tex")
        self.assertIn("Run \"tviz batch 'my paper.tviz.yaml'\" and LaTeX again.",
                      self.latex("-no-shell-escape", document="my paper.tex"))
        printed = self.latex("-shell-escape", document="my paper.tex")
        self.assertEqual(re.findall(r"(?:Warning|Error).*", printed), [])
        self.assertIn("GPT-2 small", self.words("my paper.pdf"))
        self.assertEqual(len(list(self.folder.glob("my paper-tviz/*.pdf"))), 2)
        # Nothing is left of a name that ended at its space.
        self.assertEqual([path.name for path in self.folder.glob("my*") if '"' in path.name], [])
        self.assertFalse((self.folder / "my").exists())

    def test_warnings_reach_the_author(self):
        self.file("chapter.tex", "\\tviz{own.yaml}\n")
        self.file("own.yaml", UNCERTAIN_MODEL)
        printed = self.latex("-shell-escape")
        self.assertIn(f"Package tviz Warning: {WARNING} (on line 1)", printed)

    @unittest.skipUnless(shutil.which("lualatex"), "LuaLaTeX is not installed")
    def test_lualatex_draws_the_same(self):
        printed = self.latex("-shell-escape", engine="lualatex")
        self.assertEqual(re.findall(r"(?:Warning|Error).*", printed), [])
        self.assertIn("GPT-2 small", self.words())


if __name__ == "__main__":
    unittest.main()
