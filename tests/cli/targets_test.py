# SPDX-License-Identifier: MIT
"""What is written, and what must not be overwritten."""

import json
import os
import stat
import subprocess
import unittest

from program import TVIZ, Case, run

MODEL = {"model_name": "m", "n_layers": 1, "d_model": 8, "n_heads": 1, "d_vocab": 9, "n_ctx": 4}
MANIFEST = ("schema: 1\nfigures: [{name: a, model: m.json, formats: [svg], theme: own.yaml, "
            "hooks: hooks.yaml}]\n")


class Targets(Case):
    def setUp(self):
        super().setUp()
        self.file("m.json", MODEL)
        self.file("own.yaml", "schema: 1\nextends: base\n")
        self.file("base.yaml", "schema: 1\nextends: print\n")
        self.file("hooks.yaml", "- {point: hook_embed}\n")
        self.manifest = self.file("figures.yaml", MANIFEST)

    def contents(self):
        return {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}

    def refuse(self, message, *arguments):
        """The program refuses, and every file is as it was."""
        before = self.contents()
        self.fail_with(message, *arguments, cwd=self.folder)
        self.assertEqual(self.contents(), before)

    def test_a_figure_does_not_overwrite_what_it_is_made_of(self):
        self.file("in.svg", MODEL)
        (self.folder / "link.svg").symlink_to("in.svg")
        (self.folder / "hard.svg").hardlink_to(self.folder / "in.svg")
        for output in ("in.svg", "./in.svg", "link.svg", "hard.svg", self.folder / "in.svg"):
            self.refuse("would overwrite an input file", "render", "in.svg", "-o", output)
        for file in ("own.yaml", "base.yaml", "hooks.yaml"):
            self.refuse("would overwrite an input file", "render", "gpt2", "--theme", "own.yaml",
                        "--hooks", "hooks.yaml", "--format", "svg", "-o", file)

    def test_a_batch_does_not_overwrite_what_it_reads(self):
        for option in ("--report", "--depfile"):
            for file in ("m.json", "own.yaml", "base.yaml", "hooks.yaml", "figures.yaml"):
                self.refuse("would overwrite an input file", "batch", "figures.yaml", option, file)
        self.refuse("is written twice", "batch", "figures.yaml", "--report", "x", "--depfile", "x")
        self.refuse("is written twice", "batch", "figures.yaml", "--report", "figures/../x",
                    "--depfile", "x")
        self.file("a.svg", MODEL)
        own = self.file("own-input.yaml", "schema: 1\nfolder: .\n"
                                          "figures: [{name: a, model: a.svg, formats: [svg]}]\n")
        self.refuse("would overwrite an input file", "batch", own.name)

    def test_a_link_is_written_through(self):
        target = self.file("target.svg", "old")
        (self.folder / "link.svg").symlink_to("target.svg")
        (self.folder / "new.svg").symlink_to("nothing-yet.svg")
        for name, written in (("link.svg", target), ("new.svg", self.folder / "nothing-yet.svg")):
            self.succeed("render", "m.json", "-o", name, cwd=self.folder)
            self.assertTrue((self.folder / name).is_symlink())
            self.assertTrue(written.read_text("utf-8").startswith("<svg"))
        (self.folder / "loop.svg").symlink_to("loop.svg")
        self.refuse("Too many levels of symbolic links", "render", "m.json", "-o", "loop.svg")

    def test_a_read_only_file_stays(self):
        target = self.file("x.svg", "mine")
        target.chmod(0o444)
        self.refuse("x.svg: cannot be written, because it is read-only", "render", "m.json", "-o",
                    "x.svg")

    def test_permissions_are_kept(self):
        target = self.file("x.svg", "mine")
        target.chmod(0o600)
        self.succeed("render", "m.json", "-o", target, cwd=self.folder)
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o600)

    def test_the_longest_names(self):
        for length in (249, 255):
            name = "x" * (length - 4) + ".svg"
            self.succeed("render", "m.json", "-o", name, cwd=self.folder)
            self.assertTrue((self.folder / name).exists())
        self.refuse("File name too long", "render", "m.json", "-o", "x" * 252 + ".svg")

    def test_all_files_or_none(self):
        (self.folder / "folder.pdf").mkdir()
        self.file("first.svg", "old")
        for second in ("folder.pdf", "nowhere/x.pdf", "x" * 252 + ".pdf"):
            self.refuse("", "render", "m.json", "-o", "first.svg", "-o", "new.svg", "-o", second)

    def test_what_is_no_file_is_written_as_it_is(self):
        fifo = self.folder / "pipe.svg"
        os.mkfifo(fifo)
        process = subprocess.Popen([TVIZ, "render", "gpt2", "-o", fifo])
        self.assertTrue(fifo.read_text("utf-8").startswith("<svg"))
        self.assertEqual(process.wait(60), 0)
        self.assertTrue(stat.S_ISFIFO(fifo.stat().st_mode))
        result = self.succeed("batch", self.manifest, "-q", "--report", "/dev/stdout",
                              "--depfile", "/dev/null")
        self.assertEqual(json.loads(result.stdout)["drawn"], 1)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))

    def test_standard_output(self):
        self.succeed("render", "m.json", "-o", "x.svg", cwd=self.folder)
        printed = self.succeed("render", "m.json", "-o", "-", "--format", "svg", cwd=self.folder)
        self.assertEqual(printed.stdout, (self.folder / "x.svg").read_text("utf-8"))
        self.refuse("add --format svg", "render", "m.json", "-o", "-")
        self.refuse("standard output: is written twice", "render", "m.json", "--format", "svg",
                    "-o", "-", "-o", "-")
        self.succeed("render", "m.json", "-o", "figure", "--format", "svg", cwd=self.folder)
        self.assertEqual(printed.stdout, (self.folder / "figure").read_text("utf-8"))

    def test_prune_removes_what_the_manifest_no_longer_lists(self):
        def manifest(*figures):
            self.file("many.yaml", "schema: 1\ndefaults: {model: m.json}\nfigures:\n" + "".join(
                f"  - {{name: {name}, formats: {formats}}}\n" for name, formats in figures))
        root = self.folder / "figures"
        manifest(("keep", "[svg, pdf]"), ("sub/gone", "svg"), ("edited", "svg"))
        self.succeed("batch", "many.yaml", cwd=self.folder)
        (root / "mine.svg").write_text("mine")
        (root / "edited.svg").write_text("mine")
        manifest(("keep", "svg"))
        plan = self.succeed("batch", "many.yaml", "--prune", "--dry-run", cwd=self.folder).stdout
        self.assertIn("remove figures/sub/gone.svg", plan.replace(str(self.folder) + "/", ""))
        self.assertTrue((root / "sub/gone.svg").exists())
        self.succeed("batch", "many.yaml", "--prune", cwd=self.folder)
        self.assertEqual({str(path.relative_to(root)) for path in root.rglob("*")},
                         {".tviz", ".tviz/keep.json", "keep.svg", "mine.svg", "edited.svg"})
        self.assertIn("1 unchanged", self.succeed("batch", "many.yaml", cwd=self.folder).stderr)


