# SPDX-License-Identifier: MIT
"""Several models in one figure, and pages that end where the drawing does."""

import json
import re
import subprocess
import unittest

from PIL import Image

from program import Case

WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def size_of(pdf):
    """Width and height in points."""
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+)", output_of("pdfinfo", pdf))
    return float(found.group(1)), float(found.group(2))


def words_of(pdf):
    """(left, top, right, bottom, text) of each word, in points."""
    return [(*map(float, numbers), text)
            for *numbers, text in WORD.findall(output_of("pdftotext", "-bbox", pdf, "-"))]


class Crop(Case):
    def assert_ink_at_every_edge(self, *arguments):
        output = self.folder / "figure.png"
        self.succeed("render", *arguments, "--crop", "--scale", "1", "-o", output, "-q")
        image = Image.open(output).convert("RGB")
        page = image.getpixel((image.width - 1, 0))
        for name, box in {"left": (0, 0, 1, image.height), "top": (0, 0, image.width, 1),
                          "right": (image.width - 1, 0, image.width, image.height),
                          "bottom": (0, image.height - 1, image.width, image.height)}.items():
            colors = {color for _, color in image.crop(box).getcolors(1 << 20)}
            self.assertNotEqual(colors, {page}, f"{name} of {arguments}")

    def test_ends_at_the_ink(self):
        for theme in ("circuits", "print", "slides"):
            for model in ("gpt2", "llama-3.1-8b", "t5-base", "mixtral-8x7b", "attn-only-1l"):
                self.assert_ink_at_every_edge(model, "--theme", theme, "--max-layers", "2")
        self.assert_ink_at_every_edge("gpt2", "--annotations", "none")
        self.assert_ink_at_every_edge("attn-only-1l", "--expand", "all")
        self.assert_ink_at_every_edge("gpt2", "pythia-70m", "--caption", "a page")

    def test_cuts_nothing_off(self):
        for name in ("whole", "cropped"):
            self.succeed("render", "gpt2", "-o", self.folder / f"{name}.pdf",
                         *(["--crop"] if name == "cropped" else []))
        whole, cropped = (words_of(self.folder / f"{name}.pdf") for name in ("whole", "cropped"))
        self.assertEqual([word[4] for word in whole], [word[4] for word in cropped])
        # Everything is moved by as much.
        moves = {(round(a[0] - b[0], 2), round(a[1] - b[1], 2)) for a, b in zip(whole, cropped)}
        self.assertEqual(len(moves), 1, moves)

    def test_is_laid_out_for_the_width_before(self):
        output = self.folder / "x.pdf"
        self.succeed("render", "gpt2", "--width", "5.5in", "--crop", "-o", output)
        width, _ = size_of(output)
        self.assertLess(width, 5.5 * 72)
        self.assertGreater(width, 4.5 * 72)


class SubFigures(Case):
    def test_width_and_labels(self):
        output = self.folder / "both.pdf"
        self.succeed("render", "gpt2", "llama-3.1-8b", "--theme", "print", "--width", "5.5in",
                     "--max-layers", "1", "--annotations", "none", "--caption", "the older one",
                     "-o", output)
        width, height = size_of(output)
        self.assertEqual(width, 5.5 * 72)
        words = {word[4]: word for word in words_of(output)}
        self.assertIn("older", words)
        self.assertIn("Llama", words)
        # In the middle of its half, below everything.
        self.assertAlmostEqual((words["(b)"][0] + words["(b)"][2]) / 2, width * 0.75, delta=3)
        self.assertEqual(words["(a)"][1], words["(b)"][1])
        for word in ("(a)", "(b)"):
            self.assertGreater(words[word][1], words["tokens"][3])
            self.assertLess(words[word][3], height)

    def test_rows(self):
        sizes = []
        for columns in ("1", "2", "4"):
            output = self.folder / f"{columns}.pdf"
            self.succeed("render", *["attn-only-1l"] * 4, "--columns", columns, "-o", output)
            sizes.append(size_of(output))
        self.assertEqual(sorted(width for width, _ in sizes), [width for width, _ in sizes])
        self.assertEqual(sorted((height for _, height in sizes), reverse=True),
                         [height for _, height in sizes])

    def test_one_with_a_caption(self):
        output = self.folder / "one.svg"
        self.succeed("render", "gpt2", "--caption", "alone", "-o", output)
        self.assertIn("(a) alone", output.read_text(encoding="utf-8"))

    def test_options_hold_for_each(self):
        effects = self.file("effects.json", {"values": {"blocks.0.mlp": 0.5}})
        output = self.folder / "x.svg"
        self.succeed("render", "gpt2", "pythia-70m", "--values", effects, "--hook",
                     "blocks.0.attn.hook_z=patching", "-o", output)
        self.assertEqual(output.read_text(encoding="utf-8").count(">patching<"), 2)

    def test_scene(self):
        scene = json.loads(self.succeed("scene", "gpt2", "pythia-70m", "--max-layers", "1").stdout)
        self.assertEqual([each["first_item"] for each in scene["columns"]], [0, 1])
        self.assertEqual(scene["title"], "(a) GPT-2 small, (b) Pythia 70M")

    def test_equal_runs_give_equal_bytes(self):
        outputs = [self.folder / f"{name}.html" for name in "ab"]
        for output in outputs:
            self.succeed("render", "gpt2", "pythia-70m", "--theme", "auto", "-o", output)
        self.assertEqual(outputs[0].read_bytes(), outputs[1].read_bytes())

    def test_says_what_will_not_do(self):
        output = self.folder / "x.pdf"
        self.fail_with("(b): hook blocks.11.attn.hook_z: pythia-70m has no hook point",
                       "render", "gpt2", "pythia-70m", "--hook", "blocks.11.attn.hook_z",
                       "-o", output)
        self.fail_with("side by side they need", "render", "gpt2", "pythia-70m", "--width", "3in",
                       "-o", output)
        self.fail_with("--caption: there are 3 captions for 2 sources", "render", "gpt2", "gpt2",
                       *["--caption", "x"] * 3, "-o", output)
        self.fail_with("unknown model 'gpt3'", "render", "gpt2", "gpt3", "-o", output)
        self.fail_with("--columns", "render", "gpt2", "gpt2", "--columns", "0", "-o", output,
                       code=2)


