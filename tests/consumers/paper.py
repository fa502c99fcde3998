# SPDX-License-Identifier: MIT
"""The example paper, built by its own Makefile: paper.py SOURCE PROGRAM FOLDER.

Its figures stand in it at the sizes that they were drawn at, with their fonts and without pixels.
"""

import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

SOURCE, PROGRAM, FOLDER = (Path(argument).resolve() for argument in sys.argv[1:])
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
NAMES = ("gpt2", "opened", "pair")


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def words(pdf):
    """(width, height, text) of each word, in points."""
    found = WORD.findall(output_of("pdftotext", "-bbox", pdf, "-"))
    return [(float(right) - float(left), float(bottom) - float(top), text)
            for left, top, right, bottom, text in found]


class Paper(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(SOURCE / "examples/paper", FOLDER)
        cls.make()
        cls.pdf = FOLDER / "paper.pdf"

    @staticmethod
    def make():
        environment = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
        return subprocess.run(["make"], cwd=FOLDER, env=environment, check=True,
                              capture_output=True, text=True, errors="replace").stdout

    def test_latex_has_nothing_to_complain_of(self):
        log = (FOLDER / "paper.log").read_text(encoding="utf-8", errors="replace")
        self.assertNotRegex(log, "Overfull|Underfull|Warning|warning|undefined")

    def test_figures_are_as_wide_as_the_text_that_they_are_for(self):
        widths = {name: float(re.search(r"Page size: +([\d.]+) x", output_of(
            "pdfinfo", FOLDER / "figures" / f"{name}.pdf")).group(1)) for name in NAMES}
        self.assertEqual(widths, dict.fromkeys(NAMES, 5.5 * 72))

    def test_every_word_of_a_figure_has_its_size_in_the_paper(self):
        in_paper = words(self.pdf)
        for name in NAMES:
            for width, height, text in words(FOLDER / "figures" / f"{name}.pdf"):
                self.assertTrue(any(text == other and abs(width - other_width) < 0.01 and
                                    abs(height - other_height) < 0.01
                                    for other_width, other_height, other in in_paper),
                                (name, text, width, height))

    def test_letters_have_the_size_that_the_theme_says(self):
        theme = output_of(PROGRAM, "theme", "show", "print")
        pixels = float(re.search(r"^  label: ([\d.]+)", theme, re.MULTILINE).group(1))
        # The same word, set by LaTeX in the same font at that size.
        (FOLDER / "word.tex").write_text(
            "\\documentclass{minimal}\\usepackage[T1]{fontenc}\\usepackage{tgtermes}"
            "\\begin{document}\\fontsize{%gbp}{20bp}\\selectfont unembed\\end{document}" %
            (pixels * 0.75), encoding="ascii")
        subprocess.run(["pdflatex", "word.tex"], cwd=FOLDER, check=True, capture_output=True)
        width = words(FOLDER / "word.pdf")[0][0]
        in_paper = [word for word in words(self.pdf) if word[2] == "unembed"]
        self.assertGreaterEqual(len(in_paper), 4)
        for word in in_paper:
            self.assertAlmostEqual(word[0], width, delta=0.01 * width)

    def test_fonts_are_embedded_and_nothing_is_made_of_pixels(self):
        rows = output_of("pdffonts", self.pdf).splitlines()[2:]
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertNotIn("Type 3", row)
            self.assertRegex(row, r" yes yes yes +\d+ +\d+$")
        self.assertEqual(len(output_of("pdfimages", "-list", self.pdf).splitlines()), 2)

    def test_make_draws_again_what_changed(self):
        self.assertIn("up to date", self.make())
        theme = FOLDER / "figures.yaml"
        theme.write_text(theme.read_text(encoding="utf-8").replace("label: steering", "label: push"),
                         encoding="utf-8")
        before = {name: (FOLDER / "figures" / f"{name}.pdf").stat().st_mtime_ns for name in NAMES}
        self.assertIn("pdflatex", self.make())
        changed = [name for name in NAMES
                   if (FOLDER / "figures" / f"{name}.pdf").stat().st_mtime_ns != before[name]]
        self.assertEqual(changed, ["gpt2"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