class Faults(Case):
    """What goes wrong outside the program is an error with a place, not one of the program."""

    def test_a_name_that_is_empty(self):
        self.fail_with("--output: must not be empty", "render", "gpt2", "-o", "")

    def test_a_working_folder_that_is_gone(self):
        result = subprocess.run(
            ["sh", "-c", 'mkdir "$1" && cd "$1" && rmdir "$1" && "$0" render gpt2 -o x.svg',
             TVIZ, self.folder / "gone"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("x.svg: cannot be written: No such file or directory", result.stderr)

    def test_a_record_that_cannot_be_read(self):
        manifest = self.file("m.yaml", "schema: 1\nfigures: [{name: a, model: gpt2, formats: [svg]},"
                                       "{name: b, model: gpt2, formats: [svg]}]\n")
        record = self.folder / "figures/.tviz/a.json"
        record.mkdir(parents=True)
        for jobs in (1, 2):
            result = run("batch", manifest, "-q", "-j", jobs)
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"m.yaml:2:11: a: {record}: cannot be written: Is a directory",
                          result.stderr)
            self.assertTrue((self.folder / "figures/b.svg").exists())

    def test_a_plugin_whose_name_is_not_utf_8(self):
        plugins = self.folder / "plugins"
        plugins.mkdir()
        with open(os.path.join(os.fsencode(plugins), b"\xff.so"), "wb") as file:
            file.write(b"x")
        manifest = self.file("m.yaml", "schema: 1\nfigures: [{name: a, model: gpt2, formats: svg}]\n")
        self.succeed("--plugin-dir", plugins, "batch", manifest)
        for command in (("plugins",), ("plugins", "--json")):
            self.succeed("--plugin-dir", plugins, *command)


if __name__ == "__main__":
    unittest.main()
