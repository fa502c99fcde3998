# SPDX-License-Identifier: MIT
"""Projects of new plugins."""

import subprocess
import unittest

from program import TVIZ, Case


class NewPlugin(Case):
    """`tviz plugin new`; tests/consumers builds and runs what it writes."""

    COMMON = {".clang-format", ".gitignore", "CMakeLists.txt", "README.md", "test.sh"}

    def new(self, name, kind="hook_resolver", folder="new"):
        return ("plugin", "new", name, "--kind", kind, "-o", self.folder / folder)

    def test_a_folder_called_like_the_plugin(self):
        result = self.succeed("plugin", "new", "probes", "--kind", "backend", cwd=self.folder)
        self.assertTrue(result.stdout.startswith("probes: "), result.stdout)
        self.assertEqual({p.name for p in (self.folder / "probes").iterdir()},
                         self.COMMON | {"probes.cpp"})

    def test_an_empty_folder_is_filled(self):
        (self.folder / "new").mkdir()
        self.succeed(*self.new("probes", "architecture"))
        self.assertEqual({p.name for p in (self.folder / "new").iterdir()},
                         self.COMMON | {"probes.cpp", "model.yaml"})

    def test_the_name_in_its_three_forms(self):
        for name in ("my-GPT2_probes", "MyGpt2Probes", "my_gpt2_probes"):
            with self.subTest(name):
                self.succeed(*self.new(name, "architecture", name))
                source = (self.folder / name / "my_gpt2_probes.cpp").read_text(encoding="utf-8")
                self.assertIn("class MyGpt2Probes final", source)
                self.assertIn('"my_gpt2_probes"', source)
                self.assertIn('>("my-gpt2-probes")', source)

    def test_no_placeholder_is_left(self):
        for kind in ("architecture", "backend", "component_kind", "hook_resolver", "value_reader"):
            self.succeed(*self.new("probes", kind, kind))
            for path in (self.folder / kind).iterdir():
                words = path.name + path.read_text(encoding="utf-8")
                self.assertNotRegex(words, "plugin_name|plugin-name|PluginName", path)

    def test_names_that_are_none(self):
        for name in ("", "2d", "_x", "x-", "x--y", "a b", "a/b", "../x", "x.y", "größe", "x\n",
                     "x" * 41):
            with self.subTest(name):
                self.fail_with("is not a valid name for a plugin (use letters", *self.new(name))

    def test_unknown_kinds(self):
        self.fail_with("did you mean 'architecture'?", *self.new("x", "Architectur"))
        self.fail_with(
            "the kinds are architecture, backend, component_kind, hook_resolver, value_reader",
            *self.new("x", "common"))
        self.fail_with("--kind is required", "plugin", "new", "x", code=2)

    def test_a_folder_in_use_is_left_alone(self):
        self.file("mine.txt", "mine")
        self.fail_with("is not empty (name a new folder with -o)", *self.new("x", folder="."))
        self.fail_with("cannot be made", *self.new("x", folder="mine.txt"))
        self.fail_with("cannot be made: No such file", *self.new("x", folder="nowhere/x"))

    def test_nothing_is_left_of_a_project_that_could_not_be_written(self):
        # One of the files is larger than the limit, as on a disk that is full.
        too_small = ["sh", "-c", 'ulimit -f 1; trap "" XFSZ; exec "$@"', "sh", TVIZ]
        (self.folder / "empty").mkdir()
        for folder in ("empty", "new"):
            with self.subTest(folder):
                result = subprocess.run([*too_small, *map(str, self.new("x", folder=folder))],
                                        capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn("cannot be written: File too large", result.stderr)
        self.assertEqual(list(self.folder.rglob("*")), [self.folder / "empty"])


if __name__ == "__main__":
    unittest.main()
