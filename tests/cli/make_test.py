# SPDX-License-Identifier: MIT
"""Figures as targets of Make and Ninja."""

import os
import re
import subprocess
import time
import unittest
from pathlib import Path

from program import TVIZ, Case

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "batch.md"

MODEL = {"model_name": "m", "n_layers": 1, "d_model": 8, "n_heads": 1, "d_vocab": 9, "n_ctx": 4}
THEME = "schema: 1\nextends: print\nmetrics: {margin: 8}\n"
HOOKS = "- {point: blocks.0.hook_resid_pre, label: steer}\n"
FIGURES = ("schema: 1\nfigures:\n  - {name: a, model: model.json, theme: own.yaml, "
           "hooks: hooks.yaml, formats: svg}\n")


def block_of_guide(language):
    return re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]


class Make(Case):
    def build(self, tool, folder=None, **options):
        path = f"{Path(TVIZ).parent}:{os.environ['PATH']}"
        result = subprocess.run([tool], cwd=folder or self.folder, capture_output=True, text=True,
                                env={**os.environ, "PATH": path}, check=False, timeout=120,
                                **options)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def test_the_files_of_the_guide_build_what_changed(self):
        for tool, language, file in (("make", "make", "Makefile"),
                                     ("ninja", "ninja", "build.ninja")):
            self.file(file, block_of_guide(language))
            self.file("model.json", MODEL)
            self.file("own.yaml", THEME)
            self.file("hooks.yaml", HOOKS)
            self.file("figures.yaml", FIGURES)
            self.build(tool)
            for name, content in (("own.yaml", THEME.replace("8", "9")),
                                  ("hooks.yaml", HOOKS.replace("steer", "push")),
                                  ("model.json", {**MODEL, "n_layers": 2}),
                                  ("figures.yaml", FIGURES.replace("svg", "[svg, pdf]"))):
                with self.subTest(tool, changed=name):
                    figure = self.folder / "figures/a.svg"
                    before = figure.read_bytes()
                    self.assertRegex(self.build(tool), "up to date|no work to do")
                    time.sleep(0.02)
                    self.file(name, content)
                    self.build(tool)
                    self.assertEqual(figure.read_bytes() != before, name != "figures.yaml")
            self.assertTrue((self.folder / "figures/a.pdf").exists())

    def test_an_input_that_is_gone_stops_nothing(self):
        for tool, language, file in (("make", "make", "Makefile"),
                                     ("ninja", "ninja", "build.ninja")):
            self.file(file, block_of_guide(language))
            self.file("model.json", MODEL)
            self.file("own.yaml", THEME)
            self.file("hooks.yaml", HOOKS)
            self.file("figures.yaml", FIGURES)
            self.build(tool)
            time.sleep(0.02)
            (self.folder / "own.yaml").unlink()
            self.file("figures.yaml", FIGURES.replace("theme: own.yaml, ", ""))
            self.build(tool)

    def rule(self, name, *options):
        """The depfile of a manifest that a folder with this name holds."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "m.yaml").write_text("schema: 1\nfigures: [{name: a, model: gpt2-small, "
                                       "formats: [svg]}]\n", encoding="utf-8")
        depfile = self.folder / "d"
        # One that begins with a dash would be an option.
        path = f"./{name}/m.yaml" if name.startswith("-") else f"{name}/m.yaml"
        result = subprocess.run([TVIZ, "batch", path, "-q", "--depfile", depfile,
                                 *options], cwd=self.folder, capture_output=True, text=True,
                                timeout=120, check=False)
        return folder, result, depfile

    def test_every_path_is_itself_to_make(self):
        makefile = "all: stamp\nstamp:\n\t@echo built; touch stamp\n-include d\n"
        for sign in " #$:%|\\*?[]()&!'\"`<>{},@^-+":
            for name in (f"a{sign}b", f"{sign}b", f"a\\{sign}b", f"a[1]{sign}b"):
                if "\\" in name and re.search(r"[*?[]", name):
                    continue
                with self.subTest(name):
                    self.file("Makefile", makefile)
                    folder, result, _ = self.rule(name, "--depfile-target", "stamp")
                    self.assertEqual(result.returncode, 0, result.stderr)
                    self.assertIn("built", self.build("make"))
                    self.assertNotIn("built", self.build("make"))
                    time.sleep(0.02)
                    (folder / "m.yaml").touch()
                    self.assertIn("built", self.build("make"))
                    (self.folder / "stamp").unlink()

    def test_a_figure_is_its_own_target(self):
        for sign in " #$:%[":
            with self.subTest(sign):
                folder, result, depfile = self.rule(f"a{sign}b")
                self.assertEqual(result.returncode, 0, result.stderr)
                figure = folder / "figures/a.svg"
                target = depfile.read_text(encoding="utf-8").partition(" \\\n")[0]
                self.file("Makefile", f"all: {target.replace(chr(92) + '%', '%')}\n-include d\n"
                                      f"{target}:\n\t@echo built; touch '" +
                          str(figure).replace("$", "$$") + "'\n")
                self.assertNotIn("built", self.build("make"))
                time.sleep(0.02)
                (folder / "m.yaml").touch()
                self.assertIn("built", self.build("make"))

    def test_what_no_rule_can_hold_is_refused(self):
        for name in ("a;b", "a=b", "~b", "a\tb", "a\nb", "a\\[b", "a[1]\\b"):
            with self.subTest(name):
                _, result, depfile = self.rule(name)
                self.assertEqual(result.returncode, 1)
                self.assertIn("cannot be written in a Make rule", result.stderr)
                self.assertFalse(depfile.exists())

    def test_a_manifest_cannot_give_make_commands(self):
        manifest = self.file("m.yaml", 'schema: 1\nfolder: "all:;touch${IFS}PWNED;:"\n'
                                       "figures: [{name: a, model: gpt2-small, formats: [svg]}]\n")
        self.file("Makefile", "all: figures.stamp\nfigures.stamp: m.yaml\n\t@touch $@\n-include d\n")
        subprocess.run([TVIZ, "batch", manifest.name, "-q", "--depfile", "d"], cwd=self.folder,
                       capture_output=True, timeout=120, check=False)
        self.build("make")
        self.assertFalse((self.folder / "PWNED").exists())


if __name__ == "__main__":
    unittest.main()
