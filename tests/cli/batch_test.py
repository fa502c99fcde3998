# SPDX-License-Identifier: MIT
"""Figures drawn by a manifest."""

import hashlib
import json
import os
import pty
import signal
import struct
import subprocess
import time
import unittest

from program import TVIZ, Case, run

MATRIX = """
schema: 1
defaults: {formats: [pdf, svg, png], max_layers: 1}
matrix:
  - name: "{theme}/{model}-{variant}"
    model: [gpt2-small, attn-only-2l]
    theme: [circuits, own.yaml]
    variants:
      - {name: plain}
      - {name: column, width: icml, annotations: none}
      - {name: hooked, hooks: hooks.yaml}
"""

OWN_THEME = "schema: 1\nextends: print\nmetrics: {margin: 8}\n"


class Batch(Case):
    def setUp(self):
        super().setUp()
        self.file("own.yaml", OWN_THEME)
        self.file("hooks.yaml", "- {point: blocks.0.hook_resid_pre, label: steer}\n")
        self.manifest = self.file("figures.yaml", MATRIX)

    def draw(self, *arguments, manifest=None, **options):
        return self.succeed("batch", manifest or self.manifest, *arguments, **options)

    def contents(self, folder):
        """The digest of each figure's file, by its path in the folder."""
        root = self.folder / folder
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in root.rglob("*") if path.is_file() and ".tviz" not in path.parts}

    def states(self, *arguments, manifest=None):
        """What became of each figure."""
        report = self.folder / "report.json"
        self.draw("--report", report, *arguments, manifest=manifest)
        figures = json.loads(report.read_text(encoding="utf-8"))["figures"]
        return {figure["name"]: figure["state"] for figure in figures}

    def test_standard_input_stands_for_a_file(self):
        """For programs that take a figure out of a document: lines and paths are the document's."""
        text = "\n\nfigures:\n- model: own.json\n  formats: svg\n  name: own\nschema: 1\n"
        (self.folder / "text").mkdir()
        self.file("text/own.json", {"n_layers": 1, "d_model": 64, "n_heads": 4, "d_vocab": 10})
        document = self.folder / "text/chapter.md"
        self.draw("--stdin-path", document, "-o", self.folder / "out", manifest="-", stdin=text)
        self.assertIn("<svg", (self.folder / "out/own.svg").read_text(encoding="utf-8"))
        self.fail_with(f"{document}:5:3: unknown key 'fromats' (did you mean 'formats'?)", "batch", "-",
                       "--stdin-path", document, stdin=text.replace("formats", "fromats"))

    def test_standard_input_needs_a_file_to_stand_for(self):
        self.fail_with("--stdin-path: is missing", "batch", "-", stdin=MATRIX)
        self.fail_with("--stdin-path: needs '-' as the manifest", "batch", self.manifest,
                       "--stdin-path", "chapter.md")

    def test_draws_every_figure_in_every_format(self):
        result = self.draw()
        self.assertEqual(result.stdout, "")
        self.assertIn("12 figures: 12 drawn", result.stderr)
        names = {f"{theme}/{model}-{variant}.{end}"
                 for theme in ("circuits", "own")
                 for model in ("gpt2-small", "attn-only-2l")
                 for variant in ("plain", "column", "hooked") for end in ("pdf", "svg", "png")}
        self.assertEqual(set(self.contents("figures")), names)

    def test_a_figure_is_what_render_draws(self):
        self.draw()
        single = self.folder / "single.svg"
        self.succeed("render", "gpt2-small", "--max-layers", "1", "--theme", self.folder / "own.yaml",
                     "--hooks", self.folder / "hooks.yaml", "-o", single)
        self.assertEqual(single.read_bytes(),
                         (self.folder / "figures/own/gpt2-small-hooked.svg").read_bytes())

    def test_files_have_the_date_of_the_environment(self):
        epoch = {"SOURCE_DATE_EPOCH": "1000000000"}
        single = self.folder / "single.pdf"
        self.succeed("render", "gpt2-small", "--max-layers", "1", "-o", single, environment=epoch)
        pdf = self.folder / "figures/circuits/gpt2-small-plain.pdf"
        self.draw()
        self.assertNotEqual(pdf.read_bytes(), single.read_bytes())
        self.draw(environment=epoch)
        self.assertEqual(pdf.read_bytes(), single.read_bytes())

    def test_neither_threads_nor_shards_nor_the_place_change_a_byte(self):
        self.draw("-o", self.folder / "one")
        whole = self.contents("one")
        self.draw("-j", "4", "-o", self.folder / "four")
        self.assertEqual(self.contents("four"), whole)
        for shard in (3, 1, 2):
            self.draw("--shard", f"{shard}/3", "-o", self.folder / "shards")
        self.assertEqual(self.contents("shards"), whole)
        self.draw("-o", self.folder / "zone", environment={
            "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "HOME": "/nowhere"}, cwd=self.folder)
        self.assertEqual(self.contents("zone"), whole)

    def test_what_is_unchanged_is_left_alone(self):
        self.draw()
        times = {path: path.stat().st_mtime_ns for path in (self.folder / "figures").rglob("*.*")}
        self.assertEqual(set(self.states().values()), {"unchanged"})
        self.assertEqual(times, {path: path.stat().st_mtime_ns for path in times})
        self.assertEqual(set(self.states("--force").values()), {"drawn"})

    def test_a_changed_input_redraws_what_uses_it(self):
        self.draw()
        self.file("own.yaml", OWN_THEME.replace("8", "9"))
        for name, state in self.states().items():
            self.assertEqual(state, "drawn" if name.startswith("own/") else "unchanged", name)
        self.file("hooks.yaml", "- {point: blocks.0.hook_resid_pre, label: push}\n")
        for name, state in self.states().items():
            self.assertEqual(state, "drawn" if name.endswith("hooked") else "unchanged", name)
        # A comment is no change.
        self.file("own.yaml", "# nothing\n" + OWN_THEME.replace("8", "9"))
        (self.folder / "figures/own/gpt2-small-plain.pdf").write_bytes(b"spoilt")
        (self.folder / "figures/circuits/gpt2-small-plain.svg").unlink()
        drawn = [name for name, state in self.states().items() if state == "drawn"]
        self.assertEqual(drawn[0], "circuits/gpt2-small-plain")
        self.assertIn("own/gpt2-small-plain", drawn)

    def test_the_configuration_beside_weights_is_an_input(self):
        header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
        for name, weights in (
                ("model.safetensors.index.json", b'{"weight_map": {"w": "x.safetensors"}}'),
                ("model.safetensors", struct.pack("<Q", len(header)) + header + bytes(4)),
                ("UPPER.SAFETENSORS", struct.pack("<Q", len(header)) + header + bytes(4))):
            with self.subTest(name):
                (self.folder / name).write_bytes(weights)
                configuration = {"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2,
                                 "vocab_size": 5}
                self.file("config.json", configuration)
                manifest = self.file("one.yaml", "schema: 1\nfigures:\n  - {name: a, formats: svg, "
                                                 f"model: {name}}}\n")
                self.draw(manifest=manifest)
                self.assertEqual(self.states(manifest=manifest), {"a": "unchanged"})
                self.file("config.json", {**configuration, "n_layer": 3})
                self.assertEqual(self.states(manifest=manifest), {"a": "drawn"})

    def test_an_input_edited_meanwhile_and_put_back_is_drawn_again(self):
        model = {"model_name": "m", "n_layers": 1, "d_model": 8, "n_heads": 1, "d_vocab": 9}
        self.file("model.json", model)
        manifest = self.file("slow.json", {
            "schema": 1, "figures":
                [{"name": f"x{i}", "model": "gpt2-xl", "formats": ["pdf"], "max_layers": "all"}
                 for i in range(20)] + [{"name": "z", "model": "model.json", "formats": ["svg"]}]})
        self.draw("-o", self.folder / "right", manifest=manifest)
        process = subprocess.Popen([TVIZ, "batch", manifest, "-j", "1", "-o", self.folder / "raced"],
                                   stderr=subprocess.PIPE, text=True)
        # The first progress line comes when everything was read and checked.
        self.assertIn("drawn x0", process.stderr.readline())
        self.file("model.json", {**model, "n_layers": 3})
        process.communicate()
        self.file("model.json", model)
        self.draw("-o", self.folder / "raced", manifest=manifest)
        self.assertTrue((self.folder / "right/z.svg").read_bytes()
                        == (self.folder / "raced/z.svg").read_bytes())

    def test_a_mistake_in_a_file_is_told_once(self):
        self.file("own.yaml", "schema: 1\nextends: print\nmetrics: {margn: 8}\n")
        result = self.fail_with("own.yaml:3:11: metrics: unknown key 'margn'", "batch", self.manifest)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        report = self.folder / "report.json"
        result = run("batch", self.manifest, "--keep-going", "--quiet", "--report", report)
        self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 1))
        figures = json.loads(report.read_text(encoding="utf-8"))["figures"]
        self.assertEqual(sum(len(figure["problems"]) for figure in figures), 6)

    def broken(self):
        return self.file("broken.yaml", MATRIX + "figures:\n"
                         "  - {name: absent, model: gpt2-smal}\n"
                         "  - name: wrong\n    model: gpt2-small\n"
                         "    hooks: [blocks.99.hook_resid_pre]\n"
                         "  - {name: narrow, model: gpt2-small, width: 90}\n")

    def test_nothing_is_drawn_of_a_manifest_that_cannot_be_drawn_whole(self):
        result = self.fail_with("gpt2-smal", "batch", self.broken())
        problems = result.stderr.splitlines()
        self.assertEqual(len(problems), 3)
        self.assertIn("broken.yaml:13:5: absent: unknown model", problems[0])
        self.assertIn("broken.yaml:16:12: wrong: ", problems[1])
        self.assertIn("broken.yaml:17:46: narrow: ", problems[2])

    def test_with_keep_going_a_broken_figure_costs_only_itself(self):
        self.draw("-o", self.folder / "whole")
        report = self.folder / "report.json"
        result = run("batch", self.broken(), "--keep-going", "--report", report)
        self.assertEqual(result.returncode, 1)
        self.assertIn("15 figures: 12 drawn, 3 failed", result.stderr)
        self.assertIn("narrow: width: a width of 90 pixels is too small", result.stderr)
        self.assertEqual(self.contents("figures"), self.contents("whole"))
        report = json.loads(report.read_text(encoding="utf-8"))
        self.assertEqual((report["drawn"], report["failed"]), (12, 3))
        failed = [each for each in report["figures"] if each["state"] == "failed"]
        self.assertEqual([each["name"] for each in failed], ["absent", "wrong", "narrow"])
        self.assertEqual(len(failed[0]["problems"]), 1)

    def start(self, folder, *arguments):
        return subprocess.Popen([TVIZ, "batch", self.manifest, "-o", self.folder / folder,
                                 *arguments], stderr=subprocess.PIPE, text=True)

    def wait_for_a_file(self, folder):
        end = time.monotonic() + 60
        while not list((self.folder / folder).rglob("*.png")):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.002)

    def test_killed_and_started_again_it_ends_the_same(self):
        self.draw("-o", self.folder / "whole")
        for kind in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
            folder = f"killed-{kind}"
            process = self.start(folder)
            self.wait_for_a_file(folder)
            process.send_signal(kind)
            messages = process.communicate()[1]
            self.assertEqual(process.returncode, -kind)
            if kind != signal.SIGKILL:
                # What was begun was finished.
                self.assertRegex(messages, r"12 figures: \d+ drawn, \d+ waiting")
                self.assertEqual(len(self.contents(folder)) % 3, 0)
            self.draw("-o", self.folder / folder)
            self.assertEqual(self.contents(folder), self.contents("whole"))

    def test_one_manifest_may_be_drawn_twice_at_the_same_time(self):
        self.draw("-o", self.folder / "whole")
        runs = [self.start("shared") for _ in range(3)]
        for each in runs:
            messages = each.communicate()[1]
            self.assertEqual(each.returncode, 0, messages)
        self.assertEqual(self.contents("shared"), self.contents("whole"))

    def test_what_a_killed_run_left_is_removed(self):
        self.draw()
        left = [self.folder / "figures" / place for place in (
            "own/gpt2-small-plain.pdf.0f3a91c2.part", ".tviz/own/gpt2-small-plain.json.0f3a91c2.part")]
        for path in left:
            path.write_bytes(b"half")
        mine = self.folder / "figures/own/gpt2-small-plain.svg.backup.part"
        mine.write_bytes(b"mine")
        # Also of what is unchanged: a forced run may have been killed.
        self.draw()
        self.assertFalse(any(path.exists() for path in left))
        self.assertTrue(mine.exists())

    def test_a_figure_is_unchanged_from_whichever_folder_it_is_drawn(self):
        # Without a name of its own a model is called after its folder.
        self.file("config.json", {"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2,
                                  "vocab_size": 5})
        manifest = self.file("relative.yaml", "schema: 1\nfigures:\n  - {name: a, model: config.json, "
                                              "formats: svg, theme: own.yaml, hooks: hooks.yaml}\n")
        self.draw(manifest=manifest)
        for place, folder in (("relative.yaml", self.folder),
                              (f"{self.folder.name}/relative.yaml", self.folder.parent)):
            result = self.draw(manifest=place, cwd=folder)
            self.assertIn("1 figure: 1 unchanged", result.stderr)
            before = self.contents("figures")
            self.draw("--force", manifest=place, cwd=folder)
            self.assertEqual(self.contents("figures"), before)
        self.assertIn(self.folder.name, (self.folder / "figures/a.svg").read_text("utf-8"))

    def test_a_dry_run_draws_nothing_and_says_what_it_would(self):
        self.assertEqual(len(self.draw("--dry-run").stdout.splitlines()), 12)
        self.assertFalse((self.folder / "figures").exists())
        self.draw()
        self.file("own.yaml", OWN_THEME.replace("8", "9"))
        plan = self.draw("--dry-run").stdout.splitlines()
        self.assertEqual(plan.count("unchanged circuits/gpt2-small-plain"), 1)
        self.assertEqual(sum(line.startswith("draw own/") for line in plan), 6)

    def test_wrong_shards_and_figures_that_overwrite_are_refused(self):
        for shard in ("0/2", "3/2", "1", "a/b", "1/0"):
            self.fail_with(f"'{shard}' is not a shard", "batch", self.manifest, "--shard", shard)
        twice = self.file("twice.yaml", "schema: 1\ndefaults: {model: gpt2, formats: svg}\n"
                                        "figures: [{name: a}, {name: A}]\n")
        self.fail_with("twice.yaml:3:22: two figures are called 'A'", "batch", twice)
        away = self.file("away.yaml", "schema: 1\nfigures:\n"
                                      "  - {name: ../a, model: gpt2, formats: svg}\n")
        self.fail_with("must not lead out of the folder", "batch", away)

    def test_a_wrong_setting_is_found_in_the_manifest(self):
        manifest = self.file("set.yaml", "schema: 1\nfigures:\n  - name: a\n    model: gpt2\n"
                                         "    formats: svg\n    set: {metrics.margn: 1}\n")
        self.fail_with("set.yaml:6:10: a: set: the theme has no field 'metrics.margn' (did you "
                       "mean 'metrics.margin'?)", "batch", manifest)

    def test_an_unknown_format_is_a_problem_of_its_figure(self):
        manifest = self.file("odd.yaml", "schema: 1\nfigures:\n"
                                         "  - {name: a, model: gpt2, formats: [svg, swf]}\n")
        self.fail_with("odd.yaml:3:5: a: ", "batch", manifest)

    def test_a_terminal_gets_a_bar_with_rate_and_remaining_time(self):
        master, slave = pty.openpty()
        process = subprocess.Popen([TVIZ, "batch", self.manifest], stderr=slave)
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(master)
        self.assertEqual(process.wait(), 0)
        self.assertRegex(shown.decode(), r"\[#+\] 12/12  [0-9.]+/s  0:00 left")
        self.assertIn("12 figures: 12 drawn", shown.decode())


if __name__ == "__main__":
    unittest.main()
