# SPDX-License-Identifier: MIT
"""What there is: models, themes, plugins."""

import json
import re
import unittest
from pathlib import Path

from program import Case, run


class Lists(Case):
    def test_models(self):
        names = [m["name"] for m in json.loads(self.succeed("models", "--json").stdout)]
        for name in ("gpt2-small", "gpt-neo-125m", "pythia-410m", "attn-only-2l", "mistral-7b"):
            self.assertIn(name, names)
        self.assertEqual(len(self.succeed("models", "pythia", "v0").stdout.splitlines()), 16)
        self.assertIn("google-bert/bert-base-cased", self.succeed("models", "encoder", "BERT").stdout)

    def test_theme_reference(self):
        text = self.succeed("theme", "reference").stdout
        self.assertEqual(re.findall("^## (.*)", text, re.MULTILINE), ["roles", "fonts", "captions", "type",
                                                                    "metrics"])
        self.assertIn("| `metrics.head.width` | length | 12 – 200 px | `44` | ", text)
        fields = re.findall(r"^\| `([a-z_.]+)` \| (?:colour|length) \| ", text, re.MULTILINE)
        self.assertGreater(len(fields), 60)
        # Each of them is one that --set takes: with a value that no field takes, each complains.
        settings = [word for field in fields for word in ("--set", f"{field}=none")]
        result = run("render", "gpt2", *settings, "-o", self.folder / "x.svg")
        self.assertEqual(len(result.stderr.splitlines()), len(fields))
        self.assertNotIn("has no field", result.stderr)

    def test_plugins(self):
        plugins = json.loads(self.succeed("plugins", "--json").stdout)
        self.assertEqual([p["name"] for p in plugins],
                         ["cairo", "module_names", "svg", "transformer_lens", "transformers", "values"])
        cairo = plugins[0]
        self.assertEqual(cairo["state"], "found")
        self.assertEqual(cairo["kinds"], ["backend"])
        self.assertIn({"kind": "backend", "name": "pdf"}, cairo["provides"])
        self.assertTrue(Path(cairo["path"]).is_absolute())

    def test_a_broken_plugin_is_a_record_and_the_others_work(self):
        self.file("broken.so", "this is no library")
        result = self.succeed("plugins", "--json", "--plugin-dir", self.folder)
        states = {p["path"].rsplit("/", 1)[1]: p["state"] for p in json.loads(result.stdout)}
        self.assertEqual(states["broken.so"], "failed")
        self.assertEqual(states["svg.so"], "found")
        self.succeed("render", "gpt2", "--plugin-dir", self.folder, "-o", self.folder / "x.svg")

    def test_version(self):
        self.assertRegex(self.succeed("--version").stdout, r"^\d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