class SubFiguresOfManifests(Case):
    MANIFEST = """
schema: 1
defaults: {formats: [pdf, svg], max_layers: 1, annotations: none}
figures:
  - name: ablations
    model: pythia-70m
    width: 5.5in
    theme: print
    columns: 2
    crop: true
    subfigures:
      - {caption: baseline}
      - caption: one head
        hooks: hooks.yaml
      - {caption: another model, model: own.json}
"""

    def setUp(self):
        super().setUp()
        self.file("hooks.yaml", "- blocks.0.attn.hook_z=ablate@0\n")
        self.file("own.json", {"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 10,
                               "model_name": "own"})
        self.manifest = self.file("figures.yaml", self.MANIFEST)

    def states(self, *arguments):
        report = self.folder / "report.json"
        self.succeed("batch", self.manifest, "--report", report, *arguments)
        return json.loads(report.read_text(encoding="utf-8"))["figures"][0]

    def test_draws_what_the_program_draws(self):
        self.assertEqual(self.states()["state"], "drawn")
        svg = (self.folder / "figures/ablations.svg").read_text(encoding="utf-8")
        for text in ("(a) baseline", "(b) one head", "(c) another model", ">ablate<", ">own<"):
            self.assertIn(text, svg)
        width, _ = size_of(self.folder / "figures/ablations.pdf")
        self.assertLess(width, 5.5 * 72)

    def test_is_drawn_again_when_a_part_of_it_changes(self):
        first = self.states()
        self.assertEqual({path.rsplit("/", 1)[-1] for path in first["inputs"]},
                         {"hooks.yaml", "own.json"})
        self.assertEqual(self.states()["state"], "unchanged")
        self.file("hooks.yaml", "- blocks.0.attn.hook_z=ablate@1\n")
        self.assertEqual(self.states()["state"], "drawn")
        self.manifest.write_text(self.MANIFEST.replace("baseline", "as it is"), encoding="utf-8")
        self.assertEqual(self.states()["state"], "drawn")
        self.manifest.write_text(self.MANIFEST.replace("columns: 2", "columns: 1"),
                                 encoding="utf-8")
        self.assertEqual(self.states()["state"], "drawn")

    def test_dry_run_and_depfile(self):
        plan = self.succeed("batch", self.manifest, "--dry-run", "--depfile",
                            self.folder / "figures.d").stdout
        self.assertEqual(plan, "draw ablations\n")
        rule = (self.folder / "figures.d").read_text(encoding="utf-8")
        self.assertIn("own.json", rule)
        self.assertIn("hooks.yaml", rule)

    def test_a_matrix_has_them_too(self):
        manifest = self.file("matrix.yaml", """
schema: 1
matrix:
  - name: "both-{theme}"
    theme: [print, circuits]
    formats: svg
    max_layers: 1
    subfigures: [{model: gpt2-small}, {model: pythia-70m}]
""")
        self.succeed("batch", manifest)
        self.assertEqual({path.name for path in (self.folder / "figures").glob("*.svg")},
                         {"both-print.svg", "both-circuits.svg"})

    def test_mistakes_are_told_at_their_lines(self):
        manifest = self.file("wrong.yaml", """schema: 1
defaults: {formats: pdf, width: 2in, model: gpt2-small}
figures:
  - name: hooks
    width: 1200
    subfigures:
      - {caption: good}
      - caption: bad
        hooks: [blocks.0.attn.hook_zz]
  - name: models
    subfigures:
      - {model: own.json}
      - {model: gpt3}
  - {name: small, subfigures: [{}, {}]}
""")
        error = self.fail_with("", "batch", manifest).stderr.replace(str(self.folder) + "/", "")
        self.assertIn("wrong.yaml:9:16: hooks (b): hook blocks.0.attn.hook_zz: gpt2-small has no",
                      error)
        self.assertIn("wrong.yaml:13:9: models (b): unknown model 'gpt3'", error)
        self.assertIn("wrong.yaml:2:33: small: width: a width of 192 pixels is too small", error)
        self.assertEqual(len(error.splitlines()), 3)

    def test_mistakes_of_the_text_are_told_together(self):
        manifest = self.file("wrong.yaml", """schema: 1
figures:
  - name: a
    formats: pdf
    subfigures: [{model: gpt2, width: 3, captoin: x}, {}, 3]
  - {name: b, formats: pdf, crop: perhaps, columns: 0, subfigures: {}}
""")
        error = self.fail_with("", "batch", manifest).stderr.replace(str(self.folder) + "/", "")
        self.assertEqual([line.removeprefix("tviz: error: wrong.yaml:")
                          for line in error.splitlines()], [
            "5:32: a sub-figure cannot have its own 'width' (give it to the figure, where it applies "
            "to all of them)",
            "5:42: unknown key 'captoin' (did you mean 'caption'?)",
            "5:55: the sub-figure has no model",
            "5:59: must be a map",
            "6:35: crop: must be true or false",
            "6:53: columns: must be a whole number from 1 to 26",
            "6:68: must be a list of sub-figures"])


if __name__ == "__main__":
    unittest.main()
