"""Plugins that end the program while it uses them: never a success, always a reason.

The environment variables TVIZ and TVIZ_ZOO are the program and the folder of test plugins.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TVIZ = os.environ["TVIZ"]
ZOO = Path(os.environ["TVIZ_ZOO"])


class Endings(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, name):
        plugins = self.folder / name
        plugins.mkdir()
        file = plugins / f"{name}.so"
        shutil.copy(ZOO / file.name, file)
        file.chmod(0o755)
        return file

    def run_with(self, plugin, *arguments):
        return subprocess.run([TVIZ, "--plugin-dir", plugin.parent, *map(str, arguments)],
                              capture_output=True, text=True, timeout=120, check=False)

    def check_ending(self, name, doing, *arguments):
        plugin = self.put(name)
        target = self.folder / "figure.quiet"
        for command in arguments or (("render", "gpt2", "-o", target),):
            with self.subTest(command):
                result = self.run_with(plugin, *command)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertEqual(result.stdout, "")
                self.assertEqual(result.stderr, f"tviz: error: {plugin}: the plugin ended the "
                                                f"program while {doing}\n")
                self.assertFalse(target.exists())

    def test_while_it_is_loaded(self):
        commands = ("plugins",), ("describe", "gpt2"), ("hooks", "gpt2")
        self.check_ending("exits", "loading", *commands)
        self.check_ending("exits_quietly", "loading", *commands)
        self.check_ending("exits_in_order", "loading", *commands)

    def test_while_its_object_is_made(self):
        self.check_ending("exits_quickly", "making backend 'quiet'")

    def test_while_it_draws(self):
        self.check_ending("exits_while_drawing", "running backend 'quiet'")
        self.check_ending("exits_quietly_while_drawing", "running backend 'quiet'")

    def test_on_four_threads_of_a_batch_at_once(self):
        """One of them ends the program, so the reason is printed once; a race shows in a few of many."""
        manifest = self.folder / "figures.yaml"
        manifest.write_text("schema: 1\ndefaults: {formats: [quiet], model: gpt2}\n"
                            "figures: [{name: a}, {name: b}, {name: c}, {name: d}]\n",
                            encoding="utf-8")
        plugin = self.put("exits_on_four_threads")
        for _ in range(30):
            result = self.run_with(plugin, "batch", manifest, "-j", "4")
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertEqual(result.stderr, f"tviz: error: {plugin}: the plugin ended the program "
                                            "while running backend 'quiet'\n")

    def test_while_it_is_inspected(self):
        for name in ("exits", "exits_quietly", "exits_in_order"):
            plugin = self.put(name)
            for arguments in ((), ("--create",), ("--manifest", self.folder / "manifest.json")):
                with self.subTest((name, arguments)):
                    result = self.run_with(plugin, "plugin", "inspect", plugin, *arguments)
                    self.assertEqual(result.returncode, 1, result.stderr)
                    self.assertEqual(result.stdout, "")
                    self.assertIn(f"tviz: error: {plugin}: the plugin ended the program while "
                                  "loading\n", result.stderr)

    def test_as_json(self):
        plugin = self.put("exits_in_order")
        result = self.run_with(plugin, "plugin", "inspect", "--json", plugin)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(result.stderr),
                         {"error": {"message": "the plugin ended the program while loading",
                                    "where": str(plugin), "hint": ""}})

    def test_an_exception_while_it_is_loaded(self):
        plugin = self.put("throws_when_loaded")
        result = self.run_with(plugin, "plugin", "inspect", plugin)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, f"tviz: error: {plugin}: it threw an exception while it was "
                                        "loaded: not today\n")

    def test_after_all_is_done(self):
        """The figure is complete, so how the plugin ends is no matter."""
        plugin = self.put("exits_at_the_end")
        result = self.run_with(plugin, "describe", "gpt2")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("124", result.stdout)

    def test_the_last_flush_is_not_lost(self):
        plugin = self.put("exits_at_the_end")
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([TVIZ, "--plugin-dir", plugin.parent, "describe", "gpt2"],
                                    stdout=full, stderr=subprocess.PIPE, timeout=120, check=False)
        self.assertEqual(result.returncode, 1)


if __name__ == "__main__":
    unittest.main()
